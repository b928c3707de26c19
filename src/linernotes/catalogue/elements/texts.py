"""Columns of texts as we keep them, many at once: what `etl.rows.names` does with one text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from linernotes.documents.blanks import INVISIBLE

Flags = NDArray[np.bool_]

#: Bytes that neither are invisible nor begin or end a character that may be: ASCII without blanks and controls.
_VISIBLE = np.zeros(256, dtype=np.bool_)
_VISIBLE[0x21:0x7F] = True


def trimmed(texts: pa.Array) -> pa.Array:
    """Texts without what is invisible at their edges; NULL where blank."""
    strange = _strange(texts)
    if strange.any():
        cut = pc.utf8_trim(texts.filter(pa.array(strange)), characters=INVISIBLE)
        texts = pc.replace_with_mask(texts, pa.array(strange), cut)
    return _without_empty(texts)


def as_sent(texts: pa.Array) -> pa.Array:
    """Texts unchanged; NULL where blank."""
    strange = _strange(texts)
    if strange.any():
        cut = pc.utf8_trim(texts.filter(pa.array(strange)), characters=INVISIBLE)
        if pc.any(pc.equal(cut, "")).as_py():
            blank = np.flatnonzero(strange)[pc.equal(cut, "").to_numpy(zero_copy_only=False)]
            is_blank = np.zeros(len(texts), dtype=np.bool_)
            is_blank[blank] = True
            texts = pc.if_else(pa.array(is_blank), None, texts)
    return _without_empty(texts)


def _strange(texts: pa.Array) -> Flags:
    """Which texts begin or end with a byte that may be invisible."""
    if not len(texts) or not texts.buffers()[2] or not len(texts.buffers()[2]):
        return np.zeros(len(texts), dtype=np.bool_)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2], dtype=np.uint8)
    is_filled = offsets[1:] > offsets[:-1]
    first = data[np.minimum(offsets[:-1], len(data) - 1)]
    last = data[np.maximum(offsets[1:] - 1, 0)]
    return is_filled & ~(_VISIBLE[first] & _VISIBLE[last])


def _without_empty(texts: pa.Array) -> pa.Array:
    is_empty = pc.equal(pc.binary_length(texts), 0)
    return pc.if_else(is_empty, None, texts) if pc.any(is_empty).as_py() else texts


def numbers(texts: pa.Array, type_: pa.DataType) -> pa.Array:
    """Texts of digits as numbers; NULL for 0 and for none."""
    found = pc.cast(_without_empty(texts), type_)
    return pc.if_else(pc.equal(found, 0), None, found)


def meant(texts: pa.Array, meaning: Callable[[str], object], type_: pa.DataType) -> pa.Array:
    """What each text means, each different text asked once; NULL for NULL."""
    encoded = pc.dictionary_encode(texts)
    return pa.array([meaning(text) for text in encoded.dictionary.to_pylist()], type_).take(encoded.indices)


class Exploded:
    """Rows that one text of several parts becomes: `rows` are the places of the texts, and `columns` the parts."""

    def __init__(
        self, texts: pa.Array, parts: Callable[[str], Sequence[tuple[str | None, ...]]], width: int
    ) -> None:
        """`parts` gives at least one part of a text, each of `width` texts; NULL counts as an empty text."""
        encoded = pc.dictionary_encode(pc.fill_null(texts, ""))
        of_each = [parts(text) for text in encoded.dictionary.to_pylist()]
        counts = np.array([len(one) for one in of_each], dtype=np.int64)
        begins = np.concatenate([[0], np.cumsum(counts)])
        indices = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        times = counts[indices] if len(indices) else np.empty(0, dtype=np.int64)
        self.rows = np.repeat(np.arange(len(indices)), times)
        ends = np.cumsum(times)
        self.number = np.arange(len(self.rows)) - np.repeat(ends - times, times)
        at = pa.array(begins[indices[self.rows]] + self.number)
        flat = [part for one in of_each for part in one]
        self.columns = [
            pa.array([part[place] for part in flat], pa.string()).take(at) for place in range(width)
        ]
