"""The two ways in which Discogs has written its dumps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Format = Literal["2024-12", "2020"]
FORMATS: tuple[Format, ...] = ("2024-12", "2020")

#: No XML may hold these.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


@dataclass(frozen=True)
class Writer:
    """Writes XML as the dumps of one time did.

    `2020` (until the middle of 2024): empty children are written (`<anv/>`), non-ASCII as numeric references.
    `2024-12` (since then): empty children are left out, UTF-8 as it is, attributes in another order.
    """

    is_old: bool

    def text(self, text: object) -> str:
        """Character data."""
        return self._encoded(str(text), _TEXT)

    def _encoded(self, text: str, table: dict[int, str]) -> str:
        legal = _ILLEGAL.sub("", text).translate(table)
        return legal.encode("ascii", "xmlcharrefreplace").decode() if self.is_old else legal

    def leaf(self, name: str, content: object) -> str:
        """An element that is always written while it has text; without any only old dumps write it."""
        if content not in (None, ""):
            return f"<{name}>{self.text(content)}</{name}>"
        return f"<{name}/>" if self.is_old else ""

    def optional(self, name: str, content: object) -> str:
        """An element that no dump writes without text."""
        return f"<{name}>{self.text(content)}</{name}>" if content not in (None, "") else ""

    def tag(self, name: str, attributes: dict[str, object], inner: str = "") -> str:
        """An element with attributes, those that are None left out."""
        given = [(key, value) for key, value in attributes.items() if value is not None]
        pairs = given if self.is_old else sorted(given)
        written = "".join(f' {key}="{self._encoded(str(value), _ATTRIBUTE)}"' for key, value in pairs)
        return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"

    def group(self, name: str, members: Iterable[str]) -> str:
        """A container; nothing where it would be empty."""
        inner = "".join(members)
        return f"<{name}>{inner}</{name}>" if inner else ""


def writer(format: str) -> Writer:
    """The writer of a format. ValueError for one that Discogs never had."""
    if format not in FORMATS:
        raise ValueError(f"no dump format {format!r}; there are {', '.join(FORMATS)}")
    return Writer(is_old=format == "2020")
