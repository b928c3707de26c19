"""Rows on their way in by column, as numpy holds them: of millions, Python values take longer to make than to store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from linernotes.errors import BuildError
from linernotes.storage.duckdb.arrow import arrow_type
from linernotes.storage.duckdb.tables import Table


@dataclass(frozen=True)
class TextLists:
    """A column of lists of texts. Row n has the `names` at `places[bounds[n] : bounds[n + 1]]`."""

    names: Sequence[str]
    places: NDArray[np.int64]
    bounds: NDArray[np.int64]


#: The values of a column: numbers, or lists of texts. None of them is NULL.
ColumnValues = NDArray[np.int64] | NDArray[np.float64] | TextLists


def columns_table(table: Table, columns: Mapping[str, ColumnValues]) -> pa.Table:
    """Turn the columns of some rows, by name, into an Arrow table of the DDL's types.

    Raises BuildError if the names are not those of the table, or the columns differ in length.
    """
    names = [column.name for column in table.columns]
    if set(columns) != set(names):
        raise BuildError(f"{table.name} has the columns {names}, not {list(columns)}")
    arrays = [_array(columns[column.name]).cast(arrow_type(column.type)) for column in table.columns]
    try:
        return pa.table(arrays, names=names)
    except pa.ArrowException as error:
        raise BuildError(f"{table.name} does not take columns that differ in length: {error}") from error


def _array(values: ColumnValues) -> pa.Array:
    if isinstance(values, TextLists):
        texts = pa.array(values.names, pa.string()).take(pa.array(values.places))
        return pa.ListArray.from_arrays(pa.array(values.bounds.astype(np.int32)), texts)
    return pa.array(values)
