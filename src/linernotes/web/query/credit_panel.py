"""The conditions on credits beside the collection: which count in what way, and the addresses that change them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linernotes.insights.collection.copies import sort_key
from linernotes.insights.collection.credits.conditions import ANY, MODES, CreditCondition, Mode
from linernotes.insights.collection.credits.credit_answer import CreditAnswer, read_credit_answers, role_label
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.collection.views import Browser, Found, View
from linernotes.insights.snapshot import Snapshot
from linernotes.web.query.facet_panel import Chip

#: What several conditions are called by how they count.
MODE_NAMES: dict[Mode, str] = {"all": "All of these", "any": "Any of these", "none": "None of these"}
_CHIPS: dict[Mode, str] = {"all": "Credit", "any": "Credit, any of", "none": "Credit"}

#: Roles of a person that are offered.
_ROLES = 6
#: Roles that the field of the form suggests, beside all categories: a catalogue has thousands.
_SUGGESTED = 300


@dataclass(frozen=True, slots=True)
class RoleLink:
    """A role that a person has on records of the view. `address` asks for just that credit."""

    fact: str
    role: str
    copies: int
    address: str


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A condition: the address without it, and the roles that would make it narrower."""

    label: str
    remove: str
    roles: tuple[RoleLink, ...]


@dataclass(frozen=True, slots=True)
class CreditGroup:
    """The conditions that count in one way. `moves` are the other ways, as (name, address)."""

    title: str
    rows: tuple[CreditRow, ...]
    moves: tuple[tuple[str, str], ...]


def credit_groups(snapshot: Snapshot, browser: Browser, found: Found) -> list[CreditGroup]:
    """All conditions of a view, by how they count."""
    answers = read_credit_answers(snapshot, found.view.credits)
    return [
        _group(browser, found, mode, those)
        for mode in MODES
        if (those := [one for one in answers if one.mode == mode])
    ]


def credit_chips(snapshot: Snapshot, view: View) -> list[Chip]:
    """Every condition on credits as a filter that is on."""
    return [
        Chip(_CHIPS[one.mode], one.label, one.mode == "none", view.without_credit(one.condition).address())
        for one in read_credit_answers(snapshot, view.credits)
    ]


def as_one_credit(snapshot: Snapshot, view: View) -> tuple[str, str] | None:
    """Of a view with one person and one role, which are two conditions: the credit of both, and its address."""
    people, roles = (view.choice.include.get(name, ()) for name in ("person", "role"))
    if len(people) != 1 or len(roles) != 1 or not people[0].isdigit() or roles[0] == "none":
        return None
    condition = CreditCondition(int(people[0]), roles[0])
    narrowed = view.including("person", people[0]).including("role", roles[0]).crediting("all", condition)
    (answer,) = read_credit_answers(snapshot, {"all": (condition,)})
    return answer.label, narrowed.address()


def _group(browser: Browser, found: Found, mode: Mode, answers: list[CreditAnswer]) -> CreditGroup:
    view, is_one = found.view, len(answers) == 1
    moves = [
        (MODE_NAMES[other].lower(), view.moving_credits(mode, other).address())
        for other in MODES
        if other != mode and not (is_one and {mode, other} == {"all", "any"})
    ]
    rows = tuple([_row(browser, found, mode, one) for one in answers])
    return CreditGroup(MODE_NAMES[mode], rows, tuple(moves))


def _row(browser: Browser, found: Found, mode: Mode, answer: CreditAnswer) -> CreditRow:
    without = found.view.without_credit(answer.condition)
    roles: tuple[RoleLink, ...] = ()
    if answer.artist_id is not None and answer.role is None and mode != "none":
        id = answer.artist_id
        roles = tuple(
            [
                RoleLink(
                    f"credited:{id}:{one.role}",
                    role_label(one.role),
                    one.copies,
                    without.crediting(mode, CreditCondition(id, one.role)).address(),
                )
                for one in browser.credits.roles_of(id, found.selection.mask)[:_ROLES]
            ]
        )
    return CreditRow(answer.label, without.address(), roles)


def role_options(snapshot: Snapshot) -> tuple[str, ...]:
    """Categories of roles, and the roles that most copies have, by name."""
    roles = snapshot.cached(read_facets)["role"]
    values, _ = roles.values(np.ones(roles.size, dtype=bool))
    categories = [role_label(value.key) for value in values if value.key.startswith(ANY)]
    named = [value.key for value in values if not value.key.startswith(ANY)]
    return (*sorted(categories), *sorted(named[:_SUGGESTED], key=sort_key))
