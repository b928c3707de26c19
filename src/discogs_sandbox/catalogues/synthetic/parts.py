"""The pieces that documents share: credits, entities, images, videos, dates, identifiers."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from discogs_sandbox.api.catalogue import API, Document
from discogs_sandbox.catalogues.synthetic import words
from discogs_sandbox.catalogues.synthetic.population import Population, artist_id, label_id, power_law
from discogs_sandbox.catalogues.synthetic.works import VARIOUS

_PACIFIC = ZoneInfo("America/Los_Angeles")
_EPOCH = datetime(2004, 1, 1, tzinfo=_PACIFIC)
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def credit(
    population: Population, rng: Random, artist: int, *, role: str = "", join: str = "", tracks: str = ""
) -> Document:
    """An artist's credit; one in six uses a name variation."""
    if artist == VARIOUS:
        name, id_ = "Various", 194
    else:
        name, id_ = population.names[artist], artist_id(artist)
    return {
        "name": name,
        "anv": name_variation(rng, name) if artist != VARIOUS and rng.random() < 0.16 else "",
        "join": join,
        "role": role,
        "tracks": tracks,
        "id": id_,
        "resource_url": f"{API}/artists/{id_}",
    }


def unlinked_credit(name: str, role: str) -> Document:
    """A name typed as text: artist 0, without a page."""
    return {"name": name, "anv": "", "join": "", "role": role, "tracks": "", "id": 0, "resource_url": ""}


def name_variation(rng: Random, name: str) -> str:
    """A name as a sleeve might print it."""
    plain = name.split(" (")[0]
    first, _, rest = plain.partition(" ")
    if not rest:
        return plain.upper()
    return rng.choice((f"{first[0]}. {rest}", rest, plain.upper(), f"{first} “{rest[:4]}” {rest}"))


def entity(
    population: Population, number: int, *, catno: str = "", type_: str = "1", type_name: str = "Label"
) -> Document:
    """A label or company by its number."""
    return named_entity(label_id(number), population.label_name(number), catno, type_, type_name)


def named_entity(id_: int, name: str, catno: str, type_: str, type_name: str) -> Document:
    return {
        "name": name,
        "catno": catno,
        "entity_type": type_,
        "entity_type_name": type_name,
        "id": id_,
        "resource_url": f"{API}/labels/{id_}",
    }


def image_url(image: str, width: int, height: int, quality: int = 90) -> str:
    """A url of the length and look of Discogs' signed ones; it leads nowhere."""
    key = image * 4
    path = "/".join(key[at : at + 16] for at in range(0, 80, 16))
    return (
        f"https://i.discogs.com/{image}{image[:19]}/rs:fit/g:sm/q:{quality}/h:{height}/w:{width}/{path}.jpeg"
    )


def images(rng: Random, image: str, *, most: int) -> list[Document]:
    """At most one primary image, the first; [] without an image."""
    if not image:
        return []
    found = []
    for number in range(1 + power_law(rng, most, 2.0)):
        width, height = rng.randint(200, 600), rng.randint(200, 600)
        url = image_url(f"{rng.getrandbits(96):024x}" if number else image, width, height)
        found.append(
            {
                "type": "secondary" if number else "primary",
                "uri": url,
                "resource_url": url,
                "uri150": image_url(image, 150, 150),
                "width": width,
                "height": height,
            }
        )
    return found


def thumb(image: str) -> str:
    return image_url(image, 150, 150, 40) if image else ""


def videos(rng: Random, artist: str, titles: list[str]) -> list[Document]:
    found = []
    for _ in range(power_law(rng, 16, 1.6)):
        title = rng.choice(titles)
        key = "".join(rng.choice(_BASE64) for _ in range(11))
        found.append(
            {
                "uri": f"https://www.youtube.com/watch?v={key}",
                "title": f"{artist} - {title}",
                "description": None if rng.random() < 0.04 else words.sentence(rng, rng.randint(2, 30)),
                "duration": rng.randint(0, 900),
                "embed": rng.random() < 0.97,
            }
        )
    return found


def identifiers(rng: Random) -> list[Document]:
    """Barcodes and matrix numbers; none for two fifths of all releases."""
    if rng.random() < 0.4:
        return []
    found: list[Document] = []
    if rng.random() < 0.5:
        barcode = "".join(str(rng.randrange(10)) for _ in range(13))
        found.append(
            {
                "type": "Barcode",
                "value": barcode,
                **({"description": "Scanned"} if rng.random() < 0.4 else {}),
            }
        )
    for side in "ABCDEFGHI"[: power_law(rng, 9, 1.2)]:
        value = (
            f"{rng.choice(words.COUNTRIES)[:2].upper()}{rng.randint(1000, 99999)} {side}{rng.randint(1, 4)}"
        )
        found.append({"type": "Matrix / Runout", "value": value, "description": f"Side {side}, etched"})
    return found


def moment(rng: Random) -> datetime:
    """A moment in US Pacific time, within 8,000 days of the beginning of 2004."""
    seconds = rng.randrange(86_400 * 8_000)
    # Through UTC, so that the offset is the one in force on that day.
    return datetime.fromtimestamp(_EPOCH.timestamp() + seconds, _PACIFIC)


def released(rng: Random, year: int) -> tuple[str, str]:
    """(released, as shown): full dates, months with day 00, and bare years occur; year 0 gives ("", "")."""
    if not year:
        return "", ""
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    chance = rng.random()
    if chance < 0.45:
        return str(year), str(year)
    if chance < 0.57:
        return f"{year}-{month:02d}-00", f"{_MONTHS[month - 1]} {year}"
    return f"{year}-{month:02d}-{day:02d}", f"{day:02d} {_MONTHS[month - 1]} {year}"


def later(start: datetime, rng: Random, days: int) -> datetime:
    return (start + timedelta(seconds=rng.randrange(86_400 * days))).astimezone(_PACIFIC)


def duration(rng: Random) -> str:
    """Empty for half of all tracks; some run over an hour."""
    if rng.random() < 0.5:
        return ""
    seconds = rng.randint(70, 560) if rng.random() < 0.995 else rng.randint(3600, 9000)
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
