"""Reads the samples: documents of our own making, with the rows that they become. README.md says what they hold."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
#: How a document came: the answer of the API, an element of a dump from December 2024 on, or of an older one.
WAYS = ("api", "dump", "older_dump")
_KNOWN = {"quirk", "kind", "read", "rows", *WAYS, "dump_rows", "older_dump_rows"}

Row = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One document in the ways in which it may come. `rows` of a table hold the columns that are not NULL."""

    name: str
    folder: str
    content: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.content.get("kind", self.folder))

    @property
    def quirk(self) -> int | None:
        return self.content.get("quirk")

    def body(self, way: str) -> bytes:
        """The bytes as they came. TOML holds no CR LF, which ends the lines of an export."""
        text: str = self.content[way]
        return (text.replace("\n", "\r\n").lstrip() if self.folder == "export" else text).encode()

    def rows(self, way: str) -> dict[str, list[Row]]:
        """The expected rows by table: what a dump has otherwise replaces a table as a whole."""
        rows = dict(self.content["rows"])
        if way != "api":
            rows |= self.content.get("dump_rows", {})
        if way == "older_dump":
            rows |= self.content.get("older_dump_rows", {})
        return {table: listed for table, listed in rows.items() if listed}


def samples() -> list[Sample]:
    """All samples, by folder, file and place."""
    found = []
    for path in sorted(HERE.glob("*/*.toml")):
        for name, content in tomllib.loads(path.read_text("utf-8"), parse_float=Decimal).items():
            assert content.keys() <= _KNOWN, f"{path.name}: {name} has keys that no test reads"
            found.append(Sample(name, path.parent.name, content))
    return found


def in_each_way(*folders: str, ways: tuple[str, ...] = WAYS) -> list[Any]:
    """(sample, way) for each of these ways in which a sample of these folders comes: parameters of a test."""
    return [
        pytest.param(sample, way, id=f"{sample.folder}-{sample.name}-{way}")
        for sample in samples()
        if sample.folder in folders
        for way in ways
        if way in sample.content
    ]
