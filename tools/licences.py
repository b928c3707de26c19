#!/usr/bin/env python3
"""Writes `docs/licences.md` anew: what an installation brings, with versions and licences. `make docs` runs it.

Packages and versions are those of `uv.lock` and `package-lock.json`, licences what the packages say of themselves.
"""

from __future__ import annotations

import json
import runpy
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
#: What a package says -> the name of SPDX. Who says "BSD" alone is looked up: EXACTLY.
NAMES = {
    "MIT License": "MIT",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "Apache Software License": "Apache-2.0",
    "BSD-0-Clause": "0BSD",
}
#: Packages that say less than their licence's file, or that are not installed here: (version, what was read).
EXACTLY = {
    "colorama": ("0.4.6", "BSD-3-Clause"),
    "itsdangerous": ("2.2.0", "BSD-3-Clause"),
    "jinja2": ("3.1.6", "BSD-3-Clause"),
    "py4j": ("0.10.9.9", "BSD-3-Clause"),
    "pyspark": ("4.3.0", "Apache-2.0"),
    "pywin32": ("312", "PSF-2.0"),
    "scipy": ("1.17.1, 1.18.1", "BSD-3-Clause"),
    "segno": ("1.6.6", "BSD-3-Clause"),
    "sqlglot": ("30.30.0", "MIT"),
}
#: Machines that linernotes is for. A requirement that only others have is left out (Pyodide's, in a browser).
#: "never" is that of packages that uv.lock leaves out and a wheel brings.
MACHINES = [
    {
        "sys_platform": platform,
        "platform_system": system,
        "python_full_version": f"{python}.0",
        "python_version": python,
    }
    for platform, system in (("linux", "Linux"), ("darwin", "Darwin"), ("win32", "Windows"), ("never", ""))
    for python in ("3.11", "3.14")
]
BEGIN = """# Licences

linernotes is MIT. This page lists everything that an installation brings. `make docs` writes it, and a test holds it
to the lock files.

No package is under the GPL. The wheels of numpy and scipy contain two libraries of GCC: libgfortran (GPL 3 *with the
GCC runtime library exception*, which permits its use by programs of any licence) and libquadmath (LGPL 2.1, as a
shared library of its own). pywin32, which the extra `mcp` brings on Windows, has a part under the LGPL, adodbapi;
nothing here imports it.

"""
MIDDLE = """## Libraries and fonts of the pages

From npm packages, copied by `make vendor` into `linernotes/web/static/vendor`, with their licences beside them.
`zxing_reader.wasm` is ZXing-C++ (Apache 2.0) in WebAssembly; its licence is `static/own/zxing-cpp.LICENSE.txt`.

"""


def locked() -> dict[str, list[dict]]:
    """Name -> what uv.lock has of a package; several versions where Pythons differ."""
    found: dict[str, list[dict]] = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]:
        found.setdefault(package["name"], []).append(package)
    return found


def closure(packages: dict[str, list[dict]], begin: list[str]) -> list[str]:
    """These packages and all that they require on Linux, macOS and Windows, by name."""
    found: set[str] = set()
    waiting = list(begin)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for package in packages[name]:
            for one in needed(package.get("dependencies", ())):
                waiting.append(one["name"])
                waiting += [
                    more for extra in one.get("extra", ()) for more in of_extra(packages, one["name"], extra)
                ]
    return sorted(found)


def of_extra(packages: dict[str, list[dict]], name: str, extra: str) -> list[str]:
    """The packages that an extra of a package requires."""
    lists = [package.get("optional-dependencies", {}).get(extra, ()) for package in packages[name]]
    return [one["name"] for listed in lists for one in needed(listed)]


def needed(listed: Iterable[dict]) -> Iterator[dict]:
    """Of the requirements that uv.lock lists, those of one of the machines."""
    for one in listed:
        if "marker" not in one or any(Marker(one["marker"]).evaluate(machine) for machine in MACHINES):
            yield one


