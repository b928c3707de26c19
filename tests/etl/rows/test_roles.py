"""Role strings: real ones from recorded releases, and whatever hypothesis thinks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.etl.expected_texts import roles as roles_worked_out_otherwise

from linernotes.etl.rows.roles import NO_ROLE, split_roles

#: Texts in which brackets, commas and blanks are as frequent as letters.
role_strings = st.text(alphabet="ab[], \t\u200b", max_size=30)


@pytest.mark.parametrize(
    ("sent", "roles"),
    [
        pytest.param("Design", [("Design", None, "Design")], id="one-role"),
        pytest.param(
            "Guitar [Lead], Vocals",
            [("Guitar", "Lead", "Guitar [Lead]"), ("Vocals", None, "Vocals")],
            id="commas-outside-brackets-split",
        ),
        pytest.param(
            "Cover, Design [Logo, Sleeve]",
            [("Cover", None, "Cover"), ("Design", "Logo, Sleeve", "Design [Logo, Sleeve]")],
            id="commas-inside-brackets-do-not",
        ),
        pytest.param(
            "Featuring [Vocals] [Uncredited]",
            [("Featuring", "Vocals; Uncredited", "Featuring [Vocals] [Uncredited]")],
            id="several-brackets-are-joined",
        ),
        pytest.param(
            "Mixed By [Mixed By [Assistant]",
            [("Mixed By", "Mixed By [Assistant]", "Mixed By [Mixed By [Assistant]")],
            id="unclosed-bracket-runs-to-the-end",
        ),
        pytest.param(
            "Bass [Fender, Vocals",
            [("Bass", "Fender, Vocals", "Bass [Fender, Vocals")],
            id="no-comma-splits-after-an-unclosed-bracket",
        ),
        pytest.param(
            "Written-By [Co [Uncredited, 1999]], Producer",
            [
                ("Written-By", "Co [Uncredited, 1999]", "Written-By [Co [Uncredited, 1999]]"),
                ("Producer", None, "Producer"),
            ],
            id="brackets-in-brackets-belong-to-the-detail",
        ),
        pytest.param(
            "Bass], Vocals",
            [("Bass]", None, "Bass]"), ("Vocals", None, "Vocals")],
            id="a-bracket-never-opened-is-text",
        ),
        pytest.param("[Lead]", [(None, "Lead", "[Lead]")], id="detail-without-a-role"),
        pytest.param("Guitar []", [("Guitar", None, "Guitar []")], id="empty-bracket"),
        pytest.param("Guitar [Lead] Solo", [("Guitar Solo", "Lead", "Guitar [Lead] Solo")], id="text-after"),
        pytest.param("", [NO_ROLE], id="empty-string-is-one-row-with-null"),
        pytest.param("  ", [NO_ROLE], id="blank-string-too"),
        pytest.param(" , ", [NO_ROLE], id="nothing-but-commas-too"),
        pytest.param(
            "Bass,, Drums,",
            [("Bass", None, "Bass"), ("Drums", None, "Drums")],
            id="empty-pieces-are-no-roles",
        ),
        pytest.param(" Bass ", [("Bass", None, "Bass")], id="outer-blanks"),
    ],
)
def test_a_role_string_is_split(sent: str, roles: list[tuple[str | None, str | None, str | None]]) -> None:
    assert list(split_roles(sent)) == roles


@given(role_strings)
def test_two_ways_of_splitting_agree(sent: str) -> None:
    assert list(split_roles(sent)) == roles_worked_out_otherwise(sent)


@given(role_strings)
def test_no_letter_is_lost_and_none_is_invented(sent: str) -> None:
    found = split_roles(sent)
    letters = [character for character in sent if character in "ab"]
    assert [character for role in found for character in role.text or "" if character in "ab"] == letters
    parts = "".join((role.role or "") + (role.detail or "") for role in found)
    assert sorted(character for character in parts if character in "ab") == sorted(letters)


@given(role_strings)
def test_a_role_never_has_blank_parts(sent: str) -> None:
    for role in split_roles(sent):
        assert all(part is None or part == part.strip() != "" for part in role)
        assert role == NO_ROLE or role.text


@given(
    st.lists(st.sampled_from(["Bass", "Guitar [Lead]", "Design [Logo, Sleeve]", "Written-By"]), min_size=1)
)
def test_joining_the_pieces_again_gives_the_roles_again(pieces: list[str]) -> None:
    found = split_roles(", ".join(pieces))
    assert [role.text for role in found] == pieces
    assert split_roles(", ".join(str(role.text) for role in found)) == found
