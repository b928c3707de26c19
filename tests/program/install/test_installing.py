"""Each way to install linernotes, from nothing: what was committed is built, installed and used.

They need the package registries, so `make soak` runs them. What README's chapter says is what they run.
"""

from __future__ import annotations

import posixpath
import re
import sys
import tarfile
from collections import deque
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen
from zipfile import ZipFile

import pytest
from tests.program.install.installed import BIN, Place, build, run, serving, virtual_environment, with_wheel
from tests.program.test_import import HEADER, ROWS
from tests.synced import made_once

pytestmark = pytest.mark.soak

STATIC = "linernotes/web/static/"
LINK = re.compile(r"""(?:href|src)=["']([^"'#]+)""")
SHEET_LINK = re.compile(r"""url\(["']?([^"')]+)""")
SCRIPT_LINK = re.compile(r"""(?:from|import)\s*\(?\s*["']([./][^"']+\.js[^"']*)["']""")
#: So many pages of one kind (`/artist/7` and `/artist/9`) are read, and so many pages in all.
OF_A_KIND, PAGES = 2, 120


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "built", build)


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = (built / "dist").glob("*.whl")
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Place:
    """A machine on which the wheel is installed, and the demo was run."""

    def make(folder: Path) -> None:
        folder.mkdir()
        virtual_environment(folder / "venv", wheel)
        made = Place(folder, folder / "venv" / "bin")
        (folder / "printed").write_text(made.run("demo"), "utf-8")

    folder = made_once(tmp_path_factory, "installed", make)
    return Place(folder, folder / "venv" / "bin")


def is_demo(printed: str) -> bool:
    return "91 records: 86 albums in 90 pressings" in printed


def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_the_wheel_is_the_same_from_a_clone_and_from_the_source_distribution(built: Path, wheel: Path):
    (direct,) = (built / "direct").glob("*.whl")
    with ZipFile(wheel) as one, ZipFile(direct) as other:
        assert one.namelist() == other.namelist()
        assert {name for name in one.namelist() if one.read(name) != other.read(name)} == set()


def test_the_source_distribution_holds_the_sources_the_tests_and_the_libraries(built: Path, wheel: Path):
    (path,) = (built / "dist").glob("*.tar.gz")
    with tarfile.open(path) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}
    tracked = set(run("git", "ls-files", cwd=built / "clone").stdout.splitlines())
    assert tracked - held == set()
    assert {f"src/{name}" for name in names(wheel) if ".dist-info/" not in name} - held == set()


def test_the_demo_runs_with_nothing_but_the_wheel(place: Place):
    assert is_demo((place.folder / "printed").read_text("utf-8"))
    assert (place.home / ".local/share/linernotes-demo/collection.duckdb").exists()


def test_every_page_has_its_files(place: Place, wheel: Path):
    """From page to page: every one answers, and so does every sheet, script, font and picture that they name."""
    home = str(place.home / ".local/share/linernotes-demo")
    with serving(place, "--home", home) as address:
        kinds, files = crawl(address)
        shipped = {name.removeprefix(STATIC) for name in names(wheel) if name.startswith(STATIC)}
        with ZipFile(wheel) as opened:
            for name in shipped:
                assert read(f"{address}/static/{name}") == opened.read(STATIC + name), name
    pages = {
        "/",
        "/collection",
        "/network",
        "/numbers",
        "/spin",
        "/own",
        "/gaps",
        "/wantlist",
        "/sql",
        "/config",
    }
    assert pages | {"/year", "/path", "/artist/0", "/release/0", "/role/x"} <= kinds
    assert any(name.endswith(".woff2") for name in files)
    assert any(name.endswith(".js") for name in files)
    assert {name for name in files if name not in shipped} == set()


