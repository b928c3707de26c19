"""A shelf of pressings whose years, carriers, countries and labels are known, and what people type beside titles."""

from __future__ import annotations

from dataclasses import dataclass

Formats = tuple[tuple[str, int, tuple[str, ...], str | None], ...]


@dataclass(frozen=True)
class Pressing:
    """`formats` are (name, quantity, descriptions, text). With `master_id` None a release is the album itself."""

    release_id: int
    artist: str
    title: str
    master_id: int | None
    album_year: int | None
    year: int | None
    country: str | None
    label: str
    number: str
    formats: Formats


def vinyl(*words: str, quantity: int = 1, text: str | None = None) -> Formats:
    return (("Vinyl", quantity, words or ("LP", "Album"), text),)


def cd(*words: str) -> Formats:
    return (("CD", 1, ("Album", *words), None),)


def tape(*words: str) -> Formats:
    return (("Cassette", 1, words, None),)


MONO, STEREO, AGAIN = (
    vinyl("LP", "Album", "Mono"),
    vinyl("LP", "Stereo", text="Gatefold"),
    vinyl("LP", "Album", "Reissue"),
)
HEAVY = vinyl("LP", "Album", "Reissue", text="180 Gram, Gatefold")
RED = vinyl("LP", "Album", "Limited Edition", text="Red")

#: id, artist, title, master, its year, the pressing's year, country, label, catalogue number, formats.
_ROWS: list[tuple[int, str, str, int | None, int | None, int | None, str | None, str, str, Formats]] = [
    (1, "Miles Davis", "Kind Of Blue", 10, 1959, 1959, "US", "Columbia", "CL 1355", MONO),
    (2, "Miles Davis", "Kind Of Blue", 10, 1959, 1997, "Europe", "Columbia", "CK 64935", cd("Reissue", "Remastered")),
    (3, "John Coltrane", "Blue Train", 11, 1957, 1985, "Japan", "Blue Note", "BNJ 71017", AGAIN),
    (4, "Steely Dan", "Aja", 12, 1977, 2008, "US", "ABC Records", "AB 1006", HEAVY),
    (5, "The Beatles", "Abbey Road", 13, 1969, 1969, "UK", "Apple Records", "PCS 7088", vinyl()),
    (6, "Prince", "1999", 14, 1982, 1982, "US", "Warner Bros. Records", "9 23720-1", vinyl(quantity=2)),
    (7, "Van Halen", "1984", 15, 1984, 1984, "US", "Warner Bros. Records", "9 23985-2", cd()),
    (8, "Dramarama", "Vinyl", 16, 1991, 1991, "US", "Chameleon", "61242-2", cd()),
    (9, "Some Band", "Cassette", None, None, 2011, "France", "Own Label", "OWN 1", tape()),
    (10, "FKA Twigs", "LP1", 17, 2014, 2014, "UK", "Young Turks", "YTLP118", vinyl()),
    (11, "Another Band", "CD", None, None, 2002, "UK", "Own Label", "OWN 2", cd()),
    (12, "Joni Mitchell", "Blue", 18, 1971, 1971, "US", "Reprise Records", "MS 2038", vinyl()),
    (13, "Peter Gabriel", "Peter Gabriel", 19, 1977, 1977, "UK", "Charisma", "CDS 4006", vinyl()),
    (14, "Peter Gabriel", "So", 20, 1986, 1986, "UK", "Virgin", "PG 5", tape("Album")),
    (15, "Ben E. King", "Stand By Me", 21, 1961, 1986, "UK", "Atlantic", "780 213-1", vinyl()),
    (16, "New Order", "Blue Monday", 22, 1983, 1983, "UK", "Factory", "FAC 73", vinyl('12"', "Single", "45 RPM")),
    (17, "Ed Sheeran", "÷", 23, 2017, 2017, "Europe", "Asylum Records", "0190295859015", vinyl(quantity=2)),
    (18, "Nobody Knows", "Unlisted", 24, None, None, None, "Own Label", "OWN 3", ()),
    (19, "Japan", "Tin Drum", 25, 1981, 1981, "UK", "Virgin", "V 2209", vinyl()),
    (20, "Pink Floyd", "Meddle", 26, 1971, 1971, "UK", "Harvest", "SHVL 795", STEREO),
    (21, "Vangelis", "Us And Them", 27, 1990, 1990, "UK & Europe", "Virgin", "V 1", RED),
    (22, "The Who", "Live At Leeds 1970", 28, 1970, 1970, "UK", "Track Record", "2406 001", vinyl()),
    (23, "The Who", "Odds (1974)", 29, 1974, 1974, "UK", "Track Record", "2406 116", vinyl()),
]  # fmt: skip
PRESSINGS = [Pressing(*values) for values in _ROWS]

