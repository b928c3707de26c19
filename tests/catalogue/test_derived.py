"""What is derived of a month equals plain counting over its tables."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest
import rustworkx
from tests.catalogue.dumps import build_here, dump_files, rows_of

from discogs_sandbox.catalogues import load_catalogue
from linernotes.derive.credits.roles import load_taxonomy
from linernotes.documents import PSEUDO_ARTISTS
from linernotes.documents.folding import fold, unnumbered
from linernotes.insights.world.path import adjacency
from linernotes.storage.catalogue.manifest import Month
from linernotes.storage.catalogue.reader import CatalogueReader
from linernotes.storage.catalogue.tables import CATALOGUE_TABLES

Record = dict[str, object]
CATALOGUES = [
    "demo",
    pytest.param("synthetic", marks=pytest.mark.soak),
    pytest.param("recorded", marks=pytest.mark.recorded),
]


@pytest.fixture(scope="module", params=CATALOGUES)
def month(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Month:
    """A month of the catalogue, its releases read in several pieces."""
    given = {
        "recorded": lambda: {"dir": request.getfixturevalue("fixtures")},
        "synthetic": lambda: {"items": 300},
    }
    catalogue = load_catalogue(request.param, **given.get(request.param, dict)())
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("linernotes.catalogue.derived.PIECE", 40)
        patch.setattr("linernotes.catalogue.derived.PART", 500)
        return build_here(folder / "home", dump_files(catalogue, folder / "dumps")).month


def table(month: Month, name: str) -> list[Record]:
    columns = [column.name for column in CATALOGUE_TABLES[name].columns]
    return [dict(zip(columns, row, strict=True)) for row in rows_of(month, name)]


def by_release(month: Month, name: str) -> dict[object, list[Record]]:
    found: dict[object, list[Record]] = defaultdict(list)
    for row in table(month, name):
        found[row["release_id"]].append(row)
    return found


def test_every_appearance_is_listed_once_in_order(month: Month) -> None:
    roles: dict[tuple[object, object], set[object]] = defaultdict(set)
    main = {(row["artist_id"], row["release_id"]) for row in table(month, "release_artists")}
    for name in ("release_artists", "release_credits", "release_track_artists"):
        for row in table(month, name):
            if row["artist_id"] is not None:
                roles[row["artist_id"], row["release_id"]].add(row.get("role"))
    releases = {row["release_id"]: row for row in table(month, "release")}
    found = table(month, "artist_releases")
    for row in found:
        key, release = (row["artist_id"], row["release_id"]), releases[row["release_id"]]
        assert row["is_main"] == (key in main)
        assert row["roles"] == sorted(role for role in roles.pop(key) if role is not None)
        assert (row["title"], row["year"], row["country"]) == (
            release["title"],
            release["year"],
            release["country"],
        )
        assert row["album_id"] == (release["master_id"] or -int(str(release["release_id"])))
    assert not roles
    order = [(row["artist_id"], row["year"] is None, row["year"], row["release_id"]) for row in found]
    assert order == sorted(order, key=lambda key: (key[0], key[1], key[2] or 0, key[3]))  # type: ignore[operator]


class ByHand:
    """The albums of each two artists: main artist with main artist, performer with a leader of a track."""

    def __init__(self, month: Month) -> None:
        self.identity = _identities(month)
        self.performs = {row.role for row in load_taxonomy().rows(_roles(month)) if row.performs}
        self.artists, self.credits = (
            by_release(month, "release_artists"),
            by_release(month, "release_credits"),
        )
        self.of_tracks = by_release(month, "release_track_artists")
        self.named = by_release(month, "release_credit_tracks")
        self.tracks = by_release(month, "release_tracks")
        self.found: dict[tuple[int, int], set[object]] = defaultdict(set)
        for release in table(month, "release"):
            for one, other in self.pairs(release["release_id"]):
                self.note(one, other, release["master_id"] or -int(str(release["release_id"])))

    def note(self, one: object, other: object, album: object) -> None:
        if one is None or other is None or {one, other} & PSEUDO_ARTISTS:
            return
        low, high = sorted((int(str(one)), int(str(other))))
        if self.identity.get(low, low) != self.identity.get(high, high):
            self.found[low, high].add(album)

    def pairs(self, id: object) -> set[tuple[object, object]]:
        main = {row["artist_id"] for row in self.artists[id]} - {None}
        pairs: set[tuple[object, object]] = set(combinations(main, 2))
        leaders = self.leaders(id)
        performers = self.performers(id, main, leaders)
        for track in {*leaders, *performers}:
            led = leaders.get(track) or set()
            pairs |= {(one, other) for one in performers[track] | led for other in led or main}
        return pairs

    def leaders(self, id: object) -> dict[object, set[object]]:
        """A track's own artists, else those of the line that it belongs to; nothing where the release's lead it."""
        own: dict[object, set[object]] = defaultdict(set)
        for row in self.of_tracks[id]:
            if row["role"] is None:
                own[row["track_no"]].add(row["artist_id"])
        return {
            row["track_no"]: own.get(row["track_no"]) or own.get(row["parent_track_no"]) or set()
            for row in self.tracks[id]
        }

    def performers(
        self, id: object, main: set[object], leaders: dict[object, set[object]]
    ) -> dict[object, set[object]]:
        found: dict[object, set[object]] = defaultdict(set)
        for row in self.of_tracks[id]:
            if row["role"] in self.performs:
                found[row["track_no"]].add(row["artist_id"])
        for credit in self.credits[id]:
            if credit["role"] in self.performs:
                for track in self.tracks_of(id, credit, main, leaders):
                    found[track].add(credit["artist_id"])
        return found

    def tracks_of(
        self, id: object, credit: Record, main: set[object], leaders: dict[object, set[object]]
    ) -> list[object]:
        if credit["tracks"] is not None:
            return [row["track_no"] for row in self.named[id] if row["position"] == credit["position"]]
        parents = {row["parent_track_no"] for row in self.tracks[id]}
        heard = [row["track_no"] for row in self.tracks[id] if row["type"] == "track"]
        playing = [track for track in heard if track not in parents] or [-1]
        return [track for track in playing if not leaders.get(track) or leaders[track] & main]


def _identities(month: Month) -> dict[int, int]:
    graph = rustworkx.PyGraph()
    place: dict[int, int] = {}
    for row in table(month, "artist_aliases"):
        ends = [int(str(row["artist_id"])), int(str(row["alias_id"]))]
        if not PSEUDO_ARTISTS & set(ends):
            graph.add_edge(
                *(place.setdefault(id, graph.add_node(id)) if id not in place else place[id] for id in ends),
                None,
            )
    return {
        graph[node]: min(graph[one] for one in part)
        for part in rustworkx.connected_components(graph)
        for node in part
    }


def _roles(month: Month) -> list[str]:
    names = ("release_credits", "release_track_artists")
    return sorted(
        {str(row["role"]) for name in names for row in table(month, name) if row["role"] is not None}
    )


def test_edges_are_those_of_a_computation_the_long_way(month: Month) -> None:
    expected = {pair: len(albums) for pair, albums in ByHand(month).found.items()}
    found = {(low, high): albums for low, high, albums in rows_of(month, "world_edges")}
    assert len(expected) > 500
    assert found == expected
    assert list(found) == sorted(found)


def test_paths_are_as_long_as_those_of_another_search(month: Month) -> None:
    graph = rustworkx.PyGraph()
    place: dict[object, int] = {}
    for low, high, _ in rows_of(month, "world_edges"):
        for id in (low, high):
            if id not in place:
                place[id] = graph.add_node(id)
        graph.add_edge(place[low], place[high], None)
    with CatalogueReader(month) as catalogue:
        network = adjacency(catalogue)
        ids = network.ids.tolist()
        assert ids == sorted(place)  # type: ignore[type-var]
        for one in ids[:: max(1, len(ids) // 25)]:
            lengths = dict(rustworkx.dijkstra_shortest_path_lengths(graph, place[one], lambda _: 1.0).items())
            for other in ids[1 :: max(1, len(ids) // 20)]:
                if one == other:  # a caller looks for that first
                    continue
                path = network.shortest([one], [other], most_steps=30)
                length = lengths.get(place[other])
                assert length == (len(path) - 1 if path else None), (one, other)


def test_lookups_find_every_row_that_a_key_has(month: Month) -> None:
    versions = [(row["master_id"], row["release_id"]) for row in table(month, "release") if row["master_id"]]
    assert rows_of(month, "master_versions") == sorted(versions)  # type: ignore[type-var]
    digits = {
        ("".join(filter(str.isascii, filter(str.isdigit, str(row["value"])))), row["release_id"])
        for row in table(month, "release_identifiers")
        if row["type"] == "Barcode" and row["value"]
    }
    assert rows_of(month, "barcodes") == sorted(pair for pair in digits if pair[0])  # type: ignore[type-var]
    numbers = {
        ("".join(filter(str.isalnum, str(row["catalog_number"]))).upper(), row["release_id"])
        for row in table(month, "release_labels")
        if row["catalog_number"] and str(row["catalog_number"]).lower() != "none"
    }
    assert set(rows_of(month, "catalog_numbers")) == {pair for pair in numbers if pair[0]}
    names = {
        (fold(unnumbered(str(row["name"]))), row["artist_id"])
        for name in ("artist", "artist_name_variations", "artist_aliases")
        for row in table(month, name)
        if row["name"]
    }
    assert set(rows_of(month, "artist_names")) == {pair for pair in names if pair[0]}
