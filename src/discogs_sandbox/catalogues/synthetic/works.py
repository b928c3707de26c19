"""Albums and their pressings in short: what collection rows and discographies show, without whole documents.

Albums are numbered: first those on the shelf, then the rest of each act's discography. Pressing v of album w is
release 4w + v, so that ids need no table.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from random import Random

from discogs_sandbox.api.catalogue import Document
from discogs_sandbox.catalogues.synthetic import words
from discogs_sandbox.catalogues.synthetic.population import Population, label_id, power_law

VARIOUS = -1
IDS_FROM = 20_000
MOST_PRESSINGS = 4


def master_id(work: int) -> int:
    return IDS_FROM + 3 * work


def release_id(work: int, pressing: int) -> int:
    # The same range as the masters': the two id spaces overlap, as at Discogs.
    return IDS_FROM + 3 * (MOST_PRESSINGS * work + pressing)


@dataclass(frozen=True)
class Work:
    """An album, single or compilation; `artists` are numbers, VARIOUS for a compilation; year 0 is unknown."""

    number: int
    artists: tuple[int, ...]
    joins: tuple[str, ...]
    scene: int
    title: str
    year: int
    genres: tuple[str, ...]
    styles: tuple[str, ...]
    has_master: bool
    pressings: int
    tracks: int
    has_credits: bool


@dataclass(frozen=True)
class Pressing:
    """One release of a work, as far as listings show it. `formats` and `labels` are in the API's form."""

    id: int
    work: Work
    number: int
    year: int
    country: str
    formats: tuple[Document, ...]
    labels: tuple[tuple[int, str, str], ...]
    """(label id, name, catno)"""
    have: int
    want: int
    image: str
    """The part in which urls of images differ; "" without images."""


class Works:
    """All albums: `shelved` of them owned, and every act's others."""

    def __init__(self, population: Population, shelved: int) -> None:
        self.population = population
        self.shelved = shelved
        rng = population.rng("shelved")
        self._acts = [_main_act(rng, population) for _ in range(shelved)]
        # The most famous act has more than ten pages of a hundred.
        self._others = [1150, *(_discography_size(rng) for _ in range(1, population.acts))]
        self._starts = [shelved, *(shelved + total for total in accumulate(self._others))]
        self.by_act: dict[int, list[int]] = {}
        for number, act in enumerate(self._acts):
            self.by_act.setdefault(act, []).append(number)
        self.get = lru_cache(maxsize=100_000)(self._work)
        self.pressing = lru_cache(maxsize=100_000)(self._pressing)

    def __len__(self) -> int:
        return self._starts[-1]

    def of_act(self, act: int) -> list[int]:
        """An act's whole discography."""
        return [*self.by_act.get(act, []), *range(self._starts[act], self._starts[act + 1])]

    def _act(self, number: int) -> int:
        if number < self.shelved:
            return self._acts[number]
        return bisect_right(self._starts, number) - 1

    def _work(self, number: int) -> Work:
        population = self.population
        rng = population.rng("work", number)
        act = self._act(number)
        scene = population.scene(act) if act != VARIOUS else rng.randrange(population.scenes)
        artists, joins = _collaborators(rng, population, act, scene)
        genre, styles = population.genre(scene)
        genres = (genre, rng.choice(words.GENRES)[0]) if rng.random() < 0.15 else (genre,)
        is_single = rng.random() < 0.35
        tracks = 2 + power_law(rng, 3, 1.0) if is_single else 6 + power_law(rng, 12, 1.5)
        return Work(
            number=number,
            artists=artists,
            joins=joins,
            scene=scene,
            title=words.title(rng),
            year=0 if rng.random() < 0.02 else _year(rng, act),
            genres=tuple(dict.fromkeys(genres)),
            styles=tuple(rng.sample(styles, min(len(styles), rng.choice((0, 1, 1, 1, 2, 2, 2, 3)))))
            if rng.random() < 0.98
            else (),
            has_master=rng.random() >= 0.3,
            pressings=1 + power_law(rng, MOST_PRESSINGS, 2.0),
            tracks=tracks * 2 if act == VARIOUS else tracks,
            has_credits=rng.random() < 0.76,
        )

    def _pressing(self, number: int, index: int) -> Pressing:
        work = self.get(number)
        rng = self.population.rng("pressing", number, index)
        # The main release is the first pressing; the others come later.
        year = work.year + (0 if index == 0 or not work.year else rng.randint(0, 30))
        have = 3 + power_law(rng, 20_000, 4.0)
        return Pressing(
            id=release_id(number, index),
            work=work,
            number=index,
            year=min(year, 2026),
            country=rng.choice(words.COUNTRIES),
            formats=tuple(_formats(rng, work)),
            labels=tuple(self._labels(rng, work)),
            have=have,
            want=power_law(rng, have + 5, 1.5),
            image=f"{rng.getrandbits(96):024x}" if rng.random() < 0.97 else "",
        )

    def _labels(self, rng: Random, work: Work) -> list[tuple[int, str, str]]:
        population = self.population
        if rng.random() < 0.04 and work.artists[0] != VARIOUS:
            name = f"Not On Label ({population.names[work.artists[0]]} Self-released)"
            return [(label_id(population.labels + population.companies + work.artists[0]), name, "none")]
        label = population.label(rng, work.scene)
        entry = (label_id(label), population.label_name(label), _catno(rng))
        chance = rng.random()
        if chance < 0.09:
            return [entry, (entry[0], entry[1], f"{entry[2]}-2")]
        if chance < 0.2:
            other = population.label(rng, work.scene)
            return [entry, (label_id(other), population.label_name(other), entry[2])]
        return [entry]


