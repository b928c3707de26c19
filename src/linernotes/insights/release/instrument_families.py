"""Families of instruments, as drawings colour them: the categories of roles in seven groups. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class InstrumentFamily(StrEnum):
    """What somebody plays, as far as a colour and a shape can say it. The value is its name on pages."""

    VOICE = "voice"
    STRINGS = "guitars and strings"
    KEYS = "keyboards"
    WINDS = "brass and reeds"
    DRUMS = "drums and percussion"
    ELECTRONICS = "electronics"
    OTHER = "leading, conducting and other"  # those who lead without an instrument, too


_OF_CATEGORY = {
    "vocals": InstrumentFamily.VOICE,
    "spoken": InstrumentFamily.VOICE,
    "guitar": InstrumentFamily.STRINGS,
    "bass": InstrumentFamily.STRINGS,
    "strings": InstrumentFamily.STRINGS,
    "keyboards": InstrumentFamily.KEYS,
    "brass": InstrumentFamily.WINDS,
    "woodwind": InstrumentFamily.WINDS,
    "percussion": InstrumentFamily.DRUMS,
    "electronic": InstrumentFamily.ELECTRONICS,
}


def family_of(category: str) -> InstrumentFamily:
    """The family of a category of roles."""
    return _OF_CATEGORY.get(category, InstrumentFamily.OTHER)


def families_of(categories: Iterable[str]) -> tuple[InstrumentFamily, ...]:
    """The families of some categories, each once, in their order; OTHER where there is none."""
    return tuple(dict.fromkeys(map(family_of, categories))) or (InstrumentFamily.OTHER,)
