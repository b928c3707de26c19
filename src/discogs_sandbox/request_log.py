"""The log of requests to the sandbox, for tests that count requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import overload


@dataclass
class LoggedRequest:
    """One request, in order of arrival. `status` is 0 until it is answered and -1 if it never was."""

    method: str
    path: str
    """Path with its query, as sent."""
    at: float
    """When it arrived, in the sandbox's monotonic seconds."""
    authorization: str = "none"
    """`none`, `consumer` (key and secret), `token`, `oauth`, or `refused` when the credentials were bad."""
    status: int = 0
    fault: str = ""
    """The injected fault, "" for none."""


class RequestLog(Sequence[LoggedRequest]):
    """The requests so far; a sequence that grows while the sandbox runs."""

    def __init__(self) -> None:
        self._entries: list[LoggedRequest] = []

    def add(self, entry: LoggedRequest) -> None:
        self._entries.append(entry)

    def clear(self) -> None:
        self._entries.clear()

    def paths(self, status: int | None = None) -> list[str]:
        """Paths with query in order of arrival, of one status or of all."""
        return [entry.path for entry in list(self._entries) if status is None or entry.status == status]

    def as_documents(self) -> list[dict[str, object]]:
        return [asdict(entry) for entry in list(self._entries)]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[LoggedRequest]:
        return iter(list(self._entries))

    @overload
    def __getitem__(self, index: int) -> LoggedRequest: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[LoggedRequest]: ...
    def __getitem__(self, index: int | slice) -> LoggedRequest | Sequence[LoggedRequest]:
        return self._entries[index]
