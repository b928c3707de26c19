"""Whatever happens to a file of a home: it is named, with the way out, and takes down only what needs it."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.faults.harms import FILES, Harm, all_harms
from tests.faults.landings import documents_of, land
from tests.faults.test_documents_mutated import shortened
from typer.testing import CliRunner

from discogs_sandbox.catalogues import load_catalogue
from linernotes.cli import app, load_commands
from linernotes.discogs import Discogs
from linernotes.settings import load_settings
from linernotes.storage.home.layout import USER_DB
from linernotes.storage.user.store import UserStore
from linernotes.web.app import create_app

#: Of the largest files, the settings and a folder, for every test run; the rest is run by `make soak`.
FEW = (
    "build-a-dropped-column",
    "landing-garbage",
    "config-garbage",
    "builds-empty",
)

#: What a message says that names a way out.
WAY_OUT = re.compile(
    r"linernotes (build|sync|auth|reset|restore)|[Mm]ove it away|[Ss]et it|[Pp]ut it|[Cc]orrect|[Dd]elete|[Mm]ake room"
    r"|[Cc]heck the permissions|another folder|upgrade linernotes|must be one of|cannot be used"
    r"|nothing to back up"
)
COMMANDS = (
    ["status"],
    ["sql", "select count(*) from collection_items"],
    ["artist", "1014"],
    ["export", "tables", "--format", "jsonl", "--out", "{out}"],
    ["backup", "--out", "{backup}"],
    ["build"],
)
PAGES = (
    "/", "/collection", "/collection?q=guitar", "/api/collection", "/artist/1014", "/network", "/numbers", "/spin",
    "/gaps", "/wantlist", "/own?q=x", "/sql", "/config", "/progress", "/api/status", "/api/user", "/api/home",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of three records with two builds and something of everything."""
    home = tmp_path_factory.mktemp("whole")
    catalogue = load_catalogue("synthetic", items=3, seed=3)
    documents = documents_of(catalogue, tmp_path_factory.mktemp("catalogue"))
    land(home, {key: shortened(body) for key, body in documents.items()})
    for _ in range(2):
        Discogs(load_settings(home=home)).build()
    with UserStore.open(home / USER_DB) as user:
        user.listening.play(20003)
        user.listening.follow(1014)
    (home / "covers").mkdir()
    (home / "dumps").mkdir()
    (home / "config.toml").write_text("[sync]\nneighbours = true\n")
    (home / "secrets.yml").write_text("{}\n")
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "home", symlinks=True))


def run(home: Path, words: list[str], tmp_path: Path) -> tuple[int, str]:
    """A command in this process: its status, and what it said."""
    load_commands()
    paths = {"out": str(tmp_path / "out"), "backup": str(tmp_path / "backup.tar.zst")}
    done = CliRunner().invoke(app, ["--home", str(home), *(word.format(**paths) for word in words)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@contextmanager
def opened(home: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(load_settings(home=home)),
        base_url="http://127.0.0.1:8000",
        raise_server_exceptions=False,
        follow_redirects=False,
    ) as client:
        yield client


def is_named(path: Path, text: str) -> bool:
    """Whether it, or what holds it, is named. Where it is missing that is no damage."""
    plain = re.sub(r"\s+", "", text)
    return any(str(one) in plain for one in (path, path.parent)) or path.name in text


def check(harm: Harm, home: Path, tmp_path: Path) -> list[str]:
    """What is wrong with how linernotes takes it."""
    other = Path(shutil.copytree(home, tmp_path / "other", symlinks=True))
    path = harm.do(home)
    wrong: list[str] = []
    for words in COMMANDS:
        status, said = run(home, words, tmp_path)
        wrong += [f"{words[0]} ({status}): {said}"] if is_wrong(status, said, path) else []
    path = harm.do(other)  # the pages look at a home of their own, for `build` has mended this one
    try:
        with opened(other) as client:
            for address in PAGES:
                answer = client.get(address)
                status = 0 if answer.status_code < 500 else 1
                wrong += (
                    [f"{address} ({answer.status_code}): {message(answer.text)}"]
                    if is_wrong(status, message(answer.text), path)
                    else []
                )
    except Exception as error:  # the app does not start: in one line, as the command says it
        said = f"{type(error).__name__}: {error}"
        wrong += [said] if "ConfigError" not in said and "StoreError" not in said else []
    return wrong


def message(page: str) -> str:
    """A page's text without its markup."""
    body = page.partition("<main")[2] or page
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())[:600]


def is_wrong(status: int, said: str, path: Path) -> bool:
    if any(word in said for word in ("Traceback", "mistake in linernotes", "select ", "Binder", "Catalog")):
        return True
    return status != 0 and not (is_named(path, said) and WAY_OUT.search(said))


HARMS = list(all_harms())


@pytest.mark.parametrize("harm", [one for one in HARMS if str(one) in FEW], ids=str)
def test_a_harm_is_named_with_the_way_out(harm: Harm, home: Path, tmp_path: Path) -> None:
    assert check(harm, home, tmp_path) == []


@pytest.mark.soak
@pytest.mark.parametrize("harm", [one for one in HARMS if str(one) not in FEW], ids=str)
def test_every_harm_is_named_with_the_way_out(harm: Harm, home: Path, tmp_path: Path) -> None:
    assert check(harm, home, tmp_path) == []


def test_there_are_160_harms_and_the_few_are_among_them() -> None:
    assert len(HARMS) >= 160
    assert set(FEW) <= {str(one) for one in HARMS}
    assert {one.file for one in HARMS} == set(FILES)
