"""Invented names and titles: nobody's and no band's. Genres, styles, countries and roles are Discogs' own words."""

from __future__ import annotations

from random import Random


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GIVEN = _split(
    "Aldo Anika Arvid Bea Bram Calla Ciro Dagny Dario Edda Elio Enya Fenna Florin Gesa Goran Hedda Hiro Ilse Ivo Jory "
    "Juno Kaito Kalle Lorcan Lumi Maelle Marek Nadja Nils Odile Orla Pavel Pia Quentin Rasa Remo Saga Soren Tove "
    "Tariq Ulla Uri Vesna Vito Wanda Wim Xenia Yara Yusuf Zelda Zoltan Brónagh Günther Inês Łukasz Noémie Þórunn"
)
_SURNAME_HEADS = _split(
    "Bran Cal Dor El Fal Gar Hol Il Jen Kar Lam Mor Nor Ost Pel Quin Ros Sand Tor Ul Var Wex Yar Zim"
)
_SURNAME_TAILS = _split(
    "berg ciotti dale elli feld gaard hurst ino kamp lund mere nova oake penn quist rova stad thal vik worth"
)
_ADJECTIVES = _split(
    "Amber Borrowed Broken Copper Crooked Distant Electric Faded Glass Hollow Inner Jade Last Lunar Midnight Nervous "
    "Open Pale Quiet Restless Silver Slow Static Tidal Upper Velvet Wired Yellow Zero"
)
_NOUNS = _split(
    "Anchor Arcade Atlas Canal Carousel Circuit Cloud Compass Dynamo Engine Ferry Garden Harbour Hotel Island Junction "
    "Kettle Lantern Ledger Meadow Mirror Motor Orchard Parade Piano Pylon Quarry Radio River Saturn Signal Staircase "
    "Telephone Tunnel Umbrella Valley Weather Window Zebra"
)
_FOREIGN = (
    "夜の港",
    "Ночной поезд",
    "Ωμέγα",
    "Être Là",
    "Größenwahn",
    "España Baja",
    "ሙዚቃ",
    "Ø",
    "Sci\u200b-\u200bFi",
    "Żółw",
)
_EMOJI = ("🎷", "🌊", "🖤", "👩‍🚀")
_COMPANIES = _split("Pressing Studios Mastering Publishing Distribution Sound Music Recordings")


def person_name(rng: Random) -> str:
    given, surname = rng.choice(_GIVEN), rng.choice(_SURNAME_HEADS) + rng.choice(_SURNAME_TAILS)
    if rng.random() < 0.06:
        return f"DJ {given}"
    return (
        f"{given} {rng.choice(_SURNAME_HEADS)[0]}. {surname}" if rng.random() < 0.08 else f"{given} {surname}"
    )


def band_name(rng: Random) -> str:
    adjective, noun, other = rng.choice(_ADJECTIVES), rng.choice(_NOUNS), rng.choice(_NOUNS)
    shapes = (
        f"The {adjective} {noun}s",
        f"{adjective} {noun}",
        f"{noun} & {other}",
        f"{noun} Of {other}",
        f"{rng.choice(_SURNAME_HEADS)}{rng.choice(_SURNAME_TAILS)} {rng.choice(('Trio', 'Quartet', 'Ensemble'))}",
        f"{noun}*" if rng.random() < 0.1 else f"{noun}s",
    )
    return rng.choice(shapes)


def title(rng: Random) -> str:
    """A title of an album or a track: sometimes in another script, with a translation, an emoji or stray blanks."""
    words = f"{rng.choice(_ADJECTIVES)} {rng.choice(_NOUNS)}"
    chance = rng.random()
    if chance < 0.04:
        return rng.choice(_FOREIGN)
    if chance < 0.07:
        return f"{rng.choice(_FOREIGN)} = {words}"
    if chance < 0.08:
        return f"{words} {rng.choice(_EMOJI)}"
    if chance < 0.09:
        return f"{words} "
    if chance < 0.4:
        return f"{rng.choice(_NOUNS)} {rng.choice(('In', 'At', 'For', 'To', 'Without'))} The {rng.choice(_NOUNS)}"
    return words if chance < 0.9 else f"{words} (Pt. {rng.randint(1, 4)})"


