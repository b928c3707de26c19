"""Reads from the source, without running it, which errors a function can raise and which ones it says it raises.

What a function uses is followed by name: into its own module, into modules that it imports from, and into methods of
classes that its module names. Where none of these has the name, a method that a single class has is meant. So more is
reached than can happen; what is not even reached cannot.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_SAID = re.compile(r":raises ([\w., ]+):|\bRaises ([\w.]+Error)\b")
#: What runs when an instance is made, and stands in a `with` or a `for`.
_MAKING = {
    "__init__",
    "__new__",
    "__post_init__",
    "__enter__",
    "__aenter__",
    "__exit__",
    "__aexit__",
    "__call__",
    "__iter__",
}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(eq=False)
class Function:
    """A function, or a method of `owner`: the errors it makes, the names it uses, the errors it says it raises."""

    module: str
    owner: str
    name: str
    makes: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)
    says: set[str] = field(default_factory=set)


@dataclass
class Program:
    """All functions of a program by name, the names that each module has, and its errors with their bases."""

    functions: dict[str, list[Function]]
    visible: dict[str, set[str]]
    bases: dict[str, tuple[str, ...]]
    _followed: dict[Function, list[Function]] = field(default_factory=dict)

    def is_a(self, name: str, base: str) -> bool:
        """Whether an error is one of these, by its own name or that of a base."""
        return name == base or any(self.is_a(one, base) for one in self.bases.get(name, ()))

    def reached(self, function: Function) -> set[str]:
        """The errors that the function, or what it uses, makes."""
        seen: set[Function] = set()
        open_ = [function]
        while open_:
            one = open_.pop()
            if one not in seen:
                seen.add(one)
                if one not in self._followed:
                    self._followed[one] = list(self._used(one))
                open_ += self._followed[one]
        return {name for one in seen for name in one.makes}

    def _used(self, by: Function) -> Iterator[Function]:
        visible = self.visible[by.module]
        for name in by.names & visible:
            named = [one for one in self.functions.get(name, []) if one.owner in ("", name)]
            yield from [one for one in named if one.module == by.module] or named
        for name in by.attributes - _MAKING:
            named = [one for one in self.functions.get(name, []) if one.name == name and one.owner]
            near = [one for one in named if one.owner in visible]
            is_clear = name in by.methods and len({one.owner for one in named}) == 1
            yield from near or (named if is_clear else [])

    def untrue(self) -> list[str]:
        """What a function says it raises and cannot: 'module function: Error'. Only errors of our own are checked."""
        return sorted(
            f"{one.module} {one.name}: {error}"
            for one in {one for several in self.functions.values() for one in several}
            for error in one.says & self.bases.keys()
            if not any(self.is_a(made, error) for made in self.reached(one))
        )


@cache
def parsed(text: str) -> ast.Module:
    """The tree of a module: it is read for several questions, and parsed once."""
    return ast.parse(text)


def program(files: dict[str, str]) -> Program:
    """Read modules: name -> source."""
    trees = {module: parsed(text) for module, text in files.items()}
    classes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {node.name: tuple(ast.unparse(base) for base in node.bases) for node in classes}
    functions: defaultdict[str, list[Function]] = defaultdict(list)
    for module, tree in trees.items():
        for function in _functions(module, tree):
            functions[function.name].append(function)
            if function.name in _MAKING:
                functions[function.owner].append(function)
    visible = {module: set(_visible(tree)) for module, tree in trees.items()}
    return Program(functions, visible, {name: of for name, of in bases.items() if name.endswith("Error")})


def _visible(tree: ast.Module) -> Iterator[str]:
    """The names that a module imports or defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (one.asname or one.name for one in node.names)
        elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield node.name


def _functions(module: str, tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, _FUNCTIONS):
                owner = node.name if isinstance(node, ast.ClassDef) else ""
                yield _function(Function(module, owner, child.name, says=claims(child)), child)


def _function(function: Function, node: ast.AST) -> Function:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            function.names.add(inner.id)
        elif isinstance(inner, ast.Attribute):
            function.attributes.add(inner.attr)
        made = (
            inner.func if isinstance(inner, ast.Call) else inner.exc if isinstance(inner, ast.Raise) else None
        )
        if isinstance(made, ast.Name | ast.Attribute):
            function.makes.add(made.id if isinstance(made, ast.Name) else made.attr)
            function.methods |= {made.attr} if isinstance(made, ast.Attribute) else set()
        if isinstance(inner, ast.Call):  # of a helper that makes the error that it is given
            function.makes |= {one.id for one in inner.args if isinstance(one, ast.Name)}
    return function


def claims(node: ast.AST) -> set[str]:
    """The errors that a docstring says are raised."""
    text = ast.get_docstring(node) if isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Module)) else None
    return {
        name.strip().rpartition(".")[2]
        for several, one in _SAID.findall(text or "")
        for name in (several or one).split(",")
        if name.strip()
    }


def raised(text: str) -> Iterator[tuple[int, str]]:
    """(line, class) of every `raise` of a class by its name. What is raised again, or a function makes, has none."""
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.Raise) and node.exc is not None:
            made = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            name = ast.unparse(made).rpartition(".")[2]
            if re.fullmatch(r"_?[A-Z]\w*[a-z]\w*", name):
                yield node.lineno, name


def handled(text: str) -> set[str]:
    """The errors that a module catches, those in its tuples of errors too, or that a function of it says it raises."""
    tree = parsed(text)
    caught = [node.type for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.type]
    caught += [
        node.value for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
    ]
    named = {ast.unparse(one).rpartition(".")[2] for each in caught for one in getattr(each, "elts", [each])}
    return named.union(*(claims(node) for node in ast.walk(tree)))


def sources(folder: Path) -> dict[str, str]:
    """Module -> source, of a folder and the folders in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.py"))
    }
