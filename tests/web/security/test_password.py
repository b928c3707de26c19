"""A password that anybody guesses is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.errors import ConfigError
from linernotes.settings import load_settings
from linernotes.web.security.passwords import make_passphrase, weakness
from linernotes.web.serve import listen

WEAK = [
    pytest.param(" ", id="a-blank"),
    pytest.param(" " * 30, id="blanks"),
    pytest.param("\u3000" * 12, id="blanks-of-another-script"),
    pytest.param("x", id="a-letter"),
    pytest.param("       x        ", id="a-letter-among-blanks"),
    pytest.param("seven77", id="seven-letters"),
    pytest.param("\u200b" * 12, id="nothing-that-is-seen"),
    pytest.param("aaaaaaaaaaaa", id="one-letter-again-and-again"),
]


@pytest.mark.parametrize("password", WEAK)
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "127.0.0.1"])
def test_a_password_that_is_none_is_refused_and_a_good_one_proposed(tmp_path: Path, password: str, host: str):
    with pytest.raises(ConfigError, match="LINERNOTES_PASSWORD has fewer than") as caught:
        listen(load_settings(home=tmp_path, password=password), host, 0)
    assert "\n" not in str(caught.value)
    proposed = str(caught.value).rpartition("LINERNOTES_PASSWORD=")[2].split()[0]
    assert weakness(proposed) is None


@pytest.mark.parametrize("password", ["eight888", "grün-blau", "correct horse", "пароль123", "1234 5678"])
def test_eight_characters_will_do(tmp_path: Path, password: str):
    listen(load_settings(home=tmp_path, password=password), "127.0.0.1", 0).close()


def test_without_a_password_one_is_proposed_that_is_another_each_time(tmp_path: Path):
    said = []
    for _ in range(2):
        with pytest.raises(ConfigError, match="other machines could reach") as caught:
            listen(load_settings(home=tmp_path), "0.0.0.0", 0)
        said.append(str(caught.value))
    assert said[0] != said[1]


@given(st.text(max_size=12))
def test_what_is_good_enough_has_eight_characters_and_four_different_ones(password: str):
    if weakness(password) is None:
        assert len(password.strip()) >= 8
        assert len(set(password)) >= 4


def test_passphrases_differ():
    assert len({make_passphrase() for _ in range(100)}) == 100
