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
    server = subprocess.Popen([program, "--catalogue", "synthetic", "--items", "3"], stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        info = json.loads(server.stdout.readline())
        assert info.keys() == {"url", "www_url", "dump_url", "token", "consumer_key", "consumer_secret"}
        headers = {"User-Agent": "a test", "Authorization": f"Discogs token={info['token']}"}
        asked = urllib.request.Request(f"{info['url']}/oauth/identity", headers=headers)
        with urllib.request.urlopen(asked, timeout=20) as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    finally:
        server.kill()
        server.communicate()


def test_a_catalogue_without_its_folder_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--catalogue", "recorded", "--dir", "/nowhere"])
    assert ended.value.code == 2
    assert "/nowhere" in capsys.readouterr().err
