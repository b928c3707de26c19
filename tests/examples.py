"""How many examples hypothesis tries: ten in `make test`, as many as a test names in `make soak`."""

from __future__ import annotations

import os

from hypothesis import settings

#: What hypothesis tries of a test that names no number, by profile.
PROFILES = {"quick": 10, "soak": 100}
#: What it tries in `make test` where each example fills tables and derives.
DEAR = 3


def register_profiles() -> None:
    """Register both profiles and load the quick one; `--hypothesis-profile=soak` loads the other."""
    # A busy machine is slow, not wrong. CI tries the same examples each time: it judges a change, not its luck.
    for name, many in PROFILES.items():
        settings.register_profile(
            name, max_examples=many, deadline=None, derandomize=bool(os.environ.get("CI"))
        )
    settings.load_profile("quick")


def examples(many: int, most: int = PROFILES["quick"]) -> int:
    """The number of examples for a test that has its own number: `many` in `make soak`, else `most` at most."""
    return many if settings.get_current_profile_name() == "soak" else min(many, most)
