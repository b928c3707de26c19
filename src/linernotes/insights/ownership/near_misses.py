"""What somebody may have meant who typed a letter wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from linernotes.documents.folding import is_number, words
from linernotes.insights.collection.copies import Copy

#: Letters, digits and all other signs are counted, each in a column.
_COLUMNS = 37
#: The column of a byte: letters, digits, all others; none for a blank.
_COLUMN_OF = np.array(
    [b - 97 if 97 <= b <= 122 else b - 22 if 48 <= b <= 57 else -1 if b == 32 else 36 for b in range(256)]
)
#: A name of fewer letters is too near to others of its length.
_SHORTEST, _LONGEST = 4, 120
#: From this length on two wrong letters are thought of.
_LONG = 10
#: Names that are compared letter by letter, at most.
_COMPARED = 300
#: Words of a text that are corrected at most, of at most so many words.
_CORRECTED, _WORDS = 3, 20


class NearNames:
    """Names that are at most two letters away from a text. To be read by any number of threads.

    All names are first compared by how often they have each letter, in one step of numpy: 25,000 take some 2 ms.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are (as it is compared, what it leads to)."""
        kept = {key: name for key, name in names if _SHORTEST <= len(key) <= _LONGEST}
        self._keys = list(kept)
        self._names = list(kept.values())
        self._counts = _counts(self._keys)

    def find(self, text: str, limit: int = 3) -> list[tuple[int, str]]:
        """The nearest names of a folded text as (letters that differ, name), the nearest first.

        A name whose numbers differ is another one: "III" is no slip for "II". [] for a text that is a name itself.
        """
        if not _SHORTEST <= len(text) <= _LONGEST or not self._keys:
            return []
        most = 2 if len(text) >= _LONG else 1
        away = np.abs(self._counts - _counts([text])[0]).sum(axis=1)
        likely = np.flatnonzero(away <= 2 * most)
        likely = likely[np.argsort(away[likely], kind="stable")][:_COMPARED]
        numbers = _numbers(text)
        found = [
            (distance, self._names[i])
            for i in likely.tolist()
            if (distance := edits(text, self._keys[i], most)) <= most and _numbers(self._keys[i]) == numbers
        ]
        return sorted(dict.fromkeys(found), key=lambda near: near[0])[:limit]


class NearWords:
    """The single words of a shelf's titles and artists."""

    def __init__(self, copies: Sequence[Copy]) -> None:
        # In the order of the shelf: of two words that are equally near, every process finds the same one.
        lines = dict.fromkeys(line for copy in copies for line in (copy.artist, copy.title))
        self._words = dict.fromkeys(word for line in lines for word in words(line).split())
        self._near = NearNames((word, word) for word in self._words)

    def corrected(self, text: str) -> tuple[int, str]:
        """How many words of a text are on no record, and the text with the nearest words in their places.

        (0, text) if no word is wrong, if too many are, or if nothing is near to one of them.
        """
        typed = words(text).split()
        wrong = [word for word in typed if word not in self._words]
        if not wrong or len(wrong) > _CORRECTED or len(typed) > _WORDS:
            return 0, text
        near = {word: self._near.find(word, 1) for word in wrong}
        if not all(near.values()):
            return 0, text
        return len(wrong), " ".join(near[word][0][1] if word in near else word for word in typed)


class Near:
    """What a shelf has that is spelled nearly so, made when something is first not found."""

    def __init__(self, copies: Sequence[Copy]) -> None:
        self._copies = copies

    @cached_property
    def _names(self) -> NearNames:
        return near_names(self._copies)

    @cached_property
    def _words(self) -> NearWords:
        return NearWords(self._copies)

    def suggest(self, text: str) -> tuple[int, tuple[str, ...]]:
        """How many letters the nearest names differ by, and these names.

        Where no name is near, words are corrected one by one: then it is the number of corrected words, and the text.
        (0, ()) where nothing is near.
        """
        near = self._names.find(words(text))
        if near:
            return near[0][0], tuple(name for _, name in near)
        wrong, corrected = self._words.corrected(text)
        return (wrong, (corrected,)) if wrong else (0, ())


def did_you_mean(names: Iterable[str]) -> str:
    """The end of an error about a name that is not known: it asks for the near ones. "" where there are none."""
    near = ", or ".join(names)
    return f". Did you mean {near}?" if near else ""


def near_names(copies: Sequence[Copy]) -> NearNames:
    """The titles of a shelf, its artists, and both together. A title leads to "artist – title"."""
    names: dict[str, str] = {}
    for copy in copies:
        whole = f"{copy.artist} – {copy.title}"
        names.setdefault(words(whole), whole)
        names.setdefault(words(copy.title), whole)
        for artist in copy.artists:
            if artist.artist_id is not None:
                names.setdefault(words(artist.printed), artist.printed)
    return NearNames(names.items())


def edits(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many, or swapped with their neighbour; `most` + 1 for more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def _numbers(key: str) -> list[str]:
    return [word for word in key.split() if is_number(word) or any(map(str.isdigit, word))]


def _counts(keys: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    """How often each key has each letter: a row for a key, in one step for all of them."""
    letters = "".join(keys).encode("ascii", "replace")
    columns = _COLUMN_OF[np.frombuffer(letters, dtype=np.uint8)]
    rows = np.repeat(np.arange(len(keys)), [len(key) for key in keys])
    kept = columns >= 0
    found = np.bincount(rows[kept] * _COLUMNS + columns[kept], minlength=len(keys) * _COLUMNS)
    return found.reshape(len(keys), _COLUMNS).astype(np.int16)
