"""Why a child process of ours ended, from its output and its exit status."""

from __future__ import annotations


def why_it_ended(said: str, status: int) -> str:
    """One line: the error that it printed, else the signal that ended it, else its last line. Pure.

    Returns '' if it printed nothing. What a killed process printed before is only its progress.
    """
    lines = [line.strip() for line in said.strip().splitlines()]
    errors = [line for line in lines if line.startswith("Error: ")]
    if errors:
        return errors[-1].removeprefix("Error: ")
    if status < 0:
        return f"signal {-status} ended it"
    return lines[-1] if lines else ""
