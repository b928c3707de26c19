"""The limits of the process of a user's query: it may read the files that it has open, and compute.

DuckDB's own settings have let statements through before: `COPY ... TO` was able to write to a database that was
attached for reading. File modes do not hold either, because root ignores them. The limits here hold for root and for
every thread of the process, and do not depend on DuckDB.
"""

from __future__ import annotations

import ctypes
import os
import sys

#: Python, DuckDB's code and its threads take this much beside what the query may use.
_OVERHEAD_MB = 512

#: Landlock (Linux 5.13 and later): numbers of its system calls, the same on every machine.
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_ASK_VERSION = 1
_NO_NEW_PRIVILEGES = 38

#: Rights over files that Landlock takes away, by the version that knows them. Reading is not among them.
_WRITING = {
    1: 0b1_1111_1111_0010,  # write to a file, remove or make anything
    2: 1 << 13,  # link or rename into another folder
    3: 1 << 14,  # truncate
}


def forbid_writing() -> bool:
    """Take from this thread, and from those that it will start, the right to write, make or remove any file.

    Call it before DuckDB starts its threads. Returns False if the system has no such means. The limits of
    `forbid_opening` come after it and hold on every Unix.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return False
    rights = ctypes.c_uint64(sum(bits for since, bits in _WRITING.items() if since <= version))
    rules = libc.syscall(
        _CREATE_RULESET, ctypes.byref(rights), ctypes.c_size_t(ctypes.sizeof(rights)), ctypes.c_uint32(0)
    )
    if rules < 0:
        return False
    try:
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT_SELF, rules, ctypes.c_uint32(0)) == 0)
    finally:
        os.close(rules)


def forbid_opening(memory_mb: int, seconds: float, *, but_parquet: bool = False) -> None:
    """Let this process open no file any more, write no byte, and use no more memory and time than these.

    Open files stay open. Opening a file or a connection to another machine needs a new descriptor, and none is left.
    Windows has no such limits.

    `but_parquet`: a month of the catalogue is files that are opened while the query runs. Then DuckDB alone forbids all
    others; what the system forbids is to write.
    """
    if sys.platform == "win32":
        return
    import resource

    megabytes = memory_mb + _OVERHEAD_MB
    # DuckDB's own limit does not see what functions allocate: `range(1000000000)` takes 8 GB beside it.
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Two threads work. The process that waits for this one ends it sooner, if it is still there.
    processor_seconds = round(min(seconds, 1e6)) * 2 + 30
    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if not but_parquet:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
