"""Fifty questions that SQL knows the answers of, asked by the SDK's own client.

An answer is right, and it has no name that is not in its evidence.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.cli.mcp.asking import Call, answers, texts

from linernotes.cli.mcp import sentences
from linernotes.cli.terminal import discography_text
from linernotes.insights.artist import models
from linernotes.insights.network import evidence_text
from linernotes.insights.ownership import fact_wording, wording
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.statistics import knowledge
from linernotes.insights.text import part_words, plurals
from linernotes.storage.builds.publish import current_build

Answer = dict[str, Any]
#: A call, and what SQL has to say of its answer.
Question = tuple[Call, Callable[[Snapshot, Answer], None]]

#: How many of the fifty `make test` asks; the long trials ask all.
FEW = 10

#: The modules that have the words of answers. What else stands in an answer is a name, or a number.
WORDED = (
    sentences, discography_text, models, evidence_text, fact_wording, wording, knowledge, part_words, plurals,
)  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")


@cache
def own_words() -> set[str]:
    """The words of the sentences, as their modules have them."""
    trees = [ast.parse(Path(module.__file__ or "").read_text("utf-8")) for module in WORDED]
    said = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {word.lower() for text in said if isinstance(text, str) for word in WORD.findall(text)}


def strange_words(answer: Answer) -> list[str]:
    """The words of the sentence that are neither ours nor in a text of the evidence."""
    rest = answer["answer"]
    for text in sorted({*texts(answer["evidence"])}, key=len, reverse=True):
        if text in rest:
            rest = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " ", rest)
    return [word for word in WORD.findall(rest) if word.lower() not in own_words()]


def rows(shelf: Snapshot, sql: str, *params: object) -> set[Any]:
    """The values of one column."""
    return set(shelf.storage.values(object, sql, params))


def artist(name: str) -> Question:
    def check(shelf: Snapshot, answer: Answer) -> None:
        found = answer["evidence"]["artist"]
        assert found["name"] == name
        records = """select distinct r.release_id from artist_release_roles r join collection_items using (release_id)
            where artist_id in (select artist_id from artist where identity_id =
                (select identity_id from artist where artist_id = ?))"""
        listed = {one["release_id"] for one in found["as_main"] + found["as_guest"]}
        assert listed == rows(shelf, records, found["artist_id"])
        together = """select unnest([artist_id_from, artist_id_to]) from artist_relations
            where relation_type = 'co_player' and ? in (artist_id_from, artist_id_to)"""
        assert {one["artist_id"] for one in found["played_with"]["people"]} <= rows(
            shelf, together, found["artist_id"]
        )

    return ("artist", {"artist": name, "limit": 100}), check


def owned(title: str) -> Question:
    def check(shelf: Snapshot, answer: Answer) -> None:
        found = answer["evidence"]
        assert found["verdict"] in ("owned", "several")
        called = rows(
            shelf, "select instance_id from collection_items where title = ? or title ilike ?", title, title
        )
        assert called <= {one["instance_id"] for one in found["copies"] + found["others"]}

    return ("own", {"text": title}), check


def not_owned(text: str, *verdicts: str) -> Question:
    def check(shelf: Snapshot, answer: Answer) -> None:
        found = answer["evidence"]
        assert found["verdict"] in verdicts
        assert found["copies"] == []
        wanted = rows(shelf, "select release_id from wantlist_items")
        assert {one["release_id"] for one in found["wants"]} <= wanted

    return ("own", {"text": text}), check


def path(start: str, end: str) -> Question:
    def check(shelf: Snapshot, answer: Answer) -> None:
        found = answer["evidence"]["journey"]["path"]
        assert (found["names"][0], found["names"][-1]) == (start, end)
        pairs = list(pairwise(found["ids"]))
        assert len(pairs) == len(found["steps"])
        for (one, other), step in zip(pairs, found["steps"], strict=True):
            edge = "select count(*) from artist_edge where (artist_id_from, artist_id_to) in ((?, ?), (?, ?))"
            assert shelf.storage.scalar(edge, [one, other, other, one])
            for line in step["evidence"]:
                if line["release_id"] is not None:
                    on = "select artist_id from artist_release_roles where release_id = ?"
                    assert {line["who_id"], line["whose_id"]} <= rows(shelf, on, line["release_id"])

    return ("path", {"start": start, "end": end}), check


def release(title: str) -> Question:
    """Asked by its id, which a query gives."""

    def check(shelf: Snapshot, answer: Answer) -> None:
        found = answer["evidence"]["record"]
        credited = """select artist_id from release_credits where release_id = $1 and artist_id is not null
            union select artist_id from release_track_artists where release_id = $1 and artist_id is not null"""
        players = {one["artist_id"] for section in found["line_up"] for one in section["players"]}
        assert players - {None} <= rows(shelf, credited, found["release_id"])
        assert players
        copies = rows(
            shelf, "select instance_id from collection_items where release_id = ?", found["release_id"]
        )
        assert {one["instance_id"] for one in found["copies"]} == copies

    return ("release", {"release": title, "limit": 100}), check


def search(word: str) -> Question:
    def check(shelf: Snapshot, answer: Answer) -> None:
        titled = "select instance_id from collection_items where regexp_matches(title, ?, 'i')"
        found = {one["instance_id"] for one in answer["evidence"]["items"]}
        assert rows(shelf, titled, rf"\b{word}") <= found
        assert answer["evidence"]["total"] == len(found)

    return ("search", {"text": word, "limit": 100}), check


def gaps() -> Question:
    def check(shelf: Snapshot, answer: Answer) -> None:
        owned = rows(shelf, "select master_id from collection_items where master_id is not null")
        for gap in answer["evidence"]["gaps"]:
            listed = "select id from artist_masters where artist_id = ? and type = 'master'"
            masters = {one["id"] for one in gap["missing"] if one["type"] == "master"}
            assert masters <= rows(shelf, listed, gap["artist_id"])
            assert not masters & owned
        assert answer["evidence"]["gaps"]
        wanted = {(one["type"], one["id"]) for one in answer["evidence"]["suggestions"]["records"]}
        assert not {id for type, id in wanted if type == "master"} & owned

    return ("gaps", {"limit": 100}), check


def sql(query: str) -> Question:
    def check(shelf: Snapshot, answer: Answer) -> None:
        assert answer["evidence"]["rows"] == [[shelf.storage.scalar(query)]]

    return ("sql", {"query": query}), check


#: In an order that has one of each kind among the first.
QUESTIONS: list[Question] = [
    artist("Ron Carter"), owned("Kind Of Blue"), path("Miles Davis", "Brian Eno"), release("Future Shock"),
    search("blue"), gaps(), sql("select count(*) from release"), not_owned("Rumours of nothing", "not"),
    artist("Brian Eno"), path("Paul Chambers", "Bill Laswell"),
    *map(artist, (
        "Rudy Van Gelder", "Herbie Hancock", "Wayne Shorter", "Miles Davis", "David Bowie", "Robert Fripp",
        "John Coltrane", "Keith Jarrett", "Manfred Eicher", "Jaco Pastorius", "Rhett Davies", "Bill Evans",
    )),
    *map(owned, (
        "Blue Train", "Maiden Voyage", "Speak No Evil", "Stone Flower", "Spectrum", "Blue Lines",
        "My Life In The Bush Of Ghosts", "In A Silent Way",
    )),
    not_owned("Birth Of The Cool", "not", "wanted"), not_owned("Milestones", "not", "wanted"),
    not_owned("9999999999999", "not", "unknown"),
    *(path(one, other) for one, other in (
        ("Ron Carter", "David Bowie"), ("John Coltrane", "Robert Fripp"), ("Keith Jarrett", "Brian Eno"),
        ("Jaco Pastorius", "Miles Davis"), ("Herbie Hancock", "Bill Evans"),
    )),
    *map(release, ("Kind Of Blue", "Blue Train", "Spectrum", "Maiden Voyage")),
    *map(search, ("coltrane", "voyage", "ghosts", "eno")),
    sql("select count(*) from collection_items"),
    sql("select max(year) from release"),
    sql("select min(title) from release where release_id in (select release_id from collection_items)"),
    sql("select count(distinct artist_id) from artist_release_roles"),
]  # fmt: skip


@pytest.fixture(scope="module")
def shelf(demo_home: Path) -> Any:
    build = current_build(demo_home)
    assert build is not None
    with Snapshot.open(build) as snapshot:
        yield snapshot


def check_all(shelf: Snapshot, home: Path, questions: list[Question], **more: bool) -> None:
    """Ask all of them, and hold each answer to what SQL says."""
    by_title = "select min(release_id) from collection_items where title = ?"
    calls = [
        (name, {**given, "release": shelf.storage.scalar(by_title, [given["release"]])})
        if name == "release"
        else (name, given)
        for (name, given), _ in questions
    ]
    for (_, check), call, answer in zip(questions, calls, answers(home, calls, **more), strict=True):
        check(shelf, answer)
        assert strange_words(answer) == [], call
        assert answer["build_id"] == shelf.build_id
        assert {one["subject"] for one in answer["coverage"]} >= {"releases with credits"}


def test_there_are_fifty() -> None:
    assert len(QUESTIONS) == 50
    assert {call[0] for call, _ in QUESTIONS[:FEW]} == {
        "search", "release", "artist", "path", "own", "gaps", "sql",
    }  # fmt: skip


def test_answers_are_right_and_name_what_their_evidence_names(shelf: Snapshot, demo_home: Path) -> None:
    check_all(shelf, demo_home, QUESTIONS[:FEW])


@pytest.mark.soak
def test_fifty_answers_of_a_process_of_its_own(shelf: Snapshot, demo_home: Path) -> None:
    check_all(shelf, demo_home, QUESTIONS, in_process=False)


def test_a_name_that_is_not_in_the_evidence_would_be_seen() -> None:
    invented = {"answer": "You own it. Owned: Miles Davis - Tutu.", "evidence": {"artist": "Miles Davis"}}
    assert strange_words(invented) == ["Tutu"]
