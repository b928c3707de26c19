"""Listens as a `.scrobbler.log` (AUDIOSCROBBLER/1.1): what Rockbox and other players write, and scrobblers read.

Three lines of a header, then a listen a line: artist, record, track, number, seconds, L (listened) or S (skipped), the
time, MusicBrainz' id; with tabs between. A line without tabs that begins with # is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, tzinfo

from linernotes.errors import UsageError
from linernotes.insights.listening.plays.listens import LATEST, Listen, known_seconds
from linernotes.version import __version__

_VERSION, _ZONE = "#AUDIOSCROBBLER/1.1", "#TZ/"
#: A line of ours: the listens that follow are of this pressing. Without an id it ends that.
_RELEASE = "#RELEASE/"


def write_log(listens: Iterable[Listen], is_clear: Callable[[Listen], bool]) -> str:
    """A log in UTC. Where names do not lead back to the pressing (`is_clear`), a line before them names its id."""
    lines = [_VERSION, f"{_ZONE}UTC", f"#CLIENT/linernotes {__version__}"]
    named: int | None = None
    for one in listens:
        wanted = None if is_clear(one) else one.release_id
        if wanted != named:
            lines.append(f"{_RELEASE}{wanted or ''}")
            named = wanted
        parts = (
            one.artist, one.record or "", one.track, one.number or "", one.seconds or "", "L",
            int(one.listened_at.timestamp()), "",
        )  # fmt: skip
        lines.append("\t".join(_cell(str(part)) for part in parts))
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """A text without tabs and line breaks: the format cannot hold them."""
    return " ".join(text.split())


def read_log(text: str, zone: tzinfo | None) -> tuple[list[Listen], int]:
    """The listens of a log, and how many lines are none. Skipped tracks are no listens.

    A player without a time zone (`#TZ/UNKNOWN`) writes what its clock shows. It is taken for a clock of `zone`; None
    is the zone of this machine.

    :raises UsageError: it has not the header of such a log.
    """
    lines = text.lstrip("\ufeff").split("\n")
    if not lines[0].startswith("#AUDIOSCROBBLER/1."):
        raise UsageError(f"the file is no .scrobbler.log: it does not begin with {_VERSION}")
    is_local = any(line.strip() == f"{_ZONE}UNKNOWN" for line in lines[:5])
    found, unread = [], 0
    for line, release_id in _with_release(lines):
        parts = line.rstrip("\r").split("\t")
        if len(parts) > 5 and parts[5] == "S":
            continue
        one = _listen(parts, release_id, zone if is_local else UTC, is_local=is_local)
        if one is None:
            unread += 1
        else:
            found.append(one)
    return found, unread


def _with_release(lines: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    """The lines that are listens, each with the pressing that a line of ours named before."""
    release_id: int | None = None
    for line in lines:
        if "\t" in line:  # the name of an artist may begin with #
            yield line, release_id
        elif line.startswith(_RELEASE):
            release_id = _number(line.removeprefix(_RELEASE).strip())
        elif line.strip() and not line.startswith("#"):
            yield line, release_id


def _listen(
    parts: list[str], release_id: int | None, zone: tzinfo | None, *, is_local: bool
) -> Listen | None:
    if len(parts) < 7 or (at := _number(parts[6])) is None or not 0 <= at <= LATEST:
        return None
    artist, record, track, number, seconds = parts[:5]
    return Listen(
        moment(at, zone) if is_local else datetime.fromtimestamp(at, UTC),
        artist,
        track,
        record or None,
        _number(number),
        known_seconds(_number(seconds)),
        release_id,
    )


def moment(seconds: int, zone: tzinfo | None) -> datetime:
    """What a clock of `zone` showed, as seconds since 1970 on that clock, in UTC.

    Of an hour that comes twice it is the first; a time that no clock showed is as long after the hour that did.
    """
    shown = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    return (shown.replace(tzinfo=zone) if zone else shown.astimezone()).astimezone(UTC)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
