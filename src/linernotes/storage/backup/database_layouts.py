"""The SQLite databases of a home, by the name of the file: what cannot be made again."""

from __future__ import annotations

from linernotes.storage.home.layout import LANDING_DB, USER_DB
from linernotes.storage.landing import store
from linernotes.storage.user import store as user

LAYOUTS = {LANDING_DB: store.LAYOUT, USER_DB: user.LAYOUT}
