"""Documents of artists, and their discographies."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from discogs_sandbox.api.catalogue import API, WWW, Document, discography_row
from discogs_sandbox.catalogues.synthetic import parts, words
from discogs_sandbox.catalogues.synthetic.lineup import UNLINKED, line_up
from discogs_sandbox.catalogues.synthetic.population import Population, artist_id
from discogs_sandbox.catalogues.synthetic.releases import Releases
from discogs_sandbox.catalogues.synthetic.tracks import compilation_artists
from discogs_sandbox.catalogues.synthetic.works import VARIOUS, Works, master_id, release_id


class Artists:
    """Makes documents and discographies by artist number."""

    def __init__(self, works: Works, releases: Releases) -> None:
        self._works = works
        self._releases = releases
        self._population: Population = works.population
        self._credited: dict[int, dict[int, str]] | None = None
        # A caller reads the pages of one artist one after another.
        self.discography = lru_cache(maxsize=64)(self._discography)

    def document(self, number: int) -> Document:
        population = self._population
        rng = population.rng("artist", number)
        id_, name = artist_id(number), population.names[number]
        image = f"{rng.getrandbits(96):024x}" if rng.random() < 0.75 else ""
        plain = name.split(" (")[0]
        document: Document = {
            "name": name,
            "id": id_,
            "resource_url": f"{API}/artists/{id_}",
            "uri": f"{WWW}/artist/{id_}-{'-'.join(plain.split())}",
            "releases_url": f"{API}/artists/{id_}/releases",
            "profile": self._profile(rng, number),
            "data_quality": rng.choice(("Needs Vote", "Correct", "Complete and Correct")),
        }
        optional = {
            "images": parts.images(rng, image, most=8),
            "realname": words.person_name(rng)
            if not population.is_band(number) and rng.random() < 0.6
            else "",
            "urls": _urls(rng, plain),
            "namevariations": _variations(rng, name),
            "aliases": [self._reference(other) for other in population.aliases(number)],
            "groups": [self._reference(n, active=active) for n, active in population.groups.get(number, [])],
            "members": [
                self._reference(n, active=active) for n, active in population.members.get(number, [])
            ],
        }
        return document | {key: value for key, value in optional.items() if value}

    def _discography(self, number: int) -> list[Document]:
        """Albums of an act, then what it appears on of the albums that somebody owns; oldest year first."""
        found = (
            [self._row(work, "Main") for work in self._works.of_act(number)]
            if number < self._population.acts
            else []
        )
        found += [self._row(work, role) for work, role in self._appearances().get(number, {}).items()]
        return sorted(found, key=lambda row: (row["year"], row["type"], row["id"]))

    def _row(self, number: int, role: str) -> Document:
        work = self._works.get(number)
        summary = self._releases.summary(self._works.pressing(number, 0))
        master: Document | None = None
        if work.has_master:
            years = [self._works.pressing(number, index).year for index in range(work.pressings)]
            master = {
                "id": master_id(number),
                "title": work.title,
                "main_release": release_id(number, 0),
                "year": min((year for year in years if year), default=0),
            }
        trackinfo = (
            words.title(self._population.rng("trackinfo", number)) if role == "TrackAppearance" else ""
        )
        return discography_row(summary, master, role, trackinfo)

    def _appearances(self) -> dict[int, dict[int, str]]:
        """By artist: the owned albums on which they are credited, with the first role. Read once, all of them."""
        if self._credited is None:
            credited: dict[int, dict[int, str]] = {}
            for number in range(self._works.shelved):
                work = self._works.get(number)
                if work.artists[0] == VARIOUS:
                    for artist in compilation_artists(self._population, number, work.tracks):
                        credited.setdefault(artist, {}).setdefault(number, "TrackAppearance")
                for other in work.artists[1:]:
                    credited.setdefault(other, {}).setdefault(number, "Main")
                for entry in line_up(self._population, work):
                    if entry.artist != UNLINKED and entry.artist not in work.artists:
                        role = entry.role.split(",")[0].split("[")[0].strip()
                        credited.setdefault(entry.artist, {}).setdefault(number, role)
            self._credited = credited
        return self._credited

    def _reference(self, number: int, *, active: bool | None = None) -> Document:
        id_ = artist_id(number)
        document: Document = {
            "id": id_,
            "name": self._population.names[number],
            "resource_url": f"{API}/artists/{id_}",
        }
        return document | ({} if active is None else {"active": active}) | {"thumbnail_url": ""}

    def _profile(self, rng: Random, number: int) -> str:
        """Empty for a fifth; the others refer to somebody of the same scene by id and by name."""
        population = self._population
        if rng.random() < 0.2:
            return ""
        other = population.musician(rng, population.scene(number))
        first = words.sentence(rng, rng.randint(3, 30))
        second = f"Played with [a={population.names[other]}] ([a{artist_id(other)}]) and for [l{rng.randint(50, 200)}]."
        return f"{first}\r\n{second} [i]{words.sentence(rng, 3)}[/i]"


def _urls(rng: Random, name: str) -> list[str]:
    slug = "".join(character for character in name.lower() if character.isascii() and character.isalnum())
    return [f"https://{slug or 'name'}.example.org/", f"www.example.com/{slug}"][
        : rng.choice((0, 0, 1, 1, 2))
    ]


def _variations(rng: Random, name: str) -> list[str]:
    found = [parts.name_variation(rng, name) for _ in range(rng.choice((0, 0, 1, 2, 3)))]
    return [variation for variation in dict.fromkeys(found) if variation != name]
