"""Do I own it?, asked of a build."""

from __future__ import annotations

from linernotes.insights.collection.typed_search import without_facts
from linernotes.insights.collection.views import Found
from linernotes.insights.ownership.answers import Answer
from linernotes.insights.ownership.lookup_index import read_lookup_index
from linernotes.insights.ownership.ownership import Owning
from linernotes.insights.snapshot import Snapshot


def look_up(snapshot: Snapshot, text: str) -> Answer | None:
    """Answer whether what a text names is owned; None for an empty text."""
    return Owning(snapshot).answer(text)


def suggestions(snapshot: Snapshot, found: Found) -> tuple[str, ...]:
    """Texts that the user may have meant with one that finds nothing.

    It is the text without the year or carrier in it; else titles and artists that differ in a letter or two.
    """
    if found.total or not found.view.text:
        return ()
    bare = without_facts(snapshot, found.view.text)
    return (bare,) if bare else snapshot.cached(read_lookup_index).near.suggest(found.view.text)[1]
