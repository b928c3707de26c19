"""No page, no page of the site and no command says "1 records": on a large shelf, and on those of one record.

Nor does any page show what was meant for the templates' language.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient
from tests.synced import exported_site
from tests.web.conftest import Open
from tests.web.shelves import artist, item, publish
from typer.testing import CliRunner

import linernotes
from linernotes.cli import app, load_commands
from linernotes.insights.text.plurals import counted, plural

#: A number 1 that stands alone, and the noun behind it.
ONE_OF_SEVERAL = re.compile(
    r"(?<![\w.,:/×–-])1 ((?:(?:other|saved|followed|logged|more|of their) )?(?:[a-z]+s|people|copies))\b"
)
#: "All 1" is one, too; and what only a template may say.
ALL_ONE = re.compile(r"\ball (?:of (?:your|the) )?1\b(?![.,]\d)")
TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
#: Words after a 1 that are no plural.
ALLOWED = frozenset({"is", "was", "has", "hangs", "stands", "as", "this", "s"})
#: Of each kind of page so many are read, and so many in all: in `make test`, and in the long trials.
FEW, MANY = (2, 40), (12, 250)

COMMANDS = (
    ["network"],
    ["artist", "1000"],
    ["status"],
    ["sql", "select 1 as one"],
    ["path", "1000", "1001"],
)


def mistakes(text: str) -> list[str]:
    """Each "1 records" and "all 1" of a text, and each sign of the templates' language."""
    line = " ".join(text.split())
    found = [one[0] for one in ONE_OF_SEVERAL.finditer(line) if one[1] not in ALLOWED]
    return found + ALL_ONE.findall(line) + TEMPLATE.findall(line)


def words(page: str) -> str:
    """What a page says, without what stands in scripts and drawings."""
    tree = html.fromstring(page)
    for element in tree.xpath("//script | //style | //*[@hidden]"):
        element.drop_tree()
    for element in tree.xpath(
        "//li | //p | //div | //tr | //td | //th | //dd | //dt | //h2 | //h3 | //summary | //option"
    ):
        element.text = f" | {element.text or ''}"
        element.tail = f" | {element.tail or ''}"
    return " ".join(tree.itertext())


def crawled(client: TestClient, of_a_kind: int, in_all: int) -> Iterator[tuple[str, str]]:
    """Pages that links lead to from the first one: (address, text), the first so many of each kind."""
    waiting, seen, kinds = (
        deque(["/", "/path", "/numbers", "/own?q=a", "/own?q=zzzz", "/spin"]),
        {"/"},
        Counter[str](),
    )
    while waiting:
        address = waiting.popleft()
        kind = re.sub(r"\d+", "N", re.sub(r"=[^&]*", "", address))
        if kinds[kind] >= of_a_kind or sum(kinds.values()) > in_all:
            continue
        kinds[kind] += 1
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        yield address, answer.text
        for link in html.fromstring(answer.text).xpath("//a/@href"):
            parts = urlsplit(urldefrag(link)[0])
            if not parts.netloc and parts.path.startswith("/") and link not in seen:
                seen.add(link)
                waiting.append(urldefrag(link)[0])


#: A group of one record that everything counts once: one album, one artist, one credit, one track.
ONE = item(1, "The Only One", [artist("The Loners", 1000)], year=1999)
PEOPLE = [artist("Ann", 1001) | {"role": "Guitar"}]
WHOLE = {
    "master_id": 77,
    "country": "UK",
    "released": "1999-00-00",
    "extraartists": PEOPLE,
    "tracklist": [{"position": "A", "type_": "track", "title": "Alone", "duration": "1:00"}],
    "genres": ["Rock"],
    "styles": ["Rock"],
}


@pytest.fixture(scope="session")
def one_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf of one record of which all is known."""
    home = tmp_path_factory.mktemp("one")
    publish(home, [ONE], releases={1: WHOLE})
    return home


@pytest.fixture(scope="session")
def listed_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf of one record of which only the listing is known."""
    home = tmp_path_factory.mktemp("listed")
    publish(home, [ONE])
    return home


HOMES = ("one_home", pytest.param("listed_home", marks=pytest.mark.soak), "demo_home")


@pytest.mark.parametrize("name", [*HOMES, pytest.param("recorded_home", marks=pytest.mark.recorded)])
@pytest.mark.parametrize("pages", [FEW, pytest.param(MANY, marks=pytest.mark.soak)], ids=["few", "many"])
def test_pages_count_in_english(
    name: str, pages: tuple[int, int], request: pytest.FixtureRequest, open_app: Open
) -> None:
    client = open_app(home=request.getfixturevalue(name))
    found, read = {}, 0
    for address, page in crawled(client, *pages):
        read += 1
        if wrong := mistakes(words(page)):
            found[address] = wrong
    assert found == {}
    assert read > 10


@pytest.mark.parametrize("name", HOMES)
def test_commands_and_the_site_count_in_english(
    name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home: Path = request.getfixturevalue(name)
    load_commands()
    found = {}
    for command in COMMANDS:
        result = CliRunner().invoke(app, ["--home", str(home), *command])
        assert result.exit_code in (0, 2), (command, result.output)
        if wrong := [each for line in result.output.splitlines() for each in mistakes(line)]:
            found[" ".join(command)] = wrong
    site = exported_site(tmp_path_factory, name.removesuffix("_home"), home)
    for path in [*site.glob("*.html"), *list(site.glob("*/*.html"))[:40]]:
        if wrong := mistakes(words(path.read_text("utf-8"))):
            found[path.name] = wrong
    assert found == {}


def test_a_plural_of_one_is_found() -> None:
    assert mistakes("made by 1 people on 1 albums in 1 other places") == [
        "1 people",
        "1 albums",
        "1 other places",
    ]
    assert mistakes("11 records, 1.1 seconds, 1 record, 1,001 albums, 1 is, all 12, all 1,234") == []
    assert mistakes("Out of all 1, twice.albums) }} in {% x") == ["all 1", "}}", "{%"]


@given(
    st.integers(0, 10**9),
    st.sampled_from(["record", "community", "play", "person", "copy", "album is", "box"]),
)
def test_only_one_is_one(count: int, noun: str) -> None:
    assert (plural(count, noun) == noun) == (count == 1)
    assert counted(count, noun) == f"{count:,} {plural(count, noun)}"


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("record", "records"),
        ("community", "communities"),
        ("play", "plays"),
        ("copy", "copies"),
        ("person", "people"),
        ("box", "boxes"),
        ("other album", "other albums"),
        ("has", "have"),
    ],
)
def test_plurals_follow_english(noun: str, many: str) -> None:
    assert plural(2, noun) == plural(None, noun) == many


def test_only_one_module_inflects() -> None:
    source = Path(linernotes.__file__).parent
    by_hand = re.compile(
        r"""['"]{2} if [^{}\n]+ == 1 else ['"]s['"]|"\w+" if [^{}\n]+ == 1 else "(?:\w+s|people)\b"""
    )
    found = {
        path.relative_to(source).as_posix(): lines
        for path in sorted([*source.rglob("*.py"), *source.rglob("*.html")])
        if "sandbox" not in path.parts and (lines := by_hand.findall(path.read_text("utf-8")))
    }
    assert found == {}