def crawl(address: str) -> tuple[set[str], set[str]]:
    """The kinds of the pages that lead from the first one, and the static files that they, sheets and scripts name."""
    waiting, seen, read_of, kinds = deque([f"{address}/"]), {f"{address}/"}, {}, set()
    files: set[str] = set()
    while waiting and sum(read_of.values()) < PAGES:
        page = waiting.popleft()
        kind = kind_of(urlsplit(page).path)
        if read_of.get(kind, 0) >= OF_A_KIND:
            continue
        read_of[kind] = read_of.get(kind, 0) + 1
        kinds.add(kind)
        for link in LINK.findall(read(page).decode("utf-8", "replace")):
            target = urljoin(page, link.replace("&amp;", "&"))
            if not target.startswith(f"{address}/"):
                continue
            if target.startswith(f"{address}/static/"):
                gather(target, files)
            elif target not in seen and is_page(urlsplit(target).path):
                seen.add(target)
                waiting.append(target)
    return kinds, files


def kind_of(path: str) -> str:
    """`/artist/7` -> `/artist/0`, `/role/Bass` -> `/role/x`."""
    path = re.sub(r"\d+", "0", path)
    return re.sub(r"^/(role|label|series|company)/.+", r"/\1/x", path)


def is_page(path: str) -> bool:
    """Whether an address is that of a page, not of a download, an action or a picture from Discogs."""
    return (
        not re.match(r"/(api|cover|export|download|get-user-access|receive-token)", path) and "." not in path
    )


def gather(address: str, files: set[str]) -> None:
    """Read a static file, and those that it names."""
    name = posixpath.normpath(urlsplit(address).path.removeprefix("/static/"))
    if name in files:
        return
    files.add(name)
    content = read(address)
    named = {".css": SHEET_LINK, ".js": SCRIPT_LINK}.get(posixpath.splitext(name)[1])
    for link in named.findall(content.decode("utf-8")) if named else ():
        if not link.startswith(("data:", "#")):
            gather(urljoin(address, link), files)


def read(address: str) -> bytes:
    try:
        with urlopen(address, timeout=60) as answer:
            return answer.read()
    except HTTPError as error:
        pytest.fail(f"{address}: {error}")


def test_what_it_takes(place: Place):
    """docs/decisions/0018-size.md has the figures. With more, look at what came in."""
    files = [path for path in (place.folder / "venv").rglob("*") if path.is_file()]
    taken = sum(path.lstat().st_size for path in files if path.suffix != ".pyc")  # an installer may compile
    assert 300e6 < taken < 520e6, taken


def test_uvx_runs_the_demo(tmp_path: Path, wheel: Path):
    place = Place(tmp_path, tmp_path)
    data = {"XDG_DATA_HOME": str(place.home / ".local/share"), "UV_TOOL_DIR": str(tmp_path / "tools")}
    done = run(*with_wheel("uvx", wheel), cwd=tmp_path, UV_PYTHON=sys.executable, **data)
    assert is_demo(done.stdout)


def test_pip_installs_it(tmp_path: Path, wheel: Path):
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    command = with_wheel("pip", wheel)
    run(tmp_path / "venv/bin" / command[0], *command[1:], cwd=tmp_path)
    place = Place(tmp_path, tmp_path / "venv/bin")
    assert place.run("--version").split()[-1] == wheel.name.split("-")[1]


def test_pipx_installs_it_and_finds_the_home_of_a_clone(tmp_path: Path, wheel: Path):
    """And what the installed one makes is found by the clone."""
    export = tmp_path / "collection.csv"
    export.write_text("\n".join([HEADER, *ROWS]), "utf-8")
    cloned = Place(tmp_path, BIN)
    cloned.run("import", str(export))
    bin_folder = tmp_path / "bin"
    folders = {"PIPX_HOME": str(tmp_path / "pipx"), "PIPX_BIN_DIR": str(bin_folder)}
    run(*with_wheel("pipx", wheel), cwd=tmp_path, PIPX_DEFAULT_PYTHON=sys.executable, **folders)
    installed = Place(tmp_path, bin_folder)
    count = ("sql", "select count(*) as copies from collection_items", "--json")
    assert '"copies": 2' in installed.run(*count)
    assert (cloned.home / ".local/share/linernotes/landing.db").exists()
    export.write_text("\n".join([HEADER, ROWS[0]]), "utf-8")
    installed.run("import", str(export))
    assert '"copies": 1' in cloned.run(*count)
