"""DBStorage: a build, the DuckDB database of one collection."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import duckdb

from linernotes.errors import BuildError, HomeVersionError, RefusedError, StoreError
from linernotes.storage.builds.stray_log import set_log_aside
from linernotes.storage.duckdb.empty_file import EMPTY_FILES
from linernotes.storage.duckdb.errors import duckdb_errors
from linernotes.storage.duckdb.named_rows import NamedRow, in_ddl_order
from linernotes.storage.duckdb.statements import STATEMENTS
from linernotes.storage.duckdb.stopping import stoppable
from linernotes.storage.duckdb.tables import TABLES, Table
from linernotes.storage.duckdb.timestamps import Zoneless, zoneless
from linernotes.storage.reading import Model, filled

if TYPE_CHECKING:
    import pyarrow as pa

    from linernotes.storage.duckdb.columns import ColumnValues

#: Builds are written in this version's format, so that people can open them with any DuckDB since.
STORAGE_VERSION = "v1.2.0"
#: What DuckDB may take of the memory; what does not fit goes to the folder `<path>.tmp` meanwhile.
MEMORY_LIMIT = "512MB"

#: Bytes. Every column of a table that has rows takes a block: DuckDB's own 262,144 make 18 MB of 90 records.
BLOCK_SIZE = 32_768
#: Rows that `insert` holds back, over all tables, before DuckDB gets them.
BATCH_ROWS = 50_000
_QUERIES_KEPT = 500
#: Tables with SELECTs whose columns are theirs: a process that builds again does not look again.
_FITTING: set[tuple[str, str]] = set()

Row = tuple[Any, ...]


class DBStorage:
    """A build that is open: `create` one to fill it, `open` one to read it.

    One object serves one thread at a time; `cursor` gives another thread its own. Times that are read are
    aware, in UTC. Every error of DuckDB becomes a StoreError of one line: a BuildError while a build is filled,
    a DiskFullError when there is no room.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self._connection = stoppable(connection)
        self._error = StoreError if read_only else BuildError
        self._pending: dict[str, list[Row]] = {}
        #: Table -> where in its pending rows those of each origin begin.
        self._origins: dict[str, list[tuple[int, object]]] = {}
        self._held = 0
        self._zoneless: dict[str, Zoneless] = {}

    @classmethod
    def create(cls, path: Path, *, threads: int | None = None) -> Self:
        """Make a new database at `path` with every table of TABLES, empty and commented.

        `threads` is how many may work on it, None for one for each core up to four. Raises BuildError if there is
        a file already.
        """
        if path.exists():
            raise BuildError(f"{path} exists already")
        connection = EMPTY_FILES.make(path, lambda: _connect(path, read_only=False, threads=threads))
        return cls(connection, path, read_only=False)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the database at `path` for reading, as it was when it was closed.

        Raises StoreError if there is none, or it cannot be read.
        """
        set_log_aside(path)
        try:
            return cls(_connect(path, read_only=True), path, read_only=True)
        except StoreError as error:
            kind = HomeVersionError if isinstance(error, HomeVersionError) else StoreError
            raise kind(f"{str(error).rstrip('.!')}. It can be made again: linernotes build") from error

    @contextmanager
    def beside(self, path: Path, name: str) -> Iterator[None]:
        """Let SELECTs read the build at `path` too, under a name. It costs a fifth of opening it.

        Raises StoreError if there is none, or it cannot be read.
        """
        set_log_aside(path)
        quoted = str(path).replace("'", "''")
        with duckdb_errors(str(path)):
            self._connection.execute(f"attach '{quoted}' as {name} (read_only)")
        try:
            yield
        finally:
            self._connection.execute(f"detach {name}")

    def cursor(self) -> Self:
        """Another connection to the same open file, for another thread; closing it leaves this one open."""
        self.flush()
        with duckdb_errors(str(self.path), self._error):
            storage = type(self)(self._connection.cursor(), self.path, read_only=self.read_only)
        storage._zoneless = self._zoneless
        return storage

    @property
    def search_path(self) -> Path:
        """Where the full-text index of a build is: beside it."""
        return self.path.with_suffix(".search.db")

    def insert(self, table: str, rows: Sequence[NamedRow], origin: object = None) -> None:
        """Add rows by the names of their columns (`ROWS`, or dicts). They are held back until there are enough.

        Every reader through this object sees them. A column that is missing or too many raises BuildError. A value
        that does not fit raises BuildError, which names the table and the column. So does a row that is there
        already, with the table and the key. Both may come late. If the rows have an `origin` it is a RefusedError
        that names it.
        """
        name = _known(table).name
        if not rows:
            return
        pending = self._pending.setdefault(name, [])
        self._origins.setdefault(name, []).append((len(pending), origin))
        pending.extend(in_ddl_order(table, rows))
        self._held += len(rows)
        if self._held >= BATCH_ROWS:
            # At least one table holds so many; the rows of small ones wait, for an insert takes a millisecond.
            self.flush(least=BATCH_ROWS // len(TABLES))

    def insert_columns(self, table: str, columns: Mapping[str, ColumnValues]) -> None:
        """Add many rows at once, by column. For numbers that numpy holds: no Python value is made of them.

        Raises BuildError if the columns are not those of the table, or if a row's key is there already.
        """
        from linernotes.storage.duckdb.columns import columns_table

        self._insert_arrow(_known(table).name, columns_table(TABLES[table], columns))

    def flush(self, *, least: int = 1) -> None:
        """Give DuckDB the rows that `insert` holds back, those of tables that have `least` rows or more."""
        # Imported here: with numpy, which it brings, Arrow takes longer to import than to read a build takes.
        from linernotes.storage.duckdb.arrow import arrow_table

        names = [name for name, rows in self._pending.items() if len(rows) >= least]
        if len(names) > 1 and self._insert_together(names):
            return
        for name in names:
            rows, origins = self._taken(name)
            try:
                self._insert_arrow(name, arrow_table(TABLES[name], rows))
            except BuildError as error:
                raise self._refused(name, rows, origins) or error from error

    def _insert_together(self, names: Sequence[str]) -> bool:
        """Insert the pending rows of some tables in one transaction, which costs less than one for each.

        False if a row does not fit: then all of them are still pending.
        """
        from linernotes.storage.duckdb.arrow import arrow_table

        self._run("begin")
        try:
            for name in names:
                self._insert_arrow(name, arrow_table(TABLES[name], self._pending[name]))
        except BuildError:
            self._run("rollback")
            return False
        self._run("commit")
        for name in names:
            self._taken(name)
        return True

    def _taken(self, table: str) -> tuple[list[Row], list[tuple[int, object]]]:
        """The pending rows of a table with their origins. They are pending no more."""
        rows = self._pending.pop(table)
        self._held -= len(rows)
        return rows, self._origins.pop(table)

    def _refused(self, table: str, rows: list[Row], origins: list[tuple[int, object]]) -> RefusedError | None:
        """Insert in halves, down to the first row that does not fit. None if that row has no origin."""
        from linernotes.storage.duckdb.arrow import arrow_table

        begin, end = 0, len(rows)
        while begin < end:
            middle = (begin + end + 1) // 2
            try:
                self._insert_arrow(table, arrow_table(TABLES[table], rows[begin:middle]))
                begin = middle
            except BuildError as error:
                if middle - begin == 1:
                    place = bisect_right(origins, begin, key=itemgetter(0)) - 1
                    origin = origins[place][1]
                    return None if origin is None else RefusedError(str(error), origin=origin)
                end = middle
        return None

    def _insert_arrow(self, table: str, rows: pa.Table) -> None:
        with duckdb_errors(table, BuildError):
            self._connection.register("incoming", rows)
            try:
                self._run(f"insert into {table} select * from incoming")  # noqa: S608 one of TABLES
            finally:
                self._connection.unregister("incoming")

    def fill(self, table: str, select: str) -> int:
        """Add the rows of a SELECT, whose columns carry the table's names in any order. Returns how many.

        Raises BuildError, which names the table: the columns differ, the SELECT fails, or a row's key is there
        already.
        """
        self.flush()
        wanted = [column.name for column in _known(table).columns]
        with duckdb_errors(table, BuildError):
            if (table, select) not in _FITTING:
                got = self._connection.sql(STATEMENTS.parse(self._connection, select)).columns
                if sorted(got) != sorted(wanted):
                    raise BuildError(f"{table} has the columns {wanted}, but its SELECT gives {got}")
                _FITTING.add((table, select))
            answer = self._run(f"insert into {table} by name {select}").fetchall()  # noqa: S608
        return int(answer[0][0])

    def stage(self, name: str, select: str) -> None:
        """Keep the rows of a SELECT under a name, for the SELECTs that follow while this object is open.

        It is no table of the build: nothing of it is published. One of that name is replaced.

        Raises BuildError, which names it, if the SELECT fails.
        """
        self.flush()
        with duckdb_errors(name, BuildError):
            self._run(f"create or replace temp table {name} as {select}")

    def amend(self, table: str, select: str, params: Mapping[str, object] | None = None) -> None:
        """Set columns of rows that are there: the SELECT gives the table's key and the columns to set.

        `params` are bound to its `$name`s.

        Rows that it does not give stay as they are; a row that is not there is not added. Raises BuildError
        that names the table if the columns do not fit, or if the SELECT fails.
        """
        self.flush()
        known = _known(table)
        with duckdb_errors(table, BuildError):
            got = self._connection.sql(select, params=params).columns
            columns, names = [one for one in got if one not in known.key], {one.name for one in known.columns}
            if not columns or {*known.key, *columns} != set(got) or not set(got) <= names:
                raise BuildError(f"a SELECT that amends {table} gives its key and what to set, not {got}")
            setting = ", ".join(f"{column} = amended.{column}" for column in columns)
            same = " and ".join(f"{table}.{key} = amended.{key}" for key in known.key)
            self._run(
                f"update {table} set {setting} from ({select}) as amended where {same}",  # noqa: S608 names of TABLES
                params,
            )

    def execute(self, sql: str, params: Sequence[object] = ()) -> None:
        """Run statements that give no rows."""
        self.flush()
        with duckdb_errors(_first_words(sql), self._error):
            self._run(sql, list(params) or None)

    def read(self, model: type[Model], sql: str, params: Sequence[object] = ()) -> list[Model]:
        """All rows of one SELECT, each as a `model`: a NamedTuple or a dataclass with a field for each column.

        `params` are bound to its `?`s.

        Raises StoreError if a column is missing or too many. Values have the types that DuckDB gives.
        """
        return filled(model, *self._answer(sql, params))

    def values(self, kind: type[Model], sql: str, params: Sequence[object] = ()) -> list[Model]:
        """The values of a SELECT of one column, all of this `kind`; NULL is no value and left out."""
        return [value for (value,) in self._answer(sql, params)[1] if value is not None]

    def scalar(self, sql: str, params: Sequence[object] = ()) -> Any:
        """The first value of the first row, None if there is no row."""
        rows = self._answer(sql, params)[1]
        return rows[0][0] if rows else None

    def record_batches(self, sql: str, *, batch_rows: int = 10_000) -> Iterator[pa.RecordBatch]:
        """The rows of one SELECT as Arrow batches, so that a large answer is never in memory as a whole.

        Read them to the end, or close the iterator, before anything else is asked of this object.
        """
        self.flush()
        with duckdb_errors(_first_words(sql), self._error):
            relation = self._connection.sql(STATEMENTS.parse(self._connection, sql))
            with relation.to_arrow_reader(batch_rows) as reader:
                yield from reader

    def arrow_stream(self, sql: str, schema: object = None) -> object:
        """The rows of one SELECT as a PyCapsule of an Arrow stream, on a connection of its own."""
        with duckdb_errors(_first_words(sql), self._error):
            return self._connection.cursor().sql(sql).__arrow_c_stream__(schema)

    def checkpoint(self) -> None:
        """Bring everything that was written so far into the file itself."""
        self.flush()
        with duckdb_errors(str(self.path), self._error):
            self._connection.execute("checkpoint")

    def close(self) -> None:
        """Close the file. What `insert` holds back is written first, and nothing is left in a `.wal`."""
        try:
            if not self.read_only:
                self.checkpoint()
        finally:
            self._connection.close()

    def abandon(self) -> None:
        """Close without a write: a cursor that has read, or a file that is of no use any more."""
        self._pending, self._origins, self._held = {}, {}, 0
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def _run(
        self, sql: str, params: list[object] | Mapping[str, object] | None = None
    ) -> duckdb.DuckDBPyConnection:
        """Run a text that may have been parsed before. Raises DuckDB's own errors."""
        return self._connection.execute(STATEMENTS.parse(self._connection, sql), params)

    def _answer(self, sql: str, params: Sequence[object]) -> tuple[tuple[str, ...], list[Row]]:
        """The names of the columns, and the rows."""
        self.flush()
        bound = list(params) or None
        with duckdb_errors(_first_words(sql), self._error):
            query = self._zoneless.get(sql)
            if query is None:
                self._run(sql, bound)
                description = self._connection.description or ()
                query = zoneless(sql, description)
                if query is None:
                    return tuple(column[0] for column in description), self._connection.fetchall()
                if len(self._zoneless) >= _QUERIES_KEPT:
                    self._zoneless.clear()
                self._zoneless[sql] = query
            self._run(query.sql, bound)
            return query.names, query.restore(self._connection.fetchall())


