"""What the server offers, what it refuses, and how its process begins and ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from tests.cli.mcp.asking import ask
from tests.homes import Home
from tests.program.forks.client import start

from linernotes.cli.mcp.server import _Door, make_server
from linernotes.cli.mcp.tools import TOOLS
from linernotes.storage.builds.publish import Build, new_build, publish
from linernotes.storage.duckdb.database import DBStorage

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a test", "version": "1"},
    },
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def calling(number: int, name: str, **given: object) -> dict[str, Any]:
    params = {"name": name, "arguments": given}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


def test_every_tool_says_that_it_only_reads_and_what_it_takes(tmp_path: Path) -> None:
    async def tools() -> Any:
        async with Client(make_server(tmp_path)) as client:
            return (await client.list_tools()).tools

    found = anyio.run(tools)
    assert [tool.name for tool in found] == ["search", "release", "artist", "path", "own", "gaps", "sql"]
    for tool in found:
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert tool.input_schema["type"] == tool.output_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        assert {"answer", "evidence", "coverage", "build_id"} <= set(tool.output_schema["required"])


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("artist", {"artist": "nobody at all"}, "nobody called"),
        ("release", {"release": 10**40}, "is no release"),
        ("release", {"release": -1}, "is no release"),
        ("release", {"release": 1}, "not on the shelf"),
        ("search", {"text": "blue", "limit": 10**30}, "<= 100"),
        ("search", {"text": "blue", "limit": 0}, ">= 5"),
        ("search", {"text": "x" * 301}, "length <= 300"),
        ("search", {"text": ""}, "length >= 1"),
        ("own", {}, "missing required field `text`"),
        ("own", {"text": "blue", "home": "/"}, "unknown field `home`"),
        ("own", {"text": "\0"}, "no letter"),
        ("own", {"text": " "}, "nothing to look for"),
        ("path", {"start": "\ud800", "end": "x"}, "no letter"),
        ("sql", {"query": "drop table release"}, "not DROP"),
        ("sql", {"query": "from read_text('/etc/hostname')"}, "read_text is not allowed"),
        ("sql", {"query": "select 1", "limit": 501}, "<= 500"),
        ("remove", {}, "there is no tool 'remove'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    demo_home: Path, name: str, given: dict[str, object], said: str
) -> None:
    (result,) = ask(demo_home, [(name, given)])
    assert result.is_error
    assert said in result.content[0].text
    assert result.content[0].text.startswith("Error: ")
    assert "\n" not in result.content[0].text


def test_rows_that_are_cut_are_counted(demo_home: Path) -> None:
    (few,) = ask(demo_home, [("search", {"text": "a", "limit": 5})])
    found = few.structured_content
    assert len(found["evidence"]["items"]) == 5
    assert found["left_out"]["items"] == found["evidence"]["total"] - 5


def test_a_home_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    (result,) = ask(tmp_path, [("own", {"text": "blue"})])
    assert result.is_error
    assert result.content[0].text.endswith("Run: linernotes sync")


def test_beside_a_damaged_build_the_one_before_is_opened_once(tmp_path: Path) -> None:
    def build() -> Build:
        draft = new_build(tmp_path)
        with DBStorage.create(draft.path) as storage:
            storage.insert("meta", [{"key": "build_id", "value": draft.build_id}])
        return publish(draft).build

    before, damaged = build(), build()
    damaged.path.write_bytes(b"no database")
    door = _Door(tmp_path, is_private=False)
    shelf = door._current()
    assert shelf.build_id == before.build_id
    assert door._current() is shelf
    door.close()


def serving(home: Path) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return start(
        [sys.executable, "-m", "linernotes", "mcp"],
        env=Home(home).environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe,
    )  # fmt: skip


def test_a_process_speaks_the_protocol_alone_and_ends_with_its_client(demo_home: Path) -> None:
    lines = [HELLO, READY, calling(2, "own", text="kind of blue"), calling(3, "sql", query="select 1 as one")]
    with serving(demo_home) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("this is no message\n" + "".join(f"{json.dumps(line)}\n" for line in lines))
        process.stdin.flush()
        said = [json.loads(process.stdout.readline()) for _ in range(3)]
        out, err = process.communicate(timeout=60)
    assert {one["id"] for one in said} == {1, 2, 3}
    assert (process.returncode, out, err) == (0, "", "")
    (own,) = (one["result"]["structuredContent"] for one in said if one["id"] == 2)
    assert own["evidence"]["verdict"] == "owned"


@pytest.mark.soak
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once(demo_home: Path, number: signal.Signals) -> None:
    with serving(demo_home) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{json.dumps(HELLO)}\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(number)
        assert process.wait(timeout=5) == 130
        assert process.stderr is not None
        assert process.stderr.read().count("\n") == 1


@pytest.mark.soak
def test_a_query_ends_with_its_client(demo_home: Path) -> None:
    endless = "select max(a.range + b.range) from range(1000000) as a, range(1000000) as b"
    with serving(demo_home) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(
            "".join(f"{json.dumps(one)}\n" for one in (HELLO, READY, calling(2, "sql", query=endless)))
        )
        process.stdin.flush()
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(timeout=15) == 0


def test_without_the_sdk_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "linernotes.cli.mcp.server", None)
    monkeypatch.delitem(sys.modules, "linernotes.cli.mcp.server")
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    done = Home(tmp_path).run("mcp")
    assert done.returncode == 1
    assert done.stderr == (
        'Error: the SDK of the protocol is not installed. Run: pip install "linernotes[mcp]"\n'
    )


def test_the_documentation_lists_the_tools() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "assistants.md").read_text("utf-8")
    assert [name for name in TOOLS if f"`{name}`" not in page] == []
