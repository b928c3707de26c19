"""The SQL of tables and insights keeps to what several engines mean the same by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linernotes.documents import PSEUDO_ARTISTS

SOURCE = Path(__file__).resolve().parents[2] / "src/linernotes"
FILES = sorted(path for folder in ("etl", "derive", "insights") for path in (SOURCE / folder).rglob("*.sql"))

#: What is wrong -> what it looks like, comments and texts taken out, in lower case.
FORBIDDEN = {
    "more than one SELECT": r";|\b(?:create|insert|update|delete|attach|copy)\b",
    "an order inside an aggregate": r"\b(?:array_agg|string_agg|first|last|any_value)\s*\([^()]*\border\s+by\b",
    "a list in no order": r"(?<!array_sort\()\barray_agg\s*\(",
    "a list function of DuckDB alone": r"\b(?:len|list|list_\w+|array_length|list_agg|string_agg)\s*\(",
    "a sum of an unknown type": r"(?<!cast\()\bsum\s*\(",
    "a division that can meet 0": r"/(?!\s*(?:[1-9]|nullif\s*\())",
    "a window without an order": r"\bover\s*\((?![^()]*\border\s+by\b)",
    "a left join to unnest": r"\bjoin\s+(?:lateral\s+)?unnest\b|\bunnest\b[^)]*\)[^)]*\bleft\s+join\b",
    "a shorthand of DuckDB's": (
        r"\b(?:pivot|unpivot|asof|by\s+name|qualify|recursive|positional)\b|\*\s*(?:replace|exclude)\b"
    ),
    "a generated range": r"\b(?:range|generate_series|generate_subscripts)\s*\(",
    "a cast by colons": r"::",
}


def bare(sql: str) -> str:
    """The SQL in lower case, without comments, with its texts emptied."""
    without = re.sub(r"('(?:[^']|'')*')|--[^\n]*", lambda match: "''" if match[1] else " ", sql)
    return re.sub(r"\s+", " ", without).lower().strip()


def distinct_aggregates(sql: str) -> Iterator[int]:
    """Of each SELECT the number of aggregates over distinct values."""
    open_selects: list[list[int]] = []  # depth, count
    depth = 0
    for match in re.finditer(r"\(\s*distinct\b|\(|\)|\bselect\b|\bunion\b", bare(sql)):
        word = match[0]
        if word == "select":
            open_selects.append([depth, 0])
        elif word in (")", "union"):
            while open_selects and open_selects[-1][0] == depth:
                yield open_selects.pop()[1]
            depth -= word == ")"
        else:
            depth += 1
            if word != "(":
                open_selects[-1][1] += 1
    yield from (count for _, count in open_selects)


def pseudo_artists(sql: str) -> Iterator[set[int]]:
    """Each list of ids in which one of them stands."""
    for listed in re.findall(r"\bin \(([0-9, ]+)\)", bare(sql)):
        if ids := {int(id) for id in listed.split(",")} & PSEUDO_ARTISTS:
            yield ids


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_is_one_select_that_other_engines_read_alike(path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    assert [wrong for wrong, pattern in FORBIDDEN.items() if re.search(pattern, bare(sql))] == []
    assert max(distinct_aggregates(sql)) <= 1, "more than one distinct aggregate in a group"
    assert re.match(r"(?:with|select)\b", bare(sql))
    assert sql.startswith("--"), "the first lines say what one row is"


@pytest.mark.parametrize(
    ("wrong", "sql"),
    [
        ("more than one SELECT", "select 1; select 2"),
        ("more than one SELECT", "create table t as select 1"),
        ("an order inside an aggregate", "select array_sort(array_agg(x order by y)) from t"),
        ("a list in no order", "select array_agg(x) from t"),
        ("a list function of DuckDB alone", "select len(x) from t"),
        ("a list function of DuckDB alone", "select list_sort(x) from t"),
        ("a sum of an unknown type", "select sum(x) from t"),
        ("a division that can meet 0", "select x / y from t"),
        ("a window without an order", "select row_number() over (partition by x) from t"),
        ("a left join to unnest", "select x from t left join unnest(t.l) as u on true"),
        ("a left join to unnest", "select unnest(l) from t left join s on s.x = t.x"),
        ("a shorthand of DuckDB's", "select * exclude (x) from t"),
        ("a shorthand of DuckDB's", "select 1 union all by name select 2"),
        ("a shorthand of DuckDB's", "with recursive t as (select 1) select * from t"),
        ("a generated range", "select * from range(3)"),
        ("a cast by colons", "select x::integer from t"),
    ],
)
def test_what_is_wrong_is_found(wrong: str, sql: str) -> None:
    assert re.search(FORBIDDEN[wrong], bare(sql))


@pytest.mark.parametrize(
    "sql",
    [
        "select array_sort(array_agg(distinct x)) from t where y = 'sum(x) / y; len(x)' -- x / y",
        "select cast(sum(x) as bigint), x / 10, x / nullif(y, 0), cardinality(l) from t",
        "with u as (select unnest(l) as x from t) select x from u left join s on s.x = u.x",
        "select row_number() over (partition by x order by y nulls last, z) from t",
    ],
)
def test_what_is_right_is_let_through(sql: str) -> None:
    assert [wrong for wrong, pattern in FORBIDDEN.items() if re.search(pattern, bare(sql))] == []


def test_distinct_aggregates_are_counted_for_each_select() -> None:
    assert sorted(distinct_aggregates("select count(distinct x), count(distinct y) from t")) == [2]
    assert sorted(
        distinct_aggregates("select count(distinct x) from t union all select count(distinct y) from t")
    ) == [
        1,
        1,
    ]
    nested = "with a as (select count(distinct x) from t), b as (select count(distinct y) from t) select 1 from a, b"
    assert sorted(distinct_aggregates(nested)) == [0, 1, 1]


def test_pseudo_artists_are_the_same_ones_in_every_file() -> None:
    lists = [ids for path in FILES for ids in pseudo_artists(path.read_text(encoding="utf-8"))]
    assert lists
    assert all(ids == PSEUDO_ARTISTS for ids in lists)
    numbers = [re.findall(r"\b(?:194|355|118760)\b", path.read_text(encoding="utf-8")) for path in FILES]
    assert sum(map(len, numbers)) == len(lists) * len(PSEUDO_ARTISTS), "one is named outside such a list"
