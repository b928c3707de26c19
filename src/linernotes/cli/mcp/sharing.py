"""What an assistant gets of an answer: plain JSON, without what only its owner is to see, and no longer than asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

from linernotes.insights.artist.answer import ArtistAnswer
from linernotes.insights.coverage import OfBuild
from linernotes.insights.release.models import Record
from linernotes.storage.duckdb.json_values import plain

#: Fields of any answer that hold prices, or what the collector wrote or chose: shown with `--private` alone. They are
#: those that `storage.export.shared_tables` hides from queries.
PRIVATE = frozenset(
    {
        "demand", "lowest_price", "for_sale", "currency", "rating", "folder", "folder_id", "fields",
        "media_condition", "sleeve_condition", "wanted_notes",
    }
)  # fmt: skip

#: Addresses of Discogs' pictures: an assistant's answer never has them.
PICTURES = frozenset({"picture_url", "thumb_url", "cover_url", "image_url"})

#: What is drawn on pages, and says again what the rest of the answer says.
DRAWN = {ArtistAnswer: frozenset({"years", "map"}), Record: frozenset({"who_plays"})}

#: Stands beside the evidence, and not in it.
_APART = frozenset(field.name for field in fields(OfBuild))


@dataclass
class Sharing:
    """How an answer becomes JSON. `left_out` counts the rows that were cut, by their place in the evidence."""

    is_private: bool
    limit: int

    def __post_init__(self) -> None:
        self.left_out: dict[str, int] = {}

    def share(self, value: object) -> object:
        """The answer as JSON's types."""
        return self._share(value, "")

    def _share(self, value: object, place: str) -> object:
        if is_dataclass(value) and not isinstance(value, type):
            hidden = PICTURES | DRAWN.get(type(value), frozenset())
            hidden |= frozenset() if self.is_private else PRIVATE
            hidden |= _APART if isinstance(value, OfBuild) else frozenset()
            return {
                one.name: self._share(getattr(value, one.name), f"{place}.{one.name}" if place else one.name)
                for one in fields(value)
                if one.name not in hidden
            }
        if isinstance(value, list | tuple):
            return [self._share(one, place) for one in self._cut(value, place)]
        if isinstance(value, Mapping):
            return {str(key): self._share(one, f"{place}.{key}") for key, one in value.items()}
        return plain(value.value if isinstance(value, Enum) else value)

    def _cut(self, rows: list[object] | tuple[object, ...], place: str) -> list[object] | tuple[object, ...]:
        """The first rows. Words in a list, such as roles, are no rows: they stay."""
        shown = [row for row in rows if self.is_private or not _is_own_words(row)]
        if len(shown) <= self.limit or not is_dataclass(shown[0]):
            return shown
        self.left_out[place] = self.left_out.get(place, 0) + len(shown) - self.limit
        return shown[: self.limit]


def _is_own_words(row: object) -> bool:
    """Whether it is a line that a search found in the collector's notes."""
    return getattr(row, "where", None) == "notes"
