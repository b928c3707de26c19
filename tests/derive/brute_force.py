"""What derivation should come to, computed from the source tables the long way: plain loops, no SQL, none of our code.

`tables` maps the name of a source table to its rows, each a mapping of column to value, in any order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

PSEUDO = {194, 355, 118760}


class Relation(NamedTuple):
    """A row of artist_relations."""

    artist_id_from: int
    artist_id_to: int
    relation_type: str
    weight: int
    releases: tuple[int, ...]
    roles: tuple[str, ...]


class Evidence(NamedTuple):
    """A row of release_role_evidence."""

    artist_id_from: int
    artist_id_to: int
    release_id: int
    roles: tuple[str, ...]
    tracks: tuple[int, ...] | None


class Standing(NamedTuple):
    """A row of artist_release_roles."""

    artist_id: int
    release_id: int
    relation: str
    roles: tuple[str, ...]
    tracks: tuple[int, ...] | None


class Of(NamedTuple):
    """What is derived of one row of artist."""

    identity_id: int
    is_group: bool | None
    thumb_url: str | None
    qty_collection_items: int
    qty_collection_credits: int


class Shelf:
    """The source tables by release, for owned releases alone."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.copies = Counter(item["release_id"] for item in tables["collection_items"])
        self.album = {
            release["release_id"]: ("master", release["master_id"])
            if release["master_id"] is not None
            else ("release", release["release_id"])
            for release in tables["release"]
        }
        self.main: dict[int, set[int | None]] = {release: set() for release in self.copies}
        for row in self._owned("release_artists"):
            self.main[row["release_id"]].add(row["artist_id"])
        self.lines: dict[int, list[Mapping[str, Any]]] = {release: [] for release in self.copies}
        for row in self._owned("release_tracks"):
            self.lines[row["release_id"]].append(row)
        for lines in self.lines.values():
            lines.sort(key=lambda line: line["track_no"])
        self.own: dict[tuple[int, int], set[int | None]] = defaultdict(set)
        for row in self._owned("release_track_artists"):
            if row["role"] is None:
                self.own[row["release_id"], row["track_no"]].add(row["artist_id"])
        self._identity = identities(tables)

    def _owned(self, table: str) -> Iterator[Mapping[str, Any]]:
        return (row for row in self.tables[table] if row["release_id"] in self.copies)

    def with_wants(self) -> Shelf:
        """The same shelf as if wanted releases were owned."""
        listed = (*self.tables["collection_items"], *self.tables["wantlist_items"])
        return Shelf({**self.tables, "collection_items": listed})

    def person(self, artist: int) -> int:
        """The identity of an artist: the lowest id among it and its aliases."""
        return self._identity.get(artist, artist)

    def leaves(self, release: int) -> list[int]:
        """The tracks: lines of type `track` that have no sub-tracks."""
        parents = {line["parent_track_no"] for line in self.lines[release]}
        return [
            line["track_no"]
            for line in self.lines[release]
            if line["type"] == "track" and line["track_no"] not in parents
        ]

    def under(self, release: int, lines: Iterable[int]) -> set[int | None]:
        """The tracks for which holds what stands on these lines; None for a line that is no track and has none."""
        tracks = set(self.leaves(release))
        found: set[int | None] = set()
        for no in lines:
            below = {line["track_no"] for line in self.lines[release] if line["parent_track_no"] == no}
            found |= self.under(release, below) if below else {no if no in tracks else None}
        return found

    def own_artists(self, release: int, track: int | None) -> set[int | None]:
        """A track's own artists, else its parent's."""
        parents = {line["track_no"]: line["parent_track_no"] for line in self.lines[release]}
        while track is not None:
            if (release, track) in self.own:
                return self.own[release, track]
            track = parents[track]
        return set()

    def leaders(self, release: int, track: int | None) -> set[int | None]:
        """Who leads a track: its own artists, else the release's main artists."""
        return self.own_artists(release, track) or self.main[release]

    def members(self) -> Iterator[tuple[int, int]]:
        """(member, group), by either's document."""
        for row in self.tables["artist_members"]:
            yield row["member_id"], row["artist_id"]
        for row in self.tables["artist_groups"]:
            yield row["artist_id"], row["group_id"]

    def credits(self) -> Iterator[tuple[int, int | None, str | None, set[int] | None]]:
        """(release, artist, role, tracks): tracks None is the whole release, an empty set could not be told."""
        for row in self._owned("release_credits"):
            tracks = row["tracks"]
            named = None if tracks is None else named_tracks(tracks, self.lines[row["release_id"]])
            yield row["release_id"], row["artist_id"], row["role"], named
        for row in self._owned("release_track_artists"):
            if row["role"] is not None:
                yield row["release_id"], row["artist_id"], row["role"], {row["track_no"]}

    def credit_tracks(self) -> set[tuple[int, int, int]]:
        """The rows of release_credit_tracks, of owned releases alone."""
        return {
            (row["release_id"], row["position"], track)
            for row in self._owned("release_credits")
            if row["tracks"] is not None
            for track in named_tracks(row["tracks"], self.lines[row["release_id"]])
        }

    def relations(self, makes_music: set[str]) -> set[Relation]:
        """The rows of artist_relations, where `makes_music` are the roles with as_edge."""
        found: dict[tuple[int, int, str], tuple[set[int], set[str]]] = {}
        for one, other, kind, release, role in (*self._linked(), *self._heard(makes_music)):
            if one is None or other is None or one == other or {one, other} & PSEUDO:
                continue
            if kind != "artist_alias" and self.person(one) == self.person(other):
                continue
            mutual = kind in ("artist_alias", "co_appearance")
            key = (min(one, other), max(one, other), kind) if mutual else (one, other, kind)
            releases, roles = found.setdefault(key, (set(), set()))
            releases |= {release} - {None}
            roles |= {role} - {None}
        return {
            Relation(
                *key,
                len({self.album[release] for release in releases}) if releases else 1,
                tuple(sorted(releases)),
                tuple(sorted(roles)),
            )
            for key, (releases, roles) in found.items()
        }

    def _linked(self) -> Iterator[tuple[Any, ...]]:
        for member, group in self.members():
            yield member, group, "group_member", None, None
        for row in self.tables["artist_aliases"]:
            yield row["artist_id"], row["alias_id"], "artist_alias", None, None

    def _heard(self, makes_music: set[str]) -> Iterator[tuple[Any, ...]]:
        for release, main in self.main.items():
            for one, other in combinations(main, 2):
                yield one, other, "co_appearance", release, None
        for release, artist, role, tracks in self.credits():
            if role in makes_music:
                for maker in self._makers(release, tracks):
                    yield artist, maker, "release_role", release, role

    def _makers(self, release: int, tracks: set[int] | None) -> set[int | None]:
        """Whose music a credit serves."""
        if not tracks:
            return self.main[release]
        return {one for track in self.under(release, tracks) for one in self.leaders(release, track)}

    def evidence(self, makes_music: set[str]) -> set[Evidence]:
        """The rows of release_role_evidence, where `makes_music` are the roles with as_edge."""
        roles: dict[tuple[int, int, int], set[str]] = defaultdict(set)
        tracks: dict[tuple[int, int, int], set[int] | None] = {}
        for release, artist, role, on in self.credits():
            for track in self.under(release, on) if on else {None}:
                for maker in self._makers(release, {track} if track is not None else None):
                    if role not in makes_music or not artist or not maker or artist == maker:
                        continue
                    if {artist, maker} & PSEUDO or self.person(artist) == self.person(maker):
                        continue
                    key = (artist, maker, release)
                    roles[key].add(role)
                    before = tracks.get(key, set())
                    named = set() if track is None else {track}
                    tracks[key] = None if on is None or before is None else before | named
        return {
            Evidence(*key, tuple(sorted(roles[key])), None if on is None else tuple(sorted(on)))
            for key, on in tracks.items()
        }

    def standings(self) -> set[Standing]:
        """The rows of artist_release_roles, of owned releases alone."""
        roles: dict[tuple[int, int, str], set[str]] = defaultdict(set)
        tracks: dict[tuple[int, int, str], set[int] | None] = {}

        def stand(
            artist: int | None, release: int, relation: str, role: str | None, on: set[int] | None
        ) -> None:
            if artist is None:
                return
            key = (artist, release, relation)
            roles[key].update([role] if role else [])
            before = tracks.get(key, set())
            tracks[key] = None if on is None or before is None else before | on

        for release, artists in self.main.items():
            for artist in artists:
                stand(artist, release, "main", None, None)
        for (release, track), artists in self.own.items():
            for artist in artists:
                stand(artist, release, "track", None, {track})
        for release, artist, role, on in self.credits():
            stand(artist, release, "credit", role, on)
        return {
            Standing(*key, tuple(sorted(roles[key])), None if on is None else tuple(sorted(on)))
            for key, on in tracks.items()
        }

    def artists(self) -> dict[int, Of]:
        """What is derived of each row of artist, by its id."""
        standing: dict[int, set[int]] = defaultdict(set)
        for one in self.standings():
            standing[one.artist_id].add(one.release_id)
        groups = {row["artist_id"] for row in self.tables["artist_members"]}
        groups |= {row["group_id"] for row in self.tables["artist_groups"]}
        pictures = self._pictures()
        return {
            artist: Of(
                self.person(artist),
                True if artist in groups else (None if row["source"] == "basic" else False),
                pictures.get(artist),
                sum(qty for release, qty in self.copies.items() if artist in self.main[release]),
                sum(self.copies[release] for release in standing[artist]),
            )
            for row in self.tables["artist"]
            for artist in [row["artist_id"]]
        }

    def _pictures(self) -> dict[int, str]:
        referring: dict[int, Counter[str]] = defaultdict(Counter)
        for table, key in (
            ("artist_aliases", "alias_id"),
            ("artist_groups", "group_id"),
            ("artist_members", "member_id"),
        ):
            for row in self.tables[table]:
                if row["thumb_url"] is not None:
                    referring[row[key]][row["thumb_url"]] += 1
        found = {
            artist: min(thumbs, key=lambda thumb: (-thumbs[thumb], thumb))
            for artist, thumbs in referring.items()
        }
        own: dict[int, tuple[int, str]] = {}
        for row in self.tables["artist_images"]:
            if row["type"] == "primary" and row["url_150"] is not None:
                picture = (row["position"], row["url_150"])
                own[row["artist_id"]] = min(own.get(row["artist_id"], picture), picture)
        return found | {artist: url for artist, (_, url) in own.items()}