#: What is typed -> (verdict, the releases that fit, the releases shown instead or beside them).
SAID: dict[str, tuple[str, set[int], set[int]]] = {
    # a year
    "Kind of Blue 1959": ("owned", {1}, {2}),
    "1959 kind of blue": ("owned", {1}, {2}),
    "kind of blue 1997": ("owned", {2}, {1}),
    "Miles Davis - Kind of Blue (1959)": ("owned", {1}, {2}),
    "Miles Davis - 1959 - Kind of Blue": ("owned", {1}, {2}),
    "Miles Davis (1959) Kind of Blue": ("owned", {1}, {2}),
    "1959 - Miles Davis - Kind of Blue": ("owned", {1}, {2}),
    "Miles Davis - Kind of Blue - 1959": ("owned", {1}, {2}),
    "kind of blue, 1959": ("owned", {1}, {2}),
    "kind of blue [1997 reissue]": ("owned", {2}, {1}),
    "blue train 1957": ("owned", {3}, set()),
    "blue train 1985": ("owned", {3}, set()),
    "Blue 1971": ("owned", {12}, set()),
    "stand by me 1961": ("owned", {15}, set()),
    "kind of blue 1950s": ("owned", {1}, {2}),
    "blue train from 1957": ("owned", {3}, set()),
    # a carrier
    "blue train lp": ("owned", {3}, set()),
    "Abbey Road vinyl": ("owned", {5}, set()),
    "abbey road on vinyl": ("owned", {5}, set()),
    "kind of blue cd": ("owned", {2}, {1}),
    "kind of blue compact disc": ("owned", {2}, {1}),
    'blue train 12"': ("owned", {3}, set()),
    "blue train 12”": ("owned", {3}, set()),
    'blue train 12 "': ("owned", {3}, set()),
    "blue train 12 inch": ("owned", {3}, set()),
    "blue train 12-inch": ("owned", {3}, set()),
    "Blue Monday 12''": ("owned", {16}, set()),
    "LP Blue Train": ("owned", {3}, set()),
    "Blue Train (LP)": ("owned", {3}, set()),
    "john coltrane blue train vinyl": ("owned", {3}, set()),
    "so tape": ("owned", {14}, set()),
    "Peter Gabriel - So (MC)": ("owned", {14}, set()),
    "Ed Sheeran ÷ lp": ("owned", {17}, set()),
    "÷ lp": ("owned", {17}, set()),
    "do I own kind of blue on cd?": ("owned", {2}, {1}),
    "1999 2xLP": ("owned", {6}, set()),
    "1999 double lp": ("owned", {6}, set()),
    "CL 1355 lp": ("owned", {1}, {2}),
    # an edition
    "Aja 180g": ("owned", {4}, set()),
    "aja 180 gram vinyl": ("owned", {4}, set()),
    "steely dan aja gatefold": ("owned", {4}, set()),
    "kind of blue mono": ("owned", {1}, {2}),
    "Kind of Blue remastered": ("owned", {2}, {1}),
    "Kind of Blue original pressing": ("owned", {1}, {2}),
    "Kind of Blue first pressing": ("owned", {1}, {2}),
    "Miles Davis - Kind Of Blue (LP, Album, Mono)": ("owned", {1}, {2}),
    "Us and Them red vinyl": ("owned", {21}, set()),
    "Aja 2008 180g gatefold lp vinyl US reissue": ("owned", {4}, set()),
    "do I own the album Aja by Steely Dan on vinyl from 2008 180g gatefold US reissue?": ("owned", {4}, set()),
    "us and them ltd": ("owned", {21}, set()),
    # a country, a label, "by", the order turned round, words that say nothing
    "Blue Train Japan": ("owned", {3}, set()),
    "blue train japanese pressing": ("owned", {3}, set()),
    "Blue Train Blue Note": ("owned", {3}, set()),
    "blue train on blue note records": ("owned", {3}, set()),
    "Aja ABC": ("owned", {4}, set()),
    "us and them uk": ("owned", {21}, set()),
    "Kind of Blue by Miles Davis": ("owned", {1, 2}, set()),
    "kind of blue by miles davis cd": ("owned", {2}, {1}),
    "Kind of Blue von Miles Davis": ("owned", {1, 2}, set()),
    "÷ by Ed Sheeran": ("owned", {17}, set()),
    "÷ Ed Sheeran": ("owned", {17}, set()),
    "Stand By Me by Ben E King": ("owned", {15}, set()),
    "Kind of Blue - Miles Davis": ("owned", {1, 2}, set()),
    "lp kind of blue miles davis": ("owned", {1}, {2}),
    "kind of blue the album": ("owned", {1, 2}, set()),
    "the album Aja": ("owned", {4}, set()),
    # titles that are years and carriers
    "1999": ("owned", {6}, set()),
    "1999 prince": ("owned", {6}, set()),
    "1999 lp": ("owned", {6}, set()),
    "1999 1982": ("owned", {6}, set()),
    "Prince - 1999 (1982)": ("owned", {6}, set()),
    "1984": ("owned", {7}, set()),
    "1984 cd": ("owned", {7}, set()),
    "1984 1984": ("owned", {7}, set()),
    "Vinyl": ("owned", {8}, set()),
    "vinyl cd": ("owned", {8}, set()),
    "Cassette": ("owned", {9}, set()),
    "cassette tape": ("owned", {9}, set()),
    "LP1": ("owned", {10}, set()),
    "lp1 lp": ("owned", {10}, set()),
    "CD": ("owned", {11}, set()),
    "cd cd": ("owned", {11}, set()),
    "Blue": ("owned", {12}, set()),
    "So": ("owned", {14}, set()),
    "Live at Leeds 1970": ("owned", {22}, set()),
    "live at leeds 1970 1970 vinyl": ("owned", {22}, set()),
    "Odds (1974)": ("owned", {23}, set()),
    "Japan - Tin Drum": ("owned", {19}, set()),
    "Tin Drum - Japan": ("owned", {19}, set()),
    "japan tin drum lp": ("owned", {19}, set()),
    # an album that is owned, in another pressing
    "blue train cd": ("other", set(), {3}),
    "kind of blue cassette": ("other", set(), {1, 2}),
    "kind of blue sacd": ("other", set(), {1, 2}),
    "vinyl lp": ("other", set(), {8}),
    "vinyl vinyl": ("other", set(), {8}),
    "1984 vinyl": ("other", set(), {7}),
    "cd lp": ("other", set(), {11}),
    "abbey road 2019 reissue": ("other", set(), {5}),
    "vinyl 180g lp reissue 1971 deluxe": ("other", set(), {8}),
    "Aja 1977 reissue": ("other", set(), {4}),
    "abbey road 180g": ("other", set(), {5}),
    "abbey road japan": ("other", set(), {5}),
    "blue train original pressing": ("other", set(), {3}),
    "abbey road blue vinyl": ("other", set(), {5}),
    "kind of blue cd mono": ("other", set(), {1, 2}),
    "kind of blue 1959 cd reissue": ("other", set(), {1, 2}),
    "CL 1355 cassette": ("other", set(), {1, 2}),
    # an album of that name is owned; whether it is this one is open
    "kind of blue 1960": ("fits", {1, 2}, set()),
    "Peter Gabriel 1980": ("fits", {13}, set()),
    "Blue 2001": ("fits", {12}, set()),
    "aja blue note": ("fits", {4}, set()),
    "unlisted 1990": ("fits", {18}, set()),
    "unlisted cd": ("fits", {18}, set()),
    "unlisted japan": ("fits", {18}, set()),
    "CL 1355 cd": ("fits", {2}, {1}),
    "knid of blue 1959": ("fits", {1}, {2}),
    "prince 1982": ("fits", {6}, set()),
    "train coltrane lp": ("fits", {3}, set()),
    # what is owned of an artist
    "miles davis cd": ("several", {2}, set()),
}  # fmt: skip

