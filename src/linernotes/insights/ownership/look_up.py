"""Do I own it?, asked of a build."""

from __future__ import annotations

from linernotes.insights.collection.copies import read_collection
from linernotes.insights.collection.typed_search import without_facts
from linernotes.insights.collection.views import Found, read_browser
from linernotes.insights.ownership.answers import Answer
from linernotes.insights.ownership.lookup_index import Known, read_known
from linernotes.insights.ownership.ownership import Owning
from linernotes.insights.snapshot import Snapshot


def read_lookup(snapshot: Snapshot) -> Known:
    """Read the owned and wanted things, by the texts that a user can type."""
    return read_known(snapshot.storage, snapshot.cached(read_collection))


def look_up(snapshot: Snapshot, text: str) -> Answer | None:
    """Answer whether what a text names is owned; None for an empty text."""
    return Owning(snapshot.storage, snapshot.cached(read_browser), snapshot.cached(read_lookup)).answer(text)


def suggestions(snapshot: Snapshot, found: Found) -> tuple[str, ...]:
    """Texts that the user may have meant with one that finds nothing.

    It is the text without the year or carrier in it; else titles and artists that differ in a letter or two.
    """
    if found.total or not found.view.text:
        return ()
    bare = without_facts(snapshot, found.view.text)
    return (bare,) if bare else snapshot.cached(read_lookup).near.suggest(found.view.text)[1]
