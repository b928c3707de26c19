"""Sentences that rest on right tables and can be wrong all the same, each computed anew from Discogs' own documents, on
both whole catalogues."""

from __future__ import annotations

import json
import os
import random
import re
from calendar import month_name
from collections import Counter, defaultdict
from datetime import date
from math import log, log2
from pathlib import Path
from typing import Any

import pytest
from tests.web.catalogues import Known
from tests.web.facts import counts, spin
from tests.web.facts.shelf import PSEUDO_ARTISTS, Document
from typer.testing import CliRunner

from linernotes.cli import app, load_commands

SEED = 11


def some(things: Any, many: int) -> list[Any]:
    """Up to so many of them, by a fixed seed."""
    known = sorted(things)
    return random.Random(SEED).sample(known, min(many, len(known)))


def main_text(known: Known, path: str) -> str:
    return " ".join(known.tree(path).find(".//main").text_content().split())


def copies(known: Known) -> Counter[int]:
    """Artist -> how many copies name them."""
    return Counter(id for item in known.shelf.items for id in known.shelf.people(item["id"]))


# People


def test_the_panel_says_on_how_many_copies_somebody_is_and_calls_no_record_no_record(known: Known) -> None:
    on = copies(known)
    vertices = {id for (id,) in known.rows("select artist_id from artist_vertex where artist_id > 0")}
    twice = {item["id"] for item in known.shelf.items}
    twice = {id for id in twice if sum(item["id"] == id for item in known.shelf.items) > 1}
    of_twice = {person for id in twice for person in known.shelf.people(id)} & vertices
    unnamed, named = some(vertices - on.keys(), 10), some(vertices & on.keys(), 10)
    assert min(len(unnamed), len(of_twice)) > 0
    for id in (*unnamed, *named, *some(of_twice, 5), *some(vertices & known.shelf.collected_artists, 10)):
        text = " ".join(known.tree(f"/network/artist/{id}").text_content().split())
        is_main = id in known.shelf.collected_artists
        assert ("Main artist of records here" in text) == is_main, id
        assert ("On records here, and main artist of none" in text) == (bool(on[id]) and not is_main), id
        assert ("On no record here: family of others" in text) == (not on[id]), id
        said = re.findall(r"On (\d+) records? here", text)
        assert said == ([str(on[id])] if on[id] else []), id


def groups(known: Known) -> set[int]:
    """Whose members are named, by their own document or by a member's."""
    found = {
        id for id, document in known.artists.items() if any(m["id"] for m in document.get("members", []))
    }
    return found | {
        g["id"] for document in known.artists.values() for g in document.get("groups", []) if g["id"]
    }


def test_who_is_called_a_group_has_members_and_nobody_is_called_a_person(known: Known) -> None:
    having = groups(known)
    everybody = known.shelf.collected_artists | set(known.artists)
    said = Counter[str]()
    for id in {*some(everybody, 16), *some(having & everybody, 4)}:
        (facts,) = known.tree(f"/artist/{id}").xpath("//p[@class='record-facts'][1]")[:1]
        spans = [span.text_content() for span in facts.iterfind("span")]
        kind = "Group" if id in having else None if id in known.artists else "Known by name only"
        assert {"Group", "Known by name only", "Person"} & set(spans) == ({kind} if kind else set()), id
        said[kind or "neither"] += 1
    assert said["Group"] or not having
    assert len(said) > 1


def test_pseudo_artists_are_not_among_who_is_on_it_and_the_others_are_counted(known: Known) -> None:
    on = copies(known)
    assert any(
        one["id"] in PSEUDO_ARTISTS for release in known.shelf.releases.values() for one in release["artists"]
    )
    values = known.json("/api/collection/facet/person")["values"]
    assert len(values) > 30
    assert {int(one["value"]) for one in values} & PSEUDO_ARTISTS == set()
    assert {one["value"]: one["items"] for one in values} == {
        one["value"]: on[int(one["value"])] for one in values
    }
    assert values[0]["items"] == max(on.values())
    shown = known.tree("/collection").xpath("//a[starts-with(@id, 'v-person-')]")
    assert shown
    assert "Various" not in {" ".join(one.text_content().split()) for one in shown}


# Records


