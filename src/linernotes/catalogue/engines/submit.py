"""What `spark-submit` runs on a cluster: `submit.py --in URI --out URI [TABLE]...`. The cluster says its own master."""

from __future__ import annotations

import argparse
import sys

from linernotes.catalogue.engines.derivations import DERIVATIONS, derive_tables
from linernotes.catalogue.engines.spark_engine import SparkEngine
from linernotes.errors import LinernotesError


def main() -> int:
    """Derive the tables; 1, with one line of what happened, if they cannot be derived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"of {', '.join(DERIVATIONS)}")
    parser.add_argument("--in", dest="source", required=True, metavar="URI")
    parser.add_argument("--out", required=True, metavar="URI")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.tables) - set(DERIVATIONS)):
        parser.error(f"no table that can be derived: {', '.join(unknown)}")
    try:
        with SparkEngine(asked.source, asked.out, master=None) as engine:
            for one in derive_tables(engine, asked.tables):
                sys.stdout.write(f"{one.table}: {one.rows} rows in {one.seconds:.0f} s\n")
    except LinernotesError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
