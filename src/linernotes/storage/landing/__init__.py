"""Landing: every document as Discogs sent it, in `landing.db`. See `Landing`."""

from __future__ import annotations

from linernotes.storage.landing.left_out import LeftOut, Version, refusal
from linernotes.storage.landing.records import (
    Account,
    CollectionChange,
    CollectionValue,
    Count,
    Estimate,
    HistoryRow,
    Landed,
    MasterStats,
    Problem,
    ReleaseStats,
    RunState,
)
from linernotes.storage.landing.store import Landing

__all__ = [
    "Account",
    "CollectionChange",
    "CollectionValue",
    "Count",
    "Estimate",
    "HistoryRow",
    "Landed",
    "Landing",
    "LeftOut",
    "MasterStats",
    "Problem",
    "ReleaseStats",
    "RunState",
    "Version",
    "refusal",
]
