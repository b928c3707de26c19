#!/usr/bin/env python3
"""Prints what the rules of the house count, and fails where a bound is passed: `make check` runs it.

Counted: entries of a folder, lines of a module and of a function, import circles, `Any`, long sentences, and words
that the house replaces by plainer ones. The bounds may only go down.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
#: What a folder may hold beside its entries.
UNCOUNTED = {"__init__.py", "__main__.py", "py.typed"}
PICTURES = {".png", ".svg", ".woff2"}
#: At the beginning of a sentence, too. "Told By" is a role of Discogs.
BANNED = re.compile(
    r"(?<![\w'’-])([Tt]old(?! By\b)|[Tt]ells? of|(?<!played with )[Ww]hom|[Ww]hoever|[Nn]obody that|[Bb]e it"
    r"|[Ff]or want of|The same\.)(?![\w-])"
)
#: Lines of a docstring that are a list's, a table's, code or a field's (`:raises`).
LISTED = re.compile(r"^(?:[ ]+\S|[*:]).*\n?(?:^[ ]+\S.*\n?)*", re.MULTILINE)
SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n\n")
ANY = re.compile(r"\bAny\b")
IMPORTED = re.compile(r"^from typing.*$", re.MULTILINE)
WHOSE = re.compile(r"\b[Ww]hose\b[^.]{0,40}\bit is\b")


@dataclass(frozen=True, slots=True)
class Measure:
    """One count with its bound."""

    name: str
    value: float
    bound: float

    @property
    def holds(self) -> bool:
        return self.value <= self.bound


def tracked() -> list[Path]:
    """Every file that git tracks below `src` and `tests`, `docs` and the README."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "src", "tests", "docs", "README.md", "CONTRIBUTING.md"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def entries(files: list[Path]) -> Counter[str]:
    """How many entries each folder of `src` and `tests` holds."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    for file in files:
        parts = file.relative_to(ROOT).parts
        if parts[0] not in ("src", "tests") or file.name in UNCOUNTED or file.suffix in PICTURES:
            continue
        for depth in range(1, len(parts)):
            held["/".join(parts[:depth])].add(parts[depth])
    return Counter({folder: len(names) for folder, names in held.items()})


def functions(tree: ast.AST) -> list[int]:
    """The lines of each function, its decorators apart."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    ]


def imports(file: Path, tree: ast.AST, known: set[str]) -> set[str]:
    """The modules of ours that a module imports when it is loaded."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                found.add(whole if whole in known else node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found & known


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Modules that import each other in a ring, the first that is found; empty without one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def words(files: list[Path]) -> list[tuple[str, int, str]]:
    """Where a word stands that the house replaces: (file, line, the line)."""
    kinds = {".py", ".html", ".md", ".sql", ".js", ".css", ".toml"}
    return [
        (str(file.relative_to(ROOT)), number, line.strip())
        for file in files
        if file.suffix in kinds
        and file.relative_to(ROOT).parts[0] in ("src", "docs", "README.md", "CONTRIBUTING.md")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if BANNED.search(line) or WHOSE.search(line)
    ]


def long_sentences(file: Path, tree: ast.AST) -> list[tuple[str, int, str]]:
    """Each sentence of a docstring that has more than 20 words, outside of lists: (file, line, the sentence)."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = []
    for node in (node for node in ast.walk(tree) if isinstance(node, kinds)):
        prose = LISTED.sub("\n\n", ast.get_docstring(node) or "")
        found += [
            (str(file.relative_to(ROOT)), getattr(node, "lineno", 1), " ".join(sentence.split()))
            for sentence in SENTENCE_END.split(prose)
            if len(sentence.split()) > 20
        ]
    return found


def measure() -> tuple[list[Measure], list[str]]:
    """All measures, and lines that say where each bound that is passed is passed."""
    files = tracked()
    modules = {
        file: file.read_text(encoding="utf-8")
        for file in files
        if file.suffix == ".py" and "src" in file.parts
    }
    trees = {file: ast.parse(text) for file, text in modules.items()}
    lines = {file: text.count("\n") for file, text in modules.items() if text.count("\n")}
    lengths = [length for tree in trees.values() for length in functions(tree)]
    dotted = {file: ".".join(file.relative_to(ROOT / "src").with_suffix("").parts) for file in modules}
    known = set(dotted.values())
    graph = {dotted[file]: imports(file, tree, known) - {dotted[file]} for file, tree in trees.items()}
    folders, said = entries(files), words(files)
    long = [sentence for file, tree in trees.items() for sentence in long_sentences(file, tree)]
    anys = sum(len(ANY.findall(IMPORTED.sub("", text))) for text in modules.values())
    ring = circle(graph)
    values = {
        "entries of the fullest folder": (max(folders.values()), 20),
        "lines of the median module": (median(lines.values()), 150),
        "lines of the longest module": (max(lines.values()), 400),
        "functions of 30 lines or more, per cent": (
            round(100 * sum(n >= 30 for n in lengths) / len(lengths), 1),
            10,
        ),
        "modules in an import circle": (len(ring), 0),
        "uses of Any": (anys, 30),
        "lines with a banned word": (len(said), 0),
        "sentences of docstrings over 20 words": (len(long), 0),
    }
    measures = [Measure(name, value, bound) for name, (value, bound) in values.items()]
    details = [f"{count} entries: {folder}" for folder, count in folders.most_common() if count > 20]
    details += [f"{count} lines: {file.relative_to(ROOT)}" for file, count in lines.items() if count > 400]
    details += [f"circle: {', '.join(ring)}"] if ring else []
    details += [f"{file}:{number}: {line[:100]}" for file, number, line in said + long]
    return measures, details


def main() -> int:
    """Print the table; 1 where a bound is passed. `--where` lists the places."""
    measures, details = measure()
    for one in measures:
        print(f"{'ok  ' if one.holds else 'OVER'} {one.name + ':':<42} {one.value:g}, at most {one.bound:g}")
    if "--where" in sys.argv:
        print(*details, sep="\n")
    return 0 if all(one.holds for one in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