def test_the_records_like_one_are_as_computed_by_hand_each_word_once(known: Known) -> None:
    shelf = known.shelf
    words = {id: {*release["genres"], *release["styles"]} for id, release in shelf.releases.items()}
    makers = {id: {shelf.identity(one) for one in spin.makers(shelf, id)} for id in shelf.release_ids}
    pressings: dict[tuple[str, int], list[int]] = defaultdict(list)
    of_artist: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for id in shelf.release_ids:
        pressings[shelf.album(id)].append(id)
        for person in shelf.people(id):
            of_artist[shelf.identity(person)].add(shelf.album(id))
    first = {album: words[ids[0]] for album, ids in pressings.items()}
    often = Counter(word for found in first.values() for word in found)

    def rarity(found: set[str]) -> float:
        return sum(log(1 + len(first) / (1 + often[word])) for word in found)

    def likeness(one: int, album: tuple[str, int]) -> float:
        common = {person for id in pressings[album] for person in makers[id]} & makers[one]
        by_people = sum(1 / log2(1 + max(2, len(of_artist[person]))) for person in common)
        both = rarity(words[one] & first[album])
        return by_people + (0.6 * both / rarity(words[one] | first[album]) if both else 0)

    twofold = [id for id, release in shelf.releases.items() if {*release["genres"]} & {*release["styles"]}]
    for id in {*some(shelf.release_ids, 20), *some(twofold, 5)}:
        found = known.json(f"/api/release/{id}")["kindred"]
        alike = {album: likeness(id, album) for album in pressings if album != shelf.album(id)}
        best = sorted((like for like in alike.values() if like >= 0.15), reverse=True)[:8]
        assert [one["likeness"] for one in found] == pytest.approx(best), id
        for one in found:
            other = one["release_id"]
            assert one["likeness"] == pytest.approx(alike[shelf.album(other)])
            assert sorted(one["words"]) == sorted(words[id] & words[other])


def test_albums_of_one_name_are_kept_apart_as_ends_of_a_path(known: Known) -> None:
    titles: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for id in known.shelf.release_ids:
        titles[known.shelf.releases[id]["title"].strip()].add(known.shelf.album(id))
    namesakes = sorted(title for title, albums in titles.items() if len(albums) > 1)
    for title in (*namesakes, *some(titles, 20)):
        found = [one for one in known.json("/api/path/find", q=title) if one["kind"] == "release"]
        same = [one for one in found if one["name"] == title]
        albums = {known.shelf.album(one["id"]) for one in same}
        assert len(albums) == len(same) >= min(len(titles[title]), 4), title
        for name in ("about", "typed"):
            assert len({one[name] for one in same}) == len(same), (title, name)


def lines(release: Document) -> list[int | None]:
    """How long each thing on a record plays, None where that is not printed."""
    whole = {"type_": "track", "duration": ""}
    return counts.times({"tracklist": [whole | line for line in release["tracklist"]]})


def test_playing_time_is_the_least_wherever_a_duration_is_missing(known: Known) -> None:
    releases = known.shelf.releases
    times_of = {id: lines(release) for id, release in releases.items()}
    partly = [id for id, times in times_of.items() if any(times) and None in times]
    wholly = [id for id, times in times_of.items() if times and None not in times]
    silent = [id for id, times in times_of.items() if not any(times)]
    assert wholly
    for id in (*some(partly, 12), *some(wholly, 8), *some(silent, 4)):
        text = main_text(known, f"/release/{id}")
        assert ("not every track has a duration" in text) == (id in partly), id
        values = known.tree(f"/release/{id}").xpath("//*[@data-fact='seconds']/@value")
        assert [float(value) for value in values] == [sum(filter(None, times_of[id]))] * (id not in silent), (
            id
        )
        assert ("at least" in main_text(known, f"/spin?release={id}")) == (id in partly), id
    is_least = len(wholly) < len(releases)
    assert ("Playing all of them once takes at least" in main_text(known, "/numbers")) == is_least
    assert ("of music at least" in main_text(known, "/")) == is_least


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def day_in_words(released: str) -> str:
    year, month, day = (int(part) for part in (released + "-0-0").split("-")[:3])
    if not month:
        return str(year)
    return f"{day} {month_name[month]} {year}" if day else f"{month_name[month]} {year}"


def test_a_date_is_shown_as_far_as_it_is_known_on_every_page(known: Known) -> None:
    dated = {
        id: release["released"]
        for id, release in known.shelf.releases.items()
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", release.get("released") or "")
    }
    rough = [id for id, released in dated.items() if "-00" in released]
    assert len(rough) > 10
    for id in (*some(rough, 10), *some(dated, 10)):
        (shown,) = known.tree(f"/release/{id}").xpath("//dt[. = 'Released']/following-sibling::dd[1]")
        assert shown.text_content() == day_in_words(dated[id])
    pages = [
        "/",
        "/collection",
        "/collection?view=table",
        "/numbers",
        "/numbers/duplicates",
        "/gaps",
        "/network",
    ]
    pages += [f"/{page}{id}" for id in some(rough, 3) for page in ("release/", "spin?release=", "own?q=r")]
    pages += [f"/artist/{id}" for id in some(known.shelf.collected_artists, 3)]
    days = [date.fromisoformat(dated[id]) for id in dated if id not in rough and len(dated[id]) == 10]
    pages += [f"/?day={day:%m-%d}" for day in days[:4]]
    assert {page for page in pages if re.search(r"\d{4}-(\d\d-)?00\b", main_text(known, page))} == set()


