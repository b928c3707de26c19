"""A feed of entries as Atom (RFC 4287). Pure: it reads nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

#: What XML cannot hold, even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: The time of a feed without entries.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_NOTICE = (
    "This application uses Discogs’ API but is not affiliated with, sponsored or endorsed by Discogs. Data provided by"
    " Discogs."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `about` names what it is about, and stays the same for ever; `link` is the address of its page."""

    about: str
    title: str
    summary: str
    link: str
    updated: datetime


def stable_id(owner: str, about: str) -> str:
    """An id that no other shelf has, and that does not depend on where the app is served."""
    name = f"linernotes:{owner}:{about}".encode("utf-8", "replace").decode()
    return uuid5(NAMESPACE_URL, name).urn


def atom_feed(title: str, owner: str, base: str, entries: Sequence[Entry]) -> str:
    """The feed. `base` is the address of the app, without a slash at its end; `owner` is the account of the shelf."""
    updated = max((one.updated for one in entries), default=_NEVER)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{stable_id(owner, 'feed')}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{_moment(updated)}</updated>",
        f"<author><name>{_text(owner or 'linernotes')}</name></author>",
        "<generator>linernotes</generator>",
        f"<rights>{_text(_NOTICE)}</rights>",
        f'<link rel="self" type="application/atom+xml" href={_value(base + "/feed.atom")}/>',
        f'<link rel="alternate" type="text/html" href={_value(base + "/")}/>',
        *(_entry(owner, one) for one in entries),
        "</feed>",
    ]
    return "\n".join(parts) + "\n"


def _entry(owner: str, one: Entry) -> str:
    return "\n".join(
        [
            "<entry>",
            f"<id>{stable_id(owner, one.about)}</id>",
            f"<title>{_text(one.title)}</title>",
            f"<updated>{_moment(one.updated)}</updated>",
            f'<link rel="alternate" type="text/html" href={_value(one.link)}/>',
            f"<summary>{_text(one.summary)}</summary>",
            "</entry>",
        ]
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _value(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
