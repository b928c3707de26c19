"""The collector: copies with folders, ratings, conditions and notes, and the wantlist."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from discogs_sandbox.api.catalogue import Document, default_fields
from discogs_sandbox.catalogues.synthetic import words
from discogs_sandbox.catalogues.synthetic.releases import Releases
from discogs_sandbox.catalogues.synthetic.works import Pressing, Works

_PACIFIC = ZoneInfo("America/Los_Angeles")
_BEGAN = datetime(2012, 3, 4, 11, 30, tzinfo=_PACIFIC)
_DAYS = 5300
# Beyond 31 bits, as Discogs' own are about to be.
_INSTANCES_FROM = 2_147_480_000
_GRADES = ("Mint (M)", "Near Mint (NM or M-)", "Very Good Plus (VG+)", "Very Good (VG)", "Good (G)")
_SLEEVES = ("Generic", "Not Graded", "No Cover", *_GRADES)
_BOUGHT = ("Harbour market", "swap with J.", "🎂 birthday", "online,\nshipping was slow", "")

FOLDERS = (
    (0, "All"),
    (1, "Uncategorized"),
    (4_739_258, "Jazz & Improv"),
    (4_739_260, '7" box'),
    (4_739_266, "Für später 📦"),
    (5_120_001, "Sold?"),
)


def fields() -> list[Document]:
    """The usual three, and three of the collector's own, one of them public."""
    cleaned = {
        "id": 4,
        "name": "Cleaned",
        "type": "dropdown",
        "position": 4,
        "public": True,
        "options": ["Yes", "No"],
    }
    bought = {"id": 5, "name": "Bought at", "type": "textarea", "position": 5, "public": False, "lines": 2}
    shelf = {"id": 10, "name": "Shelf", "type": "textarea", "position": 6, "public": False, "lines": 1}
    return [*default_fields(), cleaned, bought, shelf]


def shelf_pressings(works: Works, items: int) -> list[Pressing]:
    """The copies on the shelf, oldest first: 4% are second copies, 4% other pressings of albums already there."""
    rng = works.population.rng("shelf")
    found: list[Pressing] = []
    next_work = 0
    while len(found) < items:
        chance = rng.random()
        if found and chance < 0.04:
            found.append(rng.choice(found))
            continue
        number = next_work
        if found and chance < 0.08:
            number = rng.choice(found).work.number
        elif next_work < works.shelved:
            next_work += 1
        else:
            number = rng.randrange(works.shelved)
        found.append(works.pressing(number, rng.randrange(works.get(number).pressings)))
    return found


def shelf_items(works: Works, releases: Releases, items: int) -> list[Document]:
    """Collection items as the owner sees them."""
    ratings: dict[int, int] = {}
    added = _BEGAN.timestamp()
    step = _DAYS * 86_400 / max(1, items)
    found = []
    rng = works.population.rng("items")
    for number, pressing in enumerate(shelf_pressings(works, items)):
        # Bulk imports: several copies within the same second.
        if rng.random() >= 0.15:
            added += rng.random() * 2 * step
        rating = ratings.setdefault(pressing.id, rng.randint(1, 5) if rng.random() < 0.39 else 0)
        item: Document = {
            "id": pressing.id,
            "instance_id": _INSTANCES_FROM + 7 * number,
            "date_added": datetime.fromtimestamp(int(added), _PACIFIC).isoformat(),
            "rating": rating,
            "basic_information": releases.basic(pressing),
            "folder_id": rng.choice([id_ for id_, _ in FOLDERS[2:-1]]) if rng.random() < 0.4 else 1,
        }
        if rng.random() < 0.8:
            item["notes"] = _notes(rng)
        found.append(item)
    return found


def _notes(rng: Random) -> list[Document]:
    values = {1: rng.choice(_GRADES), 2: rng.choice(_SLEEVES)}
    if rng.random() < 0.6:
        values[3] = words.sentence(rng, 5) if rng.random() < 0.4 else ""
    if rng.random() < 0.2:
        values[4] = rng.choice(("Yes", "No"))
    if rng.random() < 0.2:
        values[5] = rng.choice(_BOUGHT)
    if rng.random() < 0.1:
        values[10] = f"{rng.choice('ABC')}{rng.randint(1, 9)}"
    return [{"field_id": field, "value": value} for field, value in values.items()]


def wants(works: Works, releases: Releases, username: str, count: int) -> list[Document]:
    """Releases of albums that are not on the shelf, newest first."""
    rng = works.population.rng("wants")
    now = _BEGAN + timedelta(days=_DAYS)
    found = []
    for number in sorted({rng.randrange(works.shelved, len(works)) for _ in range(count)}):
        pressing = works.pressing(number, 0)
        now -= timedelta(hours=rng.randint(1, 300))
        found.append(
            {
                "id": pressing.id,
                "resource_url": f"https://api.discogs.com/users/{username}/wants/{pressing.id}",
                "rating": rng.choice((0, 0, 0, 4, 5)),
                "date_added": now.astimezone(_PACIFIC).isoformat(),
                "basic_information": releases.basic(pressing),
                "notes": rng.choice(("", "", "max €20", "original press only")),
            }
        )
    return found
