"""*Do I own it?* with what the catalogue says where the shelf says nothing."""

from __future__ import annotations

from dataclasses import dataclass, fields

from linernotes.insights.ownership.answers import Answer
from linernotes.insights.ownership.ownership_answer import OwnershipAnswer, ownership_answer
from linernotes.insights.snapshot import Snapshot
from linernotes.insights.world.unowned import WorldLookUp, look_up_world
from linernotes.storage.catalogue.reader import CatalogueReader


@dataclass(frozen=True, kw_only=True)
class OwnAnswer(OwnershipAnswer):
    """Answer to "Do I own it?", and what all of Discogs has where the shelf has nothing.

    `world` is null without a catalogue, and where the catalogue does not know the text either.
    """

    world: WorldLookUp | None = None


def in_all_of_discogs(
    snapshot: Snapshot, catalogue: CatalogueReader | None, answer: Answer | None
) -> WorldLookUp | None:
    """What the catalogue says of a text that the shelf does not know; None where that is nothing."""
    if catalogue is None or answer is None or answer.verdict not in ("not", "unknown"):
        return None
    if answer.meant in ("artist", "label"):
        return None
    return look_up_world(
        snapshot,
        catalogue,
        answer.asked,
        release_id=answer.id if answer.meant == "release" else None,
        master_id=answer.id if answer.meant == "master" else None,
    )


def own_answer(
    snapshot: Snapshot, catalogue: CatalogueReader | None, asked: str, answer: Answer | None
) -> OwnAnswer:
    """Return what was looked up for the text `asked`; `answer` is None for an empty text."""
    of_shelf = ownership_answer(snapshot, asked, answer)
    known = {field.name: getattr(of_shelf, field.name) for field in fields(of_shelf)}
    return OwnAnswer(**known, world=in_all_of_discogs(snapshot, catalogue, answer))
