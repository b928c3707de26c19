"""The tree of errors is what the code raises, what `--help` says, and what docstrings say."""

from __future__ import annotations

import ast
import builtins
import re
from functools import cache
from pathlib import Path

import pytest
from tests.program.claimed_errors import Program, claims, handled, program, raised, sources

from linernotes import errors
from linernotes.cli.app import EPILOG
from linernotes.errors import LinernotesError

ROOT = Path(__file__).resolve().parents[2]
FILES = sources(ROOT / "src" / "linernotes")
TREE = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, LinernotesError)
}
#: Errors of a frame, where it is that frame's own way: of pages, of commands, of modules, of signals.
OF_A_FRAME = {
    "HTTPException": "web/",
    "Exit": "cli/",
    "AttributeError": "__init__.py",
    "KeyboardInterrupt": "",
}
#: Where an error of the standard library or of a package is raised for code that calls ours.
FOR_OTHERS = {
    ("cli/commands/data.py", "BrokenPipeError"),  # as if our output were closed: cli/app.py reports nothing
    ("source/bodies.py", "ReadTimeout"),  # a transport raises what transports raise
    ("etl/dumps/catalogue_stage.py", "CancelledError"),  # as where a task waits
}


@cache
def ours() -> Program:
    """The program's own functions and errors: read once, by the process that runs these tests."""
    return program(FILES)


def drawn() -> dict[str, tuple[str, int]]:
    """Name -> (the name above it, exit status) as the docstring of errors.py draws the tree."""
    found: dict[str, tuple[str, int]] = {}
    above: list[str] = []
    pattern = r"^( *)(\w+Error) +(?:(\d+): |exit status (\d+))?"
    for indent, name, *status in re.findall(pattern, errors.__doc__ or "", re.MULTILINE):
        del above[len(indent) // 2 :]
        said = "".join(status)
        parent = above[-1] if above else "Exception"
        found[name] = (parent, int(said) if said else found[parent][1])
        above.append(name)
    return found


def test_the_tree_that_is_drawn_is_that_of_the_classes() -> None:
    assert drawn() == {name: (kind.__mro__[1].__name__, kind.exit_status) for name, kind in TREE.items()}


def test_every_error_is_made_somewhere() -> None:
    made = {name for several in ours().functions.values() for one in several for name in one.makes}
    assert TREE.keys() - made - {"LinernotesError"} == set()  # the base of all says nothing by itself


@pytest.mark.parametrize("page", ["--help", "README.md"])
def test_the_exit_statuses_are_said_where_users_look(page: str) -> None:
    text = EPILOG if page == "--help" else (ROOT / page).read_text("utf-8")
    said = re.split(r"\.\s", text.split("Exit status:")[1])[0]
    of_errors = {kind.exit_status for kind in TREE.values()}
    assert {int(number) for number in re.findall(r"\b\d+\b", said)} == of_errors | {0, 2, 130}


def test_every_raise_is_of_the_tree_or_stays_within() -> None:
    """Another class is caught where it is raised, said by the function, or a frame's own."""
    caught = {module: handled(text) for module, text in FILES.items()}
    within = ours().bases.keys() & set().union(*caught.values())
    strange = [
        f"{module}:{line}: {name}"
        for module, text in FILES.items()
        for line, name in raised(text)
        if name not in TREE.keys() | within | caught[module]
        and not (name in OF_A_FRAME and module.startswith(OF_A_FRAME[name]))
        and (module, name) not in FOR_OTHERS
    ]
    assert strange == []


def test_every_error_that_a_docstring_names_is_one() -> None:
    said = {name for several in ours().functions.values() for one in several for name in one.says}
    known = (
        ours().bases.keys() | vars(builtins).keys() | {"Error", "ReadTimeout", "DecodingError"}
    )  # duckdb, httpx2
    assert said - known == set()


def test_what_a_docstring_says_is_raised_can_be_raised() -> None:
    assert ours().untrue() == []


ONE = """
class AError(Exception): pass
class BError(AError): pass
class CError(AError): pass
"""
TWO = """
from one import AError, BError, CError, guarded
class Door:
    def open(self):
        raise BError
    def close(self):
        guarded(CError)
def through(door: Door):
    ''':raises {error}: always'''
    door.{method}()
"""


@pytest.mark.parametrize(
    ("error", "method", "untrue"),
    [
        ("BError", "open", []),
        ("AError", "open", []),
        ("CError", "close", []),
        ("CError", "open", ["two through: CError"]),
        ("BError", "close", ["two through: BError"]),
    ],
)
def test_a_docstring_that_says_too_much_is_found(error: str, method: str, untrue: list[str]) -> None:
    assert program({"one": ONE, "two": TWO.format(error=error, method=method)}).untrue() == untrue


def test_most_functions_reach_few_errors() -> None:
    """Else whatever a docstring says would be true."""
    saying = {one for many in ours().functions.values() for one in many if one.says & TREE.keys()}
    few = [one for one in saying if len(ours().reached(one) & TREE.keys()) < len(TREE) / 3]
    assert len(few) > len(saying) / 2


def test_both_ways_to_say_an_error_are_read() -> None:
    text = "def f():\n    '''Do. Raises OneError if not.\n\n    :raises TwoError, three.ThreeError: too.\n    '''"
    assert claims(ast.parse(text).body[0]) == {"OneError", "TwoError", "ThreeError"}
