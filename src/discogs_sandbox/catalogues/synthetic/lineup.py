"""The people who played and worked on an album: the same on all its pressings."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from discogs_sandbox.catalogues.synthetic import words
from discogs_sandbox.catalogues.synthetic.population import Population
from discogs_sandbox.catalogues.synthetic.sessions import Kind, Session, session
from discogs_sandbox.catalogues.synthetic.works import Work

UNLINKED = -2


@dataclass(frozen=True)
class Credit:
    """`track` is the index of a track that the credit stands on, None for the release's own.

    Artist UNLINKED is a name without an artist: `name` then holds the text. `tracks` are those that a credit of the
    release names, ascending; () for the whole release.
    """

    artist: int
    role: str
    track: int | None = None
    name: str = ""
    tracks: tuple[int, ...] = ()


def line_up(population: Population, work: Work) -> list[Credit]:
    """The credits of an album, its own before those of single tracks; [] for a quarter of all albums."""
    if not work.has_credits:
        return []
    rng = population.rng("line-up", work.number)
    made = session(population, work)
    credits = _playing(rng, population, work, made)
    staff = rng.randint(0, 2) if made.kind in (Kind.ALONE, Kind.GUEST) else rng.randint(1, 7)
    credits += [_credit(rng, population.staff(rng), _staff_role(rng), work) for _ in range(staff)]
    if rng.random() < 0.1:
        name = f"{rng.choice('ABCDE')}. {words.person_name(rng).split()[-1]}/{rng.choice('FGHJK')}. Henry"
        credits.append(Credit(UNLINKED, "Written-By", name=name))
    credits += _writers_and_guests(rng, population, work, made)
    return sorted(credits, key=lambda credit: -1 if credit.track is None else credit.track)


def _playing(rng: Random, population: Population, work: Work, made: Session) -> list[Credit]:
    """The credits of those who play."""
    if made.kind is Kind.COMPILATION:
        return _players_of_compilation(rng, population, work)
    players = _players(rng, population, work, made)
    roles = {artist: _playing_role(rng, population, artist) for artist in players}
    if made.kind is Kind.LARGE:
        roles[players[0]] = rng.choice(("Conductor", "Conductor, Arranged By", "Leader"))
    if made.kind not in (Kind.STUDIO, Kind.BY_TRACK):
        return [_credit(rng, artist, role, work, part=0.04) for artist, role in roles.items()]
    on_all = rng.randint(2, 5)
    share = rng.uniform(0.15, 0.5)
    on_tracks = made.kind is Kind.BY_TRACK or rng.random() < 0.5
    credits = []
    for place, (artist, role) in enumerate(roles.items()):
        if place < on_all and not on_tracks:
            credits.append(Credit(artist, role))
            continue
        chosen = [track for track in range(work.tracks) if place < on_all or rng.random() < share]
        tracks = tuple(chosen) or (rng.randrange(work.tracks),)
        if on_tracks:
            credits += [Credit(artist, role, track) for track in tracks]
        else:
            credits.append(Credit(artist, role, tracks=tracks))
    return credits


def _players(rng: Random, population: Population, work: Work, made: Session) -> list[int]:
    """Members of the bands, most of the time, and sidemen of the scene. Guests play beside a band, not in it."""
    found: dict[int, None] = {}
    if made.kind not in (Kind.ALONE, Kind.GUEST):
        for artist in work.artists:
            members = population.members.get(artist, [])
            found |= {member: None for member, _ in members if rng.random() < 0.85}
            if not population.is_band(artist) and rng.random() < 0.4:
                found[artist] = None
    elsewhere = population.scene_of_genre(rng, work.scene)
    for attempt in range(4 * made.players):  # a scene of a small shelf may have fewer people than a big band
        if len(found) >= made.players:
            break
        found[population.musician(rng, elsewhere if attempt % 3 == 2 else work.scene)] = None
    return list(found)


def _players_of_compilation(rng: Random, population: Population, work: Work) -> list[Credit]:
    """Some compilations name those who play on some of their tracks."""
    share = max(0.0, rng.uniform(-0.4, 0.6))
    credits = []
    for track in range(work.tracks):
        if rng.random() < share:
            players = dict.fromkeys(population.musician(rng, work.scene) for _ in range(rng.randint(1, 4)))
            credits += [Credit(artist, population.instrument(artist), track) for artist in players]
    return credits


def _credit(rng: Random, artist: int, role: str, work: Work, *, part: float = 0.15) -> Credit:
    """A credit of the release: some are for a range of tracks alone."""
    if rng.random() < part and work.tracks > 3:
        first = rng.randrange(work.tracks - 1)
        return Credit(artist, role, tracks=tuple(range(first, rng.randrange(first, work.tracks) + 1)))
    return Credit(artist, role)


def _writers_and_guests(rng: Random, population: Population, work: Work, made: Session) -> list[Credit]:
    """A quarter of the albums credit writers, guests and remixers track by track."""
    if rng.random() >= 0.28:
        return []
    writers = [population.musician(rng, work.scene) for _ in range(2)]
    credits = []
    for track in range(work.tracks):
        credits += [Credit(writer, "Written-By", track) for writer in writers if rng.random() < 0.6]
        if rng.random() < 0.12 and made.kind is not Kind.ALONE:
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
