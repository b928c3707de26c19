"""What CONTRIBUTING and the documents say of the tree is so: files, rooms, layers, words."""

from __future__ import annotations

import ast
import re
import runpy
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "linernotes"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
PAGES += (ROOT / "docs" / "decisions").glob("*.md")

#: A file of the project in a text (or several, by a pattern), a module with its package, a link.
FILE = re.compile(r"`([\w./*-]+/[\w.*-]+\.(?:py|sql|toml|md))`")
MODULE = re.compile(r"`linernotes((?:\.[a-z_]+)+)")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
#: The words of the house that the glossary has to define.
WORDS = """release master album copy artist identity performer credit role track label catalogue_number
collection wantlist build landing snapshot coverage"""
#: A planned word -> a file, and the text in it that makes it more than planned.
ARRIVED = {
    "identity": ("storage/duckdb/schema/artist/artist.sql", "identity_id"),
    "performer": ("storage/duckdb/schema/release/role.sql", "performs"),
    "snapshot": ("insights/snapshot.py", "class Snapshot"),
}

tool = runpy.run_path(str(ROOT / "tools" / "glossary.py"))
house = runpy.run_path(str(ROOT / "tools" / "house.py"))


def block(heading: str, number: int) -> str:
    """The text of a fenced block below a heading of CONTRIBUTING, counted from 0."""
    section = CONTRIBUTING.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"```text\n(.*?)```", section, re.DOTALL)[number]


def tree(text: str) -> dict[str, set[str]]:
    """A room of linernotes as a text lists it -> the rooms in it."""
    rooms: dict[str, set[str]] = {}
    room = ""
    for line in text.split("  linernotes/\n")[1].splitlines():
        named = re.match(r" {4}([a-z_]+)/", line)
        room = named[1] if named else room
        if named:
            rooms[room] = set()
        elif line.startswith(" " * 20):
            rooms[room] |= set(re.findall(r"([a-z_]+)/", line))
    return rooms


