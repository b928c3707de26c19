"""The notebook of the documentation: its cells, run as a notebook runs them.

`python -m tests.insights.home.notebook HOME` writes its outputs anew, from a home of the demo.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).resolve().parents[3] / "docs" / "notebook.ipynb"


def run_cell(source: str, names: dict[str, Any]) -> str:
    """What a cell prints, and then its last expression, as a notebook shows it without pictures."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(tree, "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if value is not None:
                said.write(f"{value!r}\n")
    return said.getvalue()


def outputs(home: Path) -> list[str]:
    """What each cell of code gives in a home."""
    before = os.environ.get("LINERNOTES_HOME")
    os.environ["LINERNOTES_HOME"] = str(home)
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        return [run_cell("".join(cell["source"]), names) for cell in code_cells(read())]
    finally:
        if before is None:
            del os.environ["LINERNOTES_HOME"]
        else:
            os.environ["LINERNOTES_HOME"] = before


def read() -> dict[str, Any]:
    """The notebook as it is stored."""
    found: dict[str, Any] = json.loads(NOTEBOOK.read_text("utf-8"))
    return found


def code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells that are run, in their order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def stored(cell: dict[str, Any]) -> str:
    """What a cell gave when the notebook was written."""
    return "".join("".join(one["text"]) for one in cell["outputs"])


def write(home: Path) -> None:
    """Store what the cells give now."""
    notebook = read()
    for number, (cell, said) in enumerate(zip(code_cells(notebook), outputs(home), strict=True), 1):
        cell["execution_count"] = number
        lines = said.splitlines(keepends=True)
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": lines}] if lines else []
    NOTEBOOK.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
