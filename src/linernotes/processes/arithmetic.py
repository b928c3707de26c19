"""How many threads this process computes with."""

from __future__ import annotations

import os


def use_one_thread_of_arithmetic() -> None:
    """Have numpy multiply in one thread, unless the environment names another number.

    The map multiplies thousands of small matrices: threads that wait for each other took a fifth of the CPU of a build.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
