"""Files on the disk: the errors when something cannot be written."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from linernotes.errors import DiskFullError, StoreError
from linernotes.files import is_no_room

#: What to do about an error of the operating system.
_WAYS_OUT = {
    errno.EISDIR: "A folder is where a file should be: move it away",
    errno.ENOTDIR: "A file is where a folder should be: move it away",
    errno.EEXIST: "A file is where a folder should be: move it away",
    errno.ENOTEMPTY: "A folder is in the way: move it away",
    errno.EACCES: "Check the permissions of the file and its folder",
    errno.EPERM: "Check the permissions of the file and its folder",
    errno.EROFS: "Nothing can be written there: choose another folder",
}


def os_error_line(error: OSError) -> str | None:
    """What the operating system says of a file, and what to do about it; None for errors of other kinds."""
    at = error.filename2 or error.filename
    if at is None or error.errno not in _WAYS_OUT:
        return None
    return f"{at}: {error.strerror}. {_WAYS_OUT[error.errno]}"


@contextmanager
def file_errors(what: str, kind: type[StoreError]) -> Iterator[None]:
    """Raise errors of the operating system as `kind`, or as a DiskFullError if there is no room."""
    try:
        yield
    except OSError as error:
        message = f"{what}: {error.strerror or error}"
        if at := error.filename2 or error.filename:
            message += f": {at}"
        if error.errno in _WAYS_OUT:
            message += f". {_WAYS_OUT[error.errno]}"
        raise (DiskFullError if is_no_room(error) else kind)(message) from error
