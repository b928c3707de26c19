"""The people who played and worked on an album: the same on all its pressings."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from discogs_sandbox.catalogues.synthetic import words
from discogs_sandbox.catalogues.synthetic.population import Population
from discogs_sandbox.catalogues.synthetic.works import VARIOUS, Work

UNLINKED = -2


@dataclass(frozen=True)
class Credit:
    """`track` is the index of a track that the credit stands on, None for the release's own.

    Artist UNLINKED is a name without an artist: `name` then holds the text. `first` and `last` bound the tracks of
    a credit that says "A1 to B2". Both are None for the whole release.
    """

    artist: int
    role: str
    track: int | None = None
    name: str = ""
    first: int | None = None
    last: int | None = None


def line_up(population: Population, work: Work) -> list[Credit]:
    """The credits of an album, its own before those of single tracks; [] for a third of all albums."""
    if not work.has_credits:
        return []
    rng = population.rng("line-up", work.number)
    players = [] if work.artists[0] == VARIOUS else _players(rng, population, work)
    credits = [_credit(rng, artist, _playing_role(rng, population, artist), work) for artist in players]
    credits += [_credit(rng, population.staff(rng), _staff_role(rng), work) for _ in range(rng.randint(1, 7))]
    if rng.random() < 0.1:
        name = f"{rng.choice('ABCDE')}. {words.person_name(rng).split()[-1]}/{rng.choice('FGHJK')}. Henry"
        credits.append(Credit(UNLINKED, "Written-By", name=name))
    return credits + _track_credits(rng, population, work)


def _players(rng: Random, population: Population, work: Work) -> list[int]:
    """Members of the bands, most of the time, and sidemen of the scene."""
    found: list[int] = []
    for artist in work.artists:
        found += [member for member, _ in population.members.get(artist, []) if rng.random() < 0.85]
        if not population.is_band(artist) and rng.random() < 0.4:
            found.append(artist)
    found += [population.musician(rng, work.scene) for _ in range(rng.choice((0, 0, 1, 1, 2, 3, 5)))]
    return list(dict.fromkeys(found))


def _credit(rng: Random, artist: int, role: str, work: Work) -> Credit:
    if rng.random() < 0.15 and work.tracks > 3:
        first = rng.randrange(work.tracks - 1)
        return Credit(artist, role, first=first, last=rng.randrange(first, work.tracks))
    return Credit(artist, role)


def _track_credits(rng: Random, population: Population, work: Work) -> list[Credit]:
    """A quarter of the albums credit writers, guests and remixers track by track."""
    if rng.random() >= 0.28:
        return []
    writers = [population.musician(rng, work.scene) for _ in range(2)]
    credits = []
    for track in range(work.tracks):
        credits += [Credit(writer, "Written-By", track) for writer in writers if rng.random() < 0.6]
        if rng.random() < 0.12:
            guest = population.musician(rng, work.scene)
            credits.append(Credit(guest, rng.choice(("Featuring", "Remix", "Vocals [Featuring]")), track))
    return credits


def _playing_role(rng: Random, population: Population, artist: int) -> str:
    """Mostly the musician's instrument; one in five strings holds several roles or bracketed details with commas."""
    role = population.instrument(artist)
    chance = rng.random()
    if chance < 0.08:
        return f"{role} [{rng.choice(words.DETAILS)}]"
    if chance < 0.14:
        return f"{role}, {rng.choice(words.INSTRUMENTS)} [{rng.choice(words.DETAILS)}]"
    return f"{role}, Backing Vocals" if chance < 0.2 else role


def _staff_role(rng: Random) -> str:
    role = rng.choice(words.STAFF)
    if role == "Written-By" and rng.random() < 0.4:
        return "Written-By, Producer"
    return f"{role} [{rng.choice(words.DETAILS)}]" if rng.random() < 0.1 else role
