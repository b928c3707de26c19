"""Documents landed per second, one transaction each, beside bare SQLite (the limit) and DuckDB; bytes on disk.

The documents are made up in the shape of Discogs' release documents, 6 to 10 KB each, and the same in every run.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from linernotes.documents import DocumentKey, Fetched
from linernotes.storage.landing import Landing, ReleaseStats

PROMISED = 900  # documents a second, one transaction each
DOCUMENTS = 3_000
DUCKDB_DOCUMENTS = 300
RUNS = 5
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ROLES = (
    "Producer",
    "Engineer",
    "Drums",
    "Guitar [Lead], Vocals",
    "Written-By",
    "Artwork",
    "Mastered By",
    "Bass",
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def make_release(number: int) -> bytes:
    """One made-up release document; its names and signed picture addresses compress no better than real ones."""
    dice = random.Random(number)
    syllables = (
        "ba",
        "ko",
        "ri",
        "ta",
        "shu",
        "mel",
        "on",
        "der",
        "vin",
        "os",
        "qu",
        "lar",
        "ee",
        "nth",
        "gu",
        "za",
    )

    def words(least: int, most: int) -> str:
        lengths = (dice.randint(1, 3) for _ in range(dice.randint(least, most)))
        return " ".join("".join(dice.choices(syllables, k=length)).title() for length in lengths)

    def artist(role: str = "") -> dict[str, object]:
        id = dice.randint(1, 9_000_000)
        url = f"https://api.discogs.com/artists/{id}"
        return {
            "name": words(1, 3),
            "anv": "",
            "join": "",
            "role": role,
            "tracks": "",
            "id": id,
            "resource_url": url,
        }

    def picture(kind: str, side: int) -> dict[str, object]:
        signature = "".join(dice.choices(LETTERS, k=160))
        url = f"https://i.discogs.com/{signature}/rs:fit/g:sm/q:90/h:{side}/w:{side}/{number}.jpeg"
        return {
            "type": kind,
            "uri": url,
            "resource_url": url,
            "uri150": url[:-5],
            "width": side,
            "height": side,
        }

    tracks = [
        {
            "position": f"{side}{n}",
            "type_": "track",
            "title": words(1, 5),
            "duration": f"{n}:{dice.randint(10, 59)}",
        }
        for side in "AB"
        for n in range(1, dice.randint(5, 8))
    ]
    document = {
        "id": number,
        "status": "Accepted",
        "year": dice.randint(1950, 2026),
        "uri": f"https://www.discogs.com/release/{number}",
        "artists": [artist() for _ in range(dice.randint(1, 2))],
        "labels": [
            {"name": words(1, 2), "catno": f"{words(1, 1)} {number}", "entity_type": "1", "id": number % 977}
        ],
        "formats": [{"name": "Vinyl", "qty": "1", "descriptions": ["LP", "Album", "Stereo"]}],
        "community": {"have": dice.randint(1, 9_999), "want": dice.randint(1, 9_999), "rating": {"count": 9}},
        "num_for_sale": dice.randint(0, 99),
        "lowest_price": dice.randint(100, 9_999) / 100,
        "title": words(1, 4),
        "country": "UK",
        "notes": words(10, 60),
        "tracklist": tracks,
        "extraartists": [artist(dice.choice(ROLES)) for _ in range(dice.randint(8, 16))],
        "images": [picture("primary", 600), *(picture("secondary", 590 - n) for n in range(3))],
        "companies": [
            {
                "name": words(1, 3),
                "catno": "",
                "entity_type": "21",
                "entity_type_name": "Engineered At",
                "id": 99,
            }
            for _ in range(dice.randint(2, 7))
        ],
        "identifiers": [
            {
                "type": "Matrix / Runout",
                "value": f"{words(1, 2)} {dice.randint(1, 10**9)}",
                "description": words(1, 3),
            }
            for _ in range(dice.randint(1, 6))
        ],
        "videos": [
            {
                "uri": f"https://www.youtube.com/watch?v={''.join(dice.choices(LETTERS, k=11))}",
                "title": words(2, 6),
            }
            for _ in range(dice.randint(0, 8))
        ],
        "genres": ["Jazz"],
        "styles": ["Hard Bop", "Modal"],
    }
    return json.dumps(document).encode()


def land_one_by_one(path: Path, bodies: list[bytes]) -> None:
    """As a sync does it: each document in a transaction with its row of history."""
    with Landing.open(path) as landing:
        for number, body in enumerate(bodies):
            stats = ReleaseStats(number, NOW, 1, 2, 3.5, 4, 5, Decimal("6.70"), "EUR")
            landing.save(Fetched(DocumentKey("release", number), body, NOW), history=[stats])


def land_by_hundreds(path: Path, bodies: list[bytes]) -> None:
    """As an import of a dump does it."""
    with Landing.open(path) as landing:
        for start in range(0, len(bodies), 100):
            batch = enumerate(bodies[start : start + 100], start)
            landing.save_many(Fetched(DocumentKey("release", number), body, NOW) for number, body in batch)


def insert_into_sqlite(path: Path, bodies: list[bytes]) -> None:
    """The limit: the same bytes, uncompressed, into one table with one key and nothing else."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = normal")
    db.execute("create table document (id integer primary key, body blob)")
    for number, body in enumerate(bodies):
        db.execute("begin immediate")
        db.execute("insert into document values (?, ?)", [number, body])
        db.execute("commit")
    db.close()


