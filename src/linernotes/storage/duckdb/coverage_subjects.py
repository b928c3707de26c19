"""Subjects of the table `coverage` by which its readers find a row."""

from __future__ import annotations

#: What the subject of one discography begins with; the artist's id follows.
DISCOGRAPHY = "discography of artist "


def discography_subject(artist_id: int) -> str:
    """The subject of one discography that was cut short, or is empty."""
    return f"{DISCOGRAPHY}{artist_id}"
