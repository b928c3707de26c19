"""The SQLite databases of a home, by the name of the file: what cannot be made again."""

from __future__ import annotations

from linernotes.storage import user
from linernotes.storage.home import LANDING_DB, USER_DB
from linernotes.storage.landing import store

LAYOUTS = {LANDING_DB: store.LAYOUT, USER_DB: user.LAYOUT}
