"""Status: whose collection this is, how fresh and complete, what runs now, and what it takes on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from linernotes.errors import StoreError
from linernotes.insights.overview import Coverage, read_coverage
from linernotes.settings import Settings
from linernotes.storage.database import DBStorage
from linernotes.storage.home import LANDING_DB, disk_use
from linernotes.storage.landing import Account, Landing, RunState
from linernotes.storage.opening import readable_build
from linernotes.storage.publish import Build


@dataclass(frozen=True, slots=True)
class DocumentCount:
    """How many documents of a kind came from one source; `stored_bytes` compressed."""

    kind: str
    source: str
    documents: int
    stored_bytes: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one home. `account`, `run`, `build_id` are None before the first sync, `coverage` is empty then.

    `troubles` are files of it that cannot be read, each with the way out.
    """

    home: str
    account: Account | None
    run: RunState | None
    control: str
    build_id: str | None
    coverage: tuple[Coverage, ...]
    problems: int
    documents: tuple[DocumentCount, ...]
    disk: dict[str, int]
    troubles: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the JSON API."""
        run = self.run
        return {
            "home": self.home,
            "username": self.account.username if self.account else None,
            "build_id": self.build_id,
            "coverage": [
                {
                    "subject": one.subject,
                    "known": one.known,
                    "total": one.total,
                    "as_of": one.as_of.isoformat() if one.as_of else None,
                }
                for one in self.coverage
            ],
            "problems": self.problems,
            "control": self.control,
            "run": None
            if run is None
            else {
                "run_id": run.run_id,
                "pid": run.pid,
                "status": run.status,
                "reason": run.reason,
                "started_at": run.started_at.isoformat(),
                "finished_at": run.finished_at.isoformat() if run.finished_at else None,
                "requests": run.requests,
                "documents": run.documents,
                "stages": [{"stage": one.stage, "done": one.done, "total": one.total} for one in run.stages],
            },
            "documents": [
                {"kind": one.kind, "source": one.source, "number": one.documents, "bytes": one.stored_bytes}
                for one in self.documents
            ],
            "disk": self.disk,
            "troubles": list(self.troubles),
        }


def read_status(settings: Settings, *, coverage: Sequence[Coverage] | None = None) -> Status:
    """Read the state of the home. Makes no request and changes nothing; a home that is not there is empty.

    `coverage` is that of the build, from whoever has it open; else it is opened for it.
    """
    home = settings.home
    account = run = build = None
    control, problems = "run", 0
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
                problems = sum(1 for _ in landing.problems())
                documents = tuple(_documents(landing))
    except StoreError as error:
        troubles.append(str(error))
    return Status(
        home=str(home),
        account=account,
        run=run,
        control=control,
        build_id=build.build_id if build else None,
        coverage=_coverage(build) if coverage is None else tuple(coverage),
        problems=problems,
        documents=documents,
        disk=disk_use(home),
        troubles=tuple(troubles),
    )


def _coverage(build: Build | None) -> tuple[Coverage, ...]:
    """Nothing where the build cannot be read: the rest of the state is worth telling then."""
    if build is None:
        return ()
    try:
        with DBStorage.open(build.path) as storage:
            return read_coverage(storage)
    except StoreError:
        return ()


def _documents(landing: Landing) -> Iterator[DocumentCount]:
    for (kind, source), count in sorted(landing.counts().items()):
        yield DocumentCount(kind, source, count.documents, count.stored_bytes)
