"""Rows of a build in memory, found by their ids: a question costs microseconds where a SELECT costs milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from linernotes.insights.snapshot import Snapshot
from linernotes.storage.reading import filled

#: A NamedTuple with a field for each column.
Model = TypeVar("Model")
_BATCH = 100_000


class _Column(Protocol):
    def to_pylist(self) -> Sequence[object]: ...

    def slice(self, offset: int, length: int) -> _Column: ...


class IndexedRows(Generic[Model]):
    """The rows of a SELECT, as Arrow columns, by ascending ids. To be read by any number of threads."""

    def __init__(
        self, model: type[Model], names: Sequence[str], columns: Sequence[_Column], ids: int
    ) -> None:
        """`columns` go with `names`; the rows are in the order of the first `ids` of them, none of which is NULL."""
        self._model, self._names, self._columns = model, tuple(names), columns
        self._ids: list[NDArray[np.int64]] = [np.asarray(column) for column in columns[:ids]]

    def of(self, *ids: int) -> list[Model]:
        """The rows whose first columns have these ids, in the order of the SELECT. None, if there is no such row."""
        begin, end = 0, len(self._ids[0])
        for column, id in zip(self._ids, ids, strict=False):
            part = column[begin:end]
            begin, end = begin + int(part.searchsorted(id)), begin + int(part.searchsorted(id, "right"))
        if begin == end:
            return []
        values = [column.slice(begin, end - begin).to_pylist() for column in self._columns]
        return filled(self._model, self._names, zip(*values, strict=True))


def index_rows(snapshot: Snapshot, model: type[Model], ids: int, select: str) -> IndexedRows[Model]:
    """Read the rows of a SELECT that is ordered by its first `ids` columns. For `snapshot.cached`, which keeps them."""
    batches = list(snapshot.storage.record_batches(select, batch_rows=_BATCH))
    names: tuple[str, ...] = getattr(model, "_fields")  # noqa: B009 of a NamedTuple
    if not batches:
        return IndexedRows(model, names, [pa.array([], pa.int64())] * len(names), ids)
    table = pa.Table.from_batches(batches).combine_chunks()
    return IndexedRows(model, table.column_names, [column.chunk(0) for column in table.columns], ids)
