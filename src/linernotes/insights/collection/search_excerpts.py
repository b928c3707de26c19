"""Where on a record the words are that it was found by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linernotes.documents.folding import fold, query_terms, terms
from linernotes.insights.collection.copies import Copy
from linernotes.insights.snapshot import Snapshot
from linernotes.storage.builds.search import printed

#: What a place is called, by the column of the index. Title and artists stand on the sleeve anyway.
WHERE = {"tracks": "track", "credits": "credit", "labels": "label", "numbers": "number", "notes": "notes"}
_LONGEST = 90
_PLACES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A line that holds words which were searched: `where` is track, credit, label, number or notes."""

    where: str
    line: str


def find_places(snapshot: Snapshot, text: str, copies: Iterable[Copy]) -> dict[int, tuple[Place, ...]]:
    """Release -> where these copies have the words that found them, artists and titles left out."""
    release_ids = list(dict.fromkeys(copy.release_id for copy in copies)) if text else []
    words = [group[0].replace(" ", "") for group in next(iter(query_terms(text)), [])]
    if not words or not release_ids:
        return {}
    return {
        id: tuple(_places(words, columns))
        for id, columns in printed(snapshot.search_path, release_ids).items()
    }


def _places(words: Sequence[str], columns: Mapping[str, str]) -> list[Place]:
    shown = " ".join(_line(columns.get(column, "")) for column in ("artists", "title"))
    missing = [word for word in words if word not in shown]
    places: list[Place] = []
    for column, where in WHERE.items():
        if not missing or len(places) == _PLACES:
            break
        line = _best_line(missing, columns.get(column, ""))
        if line is not None:
            places.append(Place(where, _excerpt(line, missing)))
            missing = [word for word in missing if not _begins(word, _line(line))]
    return places


def _best_line(words: Sequence[str], text: str) -> str | None:
    """The line with most of the words; the first one of several."""
    letters = "".join(filter(str.isalnum, fold(text)))
    likely = [word for word in words if word in letters]
    if not likely:
        return None
    best, most = None, 0
    for line in text.split("\n"):
        lowered = _line(line)
        held = sum(word in lowered and _begins(word, lowered) for word in likely)
        if held > most:
            best, most = line, held
    return best


def _line(line: str) -> str:
    """The words of a line as the index has them, between blanks."""
    return " ".join(word for part in line.split("\n") for word in terms(part))


def _begins(word: str, folded: str) -> bool:
    """Whether a word of the text begins with it."""
    return re.search(rf"(?<![^\W_]){re.escape(word)}", folded) is not None


def _excerpt(line: str, words: Sequence[str]) -> str:
    if len(line) <= _LONGEST:
        return line
    folded = fold(line)
    first = min((at for at in (folded.find(word) for word in words) if at >= 0), default=0)
    start = max(0, first - _LONGEST // 3)
    end = start + _LONGEST
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")