#: None of these is owned.
NOT_OWNED = [
    "Bitches Brew 1970", "bitches brew lp", "Miles Davis - Bitches Brew (1970)", "giant steps cd",
    "Giant Steps 1960", "John Coltrane - Giant Steps 180g", "Thriller vinyl", "thriller 1982",
    "Prince - Purple Rain 1984", "purple rain lp", "Purple Rain by Prince", "Let It Be Japan",
    "Let It Be by The Beatles", "Taylor Swift 1989", "1989", "1985", "2112", "2112 lp",
    "Van Halen II vinyl", "1985 cd", "Vinyl II", "LP5", "CDs", "LP2 lp", 'Kashmir 12"', "the album",
    "12 inch", "records 180g lp reissue 1971 deluxe", "Kind of Blue by Bill Evans",
    "Blue Train by Miles Davis", "Japan - Blue Train", "Aja by Japan", "Prince 1983", "CL 1356 lp",
    "Blue Note CL 1355", "Eiffel 65 - Blue cd", "Journey - Aja 1977", "SP 1972", "Tin Foil Japan",
    "Blue Note 1957", "by Prince lp", "2xLP", "Odds (1975)", "lp cd 1999 2001", "Meddle II lp",
]  # fmt: skip

#: What the collection's search finds.
SEARCHED: dict[str, set[int]] = {
    "kind of blue 1959": {1, 2},
    "kind of blue 1997": {2},
    "miles davis 1959": {1, 2},
    "blue train lp": {3},
    "Abbey Road vinyl": {5},
    "kind of blue cd": {2},
    "miles davis cd": {2},
    'blue train 12"': {3},
    "Aja 180g": {4},
    "kind of blue mono": {1},
    "Blue Train Japan": {3},
    "blue train blue note": {3},
    "Blue Note lp": {3},
    "Kind of Blue by Miles Davis": {1, 2},
    "the album Aja": {4},
    "1999": {6},
    "1999 lp": {6},
    "1984": {7},
    "Vinyl": {8},
    "vinyl cd": {8, 13},  # a catalogue number of 13 begins with CD
    "LP1": {10},
    "japan tin drum": {19},
    "Miles Davis - Kind of Blue (1959)": {1, 2},
    "blue train cd": set(),
    "blue train 1999": set(),
    "bitches brew 1970": set(),
}

