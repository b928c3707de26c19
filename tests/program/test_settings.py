"""Settings: flag > environment > config.toml > default, and errors that name the setting, never its value."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from linernotes.errors import ConfigError
from linernotes.secrets import SecretsYAML
from linernotes.settings import load_settings
from linernotes.storage.builds.publish import current_build


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINERNOTES_HOME", str(tmp_path))
    return tmp_path


def test_a_flag_wins_over_the_environment_and_that_over_the_file(home, monkeypatch):
    assert load_settings().api_url == "https://api.discogs.com"
    (home / "config.toml").write_text('api_url = "http://file"\n')
    assert load_settings().api_url == "http://file"
    monkeypatch.setenv("LINERNOTES_API_URL", "http://environment/")
    assert load_settings().api_url == "http://environment"
    assert load_settings(api_url="http://flag").api_url == "http://flag"


def test_an_empty_environment_variable_is_as_good_as_none(home, monkeypatch):
    monkeypatch.setenv("LINERNOTES_TOKEN", "")
    assert load_settings().token is None


@pytest.mark.parametrize(
    ("text", "age"),
    [
        pytest.param("45", timedelta(days=45), id="a-number-is-days"),
        pytest.param("36h", timedelta(hours=36), id="hours"),
        pytest.param("2w", timedelta(weeks=2), id="weeks"),
        pytest.param("0", timedelta(0), id="everything-again"),
    ],
)
def test_ages_are_read_with_their_unit(home, text, age):
    (home / "config.toml").write_text(f'[sync]\nrefresh_after = "{text}"\n')
    assert load_settings().sync.refresh_after == age


def test_artists_are_refreshed_less_often_unless_set(home):
    options = load_settings().sync
    assert (options.refresh_age("release").days, options.refresh_age("artist").days) == (30, 90)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("api_url = ", "not valid TOML", id="not-toml"),
        pytest.param("[sync]\ncredited_min = 0", "sync.credited_min", id="out-of-range"),
        pytest.param("[sync]\nneighbors = true", "sync.neighbors", id="a-typing-error"),
        pytest.param("[sync]\nrefresh_after = 'soon'", "sync.refresh_after", id="no-age"),
        pytest.param("[sync]\nrefresh_after = 'inf'", "sync.refresh_after", id="an-endless-age"),
        pytest.param("[sync]\nrefresh_after = 1e12", "sync.refresh_after", id="an-age-beyond-all-dates"),
        pytest.param("[sync]\nrefresh_after = '-3d'", "sync.refresh_after", id="an-age-to-come"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_that_names_the_setting(home, text, expected):
    (home / "config.toml").write_text(text)
    with pytest.raises(ConfigError, match=expected) as error:
        load_settings()
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["SYNC", "ROLES"])
def test_an_environment_variable_that_is_not_the_json_it_should_be_is_one_line_that_names_it(
    home, monkeypatch, name
):
    monkeypatch.setenv(f"LINERNOTES_{name}", "neighbours=false")
    with pytest.raises(ConfigError, match=f"LINERNOTES_{name}.*JSON") as error:
        load_settings()
    assert "\n" not in str(error.value)


def test_what_is_wrong_is_said_in_our_words_alone(home):
    (home / "config.toml").write_text("[sync]\nrefresh_after = '-3d'")
    with pytest.raises(ConfigError, match=r"cannot be used: an age lies between"):
        load_settings()


def test_a_bad_secret_is_never_echoed(home):
    (home / "config.toml").write_text("token = [1234567]")
    with pytest.raises(ConfigError) as error:
        load_settings()
    assert "1234567" not in str(error.value)


def test_secrets_do_not_show_in_a_repr(home, monkeypatch):
    monkeypatch.setenv("LINERNOTES_TOKEN", "verysecret")
    assert "verysecret" not in repr(load_settings())


def test_hosts_are_parted_by_blanks_or_commas(home, monkeypatch):
    monkeypatch.setenv("LINERNOTES_IMAGE_HOSTS", "http://a, http://b http://c")
    assert load_settings().image_hosts == ("http://a", "http://b", "http://c")


def test_a_home_of_a_user_who_does_not_exist_is_one_line_that_names_the_setting(monkeypatch):
    monkeypatch.setenv("LINERNOTES_HOME", "~no-such-user-here/music")
    with pytest.raises(ConfigError, match="~no-such-user-here/music.*LINERNOTES_HOME"):
        load_settings()


@pytest.mark.parametrize(
    "address",
    [
        "https://nas.example/liner notes",
        "nas.example",
        "https://m\u00fcnchen.example",
        "https://",
        "ftp://nas.example",
    ],
)
def test_a_public_address_that_no_browser_would_send_is_refused(monkeypatch, tmp_path, address):
    monkeypatch.setenv("LINERNOTES_PUBLIC_URL", address)
    with pytest.raises(ConfigError, match="LINERNOTES_PUBLIC_URL"):
        load_settings(home=tmp_path)


@pytest.mark.parametrize(
    "address", ["https://nas.example", "http://nas.example:8080/", "https://xn--mnchen-3ya.example"]
)
def test_a_public_address_is_scheme_and_host(monkeypatch, tmp_path, address):
    monkeypatch.setenv("LINERNOTES_PUBLIC_URL", address)
    assert load_settings(home=tmp_path).public_url == address.rstrip("/")


@pytest.mark.parametrize("name", ["PUBLIC_URL", "API_URL", "WWW_URL", "DUMP_URL"])
@pytest.mark.parametrize(
    "address",
    [
        pytest.param("http://somebody:aSecretWord@127.0.0.1:8000", id="name-and-password"),
        pytest.param("http://aSecretWord@127.0.0.1", id="a-token"),
        pytest.param("https://:aSecretWord@nas.example", id="a-password-alone"),
    ],
)
def test_an_address_with_a_secret_in_it_is_refused_without_showing_it(monkeypatch, tmp_path, name, address):
    monkeypatch.setenv(f"LINERNOTES_{name}", address)
    with pytest.raises(ConfigError, match=f"LINERNOTES_{name}.*without name and password") as caught:
        load_settings(home=tmp_path)
    assert "aSecretWord" not in str(caught.value)


@pytest.mark.parametrize("name", ["PUBLIC_URL", "API_URL", "WWW_URL", "DUMP_URL", "IMAGE_HOSTS"])
def test_an_address_beyond_ascii_is_refused_at_the_start(monkeypatch, tmp_path, name):
    """It would end in a header: of a request, or of every page."""
    monkeypatch.setenv(f"LINERNOTES_{name}", "https://m\u00fcnchen.example")
    with pytest.raises(ConfigError, match=f"LINERNOTES_{name}.*xn--"):
        load_settings(home=tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = " + "9" * 5000, id="a-number-of-5000-digits"),
        pytest.param("a = " + "[" * 5000, id="5000-lists"),
        pytest.param("a = 2020-13-45", id="no-day"),
        pytest.param("a = 0x" + "f" * 500_000, id="a-number-of-500000-digits"),
        pytest.param("zone = '\x00'", id="a-sign-that-is-none"),
        pytest.param("a" + ".a" * 200_000 + " = 1", id="a-key-of-200000-parts"),
    ],
)
def test_whatever_the_file_of_settings_holds_the_message_names_it(tmp_path, text):
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load_settings(home=tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load_settings(home=tmp_path)
    (tmp_path / "config.toml").unlink()
    os.mkfifo(tmp_path / "secrets.yml")
    with pytest.raises(ConfigError, match=r"secrets\.yml"):
        SecretsYAML(tmp_path / "secrets.yml").read()
    (tmp_path / "builds").mkdir()
    os.mkfifo(tmp_path / "builds" / "current")
    assert current_build(tmp_path) is None


@pytest.mark.parametrize("text", ["[" * 100_000, '{"credited_min": ' + "9" * 5000 + "}", "{"])
def test_a_table_in_the_environment_that_cannot_be_read_is_named(monkeypatch, tmp_path, text):
    monkeypatch.setenv("LINERNOTES_SYNC", text)
    with pytest.raises(ConfigError, match="LINERNOTES_SYNC"):
        load_settings(home=tmp_path)
