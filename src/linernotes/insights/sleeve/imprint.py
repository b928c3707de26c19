"""A label, a series or a company: its records, who performs on them, and its years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from linernotes.documents.folding import fold, unnumbered, words
from linernotes.errors import UsageError
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.coverage import of_build
from linernotes.insights.ownership.near_misses import NearNames, did_you_mean
from linernotes.insights.sleeve.models import CompanyAnswer, Imprint, Kind, LabelAnswer, SeriesAnswer, Task
from linernotes.insights.sleeve.shelved import PersonRow, shelved
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import artist_name, read_names_on_shelf, read_other_names
from linernotes.storage.duckdb.database import load_sql


class _Line(NamedTuple):
    """A line of a sleeve that names it: `label_lines.sql` and the like."""

    release_id: int
    name: str | None
    catalog_number: str | None
    task: str | None


class _Performers(NamedTuple):
    """The row of `performers.sql`."""

    release_id: int
    artists: list[int]


class _Label(NamedTuple):
    label_id: int
    name: str
    copies: int


def read_label(snapshot: Snapshot, label_id: int) -> LabelAnswer | None:
    """Read a label; None for one that no release names."""
    found = _read(snapshot, "label", label_id)
    return None if found is None else LabelAnswer(label=found, **of_build(snapshot))


def read_series(snapshot: Snapshot, series_id: int) -> SeriesAnswer | None:
    """Read a series; None for one that no release names."""
    found = _read(snapshot, "series", series_id)
    return None if found is None else SeriesAnswer(series=found, **of_build(snapshot))


def read_company(snapshot: Snapshot, company_id: int) -> CompanyAnswer | None:
    """Read a company; None for one that no release names."""
    found = _read(snapshot, "company", company_id)
    return None if found is None else CompanyAnswer(company=found, **of_build(snapshot))


def _read(snapshot: Snapshot, kind: Kind, id: int) -> Imprint | None:
    lines = snapshot.storage.read(_Line, load_sql("linernotes.insights.sleeve", f"{kind}_lines"), [id])
    if not lines:
        return None
    remarks: dict[int, list[str | None]] = {}
    for line in lines:
        remarks.setdefault(line.release_id, []).extend((line.task, line.catalog_number))
    name = next((unnumbered(line.name) for line in lines if line.name), f"{kind.capitalize()} {id}")
    tasks = _tasks(snapshot, lines) if kind == "company" else ()
    return Imprint(kind, id, name, tasks, shelved(snapshot, remarks, _performers(snapshot, remarks)))


def _performers(snapshot: Snapshot, release_ids: Iterable[int]) -> list[PersonRow]:
    """Who performs on any of some releases that are owned, with those of them."""
    performers, identities = snapshot.cached(read_performers), snapshot.cached(read_other_names)
    names = snapshot.cached(read_names_on_shelf)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for release_id in release_ids:
        for artist_id in performers.get(release_id, ()):
            found[artist_id].append(release_id)
    return [
        PersonRow(id, identities.get(id, id), artist_name(names.get(id), id), found[id])
        for id in sorted(found)
    ]


def read_performers(snapshot: Snapshot) -> dict[int, list[int]]:
    """Release -> the artists who perform on it, of all that are owned and have any."""
    rows = snapshot.storage.read(_Performers, load_sql("linernotes.insights.sleeve", "performers"))
    return {row.release_id: row.artists for row in rows}


def _tasks(snapshot: Snapshot, lines: list[_Line]) -> tuple[Task, ...]:
    """What a company did on the shelf, for most albums first."""
    collection = snapshot.cached(read_collection)
    albums: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for line in lines:
        copy = collection.of_release(line.release_id)
        if copy is not None and line.task:
            albums[line.task].add(copy.album)
    return tuple(
        Task(name, len(found))
        for name, found in sorted(albums.items(), key=lambda one: (-len(one[1]), one[0]))
    )


def meant_label(snapshot: Snapshot, text: str) -> LabelAnswer:
    """Read the label that is meant: by id, by its whole name, or by its beginning. Of several the one on most copies.

    :raises UsageError: there is none; it says which names are near.
    """
    asked = text.strip()
    answer = read_label(snapshot, int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    if answer is not None:
        return answer
    labels = snapshot.storage.read(_Label, load_sql("linernotes.insights.sleeve", "labels"))
    wanted = fold(asked)
    names = {label.label_id: fold(unnumbered(label.name)) for label in labels}
    whole = [label for label in labels if names[label.label_id] == wanted]
    begun = [label for label in labels if wanted and names[label.label_id].startswith(wanted)]
    for label in (whole or begun)[:1]:
        answer = read_label(snapshot, label.label_id)
    if answer is None:
        near = NearNames((words(unnumbered(label.name)), label.name) for label in labels).find(words(asked))
        hint = did_you_mean(name for _, name in near)
        raise UsageError(f"no record here is on a label called {text!r}{hint}")
    return answer
