"""The questions that an assistant can ask: what each takes, and what it answers. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from linernotes.cli.mcp.sentences import (
    MOST_NAMES,
    artist_sentence,
    gaps_sentence,
    own_sentence,
    path_sentence,
    release_sentence,
    search_sentence,
    sql_sentence,
)
from linernotes.cli.mcp.sharing import Sharing
from linernotes.errors import UsageError
from linernotes.insights.coverage import Coverage
from linernotes.insights.home.shelf import Shelf
from linernotes.insights.statistics.knowledge import read_knowledge
from linernotes.storage.duckdb.user_query import run_query

#: Rows of each list that an answer has, unless other bounds are asked for.
ROWS, MOST_ROWS = 20, 100

#: Rows that a query answers with at most, and seconds that it may take.
QUERY_ROWS, QUERY_SECONDS = 500, 20.0

Text = Annotated[str, Meta(min_length=1, max_length=300)]
Limit = Annotated[
    int, Meta(ge=MOST_NAMES, le=MOST_ROWS, description="Rows of each list in the evidence, 5 to 100.")
]
_Arguments = TypeVar("_Arguments", bound="Arguments")


class Arguments(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a tool takes."""


class SearchArguments(Arguments, frozen=True):
    """Words to search for."""

    text: Annotated[
        Text,
        Meta(
            description="Words that must all occur on a record: title, artist, track, credit, label, number."
        ),
    ]
    limit: Limit = ROWS


class ReleaseArguments(Arguments, frozen=True):
    """A record."""

    release: (
        Annotated[Text, Meta(description="Discogs' id of a release, such as r249504, or a link to it.")] | int
    )
    limit: Limit = ROWS


class ArtistArguments(Arguments, frozen=True):
    """An artist."""

    artist: Annotated[Text, Meta(description="A name, or Discogs' id of the artist.")] | int
    limit: Limit = ROWS


class PathArguments(Arguments, frozen=True):
    """Two artists or records."""

    start: Annotated[Text, Meta(description="An artist, or a record as r123.")]
    end: Annotated[Text, Meta(description="Another artist or record.")]
    limit: Limit = ROWS


class OwnArguments(Arguments, frozen=True):
    """What is looked for."""

    text: Annotated[
        Text, Meta(description="A title, artist, catalogue number, barcode, Discogs link, r123 or m123.")
    ]
    limit: Limit = ROWS


class GapsArguments(Arguments, frozen=True):
    """Nothing but how much is answered."""

    limit: Limit = ROWS


class SqlArguments(Arguments, frozen=True):
    """A query."""

    query: Annotated[str, Meta(min_length=1, max_length=20_000, description="One SELECT, in DuckDB's SQL.")]
    limit: Annotated[int, Meta(ge=1, le=QUERY_ROWS, description="Rows that are answered, 1 to 500.")] = 100


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What a tool answers.

    `answer` is a sentence or two. Every name in it stands in `evidence`, which is what the JSON API answers.
    `left_out` counts the rows that were cut, by their place in the evidence. `coverage` says how much of each subject
    is known in the build `build_id`: an answer of "none" rests on that.
    """

    answer: str
    evidence: object
    left_out: dict[str, int]
    coverage: tuple[Coverage, ...]
    build_id: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question is put to: the shelf, whether its owner lets everything out, and whether the answer is wanted."""

    shelf: Shelf
    is_private: bool
    is_wanted: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Tool(Generic[_Arguments]):
    """A question: its name, what it takes, what it is for, and what answers it."""

    name: str
    takes: type[_Arguments]
    about: str
    ask: Callable[[Asking, _Arguments], ToolAnswer]

    def read(self, given: Mapping[str, object]) -> _Arguments:
        """The arguments, checked.

        :raises UsageError: one is missing, unknown, out of bounds, or not valid text; in one line.
        """
        try:
            arguments = msgspec.convert(given, self.takes, strict=False)
        except msgspec.ValidationError as error:
            raise UsageError(f"{self.name} does not take that: {error}") from error
        for value in msgspec.structs.asdict(arguments).values():
            if isinstance(value, str) and not _is_text(value):
                raise UsageError(f"{self.name} does not take that: a text holds what is no letter")
        return arguments


