"""The encoding of a CSV file.

Discogs writes UTF-8. Spreadsheets save in the code page of their machine and leave no mark of it. So the page is
guessed from the letters, by a small scorer of our own. `charset-normalizer` was tried: on names it takes Western
pages for Central European ones (docs/decisions/0008).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from linernotes.errors import DocumentError, UsageError

#: Marks at the beginning of a file, the longer ones first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Code pages that spreadsheets save in, the more frequent ones first.
_PAGES = ("cp1252", "mac_roman", "cp1251", "cp1250")
#: Letters beyond ASCII in names on Discogs, by frequency: é and ö are in every collection, ą is not.
_LETTERS = {
    **dict.fromkeys("éöüäóáí", 2.0),
    **dict.fromkeys("åøñèçã", 1.5),
    **dict.fromkeys("ê", 1.3),
    **dict.fromkeys("łśążęćńčšžřěůőűăźďťňľşțđ", 1.2),
    **dict.fromkeys("àôúßýëïæâîœ", 1.0),
    **dict.fromkeys("ðþûõòùì", 0.3),
}
#: Those of them that begin names; others do so more rarely than they stand within.
_CAPITALS = frozenset("ÉÖÜÄÓÁÅØŁŚŻŽŠČŘ")
#: Signs that stand at the side of a word, and the one that stands within.
_BESIDE = "“”‘—–…°´«»§·×½¼¾£®™"
_APOSTROPHE = "’"
#: Words that hold something beyond ASCII, and how many of them a guess looks at.
_WORDS = re.compile(rb"[A-Za-z'\x80-\xff]*[\x80-\xff][A-Za-z'\x80-\xff]*")
_LOOK_AT = 5_000
#: A guess that few words rest on may be bad: it harms only those.
_FEW = 3
#: So much of the beginning shows UTF-16 without a mark.
_BEGINNING = 4_096


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file. Bytes that are no UTF-8 in a file that is stand in it as lone surrogates (PEP 383).

    `guessed` is whether nothing but its letters speaks for `encoding`.
    """

    text: str
    encoding: str
    guessed: bool = False


def decode_text(body: bytes) -> Decoded:
    """Decode a file: by its mark, as UTF-8, as UTF-16, else in the code page that its letters fit best.

    :raises DocumentError: its letters fit no page.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return Decoded(_decode(body[len(mark) :], encoding), encoding)
    wide = _wide(body[:_BEGINNING])
    if wide is not None:
        return Decoded(_decode(body, wide), wide)
    text = _decode(body, "utf-8")
    stray = sum("\udc80" <= char <= "\udcff" for char in text) if not text.isascii() else 0
    if 2 * stray <= sum(char > "\x7f" for char in text):
        return Decoded(text, "utf-8")
    encoding = guess_page(body)
    return Decoded(body.decode(encoding, errors="replace"), encoding, guessed=True)


def transcode(body: bytes, encoding: str) -> bytes:
    """A file of the named encoding in UTF-8; what cannot be decoded becomes U+FFFD.

    :raises UsageError: there is no such encoding.
    """
    try:
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError(encoding)
        text = body.decode(encoding, errors="replace")
    except (LookupError, UnicodeError, ValueError) as error:
        raise UsageError(
            f"{encoding!r} is no encoding. Some are: utf-8, utf-16, cp1252, cp1251, cp1250, mac_roman"
        ) from error
    return text.removeprefix("\ufeff").encode("utf-8", errors="replace")


def settled(cell: str) -> str:
    """The cell with each stray byte as its character in Windows, or as U+FFFD."""
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "cp1252-for-stray")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError), "this handler is for decoding"
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", errors="replace"), error.end


codecs.register_error("cp1252-for-stray", _as_windows)


def guess_page(body: bytes) -> str:
    """The code page in which the words beyond ASCII look most like names.

    :raises DocumentError: they look like none in all of them, and there are more than a few.
    """
    words = list(dict.fromkeys(_WORDS.findall(body)))[:_LOOK_AT]
    scores = {page: sum(_score(word, page) for word in words) for page in _PAGES}
    best = max(_PAGES, key=lambda page: scores[page])
    if scores[best] < 0 and len(words) > _FEW:
        raise DocumentError(
            "in an encoding that cannot be guessed. Save it as UTF-8, or name its encoding with --encoding"
        )
    return best


def _decode(body: bytes, encoding: str) -> str:
    return body.decode(encoding, errors="surrogateescape" if encoding == "utf-8" else "replace")


def _wide(beginning: bytes) -> str | None:
    """UTF-16 without a mark, which is every second byte empty in a header of ASCII."""
    pairs = len(beginning) // 2
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if (
            pairs
            and beginning[first::2].count(0) > 0.8 * pairs
            and beginning[1 - first :: 2].count(0) < 0.1 * pairs
        ):
            return encoding
    return None


def _score(word: bytes, page: str) -> float:
    """A score for a word in this page: above 0 if it looks like one of a name."""
    text = f" {word.decode(page, errors='replace')} "
    return sum(
        _weight(before, char, after, adjoin=page == "cp1250")
        for before, char, after in zip(text, text[1:], text[2:], strict=False)
        if char > "\x7f"
    )


def _weight(before: str, char: str, after: str, *, adjoin: bool) -> float:
    """Two scripts in a word and a capital after a small letter are rare; so are two accents, unless they `adjoin`."""
    if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Co"):
        return -6
    if not char.isalpha():
        is_within = before.isalpha() and after.isalpha()
        if is_within:
            return 2.2 if char == _APOSTROPHE else -4
        return 1 if char in _BESIDE else -4
    weight = _of_letter(char)
    for one in (before, after):
        if one.isalpha() and _is_cyrillic(one) != _is_cyrillic(char):
            weight -= 3
        elif one > "\x7f" and one.isalpha() and not _is_cyrillic(char) and not adjoin:
            weight -= 0.75
    return weight - 3 if before.islower() and char.isupper() else weight


def _of_letter(char: str) -> float:
    if "\u0410" <= char <= "\u044f" or char in "ёЁ":
        return 1.5
    weight = _LETTERS.get(char.lower(), -1)
    return weight if char.islower() or char in _CAPITALS else weight - 1.5


def _is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u04ff"
