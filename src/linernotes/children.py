"""How a child process of ours ended, from what it said and its exit status."""

from __future__ import annotations


def why_it_ended(said: str, status: int) -> str:
    """One line: the error that it told, else which signal ended it, else the last that it said, '' if nothing. Pure.

    What it said before it was killed is only how far it was.
    """
    lines = [line.strip() for line in said.strip().splitlines()]
    errors = [line for line in lines if line.startswith("Error: ")]
    if errors:
        return errors[-1].removeprefix("Error: ")
    if status < 0:
        return f"signal {-status} ended it"
    return lines[-1] if lines else ""
