"""How the names of roles are compared: by their words, whatever the spelling."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a plain one and an accent. "I" is the capital of "ı" too.
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae"})


def role_words(role: str) -> list[str]:
    """Split a role into the words by which it is compared; [] where nothing but punctuation is left.

    Capitals, accents and apostrophes go, a plural loses its "s", and `&`, `+` and `/` read "and".
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", role.casefold()) if not unicodedata.combining(c))
    # casefold again: NFKD may bring capitals back ("™" becomes "TM").
    plain = re.sub(r"['’‘ʼ`´]", "", bare.casefold().translate(_PLAIN))
    joined = re.sub(r"[&+/]", " and ", plain)
    return [_singular(word) for word in re.findall(r"[^\W_]+", joined)]


def without_by(words: list[str]) -> str:
    """Return the key of a name that may have lost or gained a "By" ("Artwork By" and "Artwork")."""
    return "".join(word for word in words if word != "by")


def split_at_and(words: list[str]) -> list[list[str]]:
    """Split words that name several roles: "Recorded & Mixed By" is recorded, and mixed by."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word == "and":
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _singular(word: str) -> str:
    # Too simple for English, but the same on both sides of a comparison: "timbale" and "vibe" do no harm.
    if word.endswith("sses"):
        return word[:-2]
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word
