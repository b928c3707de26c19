"""Conditions on credits in words, for pages, programs and commands."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.collection.credits.conditions import ANY, MODES, CreditCondition, Credits, Mode
from linernotes.insights.collection.facets.read_facets import read_facets
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.text.artist_names import artist_name, read_names


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditAnswer:
    """A condition of a view: copies have all credits of the mode `all`, any of `any`, and none of `none`.

    `key` is what the parameters `credit`, `any-credit` and `not-credit` take. `artist_id` and `name` are null where
    the role is anyone's. `role` is null where any part counts, leading too.
    """

    mode: Mode
    key: str
    artist_id: int | None
    name: str | None
    role: str | None

    @property
    def condition(self) -> CreditCondition:
        """The condition itself."""
        return CreditCondition(self.artist_id, self.role)

    @property
    def label(self) -> str:
        """The condition in words: "Herbie Hancock: Piano", "anyone: any percussion"."""
        name = self.name or "anyone"
        return name if self.role is None else f"{name}: {role_label(self.role)}"


def role_label(role: str) -> str:
    """What a role or a category of roles is called."""
    return f"any {role.removeprefix(ANY)}" if role.startswith(ANY) else role


def read_credit_answers(snapshot: Snapshot, credits: Credits) -> tuple[CreditAnswer, ...]:
    """Read the names of those that a view asks for, mode by mode."""
    asked = [(mode, one) for mode in MODES for one in credits.get(mode, ())]
    names = _names(snapshot, [one.artist_id for _, one in asked if one.artist_id is not None])
    return tuple(
        [
            CreditAnswer(
                mode=mode,
                key=one.key,
                artist_id=one.artist_id,
                name=None if one.artist_id is None else names[one.artist_id],
                role=one.role,
            )
            for mode, one in asked
        ]
    )


def _names(snapshot: Snapshot, artist_ids: list[int]) -> dict[int, str]:
    persons = snapshot.cached(read_facets)["person"]
    # Who is asked for by another name is called so.
    own = [id for id in artist_ids if str(id) in persons and persons.key(str(id)) == str(id)]
    names = {id: persons.label(str(id)) for id in own}
    if strangers := [id for id in artist_ids if id not in names]:
        names |= dict.fromkeys(strangers, "") | read_names(snapshot, strangers)
    return {id: artist_name(name, id) for id, name in names.items()}
