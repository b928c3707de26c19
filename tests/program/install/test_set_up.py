"""Setting up: what a step cannot have is said in one line, with what to do, and leaves nothing half-made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

#: What the scripts themselves run.
WORDS = ("sh", "grep", "sed", "cut", "tail", "head", "find", "rm", "dirname", "env")

#: What npm says where it does not trust the certificate of a registry.
UNTRUSTED = """npm error code SELF_SIGNED_CERT_IN_CHAIN
npm error errno SELF_SIGNED_CERT_IN_CHAIN
npm error request to https://registry.example/htmx.org failed, reason: self-signed certificate in certificate chain
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log
"""

NO_NETWORK = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


class Machine:
    """A machine with few programs, and a copy of what sets up the project."""

    def __init__(self, folder: Path) -> None:
        self.programs, self.project, self.home = (folder / name for name in ("bin", "project", "home"))
        self.programs.mkdir()
        self.home.mkdir()
        for name in WORDS:
            found = shutil.which(name)
            assert found is not None
            (self.programs / name).symlink_to(found)
        shutil.copytree(ROOT / "tools", self.project / "tools", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "uv.lock", "package.json", "package-lock.json"):
            shutil.copy(ROOT / name, self.project)

    def install(self, name: str, script: str) -> None:
        """Put a program on the path: lines of shell. It replaces a link there, and not what the link leads to."""
        (self.programs / name).unlink(missing_ok=True)
        (self.programs / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (self.programs / name).chmod(0o755)

    def run(self, *command: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command there."""
        environment = {"PATH": str(self.programs), "HOME": str(self.home)} | settings
        return subprocess.run(
            [str(word) for word in command],
            cwd=self.project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_program_that_is_put_in_the_place_of_a_link_leaves_its_target_alone(
    machine: Machine, tmp_path: Path
):
    """Else these tests, run as root, would write into the machine's own programs."""
    (tmp_path / "real").write_text("kept", "utf-8")
    (machine.programs / "other").symlink_to(tmp_path / "real")
    machine.install("other", "echo there")
    assert (tmp_path / "real").read_text("utf-8") == "kept"
    assert machine.run("other").stdout == "there\n"


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line in which a failed command says what is the matter."""
    assert done.returncode == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_npm_without_a_certificate(machine: Machine):
    machine.install("npm", f"cat >&2 <<'END'\n{UNTRUSTED}END\nexit 1")
    (machine.programs / "cat").symlink_to(str(shutil.which("cat")))
    vendored = machine.project / "src/linernotes/web/static/vendor"
    vendored.mkdir(parents=True)
    (vendored / "htmx.min.js").write_text("kept")
    said = one_line(machine.run(sys.executable, "tools/vendor.py"))
    assert said == (
        "make vendor: npm could not install the pages' libraries: request to https://registry.example/htmx.org"
        " failed, reason: self-signed certificate in certificate chain; check the network and npm's settings"
    )
    assert (vendored / "htmx.min.js").read_text() == "kept"


def test_neither_npm_nor_pip(machine: Machine, tmp_path: Path):
    venv.create(tmp_path / "bare", with_pip=False)
    said = one_line(machine.run(tmp_path / "bare/bin/python", "tools/vendor.py"))
    assert "No module named pip" in said
    assert said.endswith("check the network, or install npm yourself")


def test_no_python(machine: Machine):
    assert "there is no python9" in one_line(machine.run("tools/set-up", "python9"))


def test_an_old_python(machine: Machine):
    machine.install("python9", 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac')
    assert "Python 3.9.2 is too old" in one_line(machine.run("tools/set-up", "python9"))


def test_python_without_venv(machine: Machine):
    """Debian's makes half of a folder, which the next try must not take for a whole one."""
    says = "The virtual environment was not created successfully because ensurepip is not available."
    half = "{ mkdir -p .venv/bin; ln -s /bin/true .venv/bin/python; "
    (machine.programs / "mkdir").symlink_to(str(shutil.which("mkdir")))
    (machine.programs / "ln").symlink_to(str(shutil.which("ln")))
    machine.install("python9", f'[ "$2" != venv ] || {half} echo "{says}"; exit 1; }}')
    said = one_line(machine.run("tools/set-up", "python9"))
    assert says in said
    assert said.endswith("on Debian: apt-get install python3-venv")
    assert not (machine.project / ".venv").exists()


#: Makes a virtual environment that has the pip of the Python itself: to install another takes many seconds.
SHARES_PIP = f"""case "$2" in
    venv) {sys.executable} -m venv --without-pip --system-site-packages "$3" && "$3/bin/python" -c "import pip" ||
        exec {sys.executable} -m venv "$3";;
    *) exec {sys.executable} "$@";;
esac"""


def test_pip_without_a_network(machine: Machine):
    machine.install("python9", SHARES_PIP)
    said = one_line(machine.run("tools/set-up", "python9", PIP_IGNORE_INSTALLED="1", **NO_NETWORK))
    assert said.startswith("make setup: pip could not install uv==")
    assert said.endswith("; check the network and pip's settings")


GET = ROOT / "tests/browser/get-chromium"


def test_no_apt(machine: Machine):
    said = one_line(machine.run(GET))
    assert said.startswith("No browser tests: chromium")
    assert said.endswith("missing, and there is no apt-get to install it; install it yourself.")


def test_apt_without_a_network(machine: Machine):
    machine.install("id", "echo 0")
    machine.install("apt-get", 'case "$*" in *update*) echo "E: no network";; esac\nexit 100')
    done = machine.run(GET)
    assert done.returncode == 1
    announced, said = done.stderr.splitlines()
    assert announced.startswith("Installing chromium")
    assert said.startswith("No browser tests: apt-get could not install chromium")
    assert said.endswith(": E: no network; check the network and /etc/apt.")


def test_without_the_light_browser_another_will_do(machine: Machine):
    asked = machine.project / "asked"
    machine.install("id", "echo 0")
    machine.install("chromium", "exit 0")
    machine.install("find", "echo there")
    machine.install("apt-get", f'echo "$*" > "{asked}"; echo "E: no such package"; exit 100')
    done = machine.run(GET)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert asked.read_text().split()[-1] == "chromium-headless-shell"


def test_not_root(machine: Machine):
    machine.install("id", "echo 1000")
    machine.install("apt-get", "exit 1")
    assert "missing; run: sudo apt-get install chromium" in one_line(machine.run(GET))


def test_nothing_is_installed_where_all_is_there(machine: Machine):
    done = subprocess.run([GET], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this machine has no browser")
    assert done.stderr == ""


def test_the_bare_debian_without_what_makes_it(machine: Machine):
    machine.install("id", "echo 1000")
    assert "run it as root" in one_line(machine.run("tools/bare-debian"))
    machine.install("id", "echo 0")
    assert "apt-get install debootstrap" in one_line(machine.run("tools/bare-debian"))
