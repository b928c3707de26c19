"""What the commands about a home and its files print as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class BackupAnswer:
    """A backup that was written, with its size in bytes. `deleted` are older ones, beyond those to be kept."""

    path: Path
    bytes: int
    deleted: tuple[Path, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RestoreAnswer:
    """A backup that was restored into `home`. `moved_aside` has what was there before; null: there was nothing.

    `left_out` are settings that were not taken over; `strange` is what else a database held, by its name.
    """

    restored: Path
    home: Path
    moved_aside: Path | None
    left_out: Sequence[str]
    strange: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class ResetAnswer:
    """Files and folders of a home that were deleted. `left` is what links among them lead to: it was not deleted."""

    home: Path
    deleted: Sequence[Path]
    left: Sequence[Path]
