"""Answers what an address asks of the collection: search, facets, order, and what the user's own data adds."""

from __future__ import annotations

from collections.abc import Sequence

from linernotes.insights.collection.artist_search import Person, find_people
from linernotes.insights.collection.copies import Copy
from linernotes.insights.collection.search_excerpts import Place, find_places
from linernotes.insights.collection.typed_search import find_matches, without_facts
from linernotes.insights.collection.views import Found, View
from linernotes.insights.ownership.lookup_index import Known, read_known
from linernotes.storage.user.listening import View as SavedView
from linernotes.web.background.app_state import AppState
from linernotes.web.background.open_build import Reading
from linernotes.web.query.shelf import last_played


def look(state: AppState, build: Reading, view: View) -> Found:
    """The copies of a view."""
    matches = find_matches(build.browser, build.build.search_path, view.text) if view.text else None
    played = last_played(state) if view.sort == "played" else None
    return build.browser.find(view, matches=matches, played=played)


def places(build: Reading, view: View, copies: Sequence[Copy]) -> dict[int, tuple[Place, ...]]:
    """The lines of each release that hold the text of a view, unless its sleeve shows it."""
    if not view.text:
        return {}
    ids = list(dict.fromkeys(copy.release_id for copy in copies))
    return find_places(build.build.search_path, view.text, ids)


def people(build: Reading, view: View) -> list[Person]:
    """Artists that the text of a view may mean."""
    if not view.text:
        return []
    return find_people(build.build.search_path, build.browser.facets["person"], view.text)


def known_of(build: Reading) -> Known:
    """The owned and wanted things, by the texts that a user can type."""
    return build.once("own", lambda: read_known(build.storage, build.collection))


def suggestions(build: Reading, found: Found) -> tuple[str, ...]:
    """Texts that the user may have meant with one that finds nothing.

    It is the text without the year or carrier in it; else titles and artists that differ in a letter or two.
    """
    if found.total or not found.view.text:
        return ()
    bare = without_facts(build.browser, build.build.search_path, found.view.text)
    return (bare,) if bare else known_of(build).near.suggest(found.view.text)[1]


def saved_views(state: AppState) -> list[SavedView]:
    """The views that were saved. Nothing is made in a home by looking."""
    return state.from_user(lambda user: user.listening.views(), [])
