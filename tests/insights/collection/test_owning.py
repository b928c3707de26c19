"""Do I own it? On the demo's shelf, and on one with a wantlist made for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.insights.random_shelves import row
from tests.rows import put

from linernotes.insights.ownership.ownership import Owning
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.search import build_search
from linernotes.storage.duckdb.database import DBStorage


@pytest.fixture(scope="module")
def owning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owning]:
    """Kind Of Blue twice as one pressing and once as another, two albums called Blue, two called like numbers; a
    wantlist of three.
    """
    path: Path = tmp_path_factory.mktemp("owning") / "build.duckdb"
    pressings = [
        (1, 10, "Kind Of Blue", 5, "CL 1355", "7 27361 62652 5"),
        (2, 10, "Kind Of Blue (Legacy Edition)", 5, "88697", None),
        (3, None, "Blue", 6, "RS-1", None),
        (4, 40, "Blue", 7, "none", None),
        (5, 10, "Kind Of Blue", 5, "CS 8163", "074646493526"),
        (6, 60, "Nefertiti", 5, "CS 9594", None),
        (7, 70, "Live - Evil", 5, "G 30954", None),
        (8, 80, "Cl 1355", 6, "G 1", None),
        (9, None, "M 99", 6, "G 2", None),
    ]
    names = {5: "Miles Davis", 6: "Joni", 7: "Simply Red"}
    owned = [(1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (6, 8), (7, 9)]
    with DBStorage.create(path) as storage:
        for id, master, title, artist, number, code in pressings:
            put(storage, "release", [row("release", release_id=id, master_id=master, title=title)])
            put(
                storage,
                "release_artists",
                [row("release_artists", release_id=id, position=0, artist_id=artist, name=names[artist])],
            )
            label = row(
                "release_labels",
                release_id=id,
                position=0,
                label_id=9,
                name="Columbia",
                catalog_number=number,
            )
            put(storage, "release_labels", [label])
            if code:
                identifier = row("release_identifiers", release_id=id, position=0, type="Barcode", value=code)
                put(storage, "release_identifiers", [identifier])
        of = {id: (master, title) for id, master, title, *_ in pressings}
        for instance, id in owned:
            master, title = of[id]
            item = row("collection_items", instance_id=instance, release_id=id, master_id=master, title=title)
            put(storage, "collection_items", [item])
        for id in (5, 6, 7):
            master, title = of[id]
            want = row("wantlist_items", release_id=id, master_id=master, title=title, year=1968)
            put(storage, "wantlist_items", [want])
        put(
            storage,
            "artist",
            [row("artist", artist_id=id, name=name, display_name=name) for id, name in names.items()],
        )
        put(storage, "artist", [row("artist", artist_id=8, name="Nobody", display_name="Nobody")])
        put(storage, "master", [row("master", master_id=10, title="Kind Of Blue")])
        known = [("release", 90, None, None), ("master", 95, 95, 91), ("master", 10, 10, 92)]
        put(
        storage,
            "artist_masters",
            [
                row("artist_masters", artist_id=5, type=type, id=id, role="Main", master_id=master,
                    main_release_id=main, title=f"Known {id}", artist_text="Miles Davis")
                for type, id, master, main in known
            ],
        )  # fmt: skip
        build_search(storage, path.with_suffix(".search.db"))
    with DBStorage.open(path) as storage:
        snapshot = Snapshot(storage)
        yield Owning(snapshot)


@pytest.mark.parametrize(
    ("text", "verdict", "copies", "others", "wants"),
    [
        pytest.param("r1", "owned", [2, 1], [3], [5], id="a-pressing-with-all-copies"),
        pytest.param("https://www.discogs.com/release/2", "owned", [3], [2, 1], [5], id="a-link"),
        pytest.param("r5", "other", [], [3, 2, 1], [5], id="another-pressing-and-this-one-is-wanted"),
        pytest.param("r92", "other", [], [3, 2, 1], [5], id="a-main-release-tells-its-album"),
        pytest.param("r6", "wanted", [], [], [6], id="wanted"),
        pytest.param("r90", "not", [], [], [], id="known-from-a-discography"),
        pytest.param("r91", "not", [], [], [], id="main-release-of-an-album-that-is-not-owned"),
        pytest.param("r12345", "unknown", [], [], [], id="a-pressing-that-nothing-is-known-of"),
        pytest.param("m10", "owned", [3, 2, 1], [], [5], id="an-album"),
        pytest.param("m60", "wanted", [], [], [6], id="a-wanted-album"),
        pytest.param("m999", "not", [], [], [], id="an-album-nobody-knows"),
        pytest.param("kind of blue", "owned", [3, 2, 1], [], [5], id="a-title-any-pressing"),
        pytest.param("Miles Davis - Kind of Blue", "owned", [3, 2, 1], [], [5], id="artist-and-title"),
        pytest.param("joni – blue", "owned", [4], [], [], id="the-artist-tells-namesakes-apart"),
        pytest.param("blue", "several", [5, 4], [], [5], id="two-albums-of-one-title"),
        pytest.param("kind blu", "fits", [3, 2, 1], [], [5], id="parts-of-words"),
        pytest.param("davis blue", "fits", [3, 2, 1], [], [5], id="a-part-of-the-title-is-not-the-title"),
        pytest.param("simpl", "fits", [5], [], [], id="a-part-of-the-artist"),
        pytest.param("u", "fits", [5, 4, 3, 2, 1], [], [], id="parts-of-several-albums"),
        pytest.param("davis kind of blue", "owned", [3, 2, 1], [], [5], id="the-whole-title-and-of-the-artist"),
        pytest.param("the blue joni", "owned", [4], [], [], id="in-any-order"),
        pytest.param("cl 1355", "several", [6, 2, 1], [3], [], id="a-title-that-is-a-number-of-another-album"),
        pytest.param("m 99", "owned", [7], [], [], id="a-title-that-looks-like-an-id"),
        pytest.param("nefertiti", "wanted", [], [], [6], id="a-wanted-title"),
        pytest.param("live-evil", "wanted", [], [], [7], id="a-title-with-a-dash"),
        pytest.param("thriller", "not", [], [], [], id="neither"),
        pytest.param("miles davis", "several", [1, 2, 3], [], [], id="an-artist"),
        pytest.param("https://www.discogs.com/artist/5-Miles", "several", [1, 2, 3], [], [], id="an-artists-link"),
        pytest.param("a8", "not", [], [], [], id="an-artist-without-records"),
        pytest.param("https://www.discogs.com/label/9", "several", [4, 6, 7, 1, 2, 3, 5], [], [], id="a-label"),
        pytest.param("l1", "not", [], [], [], id="a-label-without-records"),
        pytest.param("cl1355", "owned", [2, 1], [3], [], id="a-catalogue-number"),
        pytest.param("Columbia CL-1355", "owned", [2, 1], [3], [], id="label-and-number"),
        pytest.param("cs 8163", "other", [], [3, 2, 1], [5], id="the-number-of-another-pressing"),
        pytest.param("cs 9594", "wanted", [], [], [6], id="the-number-of-a-wanted-one"),
        pytest.param("7 27361 62652 5", "owned", [2, 1], [3], [], id="a-barcode"),
        pytest.param("72736162652", "owned", [2, 1], [3], [], id="a-barcode-without-its-check-digit"),
        pytest.param("0 74646 49352 6", "other", [], [3, 2, 1], [5], id="a-barcode-of-another-pressing"),
        pytest.param("4006381333931", "not", [], [], [], id="a-barcode-nobody-has"),
        pytest.param("none", "not", [], [], [], id="discogs-word-for-no-number"),
    ],
)  # fmt: skip
def test_what_is_owned_of_it(
    owning: Owning, text: str, verdict: str, copies: list[int], others: list[int], wants: list[int]
) -> None:
    answer = owning.answer(text)
    assert answer is not None
    found = (
        answer.verdict,
        [copy.instance_id for copy in answer.copies],
        [copy.instance_id for copy in answer.others],
        [want.release_id for want in answer.wants],
    )
    assert found == (verdict, copies, others, wants)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_asked_is_nothing_answered(owning: Owning, text: str) -> None:
    assert owning.answer(text) is None


@pytest.mark.parametrize("text", ["!", "(", "☃", "0", "r0", "m0", "é" * 300, "x - ", "99999999999999999999"])
def test_whatever_is_typed_is_answered(owning: Owning, text: str) -> None:
    answer = owning.answer(text)
    assert answer is not None
    assert answer.verdict in ("not", "unknown")


def test_things_are_named(owning: Owning) -> None:
    named = {text: owning.answer(text).what for text in ("r1", "r6", "r90", "m10", "a8", "l9")}
    assert named == {
        "r1": "Kind Of Blue",
        "r6": "Miles Davis – Nefertiti",
        "r90": "Miles Davis – Known 90",
        "m10": "Kind Of Blue",
        "a8": "Nobody",
        "l9": "Columbia",
    }
