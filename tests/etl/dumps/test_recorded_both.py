"""What was recorded both from the API and out of dumps: every difference has a reason.

The recordings are years apart.
"""

from __future__ import annotations

from pathlib import Path

from tests.documents.recorded import recorded_documents
from tests.etl.dumps.test_converter import elements

from linernotes.documents import decode, decode_element
from linernotes.errors import DocumentError
from linernotes.etl.dumps.report import KINDS, differences

RENAMED = "the API's recording is of the time when Discogs put articles last ('Persuader, The')"
EDITED = "users edited the entry in the years between"
ADDED = "users added to the entry in the years between"
MOVED = "the release was put under another master, or dumps of that year told none"
LABEL_IDS = (
    "the dump of April 2017 has labels without ids; the API's oldest recordings have no types of labels"
)
LINK_IDS = (
    "the dump of April 2017 has aliases and groups without ids; in later ones they stand in another order"
)
QUOTED = "an element of 2025 that somebody quoted in a discussion has none"
MADE_UP = "a dump file that its owner changed to test updates and strange tracklists with"

#: (kind, id, field) -> why the recordings differ in it.
REASONS = {
    ("artist", 1, "aliases"): LINK_IDS,
    ("artist", 1, "data_quality"): EDITED,
    ("artist", 1, "name"): RENAMED,
    ("artist", 1, "namevariations"): RENAMED,
    ("artist", 1, "urls"): ADDED,
    ("artist", 2, "aliases"): LINK_IDS,
    ("artist", 2, "namevariations"): ADDED,
    ("artist", 2, "realname"): QUOTED,
    ("artist", 3, "aliases"): LINK_IDS,
    ("artist", 3, "data_quality"): EDITED,
    ("artist", 3, "groups"): LINK_IDS,
    ("artist", 3, "namevariations"): ADDED,
    ("artist", 3, "urls"): ADDED,
    ("artist", 23755, "aliases"): ADDED,
    ("artist", 23755, "groups"): ADDED,
    ("artist", 23755, "namevariations"): ADDED,
    ("artist", 23755, "profile"): EDITED,
    ("artist", 23755, "urls"): ADDED,
    ("release", 1, "artists"): RENAMED,
    ("release", 1, "companies"): ADDED,
    ("release", 1, "data_quality"): EDITED,
    ("release", 1, "formats"): ADDED,
    ("release", 1, "identifiers"): ADDED,
    ("release", 1, "labels"): LABEL_IDS,
    ("release", 1, "master_id"): MOVED,
    ("release", 1, "notes"): EDITED,
    ("release", 1, "videos"): ADDED,
    ("release", 2, "companies"): ADDED,
    ("release", 2, "data_quality"): EDITED,
    ("release", 2, "labels"): LABEL_IDS,
    ("release", 2, "master_id"): MOVED,
    ("release", 2, "title"): EDITED,
    ("release", 2, "videos"): ADDED,
    ("release", 3, "companies"): MADE_UP,
    ("release", 3, "formats"): MADE_UP,
    ("release", 3, "identifiers"): ADDED,
    ("release", 3, "labels"): LABEL_IDS,
    ("release", 3, "notes"): EDITED,
    ("release", 3, "tracklist"): MADE_UP,
    ("release", 3, "videos"): ADDED,
    ("release", 79, "artists"): RENAMED,
    ("release", 79, "companies"): ADDED,
    ("release", 79, "identifiers"): ADDED,
    ("release", 79, "labels"): LABEL_IDS,
    ("release", 79, "videos"): ADDED,
}

#: Pairs of an API document and an element, so that none can drop out of the comparison unseen.
AT_LEAST = 33


def test_every_difference_between_recordings_has_a_reason(fixtures: Path):
    api: dict[tuple[str, int], list[object]] = {}
    for one in recorded_documents(fixtures):
        if one.kind in KINDS:
            try:
                document = decode(one.kind, one.body)
            except DocumentError:
                continue
            api.setdefault((one.kind, document.id), []).append(document)
    pairs, found = 0, {}
    for kind in KINDS:
        for file, xml in elements(fixtures, kind):
            dump = decode_element(kind, xml)
            for document in api.get((kind, dump.id), ()):
                pairs += 1
                for one in differences(kind, document, dump):
                    found.setdefault((kind, one.id, one.field), []).append(
                        (file, one.place, one.api, one.dump)
                    )
    assert pairs >= AT_LEAST
    assert {place: found[place] for place in found.keys() - REASONS.keys()} == {}
    assert REASONS.keys() - found.keys() == set()
