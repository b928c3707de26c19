"""What a credited role is: its category, its subcategory, whether it makes music, and whether it performs.

The names stand in `roles.toml`, which says how to extend it; why a category makes music or does
not is in `docs/decisions/0003-roles.md`. Nothing here opens a database.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from linernotes.derive.credits.role_names import role_words, split_at_and, without_by
from linernotes.errors import ConfigError
from linernotes.storage.duckdb.rows import RoleRow

_PLAYED = ("vocals", "guitar", "bass", "strings", "keyboards", "percussion", "brass", "woodwind")
# The closed set of categories. The published table `role` has no other.
CATEGORIES = (
    *_PLAYED,
    *("electronic", "instruments", "performance", "ensemble", "conducting", "arranging", "writing"),
    *("production", "remix", "technical", "visual", "text", "business", "spoken", "other", "unknown"),
)
#: Categories that play, sing or conduct on the recording; `roles.toml` lists the exceptions.
PERFORMING = frozenset({*_PLAYED, "electronic", "instruments", "performance", "ensemble", "conducting"})
_MAX_HEAD_WORDS = 4
#: So many words a role may have beside those of a listed name, each of which is a "By".
_MORE_WORDS = 4
_OVERRIDE_KEYS = ("category", "subcategory", "as_edge", "performs")
_YES_OR_NO = ("as_edge", "performs")


@dataclass(frozen=True, slots=True)
class RoleClass:
    """What a role is. `subcategory` is None for unknown roles and where the user gave only a category.

    `as_edge`: it makes music. `performs`: it plays, sings or conducts on the recording; then it makes music, too.
    """

    category: str
    subcategory: str | None
    as_edge: bool
    performs: bool


UNKNOWN = RoleClass("unknown", None, as_edge=False, performs=False)


class Taxonomy:
    """Looks roles up, forgivingly. Built by `load_taxonomy`; does not change."""

    def __init__(self, listed: Mapping[str, RoleClass], qualifiers: Iterable[str]) -> None:
        """`listed` maps names to what they are; `qualifiers` are words that may come off the front."""
        self._qualifiers = frozenset(qualifiers)
        words = {name: role_words(name) for name in listed}
        self._classes = {"".join(words[name]): found for name, found in listed.items()}
        for name, found in listed.items():
            self._classes.setdefault(without_by(words[name]), found)
        #: More words than any name has, so that a role of thousands is not looked up at each of them.
        self._most_words = _MORE_WORDS + max((len(one) for one in words.values()), default=0)

    def classify(self, role: str) -> RoleClass:
        """Return what `role` is (a name without its bracket); UNKNOWN if nothing fits. Never raises."""
        words = role_words(role)
        whole = self._lookup(words)
        if whole is not None:
            return whole
        known = [found for part in split_at_and(words) if (found := self._resolve(part)) is not None]
        return next((found for found in known if found.as_edge), known[0] if known else UNKNOWN)

    def rows(self, roles: Iterable[str]) -> list[RoleRow]:
        """Return the rows of table `role`: one per distinct name, as credited, sorted; '' makes none."""
        rows = []
        for role in sorted(set(roles) - {""}):
            found = self.classify(role)
            rows.append(
                RoleRow(
                    role=role,
                    category=found.category,
                    subcategory=found.subcategory,
                    as_edge=found.as_edge,
                    performs=found.performs,
                )
            )
        return rows

    def _lookup(self, words: list[str]) -> RoleClass | None:
        """Find a listed name, first as it is spelt, then without its "By"."""
        if len(words) > self._most_words:
            return None
        return self._classes.get("".join(words)) or self._classes.get(without_by(words))

    def _resolve(self, words: list[str]) -> RoleClass | None:
        """Find one role, then the role without its qualifiers, then an instrument by its last words."""
        found, begin = self._lookup(words), 0
        while found is None and begin < len(words) - 1 and words[begin] in self._qualifiers:
            begin += 1
            if len(words) - begin <= self._most_words:
                found = self._lookup(words[begin:])
        return found or self._by_last_words(words[begin:])

    def _by_last_words(self, words: list[str]) -> RoleClass | None:
        # The last word says what it is, an "Amplified Kalimba" or a "Jacket Design", but only what is sung
        # or played may so be said to make music: "Video Producer" and "Digital Effects" stay unknown.
        for count in range(min(_MAX_HEAD_WORDS, len(words) - 1), 0, -1):
            head = self._lookup(words[-count:])
            if head is not None and (head.category in _PLAYED or not head.as_edge):
                return head
        return None


def select_roles(tables: Iterable[str]) -> str:
    """The SELECT of all roles in some tables with a column `role`: one row per role, ascending, none of them NULL."""
    each = (f"select role from {table} where role is not null" for table in tables)  # noqa: S608 names of ours
    return "\nunion\n".join(each) + "\norder by role"


def load_taxonomy(overrides: Mapping[str, Mapping[str, object]] | None = None) -> Taxonomy:
    """Read roles.toml and apply the user's `[roles]` table of config.toml on top.

    An override may give `as_edge`, `performs`, `category` and `subcategory`; what it leaves out stays as it was.
    A role moved to a category and subcategory that exist takes what these are, unless it gives its own.
    What performs makes music: `performs = true` brings `as_edge`, and `as_edge = false` takes `performs` away.

    :raises ConfigError: naming the role and the key that cannot be used.
    """
    listed, qualifiers, taxonomy = _shipped()
    if not overrides:
        return taxonomy
    return Taxonomy(listed | _overridden(listed, taxonomy, overrides), qualifiers)


@cache
def _shipped() -> tuple[dict[str, RoleClass], Sequence[str], Taxonomy]:
    """Read roles.toml once for all builds of a process: what it lists, its qualifiers, and both as a taxonomy."""
    data = tomllib.loads(
        files("linernotes.derive.credits").joinpath("roles.toml").read_text(encoding="utf-8")
    )
    qualifiers = data.pop("qualifiers")
    listed: dict[str, RoleClass] = {}
    for category, subcategories in data.items():
        for subcategory, group in subcategories.items():
            performs = group["as_edge"] and group.get("performs", category in PERFORMING)
            found = RoleClass(category, subcategory, group["as_edge"], performs)
            listed.update(dict.fromkeys(group["roles"], found))
    return listed, qualifiers, Taxonomy(listed, qualifiers)


def _overridden(
    listed: Mapping[str, RoleClass], taxonomy: Taxonomy, overrides: Mapping[str, Mapping[str, object]]
) -> dict[str, RoleClass]:
    """Return what the overrides make of every name that they touch, listed or new.

    "Photography" and "Photography By" are one role: they differ by a "By" alone and are the same thing.
    "Cuts" and "Cut By" are two.
    """
    spellings: dict[tuple[str, RoleClass], list[str]] = {}
    for name, found in listed.items():
        spellings.setdefault((without_by(role_words(name)), found), []).append(name)
    groups = {(found.category, found.subcategory): found for found in [*listed.values(), UNKNOWN]}
    given: dict[tuple[str, RoleClass], str] = {}
    changed: dict[str, RoleClass] = {}
    for role, override in overrides.items():
        before = taxonomy.classify(role)
        identity = (without_by(role_words(role)), before)
        _check_override(role, override, given.get(identity))
        given[identity] = role
        after = _apply(before, override, groups)
        changed |= dict.fromkeys([*spellings.get(identity, []), role], after)
    return changed


def _apply(
    before: RoleClass,
    override: Mapping[str, object],
    groups: Mapping[tuple[str, str | None], RoleClass],
) -> RoleClass:
    """Apply one checked override. A subcategory does not outlive the category that it belonged to."""
    category = str(override.get("category", before.category))
    kept = before.subcategory if category == before.category else None
    subcategory = str(override["subcategory"]) if "subcategory" in override else kept
    group = groups.get((category, subcategory), before)
    performs = bool(override.get("performs", group.performs))
    as_edge = bool(override.get("as_edge", group.as_edge or performs))
    return RoleClass(category, subcategory, as_edge, as_edge and performs)


def _check_override(role: str, override: object, twin: str | None) -> None:
    """Refuse an override that says nothing, says it twice, or says what the table has no room for."""
    where = f'config.toml, [roles."{role}"]'
    if not without_by(role_words(role)):
        raise ConfigError(f"{where}: this is not the name of a role")
    if twin is not None:
        raise ConfigError(f'{where}: this is the same role as [roles."{twin}"]; keep one of the two')
    if (
        isinstance(override, Mapping)
        and override.get("performs") is True
        and override.get("as_edge") is False
    ):
        raise ConfigError(f"{where}: a role that performs makes music; leave out as_edge = false")
    if not isinstance(override, Mapping) or not override:
        raise ConfigError(f"{where}: give at least one of {', '.join(_OVERRIDE_KEYS)}, not {override!r}")
    for key, value in override.items():
        problem = _problem(key, value)
        if problem:
            raise ConfigError(f"{where} {key}: {problem}")


def _problem(key: str, value: object) -> str | None:
    """Say what is wrong with one key of an override, or None."""
    if key not in _OVERRIDE_KEYS:
        return f"unknown key; the keys are {', '.join(_OVERRIDE_KEYS)}"
    if key in _YES_OR_NO:
        return None if isinstance(value, bool) else f"must be true or false, not {value!r}"
    if key == "category":
        return None if value in CATEGORIES else f"must be one of {', '.join(CATEGORIES)}, not {value!r}"
    return None if isinstance(value, str) and value.strip() else f"must be a text, not {value!r}"
