"""The best pressings that a dump has of each master. The pass that looks for releases finds them, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from linernotes.documents import DocumentKey, Fetched, ReleaseOutline
from linernotes.etl.dumps.borrowing import PRESSING
from linernotes.etl.dumps.records import Records
from linernotes.etl.dumps.stage import Stage
from linernotes.source.dumps import Element

#: Pressings that are read from the stage at a time.
_BATCH = 100


class _Best(NamedTuple):
    """The most people that a pressing of a master credits so far; by year, the lowest id of such a pressing."""

    people: int
    by_year: dict[int, int]


class Pressings:
    """Keeps of each master the pressings with most people credited: one for each year. Use as a context manager.

    Which of them is the nearest depends on the pressing that borrows. A build decides it.
    """

    def __init__(self, folder: Path, masters: Set[int]) -> None:
        self._masters = masters
        self._stage = Stage(folder)
        self._best: dict[int, _Best] = {}
        #: Number of pressings found of each master.
        self.counts = Counter[int]()

    def __enter__(self) -> Self:
        self._stage.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stage.__exit__(kind, error, trace)

    def add(self, element: Element, outline: ReleaseOutline) -> None:
        """Take in a release that is not needed for itself."""
        master = outline.master_id
        if master not in self._masters or not master or not element.id:
            return
        self.counts[master] += 1
        best = self._best.get(master)
        if not outline.people or (best is not None and outline.people < best.people):
            return
        if best is None or outline.people > best.people:
            best = self._best[master] = _Best(outline.people, {})
        if element.id <= best.by_year.get(outline.year, element.id):
            best.by_year[outline.year] = element.id
            self._stage.add(element, readable=True)

    def best(self, masters: Set[int]) -> Iterator[Element]:
        """The pressings kept of those of these masters."""
        kept = {
            id for master, best in self._best.items() if master in masters for id in best.by_year.values()
        }
        for batch in self._stage.batches(_BATCH):
            yield from (element for element, _ in batch if element.id in kept)


def fetched_pressing(place: Records, element: Element) -> Fetched:
    """A pressing as a document of its own kind: it is neither owned nor wanted, and makes no rows by itself."""
    return Fetched(DocumentKey(PRESSING, element.id), element.xml, place.date)