def by_name(text: str) -> str:
    return text.lower().removeprefix("the ")


@pytest.mark.parametrize("sort", ["title", "artist"])
def test_titles_and_names_sort_without_their_article(known: Known, sort: str) -> None:
    """Of texts in plain letters, whose order needs no folding."""
    items = known.json("/api/collection", sort=sort, per_page=1000)["items"]
    assert len(items) == len(known.shelf.items)
    shown = [by_name(one[sort]) for one in items if one[sort].isascii()]
    assert len(shown) > 50
    assert shown == sorted(shown)
    assert any(one[sort].startswith("The ") for one in items)


# The network


def betweenness(pairs: list[tuple[int, int]]) -> dict[int, float]:
    """Over how many shortest paths, each counted by its share, somebody is the way: Brandes' sums, once a pair."""
    ids = sorted({id for pair in pairs for id in pair})
    places = {id: place for place, id in enumerate(ids)}
    near: list[list[int]] = [[] for _ in ids]
    for one, other in pairs:
        near[places[one]].append(places[other])
        near[places[other]].append(places[one])
    found = [0.0] * len(ids)
    for start in range(len(ids)):
        order, ways, before = spread(start, near)
        share = [0.0] * len(ids)
        for here, other in reversed(before):
            share[here] += ways[here] / ways[other] * (1 + share[other])
        for here in order[1:]:
            found[here] += share[here] / 2
    return dict(zip(ids, found, strict=True))


def spread(start: int, near: list[list[int]]) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Everybody in the order of their steps from somebody, the number of shortest ways to each, each such step."""
    steps, ways = [-1] * len(near), [0] * len(near)
    steps[start], ways[start] = 0, 1
    order, before = [start], []
    for here in order:  # grows meanwhile
        further = steps[here] + 1
        for other in near[here]:
            if steps[other] < 0:
                steps[other] = further
                order.append(other)
            if steps[other] == further:
                ways[other] += ways[here]
                before.append((here, other))
    return order, ways, before


def test_betweenness_is_exact_and_said_to_be(known: Known) -> None:
    pairs = known.rows("select artist_id_from, artist_id_to from artist_edge where artist_id_from > 0")
    stored = dict(known.rows("select artist_id, betweenness from artist_vertex where artist_id > 0"))
    expected = dict.fromkeys(stored, 0.0) | betweenness([(one, other) for one, other in pairs])
    assert stored == pytest.approx(expected)
    assert known.rows("select value from meta where key = 'network_betweenness'") == [("exact",)]
    assert known.json("/api/network")["betweenness"] == "exact"
    assert "the order may be a little different" not in main_text(known, "/network")
    bridges = [one["betweenness"] for one in known.json("/api/network")["bridges"]]
    assert bridges == sorted(bridges, reverse=True)


# What it takes


def test_status_adds_up_the_files_of_the_home(known: Known) -> None:
    load_commands()
    result = CliRunner().invoke(app, ["--home", str(known.home), "status", "--json"])
    assert result.exit_code == 0, result.output
    disk = json.loads(result.stdout)["disk"]
    walked = [Path(folder, name) for folder, _, names in os.walk(known.home) for name in names]
    paths = {
        (about.st_dev, about.st_ino): path for path in walked if (about := path.lstat()) and path.is_file()
    }
    sizes = {path: path.lstat().st_size for path in paths.values() if not path.is_symlink()}
    folders = sum(Path(folder).stat().st_size for folder, *_ in os.walk(known.home))
    assert sum(disk.values()) == pytest.approx(sum(sizes.values()), abs=folders)
    shared = (known.home / "collection.duckdb").stat().st_size
    builds = sum(size for path, size in sizes.items() if "builds" in path.parts)
    assert disk["collection"] == shared
    assert disk["builds"] == builds - shared  # where the file of that link lies
    assert disk["landing"] == sum(size for path, size in sizes.items() if path.name.startswith("landing.db"))


# Filters


def test_person_and_role_together_are_said_to_be_two_filters(known: Known) -> None:
    people = known.json("/api/collection/facet/person")["values"]
    roles = known.json("/api/collection/facet/role")["values"]
    for person, role in zip(people[:3], roles[:3], strict=True):
        both = known.tree(f"/collection?person={person['value']}&role={role['value']}")
        assert "Person and role are two filters" in both.xpath("string(//div[@class='results'])")
    for path in (f"/collection?person={people[0]['value']}", f"/collection?role={roles[0]['value']}"):
        assert "Person and role are two" not in known.tree(path).xpath("string(//div[@class='results'])")
