"""The typographic scale: sheets take sizes, line heights, weights and spaces from the properties of base.css."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from linernotes.web.rendering.assets import FOLDER

BASE = FOLDER / "shared" / "base.css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<=[{;\s])(--)?([a-z][\w-]*)\s*:\s*([^;{}]+)(?=[;}])")
OF_THE_SCALE = re.compile(r"--(?:size|line-height|weight|space|drawn)-\w+")
#: Properties that the scale rules, and what of it each may name.
RULED = (
    (re.compile(r"font-size"), "size|drawn"),
    (re.compile(r"line-height"), "line-height"),
    (re.compile(r"font-weight"), "weight|drawn"),
    (re.compile(r"font"), "size|line-height|weight|drawn"),
    (re.compile(r"(?:margin|padding)(?:-[a-z-]+)?|(?:row-|column-)?gap"), "space|size|line-height"),
)
#: Words and lengths that are no steps: nothing, the edge of the page, the edge of a phone, half a window, a hairline.
FREE = re.compile(
    r"var\(--(?:gutter|sans|serif|mono)\)|env\([\w-]+\)|calc|inherit|auto|italic|-1px|50%|\b0\b|-1(?= \*)|[()+*/\s]"
)


def declarations(sheet: Path) -> Iterator[tuple[str, str]]:
    """Each property of a sheet with its value, but for properties that a sheet defines."""
    for custom, name, value in DECLARATION.findall(COMMENT.sub("", sheet.read_text("utf-8"))):
        if not custom:
            yield name, value


def outside(name: str, value: str) -> str:
    """What of a value is not of the scale; empty where the property is free or all of it is."""
    for ruled, steps in RULED:
        if ruled.fullmatch(name):
            return FREE.sub("", re.sub(rf"var\(--(?:{steps})-\w+\)", "", value))
    return ""


def sheets() -> list[Path]:
    """The sheets for screens. Those for paper are measured in points and millimetres."""
    return [
        path
        for path in sorted(FOLDER.rglob("*.css"))
        if path.name != "print.css" and not {"vendor", "paper"} & set(path.relative_to(FOLDER).parts)
    ]


def test_every_size_and_space_is_a_step_of_the_scale():
    strays = [
        f"{sheet.relative_to(FOLDER)}: {name}: {value}"
        for sheet in sheets()
        for name, value in declarations(sheet)
        if outside(name, value)
    ]
    assert len(sheets()) > 10
    assert not strays


def test_a_literal_and_a_step_of_another_kind_are_found():
    assert not outside("margin", "0 calc(-1 * var(--gutter)) var(--space-2)")
    assert not outside(
        "font", "italic var(--weight-strong) var(--size-5) / var(--line-height-1) var(--serif)"
    )
    for name, value in (
        ("font-size", "0.9rem"),
        ("font-size", "var(--space-2)"),
        ("line-height", "1.4"),
        ("font-size", "1.2em"),
        ("padding-left", "3px"),
        ("gap", "0 1rem"),
        ("font", "600 1rem/1.2 var(--sans)"),
    ):
        assert outside(name, value), (name, value)


def test_every_step_is_defined_once_and_used():
    base = COMMENT.sub("", BASE.read_text("utf-8"))
    defined = re.findall(r"^\s*(--(?:size|line-height|weight|space|drawn)-\w+):", base, re.MULTILINE)
    used = {
        step for sheet in sheets() for _, value in declarations(sheet) for step in OF_THE_SCALE.findall(value)
    }
    assert len(defined) == len(set(defined))
    assert set(defined) == used
    assert len([step for step in defined if re.fullmatch(r"--size-\d", step)]) == 7
