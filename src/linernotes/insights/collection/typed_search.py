"""The collection's search for a typed text, in which years, carriers and the like may stand beside words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from linernotes.insights.collection.copy_facts import has_all
from linernotes.insights.collection.views import Browser, Found, View, read_browser
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.typed_facts import Reading, readings
from linernotes.storage.builds.search import Matches, matching

#: Readings of a text that are searched for, those with the most facts first.
_MOST_READINGS = 12

#: Columns of the index that hold what is printed on records, and nothing of the collector's own words.
PRINTED = ("title", "artists", "tracks", "credits", "labels", "numbers")


def find_copies(
    snapshot: Snapshot,
    view: View,
    *,
    played: Mapping[int, datetime] | None = None,
    columns: Sequence[str] = (),
) -> Found:
    """The copies of a view. `played` says when each record was played last; only an order by that needs it.

    `columns` are those of the index that its text is searched for in; without them it is all.
    """
    matches = find_matches(snapshot, view.text, columns) if view.text else None
    return snapshot.cached(read_browser).find(view, matches=matches, played=played)


def find_matches(snapshot: Snapshot, text: str, columns: Sequence[str] = ()) -> Matches:
    """The releases that have each word of a text; then those that have each word or the fact that it stands for.

    "kind of blue 1959" also finds the copies that have "kind of blue" on them and are of 1959.

    :raises StoreError: the index cannot be read.
    """
    browser, search_path = snapshot.cached(read_browser), snapshot.search_path
    found = matching(search_path, text, "release", columns)
    ids = dict.fromkeys(found.ids)
    for reading in _readings(browser, text):
        ids |= dict.fromkeys(_fitting(browser, search_path, reading, columns))
    return Matches([*ids], found.is_ranked)


def without_facts(snapshot: Snapshot, text: str) -> str | None:
    """The text without its facts, if that finds something; None if it has none, or finds nothing."""
    browser, search_path = snapshot.cached(read_browser), snapshot.search_path
    for reading in _readings(browser, text):
        if _held(browser, search_path, reading.text):
            return reading.text
    return None


def _readings(browser: Browser, text: str) -> list[Reading]:
    return list(reversed(readings(text, browser.labels)))[:_MOST_READINGS]


def _fitting(browser: Browser, search_path: Path, reading: Reading, columns: Sequence[str]) -> Iterator[int]:
    """The releases with the words of a reading of which a copy has all of its facts."""
    collection = browser.collection
    for id in _held(browser, search_path, reading.text, columns):
        copy = collection.of_release(id)
        if copy is not None and has_all(copy, reading.facts):
            yield id


def _held(browser: Browser, search_path: Path, text: str, columns: Sequence[str] = ()) -> list[int]:
    """The releases with each word of a text in these columns, or within words of titles and artists."""
    copies = browser.collection.copies
    within = [copies[position].release_id for position in browser.collection.holding(text)]
    return [*dict.fromkeys([*matching(search_path, text, "release", columns).ids, *within])]
