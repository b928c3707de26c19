"""Which record a listen is of, by Discogs' id or by names; and the plays that a file holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from linernotes.documents.folding import keys
from linernotes.insights.collection.copies import read_collection
from linernotes.insights.listening.plays.listens import Listen, Played, Sounding, plays_of
from linernotes.insights.snapshot import Snapshot

#: Why a listen is of no record.
NO_RECORD = "names no record"
UNKNOWN = "no record of that name is on the shelf"
SEVERAL = "several records of that name are on the shelf"
UNKNOWN_ID = "its pressing is not known here"

#: Listens that are shown of each reason.
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Listens without a record here, for one reason. `examples` are some of them: artist, record, track."""

    reason: str
    listens: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundPlays:
    """The plays of a file. `matched` of its `listens` are of a record that is known here."""

    listens: int
    matched: int
    plays: tuple[Played, ...]
    unmatched: tuple[Unmatched, ...]


class Records:
    """The records on the shelf by their names, and all that the build knows by their ids."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        copies = snapshot.cached(read_collection).copies
        #: Title -> albums of that title, each with a pressing: the one that was added first.
        self._titled: defaultdict[str, dict[tuple[str, int], int]] = defaultdict(dict)
        self._artists: dict[int, set[str]] = {}
        for copy in copies:  # those added last come first
            self._artists[copy.release_id] = {
                *keys(copy.artist),
                *(k for one in copy.artists for k in keys(one.printed)),
            }
            for key in keys(copy.title):
                self._titled[key][copy.album] = copy.release_id
        self._found: dict[tuple[str, str, str], int | str] = {}
        self._known = set(snapshot.storage.values(int, "select release_id from release"))

    def find(self, listen: Listen) -> int | str:
        """The release, or the reason why there is none."""
        if listen.release_id is not None:
            return listen.release_id if listen.release_id in self._known else UNKNOWN_ID
        if not listen.record:
            return NO_RECORD
        named = listen.artist, listen.record, listen.track
        if named not in self._found:
            self._found[named] = self._by_names(listen, listen.record)
        return self._found[named]

    def _by_names(self, listen: Listen, record: str) -> int | str:
        titled = {id for key in keys(record) for id in self._titled.get(key, {}).values()}
        found = {id for id in titled if not self._artists[id].isdisjoint(keys(listen.artist))}
        if not found and titled:  # on a compilation each track has artists of its own
            sounding = Sounding(self._snapshot, titled)
            found = {id for id in titled if not _keys_of(sounding.titles(id)).isdisjoint(keys(listen.track))}
        if len(found) > 1:
            return SEVERAL
        return found.pop() if found else UNKNOWN

    def is_clear(self, listen: Listen) -> bool:
        """Whether the names of a listen, as a log has them, lead back to its pressing."""
        artist, track, record = (
            " ".join(text.split()) for text in (listen.artist, listen.track, listen.record or "")
        )
        return self.find(Listen(listen.listened_at, artist, track, record)) == listen.release_id


def _keys_of(titles: Iterable[str]) -> set[str]:
    return {key for title in titles for key in keys(title)}


def find_plays(records: Records, listens: Iterable[Listen]) -> FoundPlays:
    """The plays that listens are of, and what of them is of no record that is known here."""
    matched: list[tuple[int, Listen]] = []
    reasons: Counter[str] = Counter()
    examples: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for listen in listens:
        found = records.find(listen)
        if isinstance(found, int):
            matched.append((found, listen))
            continue
        reasons[found] += 1
        if len(examples[found]) < _EXAMPLES:
            examples[found][" - ".join(filter(None, (listen.artist, listen.record, listen.track)))] = None
    return FoundPlays(
        len(matched) + reasons.total(),
        len(matched),
        tuple(plays_of(matched)),
        tuple(Unmatched(reason, count, tuple(examples[reason])) for reason, count in reasons.most_common()),
    )