def _main_act(rng: Random, population: Population) -> int:
    return VARIOUS if rng.random() < 0.065 else power_law(rng, population.acts, 1.6)


def _discography_size(rng: Random) -> int:
    """Albums that are not on the shelf: half of all acts have under a dozen, some hundreds."""
    return min(1500, int(rng.lognormvariate(2.3, 1.35)))


def _collaborators(
    rng: Random, population: Population, act: int, scene: int
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    chance = rng.random()
    if act == VARIOUS or chance >= 0.12:
        return (act,), ("",)
    count = 2 if chance < 0.02 else 1
    per_scene = max(1, population.acts // population.scenes)
    others = [scene + population.scenes * power_law(rng, per_scene, 1.2) for _ in range(count)]
    artists = tuple(dict.fromkeys(number for number in (act, *others) if number < population.acts))
    return artists, (*(rng.choice(words.JOINS) for _ in artists[1:]), "")


def _year(rng: Random, act: int) -> int:
    began = 1955 + (act * 37) % 60
    return min(2025, began + power_law(rng, 25, 1.5))


def _catno(rng: Random) -> str:
    if rng.random() < 0.04:
        return "none"
    letters = "".join(rng.choice("ABCDEFGHKLMPRSTVWXZ") for _ in range(rng.randint(2, 4)))
    return f"{letters}{rng.choice(('', ' ', '-'))}{rng.randint(1, 999):03d}{rng.choice(('', '', 'LP', 'CD'))}"


def _formats(rng: Random, work: Work) -> list[Document]:
    """Mostly vinyl. A box has several carriers and All Media; absurd quantities occur."""
    chance = rng.random()
    if chance < 0.03:
        return [
            _box_part(rng, "Vinyl", "LP"),
            _box_part(rng, "CD", "Album"),
            {"name": "All Media", "qty": "1"},
        ]
    if chance < 0.3:
        entry: Document = {"name": "CD", "qty": "1"}
        if rng.random() < 0.85:
            entry["descriptions"] = ["Album", *(["Reissue"] if rng.random() < 0.2 else [])]
        return [entry]
    if chance < 0.36:
        return [{"name": rng.choice(("Cassette", "File", "CDr")), "qty": "1"}]
    return [_vinyl(rng, work)]


def _vinyl(rng: Random, work: Work) -> Document:
    is_single = work.tracks <= 5
    descriptions = ['12"', "45 RPM"] if is_single else ["LP", "Album"]
    extras = (
        "Reissue",
        "Repress",
        "Limited Edition",
        "Stereo",
        "Remastered",
        "33 ⅓ RPM",
        "Promo",
        "White Label",
    )
    descriptions += rng.sample(extras, power_law(rng, 4, 2.0))
    quantity = "1" if is_single or rng.random() < 0.8 else str(rng.randint(2, 5))
    if rng.random() < 0.002:
        quantity = "9" * 40
    entry: Document = {"name": "Vinyl", "qty": quantity}
    if rng.random() < 0.25:
        entry["text"] = rng.choice(("180 g", "Gatefold", "Clear, Trifold", "Red [Translucent]"))
    entry["descriptions"] = descriptions
    return entry


def _box_part(rng: Random, carrier: str, description: str) -> Document:
    return {"name": carrier, "qty": str(rng.randint(1, 12)), "descriptions": [description]}
