"""The files of a dump: rendered when first asked for, the same bytes each time."""

from __future__ import annotations

import gzip
import hashlib
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Protocol

from discogs_sandbox.api.catalogue import Catalogue, Document
from discogs_sandbox.dumps.elements import PLAIN, release_element
from discogs_sandbox.dumps.xml import writer

#: In the order in which Discogs lists them.
KINDS = ("artists", "labels", "masters", "releases")

#: Artists that are credited everywhere and in no dump.
_PSEUDO_ARTISTS = frozenset({194, 355, 118760})


class Documents(Protocol):
    """The documents to dump, by kind; `get` of an id that `ids` gave does not fail."""

    def ids(self, kind: str) -> Iterator[int]: ...
    def get(self, kind: str, id_: int) -> Document: ...


def archive_name(date: str, kind: str) -> str:
    """`date` as YYYYMMDD."""
    return f"discogs_{date}_{kind}.xml.gz"


def checksum_name(date: str) -> str:
    return f"discogs_{date}_CHECKSUM.txt"


def render(documents: Documents, kind: str, format: str) -> Iterator[str]:
    """One dump as text, in pieces: root, a line for each record in order of ids, root."""
    xml = writer(format)
    main_releases: dict[int, int] = {}
    if kind == "releases":
        masters = (documents.get("masters", id_) for id_ in documents.ids("masters"))
        main_releases = {master["id"]: master["main_release"] for master in masters}
    yield f"<{kind}>\n"
    for id_ in sorted(documents.ids(kind)):
        if kind == "artists" and id_ in _PSEUDO_ARTISTS:
            continue
        document = documents.get(kind, id_)
        if kind == "releases":
            yield release_element(xml, document, main_releases) + "\n"
        else:
            yield PLAIN[kind](xml, document) + "\n"
    yield f"</{kind}>\n"


def pack(documents: Documents, kind: str, format: str, file: IO[bytes]) -> str:
    """Write one dump, compressed, and return its SHA-256 in hexadecimal digits."""
    hashed = _Hashed(file)
    # Neither name nor time goes into the header, so that equal documents make equal bytes.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=hashed, mtime=0) as packed:
        for piece in render(documents, kind, format):
            packed.write(piece.encode())
    return hashed.digest.hexdigest()


def checksum_text(date: str, sums: Mapping[str, str]) -> str:
    """As Discogs writes it: one space between the two, which `sha256sum -c` does not take. `sums` is by kind."""
    return "".join(f"{sums[kind]} {archive_name(date, kind)}\n" for kind in sums)


def write_dump(
    catalogue: Catalogue, folder: Path, *, date: str = "20261101", format: str = "2024-12"
) -> Path:
    """Write the four files of a dump and their checksums into a folder, without a server; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    sums: dict[str, str] = {}
    for kind in KINDS:
        with (folder / archive_name(date, kind)).open("wb") as file:
            sums[kind] = pack(_Plain(catalogue), kind, format, file)
    (folder / checksum_name(date)).write_text(checksum_text(date, sums), encoding="ascii")
    return folder


class Archives:
    """The files that a sandbox serves, as they are when each kind is first asked for. All dates share them."""

    def __init__(self, documents: Documents, format: str) -> None:
        writer(format)  # refuses what is none
        self._documents = documents
        self._format = format
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._sums: dict[str, str] = {}
        self._lock = threading.Lock()

    def path(self, kind: str) -> Path:
        """The file; rendered now if it was not, which takes a while for large catalogues."""
        with self._lock:
            return self._rendered(kind)

    def sums(self) -> dict[str, str]:
        """Kind -> SHA-256, of all four."""
        with self._lock:
            for kind in KINDS:
                self._rendered(kind)
            return dict(self._sums)

    def forget(self) -> None:
        """Render again when next asked, with what was edited since."""
        with self._lock:
            self._sums.clear()

    def close(self) -> None:
        """Delete the files."""
        with self._lock:
            self._sums.clear()
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None

    def _rendered(self, kind: str) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="linernotes-sandbox-")
        path = Path(self._folder.name) / f"{kind}.xml.gz"
        if kind not in self._sums:
            with path.open("wb") as file:
                self._sums[kind] = pack(self._documents, kind, self._format, file)
        return path


class _Plain:
    """A catalogue's own documents."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_kind: dict[str, Mapping[int, Document]] = {kind: getattr(catalogue, kind) for kind in KINDS}

    def ids(self, kind: str) -> Iterator[int]:
        return iter(self._by_kind[kind])

    def get(self, kind: str, id_: int) -> Document:
        return self._by_kind[kind][id_]


class _Hashed:
    """A file that is only written to, and hashed on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self.digest = hashlib.sha256()
        self._file = file

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()
