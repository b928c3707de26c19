"""Documents of releases and masters, made when asked for: equal each time."""

from __future__ import annotations

from random import Random

from discogs_sandbox.api.catalogue import API, WWW, Document, basic_information, master_document, slug
from discogs_sandbox.catalogues.synthetic import parts, words
from discogs_sandbox.catalogues.synthetic.lineup import UNLINKED, Credit, line_up
from discogs_sandbox.catalogues.synthetic.population import Population, power_law
from discogs_sandbox.catalogues.synthetic.tracks import tracklist
from discogs_sandbox.catalogues.synthetic.works import Pressing, Work, Works, master_id


class Releases:
    """Makes the documents of a catalogue's albums."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._population: Population = works.population

    def summary(self, pressing: Pressing) -> Document:
        """The keys of a release that listings show, equal to those of the whole document."""
        work = pressing.work
        rng = self._population.rng("summary", pressing.id)
        artists = [
            parts.credit(self._population, rng, artist, join=join)
            for artist, join in zip(work.artists, work.joins, strict=True)
        ]
        document: Document = {
            "id": pressing.id,
            "status": "Accepted",
            "year": pressing.year,
            "resource_url": f"{API}/releases/{pressing.id}",
            "artists": artists,
            "artists_sort": " ".join(text for c in artists for text in (c["name"], c["join"]) if text),
            "labels": [
                parts.named_entity(id_, name, catno, "1", "Label") for id_, name, catno in pressing.labels
            ],
            "formats": list(pressing.formats),
            "community": {"have": pressing.have, "want": pressing.want},
            "title": work.title,
            "genres": list(work.genres),
            "styles": list(work.styles),
            "images": parts.images(rng, pressing.image, most=12),
            "thumb": parts.thumb(pressing.image),
        }
        if work.has_master:
            document |= {
                "master_id": master_id(work.number),
                "master_url": f"{API}/masters/{master_id(work.number)}",
            }
        return document

    def basic(self, pressing: Pressing) -> Document:
        return basic_information(self.summary(pressing))

    def release(self, pressing: Pressing) -> Document:
        """The whole document."""
        population, work = self._population, pressing.work
        rng = population.rng("release", pressing.id)
        summary = self.summary(pressing)
        credits = line_up(population, work)
        tracks = tracklist(population, pressing, credits)
        added = parts.moment(rng)
        for_sale = power_law(rng, 120, 2.5)
        quality = rng.choice(("Needs Vote", "Needs Vote", "Correct"))
        community = summary["community"] | self._community(rng, quality)
        date, shown_date = parts.released(rng, pressing.year)
        document = summary | {
            "uri": f"{WWW}/release/{pressing.id}-{slug(summary)}",
            "series": self._series(rng),
            "companies": self._companies(rng),
            "data_quality": quality,
            "community": community,
            "format_quantity": min(
                9999, sum(int(f["qty"]) for f in pressing.formats if f["name"] != "All Media")
            ),
            "date_added": added.isoformat(),
            "date_changed": parts.later(added, rng, 900).isoformat(),
            "num_for_sale": for_sale,
            "lowest_price": round(0.5 + 40 * rng.random() ** 2, 2) if for_sale else None,
            "identifiers": parts.identifiers(rng),
            "videos": parts.videos(rng, summary["artists"][0]["name"], [track["title"] for track in tracks]),
            "tracklist": tracks,
            "estimated_weight": 60 + 230 * len(pressing.formats),
            "blocked_from_sale": rng.random() < 0.01,
            "is_offensive": False,
        }
        optional = {
            "country": pressing.country if rng.random() < 0.99 else None,
            "released": date,
            "released_formatted": shown_date,
            "notes": self._notes(rng, work) if rng.random() < 0.7 else None,
            "extraartists": self._extra_artists(rng, credits, tracks),
        }
        return document | {key: value for key, value in optional.items() if value}

    def master(self, work: Work) -> Document:
        """From the documents of all its pressings."""
        pressings = [self._works.pressing(work.number, index) for index in range(work.pressings)]
        return master_document(master_id(work.number), [self.release(pressing) for pressing in pressings])

    def _extra_artists(self, rng: Random, credits: list[Credit], tracks: list[Document]) -> list[Document]:
        lines = [line for track in tracks for line in track.get("sub_tracks", [track])]
        positions = [line["position"] for line in lines if line["position"]]
        found = []
        for entry in credits:
            if entry.track is not None:
                continue
            if entry.artist == UNLINKED:
                found.append(parts.unlinked_credit(entry.name, entry.role))
                continue
            span = _span(positions, entry.tracks)
            found.append(parts.credit(self._population, rng, entry.artist, role=entry.role, tracks=span))
        return found

    def _community(self, rng: Random, quality: str) -> Document:
        names = [
            f"{words.company_name(rng).split()[0].lower()}{rng.randint(1, 99)}"
            for _ in range(1 + power_law(rng, 22, 2))
        ]
        users = [{"username": name, "resource_url": f"{API}/users/{name}"} for name in names]
        count = power_law(rng, 400, 3.0)
        average = round(3 + 2 * rng.random(), 2) if count else 0
        return {
            "rating": {"count": count, "average": average},
            "submitter": users[0],
            "contributors": users,
            "data_quality": quality,
            "status": "Accepted",
        }

    def _companies(self, rng: Random) -> list[Document]:
        population = self._population
        chosen = rng.sample(words.COMPANY_TYPES, power_law(rng, len(words.COMPANY_TYPES), 1.7))
        return [
            parts.entity(population, population.company(rng), type_=type_, type_name=name)
            for type_, name in chosen
        ]

    def _series(self, rng: Random) -> list[Document]:
        if rng.random() >= 0.07:
            return []
        number = self._population.company(rng)
        return [
            parts.entity(
                self._population, number, catno=str(rng.randint(1, 60)), type_="2", type_name="Series"
            )
        ]

    def _notes(self, rng: Random, work: Work) -> str:
        """With Discogs' markup, both kinds of line ends, and square brackets that are no markup."""
        name = self._population.names[work.artists[0]] if work.artists[0] >= 0 else "Various"
        lines = [
            words.sentence(rng, rng.randint(4, 16)),
            f"Recorded by [a={name}] for [l={self._population.label_name(0)}].",
            f"See also [r={rng.randint(1, 9999)}] and [url=https://example.org/{work.number}]here[/url].",
            f"[b]Track 2[/b] {words.sentence(rng, 6)} [sic]",
        ]
        return rng.choice(("\n", "\r\n\r\n")).join(lines[: rng.randint(1, 4)])


def _span(positions: list[str], tracks: tuple[int, ...]) -> str:
    """Tracks as Discogs writes them, "A1, B2 to B4", by the order of the tracklist; "" for the whole release."""
    runs: list[list[str]] = []
    for place, track in enumerate(tracks):
        if place and track == tracks[place - 1] + 1:
            runs[-1].append(positions[track])
        else:
            runs.append([positions[track]])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)
