"""The answer about one record."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.insights.coverage import OfBuild, of_build
from linernotes.insights.release.models import Record
from linernotes.insights.release.read_release import read_record
from linernotes.insights.release.similar_releases import Kindred, PersonElsewhere, read_kinship
from linernotes.insights.snapshot import Snapshot


@dataclass(frozen=True)
class RecordAnswer(OfBuild):
    """A record; where else on the shelf its people are, and the records most like it with the reasons."""

    record: Record
    elsewhere: list[PersonElsewhere]
    kindred: list[Kindred]


def read_record_answer(snapshot: Snapshot, release_id: int) -> RecordAnswer | None:
    """Read it; None for a release that nothing in the build names."""
    record = read_record(snapshot, release_id)
    if record is None:
        return None
    kinship = snapshot.cached(read_kinship)
    return RecordAnswer(
        record=record,
        elsewhere=kinship.elsewhere(release_id),
        kindred=kinship.kindred(release_id),
        **of_build(snapshot),
    )