@cache
def load_sql(package: str, name: str) -> str:
    """The text of `name`.sql in a package, or in its folder `sql`: `load_sql("linernotes.derive", "checks")`."""
    folder = files(package)
    beside = folder / f"{name}.sql"
    return (beside if beside.is_file() else folder / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _known(table: str) -> Table:
    """The table of that name: names that come into a statement are only ever those of TABLES."""
    if table not in TABLES:
        raise BuildError(f"there is no table {table}")
    return TABLES[table]


def _first_words(sql: str) -> str:
    """The beginning of a statement, for an error's text."""
    words = " ".join(line for line in sql.split("\n") if not line.lstrip().startswith("--"))
    return " ".join(words.split())[:60]


def _connect(path: Path, *, read_only: bool, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": f"{path}.tmp",
        "max_temp_directory_size": "4GB",
        "threads": threads or min(4, os.cpu_count() or 1),
    }
    if not read_only:
        config |= {"storage_compatibility_version": STORAGE_VERSION, "default_block_size": BLOCK_SIZE}
        # A draft that a crash leaves is deleted. What is published is brought to the disk then, once.
        config |= {"fsync_mode": "NONE"}
    with duckdb_errors(str(path)):
        connection = duckdb.connect(str(path), read_only=read_only, config=config)
        # Not in config: it belongs to the icu extension, which is loaded only after that is read.
        connection.execute("set global TimeZone = 'UTC'")
    return connection
