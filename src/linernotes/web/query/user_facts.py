"""What the user did here, for the pages that show it. Nothing is made in a home by looking."""

from __future__ import annotations

from datetime import datetime, tzinfo

from linernotes.insights.collection.views import View
from linernotes.insights.listening.tonight import SHOWN, Listened
from linernotes.insights.statistics.days import local_days, today
from linernotes.insights.year.models import Played
from linernotes.insights.year.read_year import played_days
from linernotes.storage.user.listening import Play
from linernotes.storage.user.listening import View as SavedView
from linernotes.web.background.app_state import AppState


def last_played(state: AppState) -> dict[int, datetime]:
    """The last play of each record."""
    return state.from_user(lambda user: user.listening.last_played(), {})


def played(state: AppState, zone: tzinfo | None) -> tuple[Played, ...]:
    """All plays, by the days of `zone`."""
    plays = state.from_user(lambda user: user.listening.plays(limit=-1), list[Play]())
    return played_days(((one.release_id, one.played_at) for one in plays), zone)


def played_for(state: AppState, view: View) -> dict[int, datetime] | None:
    """The last play of each record, where a view is in that order."""
    return last_played(state) if view.sort == "played" else None


def followed(state: AppState) -> tuple[int, ...]:
    """The followed artists, the latest first."""
    return state.from_user(lambda user: tuple(user.listening.follows()), ())


def saved_views(state: AppState) -> list[SavedView]:
    """The views that were saved."""
    return state.from_user(lambda user: user.listening.views(), [])


def listened(state: AppState, zone: tzinfo | None) -> Listened:
    """What was shown and played last, by the days of `zone`."""
    spins, last = state.from_user(
        lambda user: (user.listening.spins(SHOWN), user.listening.last_played()),
        (list[int](), dict[int, datetime]()),
    )
    return Listened(spins, local_days(last, zone), today(zone))
