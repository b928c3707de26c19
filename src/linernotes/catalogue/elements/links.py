"""Aliases, groups and members of artists, from a raw table of many artists. Pure.

Dumps until mid 2024 put the id into an element of its own before the name. There the name may have it too, or not. An
id that no name follows is a person without a name; a name without an id identifies no artist and makes no row.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from linernotes.catalogue.elements.texts import numbers, trimmed


def link_columns(links: pa.RecordBatch, ids: pa.Array, column: str) -> dict[str, pa.Array]:
    """The columns of a table of links; `column` has the id of the other one. Each id once, where it comes first."""
    record = _ints(links.column("record"))
    own = _ints(numbers(links.column("id"), pa.int64()))  # of an element that is an id
    of_name = _ints(numbers(links.column("name_id"), pa.int64()))
    is_id = links.column("id").is_valid().to_numpy(zero_copy_only=False)
    is_first = np.diff(record, prepend=-1) != 0
    before = np.where(is_first, 0, np.roll(own, 1))  # 0 where what is before is no id
    follows_name = np.append(~is_id[1:] & ~is_first[1:], False)
    linked = np.where(is_id, np.where(follows_name, 0, own), np.where(of_name, of_name, before))
    rows = np.flatnonzero(linked)
    _, first = np.unique(np.column_stack([record[rows], linked[rows]]), axis=0, return_index=True)
    rows = rows[np.sort(first)]
    return {
        "artist_id": ids.take(pa.array(record[rows])),
        column: pa.array(linked[rows]),
        "name": trimmed(links.column("name")).take(pa.array(rows)),
    }


def _ints(column: pa.Array) -> NDArray[np.int64]:
    """The numbers of a column, 0 for NULL."""
    return np.asarray(column.fill_null(0).to_numpy(zero_copy_only=False), dtype=np.int64)
