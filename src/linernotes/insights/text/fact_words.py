"""Words that say which pressing is meant: carriers, editions, countries. By how `squeeze` has them."""

from __future__ import annotations

from collections.abc import Iterator

from linernotes.documents.folding import fold, squeeze
from linernotes.documents.formats import CARRIERS, DESCRIPTIONS

#: Discogs' words for one of which a typed word stands; each is a set of words that a pressing has together.
Ways = tuple[frozenset[str], ...]

#: Abbreviations of Discogs that are words of every day.
_ORDINARY = frozenset(
    ["All", "Other", "Mem", "Memory", "Car", "Num", "Tran", "Shape", "HD", "File", "Advance"]
)

#: A carrier as people call it: what it is shown as, and Discogs' words for it. A comma parts ways, "+" words.
_CARRIERS = {
    "LP": ("lp lps longplayer longplay vinyllp", "LP, Vinyl+Album"),
    "vinyl": ("vinyl vinyls wax vinylrecord vinile vinyle schallplatte", "Vinyl"),
    "CD": ("cd cds compactdisc compactdisk", "CD, CDr, SACD, Hybrid"),
    "CDr": ("cdr", "CDr"),
    "cassette": ("cassette cassettes tape cass mc k7 musiccassette audiocassette kassette", "Cassette"),
    '12"': ("12inch 12inches maxi12inch", '12", LP'),
    '10"': ("10inch 10inches", '10"'),
    '7"': ("7inch 7inches", '7"'),
    "8-track": ("8track 8trk eighttrack", "8-Track Cartridge"),
    "reel": ("reel reeltoreel openreel", "Reel-To-Reel"),
    "Blu-ray": ("bluray blurays", "Blu-ray"),
    "DVD": ("dvd dvds", "DVD, DVDr"),
    "shellac": ("shellac shellacs 78s 78rpm", "Shellac, 78 RPM"),
    "45 RPM": ("45rpm", "45 RPM"),
    "33 RPM": ("33rpm", "33 ⅓ RPM"),
}
#: The same of what a pressing is listed as.
_EDITIONS = {
    "single": ("single singles", "Single, Maxi-Single"),
    "box set": ("box boxset boxed boxedset", "Box Set"),
    "file": ("mp3 mp3s flac wav download digital", "File"),
    "reissue": ("reissue reissued re", "Reissue, Repress"),
    "repress": ("repress repressed repressing rp", "Repress"),
    "remastered": ("remaster remastered remasters rm", "Remastered"),
    "mono": ("mono monaural", "Mono"),
    "stereo": ("stereo", "Stereo"),
    "quadraphonic": ("quad quadraphonic quadrophonic", "Quadraphonic"),
    "limited edition": ("limited limitededition ltd ltdedition", "Limited Edition"),
    "deluxe edition": ("deluxe deluxeedition dlx", "Deluxe Edition"),
    "promo": ("promo promotional promocopy", "Promo"),
    "white label": ("whitelabel", "White Label"),
    "test pressing": ("testpressing testpress", "Test Pressing"),
    "picture disc": ("picturedisc picturedisk picdisc pic", "Picture Disc"),
    "unofficial": ("bootleg boot unofficial", "Unofficial Release"),
    "club edition": ("club clubedition", "Club Edition"),
    "compilation": ("comp compilation", "Compilation"),
    "gatefold": ("gatefold gat", "Gatefold"),
    "half-speed mastered": ("halfspeed halfspeedmaster halfspeedmastered", "Half+Speed"),
    "coloured": ("coloured colored colouredvinyl coloredvinyl", "Coloured, Colored"),
}
#: A country of Discogs: what people call it or its people.
_COUNTRIES = {
    "UK": "uk gb england english britain british greatbritain unitedkingdom",
    "US": "us usa america american unitedstates",
    "Japan": "japan japanese jap jp jpn",
    "Germany": "germany german deutschland westgermany",
    "German Democratic Republic (GDR)": "gdr ddr eastgermany eastgerman",
    "France": "france french",
    "Italy": "italy italian italia",
    "Spain": "spain spanish espana",
    "Portugal": "portugal portuguese",
    "Netherlands": "netherlands dutch holland nl",
    "Belgium": "belgium belgian",
    "Switzerland": "switzerland swiss",
    "Austria": "austria austrian",
    "Europe": "europe european eu",
    "Sweden": "sweden swedish",
    "Norway": "norway norwegian",
    "Denmark": "denmark danish",
    "Finland": "finland finnish",
    "Iceland": "iceland icelandic",
    "Ireland": "ireland irish",
    "Poland": "poland polish",
    "Czechoslovakia": "czechoslovakia czechoslovak",
    "Czech Republic": "czechrepublic czech",
    "Hungary": "hungary hungarian",
    "Romania": "romania romanian",
    "Bulgaria": "bulgaria bulgarian",
    "Yugoslavia": "yugoslavia yugoslav yugoslavian",
    "Greece": "greece greek",
    "Turkey": "turkey turkish",
    "Israel": "israel israeli",
    "Russia": "russia russian",
    "USSR": "ussr soviet sovietunion",
    "Canada": "canada canadian",
    "Mexico": "mexico mexican",
    "Brazil": "brazil brazilian brasil",
    "Argentina": "argentina argentine argentinian",
    "Chile": "chile chilean",
    "Colombia": "colombia colombian",
    "Peru": "peru peruvian",
    "Jamaica": "jamaica jamaican",
    "Australia": "australia australian",
    "New Zealand": "newzealand nz",
    "South Africa": "southafrica southafrican",
    "India": "india indian",
    "South Korea": "southkorea korea korean",
    "Taiwan": "taiwan taiwanese",
    "China": "china chinese",
    "Hong Kong": "hongkong",
}
#: Discogs' other names of a country, for releases of several.
ALSO = {"US": "usa", "Russia": "russianfederation", "Europe": "eu"}

