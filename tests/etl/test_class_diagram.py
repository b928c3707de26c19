"""The classes of the flow stand to each other as the design draws them, and none of them is half usable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from linernotes.derive.artist import DeriveArtist
from linernotes.derive.derive import DiscogsDerive
from linernotes.derive.network.derive_network import DeriveNetwork
from linernotes.derive.release import DeriveRelease
from linernotes.discogs import Discogs
from linernotes.etl.artists import ETLArtists
from linernotes.etl.base import DiscogsETL
from linernotes.etl.collection import ETLCollection
from linernotes.etl.late_stages.api_only import ETLPictures
from linernotes.etl.late_stages.wanted import ETLWanted
from linernotes.etl.master import ETLMaster
from linernotes.etl.release import ETLRelease
from linernotes.secrets import SecretsYAML
from linernotes.settings import load_settings


def parts(whole: object) -> Iterator[object]:
    """A step and all that it is composed of."""
    yield whole
    for part in vars(whole).values():
        yield from parts(part)


def test_discogs_is_composed_of_secrets_extraction_and_derivation(tmp_path: Path) -> None:
    discogs = Discogs(load_settings(home=tmp_path / "home"))
    assert isinstance(discogs.secrets, SecretsYAML)
    assert isinstance(discogs.collection, ETLCollection)
    assert isinstance(discogs.derivation, DiscogsDerive)
    assert not (tmp_path / "home").exists()


def test_a_collection_is_composed_of_releases_and_these_of_artists() -> None:
    collection = ETLCollection()
    assert isinstance(collection.releases, ETLRelease)
    assert isinstance(collection.releases.artists, ETLArtists)
    assert type(collection.masters) is ETLMaster


def test_every_step_extends_the_bare_bones_and_a_release_is_a_master() -> None:
    assert issubclass(ETLRelease, ETLMaster)
    for step in (ETLCollection, ETLMaster, ETLArtists):
        assert issubclass(step, DiscogsETL)


def test_a_step_holds_nothing_but_steps() -> None:
    """So none can lack what another method of it needs: a sync or a build is handed to each."""
    assert all(isinstance(part, DiscogsETL | ETLPictures | ETLWanted) for part in parts(ETLCollection()))


def test_a_derivation_is_composed_of_three_that_are_handed_the_storage() -> None:
    derivation = DiscogsDerive()
    assert isinstance(derivation.artist, DeriveArtist)
    assert isinstance(derivation.release, DeriveRelease)
    assert isinstance(derivation.network, DeriveNetwork)
    assert not any(vars(part) for part in (derivation.artist, derivation.release, derivation.network))