def identities(tables: Tables) -> dict[int, int]:
    """Of each artist with aliases the lowest id among it and them; a pseudo-artist is nobody's alias."""
    links: dict[int, set[int]] = defaultdict(set)
    for row in tables["artist_aliases"]:
        pair = {row["artist_id"], row["alias_id"]} - {None}
        if not pair & PSEUDO:
            for one in pair:
                links[one] |= pair
    found: dict[int, int] = {}
    for lowest in sorted(links):
        waiting = [] if lowest in found else [lowest]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = lowest
                waiting += links[one]
    return found


def named_tracks(text: str, lines: Sequence[Mapping[str, Any]]) -> set[int]:
    """Which tracks a text names: with one expression that knows the positions of these lines.

    The position of a parent names its sub-tracks. A range that ends at a line above its begin names none.
    """
    parents = {line["parent_track_no"] for line in lines}
    tracks = [line for line in lines if line["type"] != "heading" and line["track_no"] not in parents]
    places: dict[str, list[int]] = defaultdict(list)
    printed: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        if line["position"] and line["type"] != "heading":
            printed[line["position"].upper()].append(line["track_no"])
            below = [track["track_no"] for track in tracks if track["parent_track_no"] == line["track_no"]]
            places[line["position"].upper()] += below or [line["track_no"]]
    any_of = "|".join([*sorted(map(re.escape, places), key=len, reverse=True), r"\d+"])
    one = rf"(?<!\w)({any_of})(?!\w)"
    found: set[int] = set()
    last = ""
    for piece in text.upper().split(","):
        named = []
        for match in re.finditer(rf"{one}(?:\s*(?:\bTO\b|-)\s*{one})?", piece):
            begin = _whole(match[1], last, places)
            last = _whole(match[2] or begin, begin, places)
            backwards = match[2] and printed[begin][:1] > printed[last][-1:]
            named.append((places.get(begin, []), places.get(last, []), match[2] is not None, backwards))
        understood = set(re.sub(one, "", piece)) <= set(" TO-&.")
        if understood and all(begins and ends for begins, ends, *_ in named):
            for begins, ends, is_range, backwards in named:
                if not backwards:
                    found.update(range(begins[0], ends[-1] + 1) if is_range else begins)
    return found & {line["track_no"] for line in tracks}


def _whole(position: str, before: str, places: Mapping[str, list[int]]) -> str:
    return position if position in places else before.rstrip("0123456789") + position
