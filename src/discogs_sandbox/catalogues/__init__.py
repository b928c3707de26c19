"""Catalogues that the sandbox serves: real albums (demo), a synthetic collection of any size, or recordings."""

from __future__ import annotations

from pathlib import Path

from discogs_sandbox.api.catalogue import Catalogue

NAMES = ("demo", "synthetic", "recorded")


def load_catalogue(
    name: str, *, items: int = 1000, seed: int = 0, dir: str | Path | None = None
) -> Catalogue:
    """The catalogue `name`: `items` and `seed` are for `synthetic`, `dir` for `recorded`.

    ValueError for another name or without a directory, FileNotFoundError when it holds no recordings.
    """
    # Each is imported only when asked for: the demo reads its data files, the synthetic one its word lists.
    if name == "demo":
        from discogs_sandbox.catalogues.demo import demo_catalogue

        return demo_catalogue()
    if name == "synthetic":
        from discogs_sandbox.catalogues.synthetic import synthetic_catalogue

        return synthetic_catalogue(items=items, seed=seed)
    if name == "recorded":
        from discogs_sandbox.catalogues.recorded import recorded_catalogue

        if dir is None:
            raise ValueError("the recorded catalogue needs a directory of recordings")
        return recorded_catalogue(Path(dir))
    raise ValueError(f"no catalogue {name!r}; there are {', '.join(NAMES)}")
