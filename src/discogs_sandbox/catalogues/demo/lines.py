"""The small languages of the data files: credits, artists, tracks, formats, labels and companies, a line each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discogs_sandbox.catalogues.demo.facts import Credit, Entity, Format, Track

ENTITY_TYPES = {
    "Label": "1",
    "Series": "2",
    "Record Company": "4",
    "Licensed From": "6",
    "Marketed By": "8",
    "Distributed By": "9",
    "Manufactured By": "10",
    "Phonographic Copyright (p)": "13",
    "Copyright (c)": "14",
    "Pressed By": "17",
    "Published By": "21",
    "Recorded At": "23",
    "Overdubbed At": "25",
    "Produced At": "26",
    "Mixed At": "27",
    "Mastered At": "29",
    "Lacquer Cut At": "30",
    "Remastered At": "35",
}

_CREDIT = re.compile(r"(?P<who>.+?): (?P<role>.+?)(?: @ (?P<tracks>.+))?")
_WHO = re.compile(r"(?P<text>~)?(?P<name>.+?)(?: \(as (?P<anv>.+)\))?")
_JOIN = re.compile(r" ?\[([^\]]+)\] ")
_TRACK = re.compile(
    r"(?P<position>\S+) (?:\{(?P<artists>.+?)\} )?(?P<title>.+?)(?: (?P<duration>\d+(?::\d+)+))?"
)
_DURATION = re.compile(r"(?:\d+:[0-5])?\d?\d:[0-5]\d")
_FORMAT = re.compile(r"(?:(?P<quantity>\d+)x )?(?P<name>[^,(]+)(?P<more>(?:, [^(]+?)?)(?: \((?P<text>.+)\))?")


def items(text: str) -> Iterator[str]:
    """The parts of a value written on one line, separated by semicolons."""
    return (part.strip() for part in text.split(";") if part.strip())


def rows(text: str) -> Iterator[str]:
    """The lines of a block, outer blanks and empty lines left out."""
    return (line.strip() for line in text.splitlines() if line.strip())


def who(text: str, *, join: str = "", role: str = "", tracks: str = "") -> Credit:
    """Read `Name`, `Name (as Variation)` or `~Name` (typed as text, without a page)."""
    match = _matched(_WHO, text, "a name")
    return Credit(match["name"], match["anv"] or "", join, role, tracks, linked=not match["text"])


def credit(line: str) -> Credit:
    """Read `Ron Carter (as R. Carter): Bass, Cello [Piccolo] @ A1 to A3, B2`."""
    match = _matched(_CREDIT, line, "a credit (Name: Role)")
    return who(match["who"], role=match["role"], tracks=match["tracks"] or "")


def artists(text: str) -> tuple[Credit, ...]:
    """Read `Stan Getz [/] João Gilberto`: names, with what Discogs prints between them in brackets."""
    parts = _JOIN.split(text.strip())
    names, joins = parts[::2], [*parts[1::2], ""]
    return tuple(who(name, join=join) for name, join in zip(names, joins, strict=True))


def tracks(block: str) -> tuple[Track, ...]:
    """Read a tracklist.

    `A1 So What 9:22` is a track. `A1 {Autechre} Crystel` is a track with an artist of its own. `== Side One` is a
    heading. `++ Suite 18:43` is an index track: lines that begin with `>` are its parts. `* Name: Role` credits the
    track above.
    """
    found: list[Track] = []
    for line in rows(block):
        kind, _, rest = line.partition(" ")
        if kind == "==":
            found.append(Track("heading", "", rest))
        elif kind == "++":
            index = _track(f"- {rest}")
            found.append(Track("index", "", index.title, index.duration))
        elif kind == ">":
            _last(found, line).sub_tracks.append(_track(rest))
        elif kind == "*":
            above = _last(found, line)
            (above.sub_tracks or [above])[-1].credits.append(credit(rest))
        else:
            found.append(_track(line))
    return tuple(found)


def entity(text: str, kind: str) -> Entity:
    """Read `Blue Note – BST 84195`: a label or series with its number; "none" where it has none."""
    name, _, catno = text.partition(" – ")
    return Entity(name, catno or ("none" if kind == "Label" else ""), ENTITY_TYPES[kind], kind)


def company(line: str) -> Entity:
    """Read `Recorded At: Van Gelder Studio`."""
    kind, _, name = line.partition(": ")
    if kind not in ENTITY_TYPES or not name:
        raise ValueError(f"{line!r}: not a company of a kind that Discogs knows")
    return Entity(name, "", ENTITY_TYPES[kind], kind)


def identifier(line: str) -> tuple[str, str, str]:
    """Read `Barcode: 042281006722` or `Matrix / Runout (Side A): XSM 47324` as (type, value, description)."""
    match = _matched(
        re.compile(r"(?P<kind>[^:(]+?)(?: \((?P<about>.+?)\))?: (?P<value>.+)"), line, "an identifier"
    )
    return match["kind"], match["value"], match["about"] or ""


def carrier(text: str) -> Format:
    """Read `2x Vinyl, LP, Album, Stereo (Gatefold)`."""
    match = _matched(_FORMAT, text, "a format")
    descriptions = tuple(part.strip() for part in match["more"].split(",") if part.strip())
    return Format(int(match["quantity"] or 1), match["name"].strip(), descriptions, match["text"] or "")


def _track(text: str) -> Track:
    match = _matched(_TRACK, text, "a track (position, title, duration)")
    duration = match["duration"] or ""
    if duration and not _DURATION.fullmatch(duration):
        raise ValueError(f"{text!r}: {duration} is not a duration")
    by = list(artists(match["artists"])) if match["artists"] else []
    return Track("track", match["position"], match["title"], duration, by)


def _last(found: list[Track], line: str) -> Track:
    if not found or found[-1].type_ == "heading":
        raise ValueError(f"{line!r}: no track above it")
    return found[-1]


def _matched(pattern: re.Pattern[str], text: str, what: str) -> re.Match[str]:
    match = pattern.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r}: cannot be read as {what}")
    return match
