"""Roles, labels, series and companies of the demo, against its tables asked another way."""

from __future__ import annotations

from collections import defaultdict

import pytest
from tests.rows import tuples

from linernotes.errors import UsageError
from linernotes.insights.sleeve.imprint import meant_label, read_company, read_label, read_series
from linernotes.insights.sleeve.models import Imprint
from linernotes.insights.sleeve.role import meant_role, read_role
from linernotes.insights.snapshot import Snapshot

#: Each owned release with its album and the album's first year.
ALBUMS = """
    select c.release_id, coalesce(c.master_id, -c.release_id) as album, coalesce(m.year, c.year) as year
    from collection_items as c left join master as m on m.master_id = c.master_id
"""


def albums(demo: Snapshot) -> dict[int, tuple[int, int | None]]:
    return {release: (album, year) for release, album, year in tuples(demo.storage, ALBUMS)}


def people(
    demo: Snapshot, rows: list[tuple[int, int | None, str | None]]
) -> dict[int | str | None, set[int]]:
    """Identity, or name without an id -> albums; `rows` are (release, artist, name)."""
    identity = dict(tuples(demo.storage, "select artist_id, identity_id from artist"))
    of_release, found = albums(demo), defaultdict(set)
    for release, artist, name in rows:
        if release in of_release and artist not in (194, 355, 118760):
            found[identity[artist] if artist is not None else name].add(of_release[release][0])
    return found


def test_who_plays_every_role_and_when(demo: Snapshot):
    identity = dict(tuples(demo.storage, "select artist_id, identity_id from artist"))
    years = dict(albums(demo).values())
    credited = defaultdict(list)
    for role, *row in tuples(
        demo.storage,
        "select role, release_id, artist_id, name from release_credits union all "
        "select role, release_id, artist_id, name from release_track_artists",
    ):
        credited[role].append(tuple(row))
    roles = [role for (role,) in tuples(demo.storage, "select role from role")]
    assert len(roles) > 50
    for role in roles:
        answer = read_role(demo, role)
        assert answer is not None
        shown, expected = answer.role.shelved, people(demo, credited[role])
        assert {identity.get(one.artist_id, one.name): one.albums for one in shown.people} == {
            who: len(found) for who, found in expected.items()
        }
        counts = [one.albums for one in shown.people]
        assert counts == sorted(counts, reverse=True)
        every = set().union(*expected.values())
        assert shown.albums == len(every) == sum(one.albums for one in shown.decades) + shown.undated
        assert {one.decade for one in shown.decades} == {years[one] // 10 * 10 for one in every if years[one]}
        for one in shown.people:
            known = [
                years[album] for album in expected[identity.get(one.artist_id, one.name)] if years[album]
            ]
            assert (one.first_year, one.last_year) == (min(known, default=None), max(known, default=None))


@pytest.mark.parametrize(
    ("table", "column", "read"),
    [
        ("release_labels", "label_id", lambda demo, id: read_label(demo, id).label),
        ("release_series", "series_id", lambda demo, id: read_series(demo, id).series),
        ("release_companies", "company_id", lambda demo, id: read_company(demo, id).company),
    ],
    ids=["label", "series", "company"],
)
def test_every_label_series_and_company_has_its_records_and_performers(demo, table, column, read):
    identity = dict(tuples(demo.storage, "select artist_id, identity_id from artist"))
    of_release = albums(demo)
    releases = defaultdict(set)
    for id, release in tuples(demo.storage, f"select {column}, release_id from {table} where {column} > 0"):
        releases[id].add(release)
    performers = tuples(demo.storage, "select release_id, unnest(performers), null from release_line_ups")
    assert releases
    for id, named in releases.items():
        found: Imprint = read(demo, id)
        assert {one.release_id for one in found.shelved.records} == named & of_release.keys()
        assert found.shelved.not_owned == len(named - of_release.keys())
        assert found.shelved.albums == len({of_release[one][0] for one in named & of_release.keys()})
        expected = people(demo, [row for row in performers if row[0] in named])
        assert {identity[one.artist_id]: one.albums for one in found.shelved.people} == {
            who: len(of) for who, of in expected.items()
        }


def test_ron_carter_plays_bass_on_three_albums(demo: Snapshot):
    bass = meant_role(demo, "bass").role
    assert (bass.role, bass.kind, bass.performs) == ("Bass", "Bass", True)
    carter = next(one for one in bass.shelved.people if one.name == "Ron Carter")
    assert (carter.albums, carter.first_year, carter.last_year) == (3, 1965, 1970)
    voyage = next(one for one in bass.shelved.records if one.title == "Maiden Voyage")
    assert voyage.remarks == ("Ron Carter",)


def test_rudy_van_gelders_studio_says_what_it_did(demo: Snapshot):
    query = "select min(company_id) from release_companies where name like 'Van Gelder Studio, Englewood%'"
    ((studio,),) = tuples(demo.storage, query)
    company = read_company(demo, studio).company
    assert [(one.name, one.albums) for one in company.tasks] == [("Recorded At", company.shelved.albums)]
    assert "Maiden Voyage" in {one.title for one in company.shelved.records}


def test_a_label_is_found_by_id_by_name_and_by_its_beginning(demo: Snapshot):
    by_name = meant_label(demo, "blue note")
    assert by_name.label.name == "Blue Note"
    assert meant_label(demo, "Blue N") == meant_label(demo, str(by_name.label.id)) == by_name


@pytest.mark.parametrize(
    ("meant", "text", "hint"),
    [(meant_label, "Blue Mote", "Did you mean Blue Note"),
     (meant_role, "Tenor Saxofone", "Did you mean Tenor Saxophone"), (meant_role, "", "no credit"),
     (meant_label, "", "no record here"), (meant_label, "9" * 30, "no record here")],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_what_is_near(demo: Snapshot, meant, text: str, hint: str):
    with pytest.raises(UsageError, match=hint):
        meant(demo, text)


def test_what_nothing_names_is_none(demo: Snapshot):
    assert read_role(demo, "No Such Role") is None
    assert (read_label(demo, 1), read_series(demo, 1), read_company(demo, 1)) == (None, None, None)
