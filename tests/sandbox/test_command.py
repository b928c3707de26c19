"""The command `discogs-sandbox`: one line of JSON, an answer, a clean end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from discogs_sandbox.__main__ import main


def test_it_serves_until_a_signal() -> None:
    program = Path(sys.executable).with_name("discogs-sandbox")
    with subprocess.Popen(
        [program, "--catalogue", "synthetic", "--items", "3"], stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        info = json.loads(server.stdout.readline())
        assert info.keys() == {"url", "www_url", "dump_url", "token", "consumer_key", "consumer_secret"}
        asked = urllib.request.Request(f"{info['url']}/", headers={"User-Agent": "a test"})
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0


def test_a_catalogue_without_its_folder_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--catalogue", "recorded", "--dir", "/nowhere"])
    assert ended.value.code == 2
    assert "/nowhere" in capsys.readouterr().err
