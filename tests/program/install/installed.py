"""The program as a package: built from a clean clone of HEAD, and installed where nothing else is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent
#: Seconds: to build, to install with every requirement, and for a command.
PATIENCE = 600


def run(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command that has to succeed, with this machine's own way to package registries."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"} | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
    return done


def readme_commands() -> list[str]:
    """The commands of README's chapter on installing, without their comments."""
    chapter = (ROOT / "README.md").read_text("utf-8").split("\n## Install\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```console\n(.*?)```", chapter, re.DOTALL)
    lines = "".join(blocks).splitlines()
    return [line.removeprefix("$ ").partition("#")[0].strip() for line in lines if line.startswith("$ ")]


def with_wheel(program: str, wheel: Path) -> list[str]:
    """README's command for a program such as pipx, with the path of a wheel in the place of the name."""
    (command,) = (command for command in readme_commands() if command.startswith(f"{program} "))
    words = command.split()
    place = words.index("linernotes")
    return [
        *words[:place],
        *(["--from", str(wheel), "linernotes"] if program == "uvx" else [str(wheel)]),
        *words[place + 1 :],
    ]


def clone(folder: Path) -> Path:
    """A clean clone of what is committed here."""
    made = folder / "clone"
    run("git", "clone", "--quiet", "--no-hardlinks", ROOT, made, cwd=folder)
    head = run("git", "rev-parse", "HEAD", cwd=ROOT).stdout.strip()
    run("git", "checkout", "--quiet", "--detach", head, cwd=made)
    return made


def build(folder: Path) -> None:
    """A source distribution in `dist`, a wheel made from it beside it, and in `direct` a wheel made from the clone."""
    folder.mkdir()
    made = clone(folder)
    run(BIN / "uv", "build", "--out-dir", folder / "dist", cwd=made)
    run("git", "clean", "-fdxq", cwd=made)
    run(BIN / "uv", "build", "--wheel", "--out-dir", folder / "direct", cwd=made)


@dataclass
class Place:
    """Somebody's machine: a home folder of theirs, and programs that lie in `bin`."""

    folder: Path
    bin: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """The user's own folder, below which the platform puts data."""
        made = self.folder / "user"
        made.mkdir(parents=True, exist_ok=True)
        return made

    def variables(self) -> dict[str, str]:
        """What a program of theirs has in its environment: nothing of this project or of these tests."""
        return {
            "HOME": str(self.home),
            "PATH": f"{self.bin}:/usr/bin:/bin",
            "LANG": "C.UTF-8",
        } | self.environment

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start `linernotes` there."""
        return subprocess.Popen(
            [str(self.bin / "linernotes"), *words],
            cwd=self.home,
            env=self.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str) -> str:
        """What a command prints that has to succeed."""
        process = self.start(*words)
        try:
            out, said = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
        assert process.returncode == 0, said
        return out


def virtual_environment(folder: Path, wheel: Path) -> None:
    """A virtual environment with the wheel and what it requires."""
    run(BIN / "uv", "venv", "--quiet", "--python", sys.executable, folder, cwd=folder.parent)
    run(
        BIN / "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        folder / "bin" / "python",
        wheel,
        cwd=folder.parent,
    )


@contextmanager
def serving(place: Place, *words: str) -> Iterator[str]:
    """The address of `linernotes serve`; it has to end well at SIGTERM."""
    process = place.start(*words, "serve", "--port", "0")
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert "http://" in line, line + process.stderr.read()
        yield next(word for word in line.split() if word.startswith("http://")).rstrip(".,")
        process.terminate()
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130, said
        assert "Traceback" not in said
    finally:
        process.kill()
        process.communicate()
