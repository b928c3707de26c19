"""Runs one entry as a child process, ready for signals before it imports what takes long."""

from __future__ import annotations

from linernotes.processes.interruption import end_at_once


def main() -> None:
    """Run the entry that the command line names and end this process."""
    end_at_once()
    import logging
    import os
    import sys
    from importlib import import_module

    from linernotes.jobs.failures import describe
    from linernotes.processes.arithmetic import use_one_thread_of_arithmetic
    from linernotes.processes.entry import serve

    use_one_thread_of_arithmetic()
    printed = logging.StreamHandler(sys.stderr)
    printed.setLevel(logging.ERROR)  # its last line says why a process ended that gave no answer
    logging.basicConfig(handlers=[printed])
    status = serve(import_module(f"linernotes.jobs.{sys.argv[1]}").run, describe)
    sys.stderr.flush()
    os._exit(status)  # a thread still reads stdin


if __name__ == "__main__":
    main()
