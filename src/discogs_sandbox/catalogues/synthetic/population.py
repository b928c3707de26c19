"""The population: acts (bands and soloists), the people around them, scenes that they share, labels, companies.

Everything is numbered from 0. Small numbers are famous: picks follow a power law. Scenes keep musicians together,
so that the same people turn up in several bands and on each other's records.
"""

from __future__ import annotations

from collections import defaultdict
from random import Random

from discogs_sandbox.catalogues.synthetic import words

ARTIST_IDS_FROM = 1000
LABEL_IDS_FROM = 50
_BAND_SHARE = 0.45
_ACTS_IN_SCENE = 20


def artist_id(number: int) -> int:
    return ARTIST_IDS_FROM + 7 * number


def artist_number(id_: int) -> int | None:
    """The artist of an id, None when no artist can have it."""
    number, rest = divmod(id_ - ARTIST_IDS_FROM, 7)
    return number if rest == 0 and number >= 0 else None


def label_id(number: int) -> int:
    return LABEL_IDS_FROM + 3 * number


def power_law(rng: Random, size: int, steepness: float) -> int:
    """A number below `size`; the larger `steepness`, the more often a small one."""
    return int(size * rng.random() ** steepness)


class Population:
    """`acts` numbers 0 to acts - 1 make albums; the `people` after them are members, sidemen and staff."""

    def __init__(self, seed: int, albums: int) -> None:
        self.seed = seed
        self.acts = max(6, int(albums * 0.45))
        self.people = max(60, albums * 3)
        self.scenes = max(2, self.acts // _ACTS_IN_SCENE)
        self.labels = max(8, albums // 3)
        self.companies = max(12, albums // 5)
        self.names = self._unique_names()
        self.members: dict[int, list[tuple[int, bool]]] = {}
        """By band: (artist, still a member)."""
        self.groups: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
        for band in range(self.acts):
            if self.is_band(band):
                self.members[band] = self._band_members(band)
                for member, active in self.members[band]:
                    self.groups[member].append((band, active))

    def __len__(self) -> int:
        return self.acts + self.people

    def rng(self, *about: str | int) -> Random:
        """A generator of its own for each subject: its numbers do not depend on earlier calls."""
        return Random("/".join(str(part) for part in (self.seed, *about)))

    def is_band(self, number: int) -> bool:
        # By number and not by chance, so that every scene has both.
        return number < self.acts and (number * 2654435761 % 1000) < _BAND_SHARE * 1000

    def scene(self, number: int) -> int:
        return number % self.scenes if number < self.acts else (number - self.acts) % self.scenes

    def genre(self, scene: int) -> tuple[str, tuple[str, ...]]:
        return words.GENRES[scene % len(words.GENRES)]

    def scene_of_genre(self, rng: Random, scene: int) -> int:
        """A scene of the same genre: there is studio work for musicians of other towns."""
        return rng.randrange(scene % len(words.GENRES), self.scenes, len(words.GENRES))

    def instrument(self, number: int) -> str:
        return words.INSTRUMENTS[number * 7 % len(words.INSTRUMENTS)]

    def aliases(self, number: int) -> list[int]:
        """Numbers of a person's other names. In each group of eleven the first two are one person."""
        if number < self.acts:
            return []
        place = (number - self.acts) % 11
        other = {0: number + 1, 1: number - 1}.get(place)
        return [other] if other is not None and other < len(self) else []

    def musician(self, rng: Random, scene: int) -> int:
        """Somebody who plays in a scene: now and then a soloist who has records of their own."""
        if rng.random() < 0.15:
            soloist = scene + self.scenes * power_law(rng, max(1, self.acts // self.scenes), 1.5)
            if not self.is_band(soloist):
                return soloist
        return self.acts + scene + self.scenes * power_law(rng, max(1, self.people // self.scenes), 1.8)

    def staff(self, rng: Random) -> int:
        """Producers, engineers and designers work in all scenes."""
        return self.acts + power_law(rng, self.people, 3.0)

    def label(self, rng: Random, scene: int) -> int:
        per_scene = max(1, self.labels // self.scenes)
        return (scene + self.scenes * power_law(rng, per_scene, 1.6)) % self.labels

    def label_name(self, number: int) -> str:
        """Labels first, then companies: they share the ids."""
        rng = self.rng("label", number)
        return words.label_name(rng) if number < self.labels else words.company_name(rng)

    def company(self, rng: Random) -> int:
        return self.labels + power_law(rng, self.companies, 2.0)

    def _unique_names(self) -> list[str]:
        """A name that was given before gets a number in brackets, as in Discogs' database."""
        rng = self.rng("names")
        seen: dict[str, int] = {}
        names = []
        for number in range(self.acts + self.people):
            name = words.band_name(rng) if self.is_band(number) else words.person_name(rng)
            seen[name] = seen.get(name, 0) + 1
            names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
        return names

    def _band_members(self, band: int) -> list[tuple[int, bool]]:
        rng = self.rng("members", band)
        scene = self.scene(band)
        chosen = {self.musician(rng, scene): rng.random() < 0.7 for _ in range(rng.randint(3, 6))}
        return list(chosen.items())
