"""A mistake of ours, in this process or in a child: one line, and its stack trace at -vv."""

from __future__ import annotations

import logging

import pytest
import typer
from typer.testing import CliRunner

from linernotes.cli.app import Commands
from linernotes.processes.child import Child

broken = typer.Typer(cls=Commands)


@broken.command()
def here() -> None:
    raise AttributeError("no such thing")


@broken.command()
def beside() -> None:
    """The settings of the build are none."""
    with Child("build", None) as child:
        child.result(object)


@pytest.mark.parametrize(
    ("command", "where"), [("here", "in here"), ("beside", "jobs/build.py")], ids=["here", "in-a-child"]
)
def test_the_stack_trace_of_a_mistake_is_in_the_log(
    command: str, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "linernotes")
    done = CliRunner().invoke(broken, [command])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: a mistake in linernotes, not yours: AttributeError: ")
    assert done.stderr.endswith("Nothing that has landed is lost. Run it again with -vv to see where.\n")
    assert done.stderr.count("\n") == 1
    assert "Traceback (most recent call last):" in caplog.text
    assert where in caplog.text
