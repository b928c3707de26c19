"""The command `discogs-sandbox`: a local Discogs until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from discogs_sandbox.catalogues import load_catalogue
from discogs_sandbox.dumps.faults import DumpFaults
from discogs_sandbox.dumps.site import DumpOptions
from discogs_sandbox.dumps.xml import writer
from discogs_sandbox.faults import Faults
from discogs_sandbox.server import run


def parser() -> argparse.ArgumentParser:
    """Build the parser of the command's options: those of `linernotes sandbox`."""
    options = argparse.ArgumentParser(
        "discogs-sandbox",
        description="Serve a local Discogs: API, OAuth, rate limit, dumps and faults. Prints one line of JSON.",
        epilog="Example: discogs-sandbox --catalogue synthetic --items 500",
    )
    options.add_argument("--port", type=int, default=0, help="the port; 0 takes a free one")
    options.add_argument("--catalogue", default="demo", choices=("demo", "synthetic", "recorded"))
    options.add_argument("--items", type=int, default=1000, help="synthetic: how many copies")
    options.add_argument("--seed", type=int, default=1, help="synthetic: which of all possible shelves")
    options.add_argument("--dir", type=Path, help="recorded: the folder of recordings")
    options.add_argument("--limit", type=int, default=60, help="requests in a minute")
    options.add_argument("--latency", type=float, default=0.0, help="seconds that each answer takes")
    options.add_argument("--faults", default="", help="what goes wrong, such as 429:0.05,404:/releases/1")
    options.add_argument("--dump-format", default="2024-12", help="how dumps are written: 2024-12 or 2020")
    options.add_argument("--dump-faults", default="", help="what goes wrong with dumps")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal. Returns 0; 1 if the port is taken; wrong usage ends with 2."""
    options = parser()
    given = options.parse_args(arguments)
    try:
        Faults.parse(given.faults)
        writer(given.dump_format)
        DumpFaults(given.dump_faults)
        catalogue = load_catalogue(given.catalogue, items=given.items, seed=given.seed, dir=given.dir)
    except (ValueError, FileNotFoundError) as error:
        options.error(str(error))
    try:
        run(
            catalogue,
            on_ready=lambda info: _print_line(json.dumps(info)),
            port=given.port,
            limit=given.limit,
            latency=given.latency,
            faults=given.faults,
            dumps=DumpOptions(format=given.dump_format, faults=given.dump_faults),
        )
    except OSError as error:
        sys.stderr.write(
            f"Error: cannot listen on port {given.port}: {error.strerror}. Another --port may be free\n"
        )
        return 1
    return 0


def _print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
