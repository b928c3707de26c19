"""What `linernotes artist` prints of an artist's company: co-players, producers and engineers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from linernotes.cli.terminal.coverage_text import rests_on
from linernotes.cli.terminal.output import put, put_table
from linernotes.insights.artist.company.models import (
    CoPlayer,
    Partner,
    Partners,
    Together,
    Worked,
)
from linernotes.insights.artist.models import Portrait
from linernotes.insights.coverage import Coverage
from linernotes.insights.statistics.knowledge import Knowledge, bounded
from linernotes.insights.text.plurals import counted

#: People of each kind in the table, and further ones by name; words of a list, and records of one person.
_PEOPLE, _NAMES, _WORDS, _RECORDS = 12, 20, 4, 3


def put_company(artist: Portrait, known: Knowledge, coverage: Iterable[Coverage]) -> None:
    """Print who plays with an artist, who works on their records and the reverse, and what that rests on."""
    _put_players(artist, known)
    _put_partners("On its records play", artist.members_here, known, "member")
    _put_partners("On its records play", artist.guests, known, "guest")
    _put_partners("Produced, engineered by", artist.made_by, known)
    _put_partners("Produced, engineered for", artist.made_for, known)
    basis = rests_on(coverage, "releases with credits")
    if basis and artist.credits:
        put()
        put(basis)


def _put_players(artist: Portrait, known: Knowledge) -> None:
    players = artist.played_with
    if not players.qty:
        return
    put()
    put(
        f"Played with {bounded(known.credits_bound, counted(players.qty, 'other'))}, as far as the sleeves say:"
    )
    put_table(
        ("Name", "Albums", "Tracks", "Plays", f"{artist.name} plays", "On"),
        [
            (
                _name(one.name, one.other_names),
                one.albums,
                one.tracks or None,
                _some(one.instruments, _WORDS),
                _some(one.own_instruments, _WORDS),
                _some([_record(at) for at in one.evidence], _RECORDS),
            )
            for one in players.people[:_PEOPLE]
        ],
        right=(1, 2),
    )
    _put_rest(players.people, players.qty)


def _put_partners(title: str, partners: Partners, known: Knowledge, noun: str = "other") -> None:
    if not partners.qty:
        return
    put()
    put(f"{title} {bounded(known.credits_bound, counted(partners.qty, noun))}:")
    put_table(
        ("Name", "Albums", "As", "On"),
        [
            (
                _name(one.name, one.other_names),
                one.albums,
                _some(one.roles, _WORDS),
                _some([_record(at) for at in one.evidence], _RECORDS),
            )
            for one in partners.people[:_PEOPLE]
        ],
        right=(1,),
    )
    _put_rest(partners.people, partners.qty)


def _put_rest(people: Sequence[CoPlayer | Partner], qty: int) -> None:
    """Those who are not in the table: by name and albums, as far as a few lines have room for."""
    named = [f"{one.name} ({one.albums})" for one in people[_PEOPLE : _PEOPLE + _NAMES]]
    if named:
        more = qty - _PEOPLE - len(named)
        put(f"and {', '.join(named)}{f', and {more:,} more' if more else ''}")


def _name(name: str, other_names: Sequence[str]) -> str:
    return f"{name} (also {', '.join(other_names)})" if other_names else name


def _record(at: Together | Worked) -> str:
    """A record by its title, with the tracks that the sleeve names for both."""
    if isinstance(at, Worked) or not at.tracks:
        return at.title
    return f"{at.title} ({'every track' if at.is_every_track else _some(at.tracks, _WORDS)})"


def _some(words: Sequence[str], most: int) -> str:
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")