#: What one may have meant with a text that the search does not find.
BARE = {
    "blue train cd": "blue train",
    "blue train 1999": "blue train",
    "bitches brew 1970": None,
    "thriller": None,
}

#: A sentence for each way in which facts hold or not.
SENTENCES = {
    "kind of blue cd": "You own it. Your copy is on CD.",
    "blue train 1957": "You own it. The album is of 1957.",
    'blue train 12"': 'You own it. Your copy is a 12" record.',
    "us and them uk 1990": "You own it. Your copy is from the UK and of 1990.",
    "blue train cd": "You own this album, but not this pressing. No copy of yours is on CD.",
    "abbey road cd japan": "You own this album, but not this pressing. No copy of yours is on CD or from Japan.",
    "kind of blue cd mono": "You own this album, but not this pressing."
    " No copy of yours is all of this together: on CD, listed as mono.",
    "kind of blue 1960": "One of your albums fits: is it this one?"
    " Neither the album nor a copy of yours is of 1960.",
    "unlisted cd": "One of your albums fits: is it this one? Whether a copy of yours is on CD is not known here.",
    "aja blue note": "One of your albums fits: is it this one? No copy of yours is on the label Blue Note.",
    "miles davis cd": "That is how many of yours Miles Davis is on. Only those on CD are counted.",
    "prince 1983": "None of your records with Prince is of 1983.",
    "kind of blue by miles davis": "You own it.",
}
