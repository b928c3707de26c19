"""How much of a discography is on the shelf, in one sentence: of `linernotes artist` and `linernotes gaps`."""

from __future__ import annotations

from linernotes.insights.gaps.suggestions import Gap
from linernotes.insights.text.plurals import counted, plural


def discography_text(*, owned: int, albums: int, possible: int, listed: int, not_read: int) -> str:
    """What is here of what Discogs lists, and how much of the list is not known; "" of an empty list.

    `owned` of `albums` are here, `possible` further entries may be albums. Of `listed` entries `not_read` are not
    known.
    """
    parts = [f"{owned:,} of {counted(albums, 'album')} here"] if listed > not_read else []
    if possible:
        verb, what = ("is", "an album or a single") if possible == 1 else ("are", "albums or singles")
        parts.append(f"{counted(possible, 'more entry', 'more entries')} {verb} {what}")
    if not_read:
        verb = plural(not_read, "is", "are")
        parts.append(f"{not_read:,} of {counted(listed, 'entry', 'entries')} at Discogs {verb} not read")
    return "; ".join(parts)


def gap_text(gap: Gap) -> str:
    """What is here of the discography of an artist of the gaps."""
    return discography_text(
        owned=gap.owned,
        albums=gap.albums,
        possible=gap.possible,
        listed=gap.listed,
        not_read=gap.not_read,
    )
