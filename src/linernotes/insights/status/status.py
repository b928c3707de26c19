"""Status: whose collection this is, how fresh and complete, what runs now, and what it takes on the disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple

from linernotes.errors import StoreError
from linernotes.insights.coverage import Coverage, read_coverage
from linernotes.insights.snapshot import Snapshot
from linernotes.processes.progress import last_wait
from linernotes.settings import Settings
from linernotes.storage.builds.publish import Build
from linernotes.storage.builds.readable_builds import readable_build
from linernotes.storage.home.layout import LANDING_DB, disk_use
from linernotes.storage.landing import Landing, RunState


@dataclass(frozen=True, slots=True)
class DocumentCount:
    """How many documents of a kind came from one source; `stored_bytes` compressed."""

    kind: str
    source: str
    documents: int
    stored_bytes: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one home. `username`, `run`, `build_id` are None before the first sync, `coverage` is empty then.

    `problems` are those of the documents, and those that the published build met on its own: lines of an export, say.
    `troubles` are files of it that cannot be read, each with the way out.
    """

    home: str
    username: str | None
    run: RunState | None
    control: str
    build_id: str | None
    coverage: tuple[Coverage, ...]
    problems: int
    documents: tuple[DocumentCount, ...]
    disk: dict[str, int]
    troubles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """What a build adds to the status: its coverage, and how many problems it has of each (kind, id)."""

    coverage: tuple[Coverage, ...] = ()
    problems: Mapping[tuple[str, int], int] = field(default_factory=dict)


class _Problems(NamedTuple):
    kind: str
    id: int
    problems: int


def read_build_status(snapshot: Snapshot) -> BuildStatus:
    """Read it from a build."""
    query = "select kind, id, count(*) as problems from problem group by kind, id"
    rows = snapshot.storage.read(_Problems, query)
    return BuildStatus(snapshot.cached(read_coverage), {(row.kind, row.id): row.problems for row in rows})


def read_status(settings: Settings, *, published: BuildStatus | None = None) -> Status:
    """Read the state of the home. Makes no request and changes nothing; a home that is not there is empty.

    `published` is what the build adds, where the caller has it open; else it is opened for it.
    """
    home = settings.home
    account = run = build = None
    control = "run"
    noted: Counter[tuple[str, int]] = Counter()
    documents: tuple[DocumentCount, ...] = ()
    troubles: list[str] = []
    try:
        build, of_current = readable_build(home)
        troubles += [str(of_current)] if of_current else []
    except StoreError as error:
        troubles.append(str(error))
    try:
        if (home / LANDING_DB).exists():
            with Landing.open(home / LANDING_DB, read_only=True) as landing, landing.snapshot():
                account, run, control = landing.account(), landing.run_state(), landing.control()
                noted.update((one.kind, one.id) for one in landing.problems())
                documents = tuple(_documents(landing))
    except StoreError as error:
        troubles.append(str(error))
    of_build = published or _published(build)
    return Status(
        home=str(home),
        username=account.username if account else None,
        run=replace(run, waiting=last_wait([run.waiting], datetime.now(UTC))) if run else None,
        control=control,
        build_id=build.build_id if build else None,
        coverage=of_build.coverage,
        problems=_problems(noted, of_build.problems),
        documents=documents,
        disk=disk_use(home),
        troubles=tuple(troubles),
    )


def _problems(noted: Mapping[tuple[str, int], int], built: Mapping[tuple[str, int], int]) -> int:
    """How many there are, each once: a build repeats those that landing had noted, and adds its own."""
    return sum(noted.values()) + sum(count for document, count in built.items() if document not in noted)


def _published(build: Build | None) -> BuildStatus:
    """What the build holds; nothing where it cannot be read, so that the rest of the state is still shown."""
    if build is None:
        return BuildStatus()
    try:
        with Snapshot.open(build) as snapshot:
            return read_build_status(snapshot)
    except StoreError:
        return BuildStatus()


def _documents(landing: Landing) -> Iterator[DocumentCount]:
    for (kind, source), count in sorted(landing.counts().items()):
        yield DocumentCount(kind, source, count.documents, count.stored_bytes)