def folders(path: Path) -> set[str]:
    """The folders in a folder that hold anything but what Python compiled."""
    return {
        child.name
        for child in path.iterdir()
        if child.name != "__pycache__"
        and any(file.is_file() and file.suffix != ".pyc" for file in child.rglob("*"))
    } - {child.name for child in path.iterdir() if child.is_file()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [
        name
        for name in FILE.findall(text)
        if not any(next(base.glob(name), None) for base in (ROOT, PACKAGE))
    ]
    missing += [name for name in LINK.findall(text) if not (page.parent / name).exists()]
    for dotted in MODULE.findall(text):
        parts = dotted.strip(".").split(".")
        known = [PACKAGE.joinpath(*parts[:depth]) for depth in (len(parts), len(parts) - 1)]
        if not any(path.is_dir() or path.with_suffix(".py").is_file() for path in known):
            missing.append(f"linernotes{dotted}")
    assert missing == []


def test_the_table_of_the_flow_names_folders_that_are_there() -> None:
    rows = re.findall(
        r"^\| [^|]+ \| (`[^|]+) \|", (ROOT / "docs" / "flow.md").read_text("utf-8"), re.MULTILINE
    )
    named = [folder for row in rows for folder in re.findall(r"`([^`]+)`", row)]
    assert {folder.partition("/")[0] for folder in named} >= folders(PACKAGE)
    assert [
        name for name in named if not (PACKAGE / name).is_dir() and not (ROOT / "src" / name).is_dir()
    ] == []


def test_contributing_lists_every_room() -> None:
    rooms = tree(block("Where things go", 0))
    assert set(rooms) == folders(PACKAGE), "CONTRIBUTING, Where things go"
    wrong = {room: named - folders(PACKAGE / room) for room, named in rooms.items()}
    assert {room: names for room, names in wrong.items() if names} == {}


def test_contributing_lists_every_room_within_a_room() -> None:
    unlisted = {
        room: folders(PACKAGE / room) - named for room, named in tree(block("Where things go", 0)).items()
    }
    assert {room: names - {"sql"} for room, names in unlisted.items() if names - {"sql"}} == {}


def test_every_target_of_make_that_a_page_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    assert {"check", "test", "soak"} <= named
    assert named - targets == set()


@cache
def imported(path: Path) -> set[str]:
    """The packages outside that a module imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    ("package", "room"),
    [("duckdb", "storage"), ("sqlite3", "storage"), ("httpx2", "source"), ("discogs_sandbox", "cli")],
)
def test_only_one_room_imports_a_package(package: str, room: str) -> None:
    rooms = {
        path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py") if package in imported(path)
    }
    assert rooms == {room}


def calls_in(path: Path, *words: str) -> Iterator[ast.Call]:
    """The calls in a module that has one of these words; others are not even parsed."""
    text = path.read_text("utf-8")
    if any(f"{word}(" in text for word in words):
        yield from (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def test_only_the_output_prints() -> None:
    calls = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in calls_in(path, "print", "write")
        if ast.unparse(node.func) in ("print", "sys.stdout.write")
    }
    # What a cluster runs has no terminal of ours: its words go to the cluster's log.
    assert calls == {"cli/terminal/output.py", "catalogue/engines/submit.py"}


#: What a test may put in the place of something: bounds (in capitals), clocks, and where words go.
REPLACEABLE = re.compile(r"_?[A-Z][A-Z_]+|monotonic|time|today|sleep|messages")


def test_no_function_of_ours_is_replaced_in_a_test() -> None:
    replaced = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "tests").rglob("*.py")
        for node in calls_in(path, "setattr")
        if ast.unparse(node.func) in ("monkeypatch.setattr", "patch.setattr")
        if ast.unparse(node.args[0]) not in ("os", "state")  # the system's part, and what an app holds
        for name in [next(arg.value for arg in node.args if isinstance(arg, ast.Constant)).rpartition(".")[2]]
        if not REPLACEABLE.fullmatch(name) and name != "dont_write_bytecode"  # a switch of Python's own
    }
    assert replaced == set()
    uses_mocks = [
        path
        for path in (ROOT / "tests").rglob("*.py")
        if "unittest" in path.read_text("utf-8") and "unittest" in imported(path)
    ]
    assert uses_mocks == []


def test_contributing_lists_the_layers_of_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert block("Where things go", 1).split("\n")[:-1] == [
        layer.replace("linernotes.", "") for layer in layers
    ]


def test_the_glossary_defines_the_words_of_the_house_once() -> None:
    words = [word.replace("_", " ") for word in WORDS.split()]
    assert list(tool["terms"](GLOSSARY)) == words
    assert len(re.findall(r"^\| (?!Word|-)", GLOSSARY, re.MULTILINE)) == len(words)


def test_contributing_has_the_glossary_of_docs() -> None:
    assert tool["with_glossary"](CONTRIBUTING, GLOSSARY) == CONTRIBUTING, "run: make docs"


def test_a_changed_glossary_changes_contributing_and_nothing_around_it() -> None:
    other = tool["with_glossary"](CONTRIBUTING, GLOSSARY.replace("| album | a master", "| album | a thing"))
    before, after = CONTRIBUTING.splitlines(), other.splitlines()
    assert [line for line in after if line not in before] == [
        "* **album**: a thing, or a release that has none."
    ]
    assert len(before) == len(after)


def test_a_text_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="markers of the glossary are missing"):
        tool["with_glossary"]("# Contributing\n", GLOSSARY)


@pytest.mark.parametrize("word", ARRIVED)
def test_a_word_is_planned_only_while_the_code_lacks_it(word: str) -> None:
    path, text = ARRIVED[word]
    file = PACKAGE / path
    has_it = file.is_file() and text in file.read_text("utf-8")
    is_planned = tool["terms"](GLOSSARY)[word].startswith("*Planned.*")
    assert is_planned != has_it, "take *Planned.* out of docs/glossary.md, then run: make docs"


@pytest.mark.parametrize(
    ("text", "is_banned"),
    [
        ("what Discogs told", True),
        ("Told by the API", True),
        ("Whoever comes second waits.", True),
        ("Of whom it tells of all", True),
        ("whose account it is", True),
        ("Whose collection it is", True),
        ("The same.", True),
        ("who played with whom", False),
        ("The same rows come twice.", False),
        ('"Storyteller", "Told By"', False),
        ("is_told_apart", False),
    ],
)
def test_a_word_to_avoid_is_seen_at_the_beginning_of_a_sentence_too(text: str, is_banned: bool) -> None:
    assert bool(house["BANNED"].search(text) or house["WHOSE"].search(text)) is is_banned
