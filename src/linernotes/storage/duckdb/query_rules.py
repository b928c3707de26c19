"""Which statements a user's query may be: one that reads, as DuckDB's own parser understands it.

A statement's kind alone does not say that. EXPLAIN ANALYZE runs what it explains. A WITH may hold an INSERT or a COPY.
Some table functions start a log or a profile in a file; others run text as SQL. So the rules walk the whole tree that
DuckDB parses. Every query in it has to read only, and every table function has to be listed here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import duckdb

_READS = "only SELECT, DESCRIBE, SHOW, SUMMARIZE and EXPLAIN of these are allowed"

#: Parts of a tree that are queries, where they only read. DuckDB calls every other one `..._NODE` too.
_QUERIES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})

#: Table functions that make rows of their arguments, or describe the tables and the program. None of them reads a
#: table that is named to it by a text, as `query_table` and `histogram` do: the walk through a tree does not see it.
_TABLE_FUNCTIONS = frozenset(
    {
        "generate_series", "range", "repeat", "repeat_row", "summary", "unnest", "json_each", "json_tree",
        "duckdb_columns", "duckdb_constraints", "duckdb_functions",
        "duckdb_indexes", "duckdb_keywords", "duckdb_optimizers", "duckdb_schemas", "duckdb_sequences",
        "duckdb_tables", "duckdb_types", "duckdb_views", "icu_calendar_names", "pg_timezone_names",
        "pragma_collations", "pragma_platform", "pragma_show", "pragma_storage_info", "pragma_table_info",
        "pragma_version", "test_all_types",
    }
)  # fmt: skip

#: Functions and views that show settings and paths, run text as SQL, or write something down.
_KEPT_BACK = frozenset(
    {
        "current_setting", "json_serialize_plan", "nextval", "setval", "write_log",
        "duckdb_databases", "duckdb_logs", "pg_settings", "pragma_database_list",
    }
)  # fmt: skip

#: Where a shared query finds its tables: views, and what describes them.
_SHARED_SCHEMAS = frozenset({"", "main", "information_schema"})

#: Functions that show values of the tables behind the views.
_NOT_SHARED = frozenset({"pragma_storage_info"})

_EXPLAIN_OPTIONS = frozenset({"analyze", "format"})
_WORD = re.compile(rb"\w+|.", re.DOTALL)


def check_query(connection: duckdb.DuckDBPyConnection, sql: str, *, is_shared: bool = False) -> None:
    """See that `sql` is one statement that only reads. Nothing of it is run.

    With `is_shared` it may only name the views that stand for what is shared.

    :raises ValueError: it is not, in one line for the user.
    :raises duckdb.Error: it cannot be parsed.
    """
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise ValueError(
            f"one statement at a time, not {len(statements)}" if statements else "say what to select"
        )
    kind = statements[0].type.name
    if kind not in ("SELECT", "EXPLAIN"):
        raise ValueError(f"{_READS}, not {kind}")
    for node in _nodes(_parse_select(connection, _explained(sql) if kind == "EXPLAIN" else sql)):
        _check_node(node)
        if is_shared:
            _check_shared(node)


def _parse_select(connection: duckdb.DuckDBPyConnection, sql: str) -> object:
    """The tree of a SELECT. Raises ValueError if it is anything else."""
    answer = connection.execute("select json_serialize_sql(?)", [sql]).fetchone()
    try:
        tree = json.loads(answer[0]) if answer else {"error": True}
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if tree["error"]:
        raise ValueError(_READS)
    return tree["statements"]


def _explained(sql: str) -> str:
    """What an EXPLAIN explains: its text without EXPLAIN and its options."""
    text = sql.encode()
    offsets = [offset for offset, kind in duckdb.tokenize(sql) if kind != duckdb.token_type.comment]
    words = [_word(text, offset) for offset in offsets]
    rest = 1
    if words[1:2] == ["analyze"]:
        rest = 2
    elif words[1:2] == ["("] and words[2:3] and words[2] in _EXPLAIN_OPTIONS and ")" in words:
        rest = words.index(")") + 1
    return text[offsets[rest] :].decode() if rest < len(offsets) else ""


def _word(text: bytes, offset: int) -> str:
    """The word or sign at `offset`, in small letters."""
    match = _WORD.match(text, offset)
    return match[0].decode(errors="replace").lower() if match else ""


def _nodes(tree: object) -> Iterator[dict[str, object]]:
    """Every object of a tree, in any order, however deep it is."""
    waiting: list[object] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _check_node(node: dict[str, object]) -> None:
    kind = node.get("type")
    if isinstance(kind, str) and kind.endswith("_NODE") and kind not in _QUERIES:
        raise ValueError(f"{_READS}, not {kind.partition('_')[0]}")
    if kind == "TABLE_FUNCTION":
        function = node.get("function")
        name = str(function.get("function_name", "") if isinstance(function, dict) else "").lower()
        if name not in _TABLE_FUNCTIONS:
            raise ValueError(f"the table function {name} is not allowed here")
    for key in ("function_name", "table_name"):
        name = str(node.get(key, "")).lower()
        if name in _KEPT_BACK or name.startswith("__internal"):
            raise ValueError(f"{name} is not allowed here")


def _check_shared(node: dict[str, object]) -> None:
    """Refuse what would get round the views, to the tables behind them."""
    schema, catalog = (str(node.get(key) or "").lower() for key in ("schema_name", "catalog_name"))
    if schema not in _SHARED_SCHEMAS or catalog:
        raise ValueError(
            "name tables without a database or schema before them: release, and not build.release"
        )
    name = str(node.get("function_name", "")).lower()
    if name in _NOT_SHARED:
        raise ValueError(f"{name} is not allowed here")
