"""Every error that linernotes raises on purpose, drawn as a tree.

LinernotesError                 exit status 1, unless a subclass says otherwise
  UsageError                    2: what was asked for makes no sense
  ConfigError                   1: a setting or secrets.yml cannot be used
    WrongAddressError           3: a token was given for another address than the setting's; it was not sent
  NotAuthenticatedError         3: no credentials, or Discogs refuses them
  OAuthError                    1: a step of the authorization flow failed
  AccountMismatchError          1: this home belongs to another account
  SyncRunningError              4: another sync holds the home
  DiscogsError                  1: Discogs answered, but not with what was asked for
    NotFoundError               the document is gone (404)
    ForbiddenError              the account may not see it (403)
    RateLimitedError            429 until the retries ran out
    ServerError                 5xx until the retries ran out
    MalformedResponseError      not the JSON it should be; keeps the bytes
  BlockedError                  1: 429, and the answer names a wait that is too long
  UnreachableError              1: no answer at all: network, DNS, time-out
  ListenBrainzError             1: ListenBrainz answered, and did not say that it took what was sent
  DocumentError                 1: JSON (or XML) that does not read as the document it should be
    RowError                    one row of a list does not read; the others do
  ProcessError                  1: a process of ours ended without an answer
  MistakeError                  1: a mistake in linernotes; keeps the stack trace
  DumpError                     1: a file that is not the dump it should be
    DumpDamagedError            cut off, corrupt, or not whole inside
  StoreError                    1: a database of ours
    LandingError                landing.db cannot be opened, read or written
    DiskFullError               no room left
    HomeVersionError            made by another version of linernotes
    BuildError                  a build failed; the previous one stays in use
      BrokenPromiseError        derive/checks.sql returned rows
      RefusedError              one document does not fit into the tables
    CatalogueError              the catalogue cannot be built, read or written
    QueryError                  the user's own SQL failed

An error's text is one line: what happened, to which thing, what to do now.
"""

from __future__ import annotations


class LinernotesError(Exception):
    """Base of all errors that are shown to the user as one line."""

    exit_status = 1


class UsageError(LinernotesError):
    """What was asked for makes no sense, so nothing was done."""

    exit_status = 2


class ConfigError(LinernotesError):
    """A setting, `config.toml` or `secrets.yml` cannot be used."""


class WrongAddressError(ConfigError):
    """A token or a consumer was given for another address than that of the setting. It was not sent."""

    exit_status = 3


class NotAuthenticatedError(LinernotesError):
    """There are no credentials, or Discogs refuses the ones there are."""

    exit_status = 3


class OAuthError(LinernotesError):
    """A step of the OAuth 1.0a flow failed; nothing was saved."""


class AccountMismatchError(LinernotesError):
    """The home belongs to another Discogs account than the credentials."""


class SyncRunningError(LinernotesError):
    """Another process syncs this home. `pid` is that process, None if it could not be read."""

    exit_status = 4

    def __init__(self, message: str, *, pid: int | None = None) -> None:
        super().__init__(message)
        self.pid = pid


class DiscogsError(LinernotesError):
    """Discogs answered, but not with the document. `status` is the HTTP status, `url` has no query."""

    def __init__(self, message: str, *, status: int | None = None, url: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.url = url


class NotFoundError(DiscogsError):
    """404: the document does not exist (any more)."""


class ForbiddenError(DiscogsError):
    """403: the account may not see it, a private collection for instance."""


class RateLimitedError(DiscogsError):
    """429, again and again, until the retries ran out."""


class BlockedError(LinernotesError):
    """429, and the answer names a wait that is too long for a command.

    No DiscogsError: it is not about one document, and other requests would fail, too.
    """


class ServerError(DiscogsError):
    """5xx, again and again, until the retries ran out."""


class MalformedResponseError(DiscogsError):
    """A 200 whose body is not JSON, again and again. `body` holds the last one's bytes."""

    def __init__(self, message: str, *, status: int | None = None, url: str = "", body: bytes = b"") -> None:
        super().__init__(message, status=status, url=url)
        self.body = body


class UnreachableError(LinernotesError):
    """No answer at all: no network, a name that does not resolve, a time-out, until the retries ran out."""


class ListenBrainzError(LinernotesError):
    """ListenBrainz answered, and did not say that it took what was sent to it.

    With `is_refused` it did not take it; else nobody knows.
    """

    def __init__(self, message: str, *, is_refused: bool = True) -> None:
        super().__init__(message)
        self.is_refused = is_refused


class DocumentError(LinernotesError):
    """A document that does not read as what it should be. `location` is the path inside it, '$.tracklist[3]'."""

    def __init__(self, message: str, *, location: str | None = None) -> None:
        super().__init__(message)
        self.location = location


class RowError(DocumentError):
    """A row of a list that cannot be read. `key` names it; None if the key does not read either."""

    def __init__(self, message: str, *, location: str, key: int | None) -> None:
        super().__init__(message, location=location)
        self.key = key


class ProcessError(LinernotesError):
    """A process of ours ended without an answer. `said` is the end of what it printed.

    `status` is its exit status, -9 for signal 9.
    """

    def __init__(self, message: str, *, status: int, said: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.said = said


class MistakeError(LinernotesError):
    """A mistake in linernotes. `trace` is Python's stack trace, in several lines.

    The text does not say where that can be read: who shows it knows.
    """

    def __init__(self, message: str, *, trace: str) -> None:
        super().__init__(message)
        self.trace = trace


class DumpError(LinernotesError):
    """A file that is not the monthly dump that it should be. Nothing of it was taken over."""


class DumpDamagedError(DumpError):
    """A dump that is cut off, fails its checksum, or does not hold together inside. Nothing was taken over."""


class StoreError(LinernotesError):
    """One of our own databases failed."""


class LandingError(StoreError):
    """`landing.db` cannot be opened, read or written."""


class DiskFullError(StoreError):
    """No room left on the disk, or a file size limit was hit; what was committed is safe."""


class HomeVersionError(StoreError):
    """The home was made by a version of linernotes that this one cannot read."""


class BuildError(StoreError):
    """A build failed. The previous build stays in use."""


class CatalogueError(StoreError):
    """The catalogue cannot be built, read or written. A month that was in use stays in use."""


class BrokenPromiseError(BuildError):
    """`derive/checks.sql` found rows that break a promise of ours, so the build is not published."""


class RefusedError(BuildError):
    """A row does not fit into its table. `origin` is what the caller of `insert` named as its document."""

    def __init__(self, message: str, *, origin: object) -> None:
        super().__init__(message)
        self.origin = origin


class QueryError(StoreError):
    """A query that the user wrote failed, ran too long, or tried to leave the database."""
