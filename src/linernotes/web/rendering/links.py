"""Links to people and roles. A page has hundreds of them, and a macro takes several times as long as a function."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

from linernotes.insights.artist.company.models import Together, Worked
from linernotes.web.page_addresses import artist_address, record_address, role_address
from linernotes.web.rendering.escaping import escaped

#: Tracks that are named of a record.
MOST_TRACKS = 4


def person_link(artist_id: int | None, name: str | None) -> Markup:
    """A person as a link to their page; a name without a page as text."""
    address = artist_address(artist_id) if artist_id else None
    return escape(name) if address is None else _link(address, name)


def role_link(name: str | None, text: str | None) -> Markup:
    """A role as a link to its page. `name` is the role without what stands in brackets; `text` has that too."""
    address = role_address(name) if name else None
    return escape(text) if address is None else _link(address, text, ' class="role"')


def role_list(words: Sequence[str], known: Collection[str] | None = None) -> Markup:
    """Roles of credits with commas, each a link to its page; with `known` only those in it are links.

    What brackets say of a role stays text.
    """
    return Markup(", ".join([_role(word, known) for word in words]))  # noqa: S704 escaped


def shared_records(evidence: Sequence[Together | Worked]) -> Markup:
    """The records that two people share, with commas: each a link, with its year and the tracks that are known."""
    return Markup(", ".join([_shared_record(at) for at in evidence]))  # noqa: S704 escaped


def _shared_record(at: Together | Worked) -> str:
    year = f' <span class="muted">{at.year}</span>' if at.year else ""
    on = _tracks(at) if isinstance(at, Together) else ""
    return f'<a href="{record_address(at.release_id)}">{escaped(at.title)}</a>{year}{on}'


def _tracks(at: Together) -> str:
    if at.is_every_track:
        return ' <span class="muted">(every track)</span>'
    if not at.tracks:
        return ""
    more = f" and {len(at.tracks) - MOST_TRACKS} more" if len(at.tracks) > MOST_TRACKS else ""
    return f' <span class="muted">(on {", ".join(map(escaped, at.tracks[:MOST_TRACKS]))}{more})</span>'


def _role(word: str, known: Collection[str] | None) -> str:
    return (
        escaped(word) if known is not None and word.partition(" [")[0] not in known else _role_of_credit(word)
    )


@lru_cache(maxsize=4096)
def _role_of_credit(word: str) -> str:
    return escaped(word) if word.startswith("[") else role_link(word.partition(" [")[0], word)


def _link(address: str, text: str | None, attributes: str = "") -> Markup:
    return Markup(f'<a{attributes} href="{escaped(address)}">{escaped(text)}</a>')  # noqa: S704 escaped