#: Colours of vinyl. They are read as such only before the word vinyl.
COLOURS = frozenset(
    [
        *("red", "blue", "green", "yellow", "orange", "purple", "pink", "white", "gold", "silver", "clear"),
        *("black", "brown", "grey", "gray", "violet", "turquoise", "transparent", "translucent", "marbled"),
        *("splatter", "splattered"),
    ]
)
#: Words that say nothing of the record, beside its title.
FILLERS = frozenset(
    [
        *("album", "thealbum", "record", "records", "disc", "release", "pressing", "press", "edition"),
        *("version", "issue", "copy", "import", "imported", "doiown", "doihave", "haveigot", "doialreadyown"),
        *("doialreadyhave", "ihave", "iown"),
    ]
)
#: Words of which a year beside them is that of the pressing, not of the album.
OF_A_PRESSING = frozenset(
    ["reissue", "repress", "remastered", "pressing", "press", "edition", "version", "issue"]
)
#: What people call a pressing of the album's own year.
ORIGINALS = frozenset(
    [
        "original",
        "og",
        "originalpressing",
        "originalpress",
        "firstpressing",
        "firstpress",
        "1stpressing",
        "1stpress",
    ]
    + ["firstedition", "1stedition", "originalissue", "ogpressing", "ogpress"]
)
#: Words that lead to what is said of a pressing: "on vinyl", "from Japan", "the LP".
LEADING = frozenset(["on", "from", "in", "of", "the", "a", "an", "as", "auf", "aus", "en", "sur", "su"])
#: Words between a title and its artist.
BY = frozenset(["by", "von", "par", "por", "di", "af", "av"])


def _ways(text: str) -> Ways:
    return tuple(frozenset(fold(word) for word in way.split("+")) for way in text.split(", "))


def _formats() -> Iterator[tuple[str, tuple[str, Ways]]]:
    """Discogs' own words and abbreviations; then those of people, which count where both have a word."""
    for word, name in DESCRIPTIONS.items():
        for spelled in {word, name} - _ORDINARY:
            yield squeeze(spelled), (name, _ways(name))
    for word, (name, description) in CARRIERS.items():
        for spelled in {word, name} - _ORDINARY - {"All Media"}:
            yield squeeze(spelled.replace('"', "inch")), (description or name, _ways(description or name))
    for name, (spellings, ways) in (_EDITIONS | _CARRIERS).items():
        for spelled in spellings.split():
            yield spelled, (name, _ways(ways))


#: A typed word to the name of a carrier or edition, and Discogs' words for it.
FORMATS: dict[str, tuple[str, Ways]] = {word: format for word, format in _formats() if word}
FORMATS.pop("album")  # says nothing: nearly every record is one
#: Names that are carriers; all others of `FORMATS` are editions.
CARRIER_NAMES = frozenset([*_CARRIERS, *(description or name for name, description in CARRIERS.values())])
#: A typed word to the country.
COUNTRIES: dict[str, str] = {
    spelled: country
    for country, spellings in _COUNTRIES.items()
    for spelled in (squeeze(country), *spellings.split())
}


def country_key(country: str) -> str:
    """A country as it is compared, whatever Discogs or people call it."""
    key = squeeze(country)
    named = {also: name for name, also in ALSO.items()}.get(key) or COUNTRIES.get(key)
    return squeeze(named or country)
