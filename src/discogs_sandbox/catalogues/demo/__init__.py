"""The demo catalogue: real albums with their real line-ups, on the shelf of a made-up collector.

Facts (who played what, titles, years, labels) are in `scenes/*.yaml` and `people.yaml`, written by hand;
`shelf.yaml` holds what is invented: the collector, dates, folders, conditions, ratings. `README.md` explains
how to add an album. There are no images: Discogs' images are not ours to pass on.
"""

from __future__ import annotations

from pathlib import Path

from discogs_sandbox.api.catalogue import Catalogue
from discogs_sandbox.catalogues.demo.assembly import assemble
from discogs_sandbox.catalogues.demo.checks import check
from discogs_sandbox.catalogues.demo.facts import CatalogueError
from discogs_sandbox.catalogues.demo.reading import read_facts

__all__ = ["CatalogueError", "demo_catalogue", "load_catalogue"]

DATA = Path(__file__).parent


def demo_catalogue() -> Catalogue:
    """The packaged catalogue, read anew each time (0.2 s), so that callers share nothing; always equal documents."""
    return load_catalogue(DATA)


def load_catalogue(folder: Path) -> Catalogue:
    """Read, check and assemble a catalogue from a folder laid out as this one.

    :raises CatalogueError: naming file and album, when a line cannot be read or refers to what is not there.
    """
    facts = read_facts(folder)
    check(facts)
    return assemble(facts)