def extras() -> list[str]:
    """The extras of linernotes, by name."""
    (ours,) = locked()["linernotes"]
    return sorted(ours["optional-dependencies"])


def licence(name: str, version: str) -> str:
    """What a package is licensed under, by SPDX.

    :raises ValueError: it is not known, or was read from another version.
    """
    if name in EXACTLY:
        read, exact = EXACTLY[name]
        if read != version:
            raise ValueError(
                f"{name} {version}: the licence of {read} was read; read it again in {Path(__file__).name}"
            )
        return exact
    try:
        says = metadata(name)
    except PackageNotFoundError as error:
        raise ValueError(
            f"{name} {version} is not installed: read its licence, add it to {Path(__file__).name}"
        ) from error
    classifiers = [
        line.split(" :: ")[-1] for line in says.get_all("Classifier", []) if line.startswith("License ::")
    ]
    said = [says.get("License-Expression"), says.get("License"), *classifiers]
    names = [NAMES.get(one, one) for one in said if one and "\n" not in one and len(one) < 80]
    if not names or names[0] in ("BSD", "BSD License"):
        raise ValueError(
            f"{name} {version} does not say its licence: read it, add it to {Path(__file__).name}"
        )
    return names[0]


def rows(names: list[str], packages: dict[str, list[dict]]) -> str:
    """A table of packages."""
    lines = ["| package | version | licence |", "|---|---|---|"]
    for name in names:
        version = ", ".join(sorted({package["version"] for package in packages[name]}))
        lines.append(f"| {name} | {version} | {licence(name, version)} |")
    return "\n".join(lines)


def vendored() -> str:
    """A table of the files in `static/vendor`, by the npm package that each comes from."""
    tool = runpy.run_path(str(ROOT / "tools" / "vendor.py"))
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    origin = {name: source for source, name in tool["FILES"].items()}
    lines = ["| file | package | version | licence |", "|---|---|---|---|"]
    for path in sorted(path for path in tool["VENDOR"].rglob("*") if path.is_file()):
        name = path.relative_to(tool["VENDOR"]).as_posix()
        owners = [
            key.removeprefix("node_modules/") for key in packages if owns(key, name, origin.get(name, ""))
        ]
        for owner in owners:
            package = packages[f"node_modules/{owner}"]
            said = NAMES.get(package["license"], package["license"])
            lines.append(f"| `{name}` | {owner} | {package['version']} | {said} |")
        if not owners:
            raise ValueError(f"static/vendor/{name} comes from no package of package-lock.json")
    return "\n".join(lines)


def owns(key: str, name: str, source: str) -> bool:
    """Whether a vendored file comes from a package of package-lock.json. The sheet of fonts has parts of several."""
    package = key.removeprefix("node_modules/")
    if source:
        return source.startswith(f"{package}/")
    is_font = package.startswith("@fontsource")
    return is_font and (name == "fonts.css" or name.startswith(f"fonts/{package.partition('/')[2]}-"))


def page() -> str:
    """The whole page.

    :raises ValueError: a licence is not known.
    """
    packages = locked()
    required = closure(packages, ["linernotes"])
    required.remove("linernotes")
    more = ""
    for extra in extras():
        names = [
            name
            for name in closure(packages, of_extra(packages, "linernotes", extra))
            if name not in required
        ]
        more += f"With the extra `{extra}`:\n\n{rows(names, packages)}\n\n"
    return (
        f"{BEGIN}## Packages of Python\n\nFrom `uv.lock`. scipy comes with the wheel alone "
        f"([why](decisions/0018-size.md)), colorama (and pywin32) on Windows alone.\n\n{rows(required, packages)}\n\n"
        f"{more}{MIDDLE}"
        f"{vendored()}\n"
    )


def main() -> int:
    """Write the page; 1 and one line where a licence is not known."""
    try:
        PAGE.write_text(page(), "utf-8")
    except ValueError as error:
        print(f"{PAGE.name}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
