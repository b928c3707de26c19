"""A process that lands documents one after the other and says so; tests kill it, or let it run out of room.

Run as: writer.py LANDING_DB FIRST COUNT [FILE_SIZE_LIMIT]
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from linernotes.documents import DocumentKey, Fetched
from linernotes.errors import LinernotesError
from linernotes.storage.landing import Landing, ReleaseStats

START = datetime(2026, 11, 24, tzinfo=UTC)


def body_of(number: int) -> bytes:
    """The bytes of a document, the same in every process: some 2 to 10 KB, with much and little in common."""
    dice = random.Random(number)
    words = " ".join(
        dice.choice(["Guitar", "Producer", "Vocals", "Mixed By"]) for _ in range(dice.randint(100, 700))
    )
    return f'{{"id": {number}, "notes": "{words}", "noise": "{dice.randbytes(500).hex()}"}}'.encode()


def stats_of(number: int) -> ReleaseStats:
    """The history row that is saved with it."""
    at = START + timedelta(seconds=number)
    return ReleaseStats(number, at, number, 0, None, 0, 1, Decimal(number) / 100, "EUR")


def say(line: str) -> None:
    """Tell the test, in one write."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(path: str, first: str, count: str, limit: str = "") -> int:
    if limit:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    try:
        with Landing.open(Path(path)) as landing:
            for number in range(int(first), int(first) + int(count)):
                key = DocumentKey("release", number)
                fetched = Fetched(key, body_of(number), START + timedelta(seconds=number))
                landing.save(fetched, history=[stats_of(number)])
                say(str(number))
    except LinernotesError as error:
        say(f"{type(error).__name__}: {error}")
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
