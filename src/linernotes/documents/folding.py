"""Keys for the comparison of names, titles and numbers. Every search folds typed and stored text alike.

Pure. `fold` compares letters, `words` whole names and titles, `loose` what people leave out, `squeeze` numbers;
`terms` and `query_terms` are the two sides of a search by words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import groupby
from operator import add

from anyascii import anyascii

#: Greek and Cyrillic capitals that look like Latin ones, as catalogue numbers have them.
LOOKS_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹАВЕЅІЈКМНОРСТУХԚԜҮ", "ABEZHIKMNOPTYXCABESIJKMHOPCTYXQWY")
#: Alphabets that are spelled in Latin letters. Syllables and ideographs stay: their Latin spellings are not unique.
_ALPHABETS = frozenset(
    ["LATIN", "GREEK", "CYRILLIC", "COPTIC", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "MODIFIER"]
)
_OTHER_LETTERS = re.compile("[\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff]")
#: Before Unicode parts letters and accents: it would make a blank of an acute accent that stands alone.
_BEFORE = str.maketrans(
    dict.fromkeys("’‘‛ʼʻʹ′`´ʾʿ＇՚׳‵", "'") | dict.fromkeys("‐‑‒–—―−－﹘﹣⁃", "-") | dict.fromkeys("™℠®©", "")
)
_CONNECTORS = frozenset({"and", "und", "et", "och", "og", "n"})
_ARTICLES = frozenset({"the", "a", "an"})
#: Articles of other languages may be words of English titles ("Die Young"): only `loose` leaves them out.
_FOREIGN = frozenset(
    [
        "die",
        "der",
        "das",
        "den",
        "dem",
        "ein",
        "eine",
        "le",
        "la",
        "les",
        "un",
        "une",
        "los",
        "las",
        "el",
        "il",
    ]
    + ["lo", "gli", "de", "het", "det"]
)
_SHORT = {"vol": "volume", "pt": "part", "pts": "parts"}
#: Words that are not compared as they are.
_SMALL = _CONNECTORS | _ARTICLES | _SHORT.keys()
_LEFT_OUT = _SMALL | _FOREIGN
_INVERTED = re.compile(rf"^(.+), ?({'|'.join(sorted(_ARTICLES | _FOREIGN))})$")
#: "(2)" behind a name. A year in brackets is no such number.
_NAMESAKE = re.compile(r"(?<=[^ ]) \((?!(?:18[89]|19[0-9]|20[0-4])[0-9]\))[0-9]+\)$")
_WORD = re.compile(r"[^\W_]+")
_PLUS = re.compile(r"(?<=[^\W_])(['.!)]*\s*)[&+](?=\s*[\"'(.]*[^\W_])")
_MONEY = re.compile(r"\$(?=[a-z])|(?<=[a-z])\$(?=\W|$)")
_SHOUT = re.compile(r"(?<=[a-z])!(?=[a-z])")
_PLAIN = re.compile(r"[A-Za-z0-9 ]*")
_PARTS = re.compile(r"[-/&+,:;=~|]+")
#: Signs that make no word of the word that they stand around.
_AROUND = "()[]{},.:;\"'?!-/*#"
#: Signs between words, which no search asks for.
_ORDINARY = frozenset(
    ["-", "--", "&", "+", "/", ",", ":", ";", "|", "~", "=", ".", "..", "...", "(", ")", "[", "]"]
)
#: What people say for a title of one sign.
_SPOKEN = {
    "÷": "divide",
    "×": "multiply",
    "+": "plus",
    "=": "equals",
    "★": "blackstar",
    "∞": "infinity",
    "♥": "heart",
}
#: Words of a text that are looked at; those of a longer one are compared, but not joined.
_MOST_JOINED = 8


class _Letters(dict[int, str]):
    """A table for `str.translate` that grows with the letters it meets: a letter to how it is compared."""

    def __missing__(self, code: int) -> str:
        self[code] = compared = _letter(chr(code))
        return compared


def _letter(c: str) -> str:
    kind = unicodedata.category(c)
    if kind == "Cf" or c == "·" or (kind == "Mn" and _is_accent(c)):
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(c))
    if kind[0] != "L" or unicodedata.name(c, "").split(" ")[0] not in _ALPHABETS:
        return c.casefold()
    return "".join(filter(str.isalnum, anyascii(c))).lower()


def _is_accent(c: str) -> bool:
    """Whether a mark may be left out. Marks that make another sound of a syllable (kana, Indic, Thai) may not."""
    place = unicodedata.combining(c)
    return not place or 10 <= place <= 35 or place >= 200


_LETTERS = _Letters()


def fold(text: str) -> str:
    """The text without case and accents, in Latin letters where it has an alphabet; blanks and signs stay.

    To fold a folded text changes nothing.
    """
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFKD", text.translate(_BEFORE)).translate(_BEFORE)
    return unicodedata.normalize("NFC", parted.translate(_LETTERS))


def look_alike(text: str) -> str | None:
    """The text with Latin letters for the Greek and Cyrillic ones that look like them; None if it has none."""
    if text.isascii() or not _OTHER_LETTERS.search(text):
        return None
    return unicodedata.normalize("NFKC", text).upper().translate(LOOKS_LATIN)


def unnumbered(text: str) -> str:
    """A name without the "(2)" that tells namesakes apart. A name that is only such a number stays."""
    return _NAMESAKE.sub("", text)


def signs(text: str) -> str:
    """The signs of a text without blanks: what a title that has no letter is compared by."""
    kept = unicodedata.normalize("NFKC", text.translate(_BEFORE))
    return "".join(c for c in kept if not c.isspace() and unicodedata.category(c) not in ("Cf", "Mn", "Cc"))


def words(text: str) -> str:
    """A whole name or title as it is compared: two that are equal here are called the same.

    Its words without apostrophes, leading article and "and"; initials are one word ("R.E.M." is "rem"). A text
    without letters and digits is compared by its signs.
    """
    if _PLAIN.fullmatch(text):
        split = text.lower().split()
        if _SMALL.isdisjoint(split) and not any(len(word) == 1 for word in split):
            return " ".join(split)
    split = _split(_turned(fold(unnumbered(text))))
    if not split:
        return signs(text)
    inner = (word for word in split[1:-1] if word not in _CONNECTORS)
    kept = list(_with_initials([*split[:1], *inner, *split[1:][-1:]]))
    return " ".join(kept[1:] if len(kept) > 1 and kept[0] in _ARTICLES else kept)


def begun(text: str) -> str:
    """`words` of a text that is still being typed: without an "and" at its end."""
    first, _, last = (key := words(text)).rpartition(" ")
    return first if first and last in _CONNECTORS else key


def is_plain(text: str) -> bool:
    """Whether a text has but Latin letters without accents, digits and blanks."""
    return _PLAIN.fullmatch(text) is not None


def keys(text: str) -> tuple[str, ...]:
    """`words` of a text, of its form in look-alike Latin letters, and of the name of a single sign."""
    alike = look_alike(text)
    return tuple(dict.fromkeys((words(text), *(() if alike is None else (words(alike),)), *_spoken(text))))


def loose(text: str) -> str:
    """The rest of a name or title without blanks, articles and "and": "acdc" of AC/DC. Two names of one such key
    are likely, not certainly, the same. '' if too little is left.
    """
    if _PLAIN.fullmatch(text) and _LEFT_OUT.isdisjoint(split := text.lower().split()):
        key = "".join(split)
        return key if len(key) > 1 else ""
    split = _split(_turned(fold(unnumbered(text)), elided=True))
    left_out = _CONNECTORS | _ARTICLES
    kept = [word for word in split if word not in left_out]
    if len(kept) > 1 and kept[0] in _FOREIGN:
        kept = kept[1:]
    key = "".join(kept)
    return key if len(key) > 1 else ""


def squeeze(text: str) -> str:
    """Letters and digits alone: how catalogue numbers are compared."""
    return "".join(_split(fold(text)))


def squeezed(text: str) -> tuple[str, ...]:
    """`squeeze` of a text, and of how it reads in Latin letters that look alike."""
    alike = look_alike(text)
    return (squeeze(text),) if alike is None else tuple(dict.fromkeys((squeeze(text), squeeze(alike))))


def terms(line: str, *, joined: bool = True) -> list[str]:
    """The terms that find one line of print: its words; initials and hyphened words also as one word.

    With `joined` each two neighbours are one term too, so that "nightclubbing" finds "Night Clubbing".
    """
    if _PLAIN.fullmatch(line):
        return _plain_terms(_written_out(line.lower().split()), joined)
    found = dict.fromkeys(_line_terms(fold(line), joined))
    alike = look_alike(line)
    if alike is not None:
        found |= dict.fromkeys(_line_terms(fold(alike), joined))
    if found:
        return [*found, *_spoken(line)]
    return [_sign_term(signs(line)), *_spoken(line)] if signs(line) else []


def query_terms(text: str) -> list[list[list[str]]]:
    """The query of a typed text, to be found in `terms`: ways to read it; each has groups, each group spellings.

    All groups of a way must occur, and one spelling of each group. A spelling is one or more words with a blank
    between: all of them must occur. [] for a text without any word.
    """
    chunks = [chunk for chunk in unnumbered(text).translate(_BEFORE).split() if _split(fold(chunk))]
    if not chunks:
        whole = signs(text)
        return [[[_sign_term(whole)]]] if whole else []
    groups = [_spellings(chunk) for chunk in _without_small_words(chunks)]
    singles = [list(group) for group in dict.fromkeys(map(tuple, groups)) if group]
    ways = [singles]
    if 1 < len(singles) <= _MOST_JOINED:
        for i in range(len(singles) - 1):
            both = [_compact(singles[i][0]) + _compact(singles[i + 1][0])]
            ways.append([*singles[:i], both, *singles[i + 2 :]])
        letters = "".join(_compact(group[0]) for group in singles)
        if all(len(_compact(group[0])) == 1 for group in singles) and len(singles) > 2:
            ways.append([[letters]])
    return ways


def sign_chunk(text: str) -> tuple[str, str] | None:
    """The signs at the end of a text that are no punctuation, and what stands before: "Ed Sheeran ÷"."""
    before, _, last = text.strip().rpartition(" ")
    if not before or _split(fold(last)) or not signs(last):
        return None
    is_ordinary = last.translate(_BEFORE) in _ORDINARY - {"+", "="}
    return None if is_ordinary or not _split(fold(before)) else (before, last)


def holds(held: Container[str], text: str) -> bool:
    """Whether a text is made of these words (as `terms` has them), in one of its spellings."""
    return any(
        all(any(all(word in held for word in spelling.split()) for spelling in group) for group in way)
        for way in query_terms(text)
    )


def is_number(word: str) -> bool:
    """Whether a folded word is a number, Arabic or Roman: "II" is no beginning of "III"."""
    return word.isdigit() or (1 < len(word) < 6 and not set(word) - set("ivx"))


def _split(folded: str) -> list[str]:
    """The words of a folded text. '&', and '+' between words, are "and"; apostrophes join."""
    if "$" in folded or "!" in folded:
        folded = _SHOUT.sub("i", _MONEY.sub("s", folded))
    if "&" in folded or "+" in folded:
        folded = _PLUS.sub(r"\1 and ", folded)
    folded = folded.replace("'", "")
    if folded.isascii():
        found = _WORD.findall(folded)
    else:
        found = "".join(
            c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded
        ).split()
        found = [word for word in found if any(map(str.isalnum, word))]
    return _written_out(found)


def _written_out(split: list[str]) -> list[str]:
    return split if _SHORT.keys().isdisjoint(split) else [_SHORT.get(word, word) for word in split]


def _turned(folded: str, *, elided: bool = False) -> str:
    """ "beatles, the" as "the beatles"; with `elided`, "l'amour" as "amour"."""
    inverted = _INVERTED.match(folded)
    turned = f"{inverted[2]} {inverted[1]}" if inverted else folded
    return re.sub(r"^[ld]'(?=\w)", "", turned) if elided else turned


def _with_initials(split: list[str]) -> Iterator[str]:
    """The words, letters that stand side by side in one: ["r", "e", "m"] is "rem"."""
    for single, together in groupby(split, key=lambda word: len(word) == 1 and word.isalpha()):
        if single:
            yield "".join(together)
        else:
            yield from together


def _line_terms(folded: str, joined: bool) -> Iterator[str]:
    split = _split(folded)
    yield from split
    if _has_letter(split):
        yield from _with_initials(split)
    if not _PLAIN.fullmatch(folded):
        for chunk in folded.split():
            # A word with signs around it is one of those above.
            inner = chunk.strip(_AROUND)
            if inner and not inner.isalnum():
                yield from _chunk_terms(chunk)
    if joined:
        yield from _neighbours(split)


def _plain_terms(split: list[str], joined: bool) -> list[str]:
    """What `_line_terms` gives for the words of a plain line, in a fifth of its time: most lines are plain."""
    initials = _with_initials(split) if _has_letter(split) else ()
    if not joined and not initials:
        return split
    return list(dict.fromkeys([*split, *initials, *(_neighbours(split) if joined else ())]))


def _has_letter(split: list[str]) -> bool:
    """Whether one of several words is a single letter or digit, and may be an initial."""
    return len(split) > 1 and 1 in map(len, split)


def _neighbours(split: list[str]) -> Iterator[str]:
    """A short line as one word, and each two neighbours as one."""
    plain = [word for word in split if word != "and"]
    if 1 < len(plain) <= _MOST_JOINED:
        yield "".join(plain)
    yield from map(add, plain, plain[1:])


def _chunk_terms(chunk: str) -> Iterator[str]:
    """Words with signs in them, in one: "acdc" of "ac/dc", "dmc" and "rundmc" of "run-d.m.c."."""
    for part in dict.fromkeys((chunk, *_PARTS.split(chunk))):
        whole = "".join(word for word in _split(part) if word != "and")
        if whole:
            yield whole
    _, apostrophe, after = chunk.partition("'")
    if apostrophe and len(after) > 2:
        yield from _split(after)


def _spellings(chunk: str) -> list[str]:
    """One typed word in all its spellings, the plain one first."""
    found: list[str] = []
    alike = look_alike(chunk)
    for folded in [fold(chunk), *([] if alike is None else [fold(alike)])]:
        split = [word for word in _split(folded) if word != "and"] or _split(folded)
        found += [" ".join(split), "".join(split)]
    return [spelling for spelling in dict.fromkeys(found) if spelling]


def _without_small_words(chunks: list[str]) -> list[str]:
    """The typed words without articles, without "and" between them, and the first without a foreign article."""
    small = _ARTICLES | _CONNECTORS
    kept = [chunk for chunk in chunks if "".join(_split(fold(chunk))) not in small]
    if len(kept) > 1 and fold(kept[0]) in _FOREIGN:
        kept = kept[1:]
    return kept or chunks


def _compact(spelling: str) -> str:
    return spelling.replace(" ", "")


def _spoken(text: str) -> tuple[str, ...]:
    """The names of a text that is one sign, or one Greek letter: "omega", "divide"."""
    sign = text.strip()
    if len(sign) != 1 or sign.isascii() and sign not in _SPOKEN:
        return ()
    name = unicodedata.name(sign, "")
    called = (
        name.split(" ")[-1].lower() if name.startswith("GREEK") and " LETTER " in name else _SPOKEN.get(sign)
    )
    return (called,) if called else ()


def _sign_term(text: str) -> str:
    """A word for signs, as an index of words has none: "÷" is "signf7"."""
    return "sign" + "x".join(f"{ord(c):x}" for c in text[:40])
