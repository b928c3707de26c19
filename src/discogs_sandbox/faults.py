"""Faults on purpose: which requests fail, and how.

A specification is a comma list of `kind:target`. The target is a chance (`500:0.02`), or a path with optional
query and `*` wildcards (`404:/releases/123`, `500:*/releases?page=3`). `#n` at its end means the first n matches
only. For `add` and `remove` it is a number k. After the k-th page of the collection an item is added, or the
oldest is removed.

    429          too many requests, JSON, no Retry-After (as Discogs answers); it does count in the window
    429retry     the same with `Retry-After: 1`
    429long      the same with `Retry-After: 3600`
    429full      the same with headers that say that somebody else has used up the window
    429empty     the same from the edge: no body, no rate headers
    html403 html502 html503   a page of the edge instead of JSON, no rate headers
    truncated    JSON that ends in the middle; HTTP is intact
    malformed    JSON with a `;` for a `:`
    reset        half a body, then the connection is reset
    stall        no answer for `stall_seconds` or until the faults are cleared, then the right one
    short        a page of a list with its last row left out
    twice        a page of a list with its last row there again
    oddrow       a page of a list; its last row does not name its subject
    unpaged      a page of a list that does not say where in the list it stands
    400 ... 599  any other status with a JSON message
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl

DRIFTS = frozenset({"add", "remove"})
# These work on the answer that the route gave; the others take its place.
ALTERATIONS = frozenset({"truncated", "malformed", "reset", "stall", "short", "twice", "oddrow", "unpaged"})
_NAMED = (
    DRIFTS
    | ALTERATIONS
    | {"429", "429retry", "429long", "429full", "429empty", "html403", "html502", "html503"}
)


@dataclass
class Fault:
    """One rule; `left` is how often it still strikes (None: always)."""

    kind: str
    chance: float = 0.0
    target: str = ""
    left: int | None = None
    page: int = 0

    def matches(self, path: str, query: str) -> bool:
        wanted_path, _, wanted_query = self.target.partition("?")
        if self.left == 0 or not fnmatchcase(path, wanted_path):
            return False
        return set(parse_qsl(wanted_query)) <= set(parse_qsl(query))


class Faults:
    """Decides for each request; deterministic for a seed and an order of requests."""

    def __init__(self, rules: Iterable[Fault] = (), *, seed: int = 0) -> None:
        self._aimed: list[Fault] = []
        self._random: list[Fault] = []
        self._drifts: list[Fault] = []
        self._rng = random.Random(seed)
        self._pages = 0
        self.on_clear: Callable[[], None] = lambda: None  # sends what is stalled
        for rule in rules:
            self.add(rule)

    @classmethod
    def parse(cls, specification: str, *, seed: int = 0) -> Faults:
        """From the text described above; ValueError says what it cannot read."""
        pieces = [piece.strip() for piece in specification.split(",")]
        return cls([parse_fault(piece) for piece in pieces if piece], seed=seed)

    def add(self, rule: Fault) -> None:
        """Rules added later come last: the first that matches strikes."""
        kinds = self._drifts if rule.kind in DRIFTS else self._aimed if rule.target else self._random
        kinds.append(rule)

    def clear(self) -> None:
        for rules in (self._aimed, self._random, self._drifts):
            rules.clear()
        self.on_clear()

    def next(self, path: str, query: str) -> str:
        """The kind of fault that this request meets; "" for none."""
        for rule in self._aimed:
            if rule.matches(path, query):
                if rule.left is not None:
                    rule.left -= 1
                return rule.kind
        # The flow's own endpoints fail only when aimed at: they are how a caller gets started at all.
        if path in ("/oauth/request_token", "/oauth/access_token"):
            return ""
        for rule in self._random:
            if self._rng.random() < rule.chance:
                return rule.kind
        return ""

    def drifts(self) -> list[str]:
        """Called after each page of the collection: the changes that happen now."""
        self._pages += 1
        return [rule.kind for rule in self._drifts if rule.page == self._pages]


def parse_fault(piece: str) -> Fault:
    kind, colon, target = piece.partition(":")
    if not colon or not (kind in _NAMED or (kind.isdecimal() and 400 <= int(kind) <= 599)):
        raise ValueError(f"not a fault: {piece!r}")
    if kind in DRIFTS:
        return Fault(kind, page=_page(piece, target))
    if target.startswith(("/", "*")):
        target, hash_, times = target.partition("#")
        if hash_ and not times.isdecimal():
            raise ValueError(f"not a number of times: {piece!r}")
        return Fault(kind, target=target, left=int(times) if hash_ else None)
    return Fault(kind, chance=_chance(piece, target))


def _page(piece: str, text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"not a number of pages: {piece!r}")
    return int(text)


def _chance(piece: str, text: str) -> float:
    try:
        chance = float(text)
    except ValueError:
        chance = -1.0
    if not 0 <= chance <= 1:
        raise ValueError(f"neither a chance from 0 to 1 nor a path: {piece!r}")
    return chance