def _is_text(value: str) -> bool:
    """Whether a database takes it: no lone surrogates, no NUL."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value


def _answer(asking: Asking, sentence: str, answer: object, limit: int) -> ToolAnswer:
    sharing = Sharing(asking.is_private, limit)
    evidence = sharing.share(answer)
    return ToolAnswer(sentence, evidence, sharing.left_out, asking.shelf.coverage, asking.shelf.build_id)


def _search(asking: Asking, asked: SearchArguments) -> ToolAnswer:
    answer = asking.shelf.collection(asked.text, limit=asked.limit, own_words=asking.is_private)
    shared = _answer(asking, search_sentence(answer), answer, asked.limit)
    if answer.total > len(answer.items):
        shared.left_out["items"] = answer.total - len(answer.items)
    return shared


def _release(asking: Asking, asked: ReleaseArguments) -> ToolAnswer:
    answer = asking.shelf.release(asked.release)
    return _answer(asking, release_sentence(answer), answer, asked.limit)


def _artist(asking: Asking, asked: ArtistArguments) -> ToolAnswer:
    answer = asking.shelf.artist(asked.artist)
    sentence = artist_sentence(answer, asking.shelf.snapshot.cached(read_knowledge))
    return _answer(asking, sentence, answer, asked.limit)


def _path(asking: Asking, asked: PathArguments) -> ToolAnswer:
    answer = asking.shelf.path(asked.start, asked.end)
    return _answer(asking, path_sentence(answer), answer, asked.limit)


def _own(asking: Asking, asked: OwnArguments) -> ToolAnswer:
    answer = asking.shelf.own(asked.text)
    return _answer(asking, own_sentence(answer), answer, asked.limit)


def _gaps(asking: Asking, asked: GapsArguments) -> ToolAnswer:
    answer = asking.shelf.gaps()
    return _answer(asking, gaps_sentence(answer), answer, asked.limit)


def _sql(asking: Asking, asked: SqlArguments) -> ToolAnswer:
    result = run_query(
        asking.shelf.snapshot.storage.path,
        asked.query,
        seconds=QUERY_SECONDS,
        limit=asked.limit,
        is_wanted=asking.is_wanted,
        is_shared=not asking.is_private,
    )
    evidence = {"query": asked.query, "columns": result.columns, "types": result.types, "rows": result.rows}
    sentence = sql_sentence(len(result.rows), is_cut=result.truncated)
    return _answer(asking, sentence, evidence, MOST_ROWS)


TOOLS: dict[str, Tool[Arguments]] = {
    tool.name: tool  # type: ignore[misc]  # each tool takes arguments of its own
    for tool in (
        Tool("search", SearchArguments, "Find records and people on the shelf by words.", _search),
        Tool(
            "release",
            ReleaseArguments,
            "Show who made a record, track by track, and the copies owned.",
            _release,
        ),
        Tool(
            "artist",
            ArtistArguments,
            "Show an artist on this shelf: records with roles, co-players, relatives, discography.",
            _artist,
        ),
        Tool(
            "path",
            PathArguments,
            "Find the shortest way from one artist or record to another, with the records that prove each step.",
            _path,
        ),
        Tool("own", OwnArguments, "Say whether a record is owned, in which pressing, or wanted.", _own),
        Tool(
            "gaps",
            GapsArguments,
            "List missing albums of the followed artists, and records to look for.",
            _gaps,
        ),
        Tool(
            "sql",
            SqlArguments,
            "Ask the tables of the shelf with one SELECT (DuckDB). `show tables`, and `describe release`, list what "
            "there is. Prices, notes, ratings, conditions and folders are not in it unless the user allows it.",
            _sql,
        ),
    )
}
