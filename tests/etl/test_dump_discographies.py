"""An artist's own albums out of a dump: masters, and releases that have none."""

from __future__ import annotations

import pytest

from linernotes.documents import ArtistCredit, Entity, Master, Release
from linernotes.etl.dump_discographies import credited_text, discography_rows


def by(*ids: int) -> tuple[ArtistCredit, ...]:
    return tuple(ArtistCredit(id=id, name=f"A{id}", join="&") for id in ids)


def test_a_master_is_listed_for_each_main_artist_that_is_asked_for():
    master = Master(id=5, title="M", year=1970, main_release=9, artists=by(1, 2, 1))
    rows = list(discography_rows(master, {1, 3}))
    assert rows == [(1, "master", 5, "Main", 5, 9, "M", 1970, "A1 & A2 & A1", None, None, None, None, None)]


def test_a_release_is_listed_where_it_has_no_master():
    labels = (Entity(id=1, name="Svek"), Entity(id=2, name="Templar (3)"))
    alone = Release(id=5, title="R", year=0, artists=by(1), labels=labels, master_id=0)
    row = (1, "release", 5, "Main", None, None, "R", None, "A1", "Svek, Templar (3)", None, None, None, None)
    assert list(discography_rows(alone, {1})) == [row]
    assert list(discography_rows(Release(id=6, title="R", artists=by(1), master_id=7), {1})) == []


@pytest.mark.parametrize(
    ("artists", "text"),
    [
        pytest.param(
            [("AD", "Adam", "&"), ("", "The Persuader", "")], "AD* & The Persuader", id="anv-has-a-star"
        ),
        pytest.param(
            [("", "A", ","), ("", "B", ",")], "A, B", id="comma-has-no-blank-before-it-and-the-last-join-goes"
        ),
        pytest.param([("", "A", ""), ("", "B", "")], "A, B", id="no-join-is-a-comma"),
        pytest.param([], "", id="nobody"),
    ],
)
def test_artists_are_written_as_in_discogs_listings(artists, text):
    assert credited_text(ArtistCredit(anv=anv, name=name, join=join) for anv, name, join in artists) == text
