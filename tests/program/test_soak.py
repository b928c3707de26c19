"""The long trials: each belongs to one part, and a part that fails neither ends the others nor passes for whole."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "soak.py"
tool = runpy.run_path(str(TOOL))

SOAK = "@pytest.mark." + "soak"  # in one word this file would be taken for one with long trials
#: A part -> the trials that it has in a project made for these tests.
TRIALS = {
    "others": f"{SOAK}\n@pytest.mark.parametrize('n', range(3))\ndef test_it(n): pass\n",
    "harms": f"""
{SOAK}
class TestIt:
    def test_passes(self): pass
    def test_fails(self): assert False
    def test_has_no_fixture(self, broken): pass
    @pytest.mark.skip
    def test_is_skipped(self): pass
@pytest.fixture
def broken(): raise OSError
""",
    "kills": f"{SOAK}\ndef test_it(): pass\n)\n",
    "landing": f"# {SOAK}\n",
}


def test_every_file_with_long_trials_is_in_one_part() -> None:
    parts = [part for part in tool["all_parts"]() if part.marks == "soak"]
    files = Counter(file for part in parts for file in part.files)
    assert {file for file, times in files.items() if times > 1} == set()
    assert set(files) == tool["files_with"](tool["MARK"])


def test_every_property_is_tried_with_more_examples() -> None:
    (part,) = (part for part in tool["all_parts"]() if part.name == "properties")
    mentioned = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"^@given", file.read_text("utf-8"), re.MULTILINE)
    }
    assert mentioned == set(part.files)
    assert "--hypothesis-profile=soak" in part.options


def test_no_two_parts_have_one_name() -> None:
    names = [part.name for part in tool["all_parts"]()]
    assert len(names) == len(set(names))


def test_there_are_few_files_that_no_part_is_named_after() -> None:
    assert 0 < len(tool["others"]().files) < 20


def test_the_documentation_has_every_part_of_the_list() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Long trials\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|.*\| +([\d.]+) \|$", text, re.MULTILINE)
    assert {name: float(minutes) for name, minutes in rows} == {
        part.name: part.minutes for part in tool["all_parts"]()
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "tools").mkdir()
    shutil.copy(TOOL, tmp_path / "tools")
    files = {part.name: part.files[0] for part in tool["PARTS"]}
    for name, text in TRIALS.items():
        file = tmp_path / files.get(name, "tests/test_others.py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"import pytest\n{text}def test_that_is_not_marked(): assert False\n")
    return tmp_path


def soak(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "tools" / "soak.py"), "--workers", "0", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_a_part_that_fails_is_named_and_the_next_one_is_run(project: Path) -> None:
    done = soak(project, "harms", "kills", "landing", "others")
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split()[:7] == ["harms", "1", "passed", "2", "failed", "1", "skipped"]
    assert "    failed: tests.faults.test_harms.TestIt::test_fails" in lines
    assert "    ended with status 5: .soak/landing.log" in lines  # for it had no trial
    assert lines[-2].split()[:5] == ["others", "3", "passed", "0", "failed"]
    assert lines[-1].startswith("4 parts, 3 failed, in ")
    assert "assert False" in (project / ".soak" / "harms.log").read_text()


def test_a_part_that_passes_ends_well_and_says_what_it_used(project: Path) -> None:
    done = soak(project, "others")
    assert (done.returncode, done.stderr) == (0, "")
    numbers = re.findall(r"([\d.]+) (?:s|CPU s|MB)\b", done.stdout)
    seconds, cpu_seconds, megabytes = map(float, numbers)
    assert 0 < cpu_seconds < 60
    assert seconds < 60
    assert 10 < megabytes < 1000


def test_a_part_that_there_is_not_is_refused_with_the_names(project: Path) -> None:
    done = soak(project, "nonsense")
    assert done.returncode == 1
    assert "no part is called nonsense" in done.stderr
    assert "harms" in done.stderr
