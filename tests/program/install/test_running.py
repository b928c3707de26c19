"""How linernotes is kept running: the container's files and the services that docs/running.md gives."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from tests.program.install.installed import ROOT

PAGE = (ROOT / "docs" / "running.md").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["linernotes"]
steps = [
    tuple(line.split(" ", 1))
    for line in re.sub(r"\\\n\s*", " ", (ROOT / "Containerfile").read_text("utf-8")).splitlines()
    if re.match(r"[A-Z]+ ", line)
]


def said(word: str) -> list[str]:
    """What the instructions of one kind say."""
    return [rest for name, rest in steps if name == word]


def block(kind: str) -> str:
    """The one block of the page in this language."""
    (found,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    return found


def test_the_image_runs_as_nobody_in_particular_and_is_asked_how_it_is() -> None:
    assert said("USER") == ["10001:10001"]
    assert said("STOPSIGNAL") == ["SIGTERM"]
    (check,) = said("HEALTHCHECK")
    assert "http://127.0.0.1:8000/healthz" in check
    assert said("VOLUME") == ["/data"]
    assert "LINERNOTES_HOME=/data" in said("ENV")[0]


def test_what_is_copied_into_the_image_is_sent_to_its_builder() -> None:
    """`.dockerignore` keeps everything back but what it names."""
    sent = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    copied = {word for rest in said("COPY") if "--from" not in rest for word in rest.split()[:-1]}
    assert copied == sent
    assert {name for name in copied if not (ROOT / name).exists()} == set()


def test_compose_runs_it_with_no_more_rights_than_it_needs() -> None:
    assert COMPOSE["read_only"] is True
    assert COMPOSE["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in COMPOSE["security_opt"]
    assert [volume.partition(":")[2] for volume in COMPOSE["volumes"]] == ["/data"]
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE["ports"])
    assert (ROOT / COMPOSE["build"]["dockerfile"]).exists()


def test_systemd_understands_its_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        assert "ExecStart=%h/.local/bin/linernotes serve" in block("ini")
        return
    (tmp_path / ".local/bin").mkdir(parents=True)
    (tmp_path / ".local/bin/linernotes").symlink_to("/bin/true")  # it has to be there
    for unit, complaints in ((block("ini"), 0), (block("ini").replace("Restart=", "Restrat="), 1)):
        (tmp_path / "linernotes.service").write_text(unit, "utf-8")
        done = subprocess.run(
            [program, "--user", "verify", tmp_path / "linernotes.service"],
            env=os.environ | {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert len(done.stderr.splitlines()) == complaints, done.stderr


def test_the_property_list_for_launchd_is_one() -> None:
    read = plistlib.loads(block("xml").encode())
    assert read["ProgramArguments"][1:] == ["serve"]
    assert read["Label"] == "linernotes"


def test_the_services_wait_as_long_as_a_stop_may_take() -> None:
    """`serve` ends within 2 seconds, and gives a job of its own 10 more."""
    waits = {COMPOSE["stop_grace_period"], *re.findall(r"TimeoutStopSec=(\d+)", PAGE)}
    assert waits == {"30s", "30"}
    assert plistlib.loads(block("xml").encode())["ExitTimeOut"] == 30


@pytest.mark.soak
class TestContainer:
    """What needs the package registries, and to be root."""

    def test_the_image_builds_runs_and_stops(self) -> None:
        done = subprocess.run(
            [ROOT / "tools" / "bare-container"], capture_output=True, text=True, check=False, timeout=1700
        )
        assert done.returncode == 0, done.stderr[-2000:]
        seen = yaml.safe_load(done.stdout.splitlines()[-1])
        version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
        assert seen["version"] == version
        assert seen["user"] == 10001
        assert seen["demo"]["findings"]["albums"] == 86
        assert seen["written"] == [0, ""]
        assert seen["seconds_to_health"] < 30  # HEALTHCHECK's --start-period
        assert seen["seconds_to_stop"] < 10
        assert seen["status"] == 130
        assert seen["said"] == ["Interrupted. linernotes has stopped."]
        assert 200 < seen["megabytes_of_linernotes"] < 450

    def test_the_two_commands_of_a_clone_run_on_the_least_debian(self) -> None:
        """README's `make demo` and `make test`, of what is committed; of the tests a few stand for all."""
        done = subprocess.run(
            [ROOT / "tools" / "bare-debian", "demo", "test", "TESTS=tests/documents"],
            capture_output=True,
            text=True,
            check=False,
            timeout=1700,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
        assert "91 records: 86 albums in 90 pressings" in done.stdout
        assert re.search(r"\b\d+ passed in ", done.stdout)

    def test_hadolint_finds_nothing(self) -> None:
        program = Path(sys.executable).parent / "hadolint"
        done = subprocess.run([program, ROOT / "Containerfile"], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