def insert_into_duckdb(path: Path, bodies: list[bytes]) -> None:
    """The alternative: one DuckDB file for everything."""
    with duckdb.connect(path) as db:
        db.execute("create table document (id bigint primary key, body blob)")
        for number, body in enumerate(bodies):
            db.execute("insert into document values (?, ?)", [number, body])


VARIANTS: dict[str, tuple[Callable[[Path, list[bytes]], None], int]] = {
    "bare SQLite, uncompressed (the limit)": (insert_into_sqlite, DOCUMENTS),
    "Landing.save, with history": (land_one_by_one, DOCUMENTS),
    "Landing.save_many, by hundreds": (land_by_hundreds, DOCUMENTS),
    "DuckDB, uncompressed": (insert_into_duckdb, DUCKDB_DOCUMENTS),
}


def main() -> bool:
    """Run everything interleaved, so that a busy minute meets all alike, and print medians."""
    bodies = [make_release(number) for number in range(DOCUMENTS)]
    size = sum(map(len, bodies))
    print(
        f"{DOCUMENTS:,} documents of {size / DOCUMENTS / 1000:.1f} KB, {RUNS} runs, medians (lowest to highest)\n"
    )
    rates: dict[str, list[float]] = {name: [] for name in [*VARIANTS, "reading all back"]}
    stored: dict[str, float] = {}
    for _ in range(RUNS):
        folder = Path(tempfile.mkdtemp(prefix="landing-benchmark-"))
        for number, (name, (land, count)) in enumerate(VARIANTS.items()):
            path = folder / f"{number}.db"
            rates[name].append(count / _seconds(lambda: land(path, bodies[:count])))  # noqa: B023 - run at once
            stored[name] = sum(len(body) for body in bodies[:count]) / path.stat().st_size
            if land is land_one_by_one:
                rates["reading all back"].append(DOCUMENTS / _seconds(lambda: _read(path, bodies)))  # noqa: B023
        shutil.rmtree(folder)
    print("| | documents/s | body bytes / bytes on disk |\n|---|---|---|")
    for name, found in rates.items():
        ratio = f"{stored[name]:.2f}" if name in stored else ""
        print(
            f"| {name} | {statistics.median(found):,.0f} ({min(found):,.0f} to {max(found):,.0f}) | {ratio} |"
        )
    reached = statistics.median(rates["Landing.save, with history"])
    print(f"\nPromised: {PROMISED} documents a second, one transaction each. Reached: {reached:,.0f}.")
    return reached >= PROMISED


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _read(path: Path, bodies: list[bytes]) -> None:
    with Landing.open(path, read_only=True) as landing:
        for landed in landing.documents("release"):
            assert landed.body == bodies[landed.key.id]


if __name__ == "__main__":
    raise SystemExit(not main())
