"""What is owned of a thing at Discogs that a text names by a link or an id."""

from __future__ import annotations

from typing import NamedTuple

from linernotes.documents.folding import unnumbered
from linernotes.insights.ownership.answers import Answer, LookupSource, Verdict, without
from linernotes.insights.ownership.lookup_index import Want
from linernotes.insights.text.artist_names import read_names
from linernotes.insights.text.typed_reference import Reference
from linernotes.storage.duckdb.database import load_sql

#: The main release of a master, by its own document or by a discography that lists it.
_MAIN_RELEASE = """
    select coalesce(
        (select main_release_id from master where master_id = $1),
        (select min(main_release_id) from artist_masters where type = 'master' and id = $1)
    )
"""

_LABEL_NAME = "select min(name) from release_labels where label_id = ?"


class _Named(NamedTuple):
    title: str | None
    artists: str | None
    master_id: int | None


class ByMention:
    """Answers by the id of a release, master, artist or label."""

    def __init__(self, shelf: LookupSource) -> None:
        self._shelf = shelf

    def answer(self, text: str, reference: Reference) -> Answer:
        if reference.kind == "release":
            return self._release(text, reference.id)
        if reference.kind == "master":
            return self._master(text, reference.id)
        return self.all_of(text, reference)

    def _release(self, text: str, release_id: int) -> Answer:
        copies = self._shelf.browser.collection.copies_of(release_id)
        if copies:
            others = without(self._shelf.browser.collection.copies_of_album(copies[0].album), copies)
            wants = self._wants_of(release_id, copies[0].master_id)
            return Answer(text, "release", "owned", copies[0].title, release_id, copies, others, wants)
        title, master_id, is_known = self._unowned(release_id)
        others = (
            () if master_id is None else self._shelf.browser.collection.copies_of_album(("master", master_id))
        )
        wants = self._wants_of(release_id, master_id)
        verdict: Verdict = "other" if others else "wanted" if wants else "not" if is_known else "unknown"
        return Answer(text, "release", verdict, title, release_id, (), others, wants)

    def _unowned(self, release_id: int) -> tuple[str | None, int | None, bool]:
        """Title and master of a release that is not on the shelf, and whether anything is known of it."""
        want = self._shelf.known.wants.get(release_id)
        query = load_sql("linernotes.insights.ownership", "own_release")
        rows = self._shelf.snapshot.storage.read(_Named, query, [release_id] * 4)
        known = rows[0] if rows else _Named(None, None, None)
        if want is not None:
            return f"{want.artist} – {want.title}", want.master_id or known.master_id, True
        named = f"{known.artists} – {known.title}" if known.artists and known.title else known.title
        return named, known.master_id, bool(rows)

    def _master(self, text: str, master_id: int) -> Answer:
        collection = self._shelf.browser.collection
        copies = collection.copies_of_album(("master", master_id))
        if (
            not copies
            and (main := self._shelf.snapshot.storage.scalar(_MAIN_RELEASE, [master_id])) is not None
        ):
            copies = collection.copies_of(int(main))  # a master that is newer than the pressing's document
        wants = self._wants_of(None, master_id)
        listed_title = copies[0].title if copies else wants[0].title if wants else None
        title = self._master_title(master_id) or listed_title
        verdict: Verdict = "owned" if copies else "wanted" if wants else "not"
        return Answer(text, "master", verdict, title, master_id, copies, (), wants)

    def _master_title(self, master_id: int) -> str | None:
        found = self._shelf.snapshot.storage.scalar(
            "select title from master where master_id = ?", [master_id]
        )
        return None if found is None else str(found)

    def all_of(self, text: str, reference: Reference) -> Answer:
        """What is owned of an artist (on it in any part), or of a label."""
        of_artist = reference.kind == "artist"
        facet = self._shelf.browser.facets["person" if of_artist else "label"]
        key = str(reference.id)
        mask = facet.having([key])
        if of_artist:
            mask = mask | self._shelf.browser.facets["artist"].having([key])
        order = self._shelf.browser.orders.of("artist")
        copies = self._shelf.browser.copies(order[mask[order]])
        what = facet.label(key) if key in facet and facet.key(key) == key else self._name(reference)
        return Answer(
            text,
            "artist" if of_artist else "label",
            "several" if copies else "not",
            what,
            reference.id,
            copies,
        )

    def _name(self, reference: Reference) -> str | None:
        snapshot = self._shelf.snapshot
        if reference.kind == "artist":
            name = read_names(snapshot, [reference.id]).get(reference.id)
        else:
            name = snapshot.storage.scalar(_LABEL_NAME, [reference.id])
        return None if name is None else unnumbered(str(name))

    def _wants_of(self, release_id: int | None, master_id: int | None) -> tuple[Want, ...]:
        """Wants of a pressing, then of other pressings of its album."""
        wants = self._shelf.known.wants.values()
        return tuple(want for want in wants if want.release_id == release_id) + tuple(
            want
            for want in wants
            if master_id is not None and want.master_id == master_id and want.release_id != release_id
        )
