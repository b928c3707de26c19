"""The typefaces of the pages: files that `make vendor` copied, so that no page depends on what a machine has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from linernotes.web.rendering.assets import FOLDER, asset

#: Declares the faces; their files are below the folder beside it. Each address in it carries the file's version.
_SHEET = "vendor/fonts.css"
_FILES = "vendor/fonts"
#: The folder of their files.
FONTS = FOLDER / _FILES

#: Others that a page needs without a network: accents of titles, and the name in the header.
_ALSO = ("source-sans-3-latin-ext-wght-normal.woff2", "source-serif-4-latin-wght-italic.woff2")
#: Fonts that every page needs at once. The sheet names them too, but a browser would read it before it asks for them.
_AT_ONCE = ("source-sans-3-latin-wght-normal.woff2", "source-serif-4-latin-wght-normal.woff2")


def font_sheet() -> str | None:
    """The address of the sheet; None before `make vendor`, when the browser's own fonts serve."""
    return asset(_SHEET) if (FOLDER / _SHEET).is_file() else None


def preloaded_fonts() -> list[str]:
    """The addresses of what every page needs at once; none before `make vendor`."""
    return [asset(f"{_FILES}/{name}") for name in _AT_ONCE if (FOLDER / _FILES / name).is_file()]


def kept_fonts() -> list[str]:
    """The sheet and the fonts that a page without a network has, below `static`; none before `make vendor`."""
    names = [*_AT_ONCE, *_ALSO]
    files = [f"{_FILES}/{name}" for name in names if (FOLDER / _FILES / name).is_file()]
    return [_SHEET, *files] if files else []


def read_font_sheet() -> str:
    """The sheet itself, for a page beside a folder `fonts`; empty before `make vendor`."""
    path = FOLDER / _SHEET
    return path.read_text("utf-8") if path.is_file() else ""


def font_files() -> Iterator[Path]:
    """The files that the sheet names, and their licenses."""
    yield from sorted(FONTS.glob("*.woff2"))
    yield from sorted((FOLDER / "vendor").glob("source-*.LICENSE.txt"))
