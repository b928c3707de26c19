"""`python -m benchmarks [NAME ...]`: run these benchmarks, or all; `--list` names them.

A benchmark is a module of this package with a `main()` that prints its table and returns whether what was
promised was kept.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Callable

import benchmarks


def find_benchmarks() -> dict[str, Callable[[], bool]]:
    """All benchmarks by name, in alphabetical order."""
    found: dict[str, Callable[[], bool]] = {}
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith("_"):
            continue
        main = getattr(importlib.import_module(f"benchmarks.{module.name}"), "main", None)
        if main is not None:
            found[module.name] = main
    return dict(sorted(found.items()))


def main() -> int:
    """Exit status 0 when every promise was kept, 1 when one was not, 2 for a name that there is not."""
    found = find_benchmarks()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(found)}")
    parser.add_argument("--list", action="store_true", help="name them, with what they measure")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(found))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are: {', '.join(found)}")
    if arguments.list:
        for name, run in found.items():
            summary = (sys.modules[run.__module__].__doc__ or "").partition("\n")[0]
            print(f"{name:12} {summary}")
        return 0
    kept = [_run(name, found[name]) for name in arguments.names or found]
    return 0 if all(kept) else 1


def _run(name: str, run: Callable[[], bool]) -> bool:
    print(f"\n## {name}\n", flush=True)
    return run()


if __name__ == "__main__":
    sys.exit(main())
