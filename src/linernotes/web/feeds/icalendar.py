"""Days as a calendar (RFC 5545): an event for each, the whole day long. Pure: it reads nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from linernotes.web.feeds.atom import stable_id

#: Bytes of a line; a longer one goes on in the next, behind a blank.
_LINE = 75


@dataclass(frozen=True, slots=True)
class DayEvent:
    """A day with something to remember: a line about it, more lines, and the address of its page."""

    day: date
    summary: str
    details: tuple[str, ...]
    link: str


def calendar(title: str, owner: str, events: Sequence[DayEvent]) -> str:
    """The calendar. The id of an event is that of its day, so that a program knows it again."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//linernotes//On this day//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *(line for one in events for line in _event(owner, one)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(owner: str, one: DayEvent) -> Iterator[str]:
    about = stable_id(owner, f"day {one.day.isoformat()}").removeprefix("urn:uuid:")
    yield "BEGIN:VEVENT"
    yield f"UID:{about}@linernotes"
    yield f"DTSTAMP:{one.day:%Y%m%d}T000000Z"  # of the day: nothing else about it ever changes by itself
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(one.summary)}"
    yield "DESCRIPTION:" + r"\n".join(map(_text, one.details))
    yield f"URL:{_printable(one.link)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Text as a value: one line, and nothing in it that ends or parts values."""
    escaped = _printable(" ".join(text.split()))
    for mark in "\\;,":
        escaped = escaped.replace(mark, f"\\{mark}")
    return escaped


def _printable(text: str) -> str:
    """Without controls: a newline in a name would begin a line of its own."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes. No piece begins within a letter."""
    pieces, size = [""], 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > _LINE:
            pieces.append("")
            size = 1  # the blank before it
        pieces[-1] += letter
        size += weight
    return "\r\n ".join(pieces)