def label_name(rng: Random) -> str:
    return f"{rng.choice(_ADJECTIVES)} {rng.choice(_NOUNS)} {rng.choice(('Records', 'Recordings', 'Music', 'Discs'))}"


def company_name(rng: Random) -> str:
    return f"{rng.choice(_SURNAME_HEADS)}{rng.choice(_SURNAME_TAILS)} {rng.choice(_COMPANIES)}"


def sentence(rng: Random, words: int) -> str:
    """Prose without meaning, for notes and profiles."""
    chosen = [rng.choice(_NOUNS if rng.random() < 0.5 else _ADJECTIVES).lower() for _ in range(words)]
    return " ".join(chosen).capitalize() + "."


GENRES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Jazz", ("Hard Bop", "Post Bop", "Free Jazz", "Fusion", "Contemporary Jazz", "Modal")),
    ("Rock", ("Indie Rock", "Post-Punk", "Prog Rock", "Shoegaze", "Krautrock", "Garage Rock", "Post Rock")),
    ("Electronic", ("Techno", "Deep House", "Ambient", "IDM", "Drum n Bass", "Downtempo", "Dub Techno")),
    ("Hip Hop", ("Boom Bap", "Instrumental", "Conscious", "Trip Hop")),
    ("Reggae", ("Dub", "Roots Reggae", "Dancehall", "Rocksteady")),
    ("Funk / Soul", ("Funk", "Soul", "Disco", "Afrobeat")),
    ("Folk, World, & Country", ("Folk", "Fado", "Celtic", "African")),
    ("Pop", ("Synth-pop", "Chanson", "Indie Pop", "Ballad")),
    ("Classical", ("Modern", "Contemporary", "Baroque")),
    ("Latin", ("Bossa Nova", "Salsa", "Cumbia")),
    ("Stage & Screen", ("Soundtrack", "Score")),
    ("Blues", ("Delta Blues", "Electric Blues")),
)
COUNTRIES = (
    "UK",
    "US",
    "Germany",
    "Japan",
    "France",
    "Europe",
    "Netherlands",
    "Italy",
    "Sweden",
    "UK & US",
    "Brazil",
)
INSTRUMENTS = (
    "Guitar",
    "Bass",
    "Drums",
    "Vocals",
    "Keyboards",
    "Piano",
    "Percussion",
    "Tenor Saxophone",
    "Trumpet",
    "Violin",
    "Cello",
    "Synthesizer",
    "Trombone",
    "Flute",
    "Organ",
    "Double Bass",
    "Theremin",
)
DETAILS = (
    "Additional",
    "Lead, Rhythm",
    "Solo",
    "Uncredited",
    "12-String",
    "Assistant",
    "All Tracks, Except B2",
)
STAFF = (
    "Producer",
    "Engineer",
    "Mixed By",
    "Mastered By",
    "Lacquer Cut By",
    "Photography By",
    "Design",
    "Artwork",
    "Liner Notes",
    "Executive-Producer",
    "Written-By",
    "Arranged By",
    "Co-producer",
)
JOINS = ("&", "&", ",", "/", "Feat.", "Featuring", "And", "vs.", "+", "Meets")
COMPANY_TYPES = (
    ("21", "Published By"),
    ("23", "Recorded At"),
    ("14", "Copyright (c)"),
    ("13", "Phonographic Copyright (p)"),
    ("17", "Pressed By"),
    ("9", "Distributed By"),
    ("29", "Mastered At"),
    ("27", "Mixed At"),
    ("30", "Lacquer Cut At"),
    ("5", "Licensed To"),
)
