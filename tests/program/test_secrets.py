"""`secrets.yml`: who may read it, what is kept, what is never shown."""

from __future__ import annotations

import os
import resource
import stat
import threading
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from linernotes.errors import ConfigError, DiskFullError
from linernotes.secrets import (
    Account,
    Consumer,
    OAuthToken,
    PersonalToken,
    SecretsYAML,
    consumer,
    credentials,
)

TOKEN = "pAtSecretTokenOfFortyLettersXxxxxxxxxxxxx"
OAUTH = OAuthToken("consumerKeyOfTwenty", "consumerSecretOf32", "accessTokenOf40", "accessSecretOf40")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "secrets.yml"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_home_without_the_file_has_no_credentials(path: Path) -> None:
    secrets = SecretsYAML(path)
    assert secrets.read() is None
    assert secrets.account is None
    assert secrets.consumer is None
    secrets.clear()
    assert not path.exists()


def test_a_personal_token_comes_back_and_has_no_secret_in_the_file(path: Path) -> None:
    SecretsYAML(path).save_token(PersonalToken(TOKEN), Account("rodneyfool", "Rodney"))
    assert SecretsYAML(path).read() == PersonalToken(TOKEN)
    assert SecretsYAML(path).account == Account("rodneyfool", "Rodney")
    assert yaml.safe_load(path.read_text()) == {
        "discogs": {"user": "rodneyfool", "name": "Rodney", "token": TOKEN}
    }


def test_an_oauth_token_comes_back_with_the_consumer_of_the_file(path: Path) -> None:
    secrets = SecretsYAML(path)
    secrets.save_consumer(Consumer(OAUTH.consumer_key, OAUTH.consumer_secret))
    secrets.save_token(OAUTH, Account("rodneyfool"))
    assert secrets.read() == OAUTH
    assert secrets.account == Account("rodneyfool", "")


def test_a_consumer_of_the_settings_wins_over_the_files(path: Path) -> None:
    secrets = SecretsYAML(path)
    secrets.save_consumer(Consumer("file-key", "file-secret"))
    secrets.save_token(OAUTH, Account("rodneyfool"))
    read = credentials(secrets, consumer_key="env-key", consumer_secret="env-secret")
    assert read == OAuthToken("env-key", "env-secret", OAUTH.token, OAUTH.secret)
    assert consumer(secrets, consumer_key="env-key", consumer_secret="env-secret") == Consumer(
        "env-key", "env-secret"
    )
    assert consumer(secrets) == Consumer("file-key", "file-secret")


def test_a_token_of_the_settings_wins_over_everything(path: Path) -> None:
    secrets = SecretsYAML(path)
    secrets.save_token(OAUTH, Account("rodneyfool"))
    assert credentials(secrets, token="from-env") == PersonalToken("from-env")


def test_a_personal_token_replaces_an_oauth_token_whole(path: Path) -> None:
    """Its secret must not stay behind: with it the personal token would be taken for OAuth."""
    secrets = SecretsYAML(path)
    secrets.save_token(OAUTH, Account("one"))
    secrets.save_token(PersonalToken(TOKEN), Account("two"))
    assert secrets.read() == PersonalToken(TOKEN)


def test_an_oauth_token_without_any_consumer_says_what_is_missing(path: Path) -> None:
    secrets = SecretsYAML(path)
    secrets.save_token(OAUTH, Account("rodneyfool"))
    with pytest.raises(ConfigError, match="LINERNOTES_CONSUMER_KEY"):
        secrets.read()


@pytest.mark.parametrize("given", [{"consumer_key": "k"}, {"consumer_secret": "s"}])
def test_half_a_consumer_in_the_settings_is_refused(path: Path, given: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="is missing"):
        credentials(SecretsYAML(path), **given)


def test_what_others_wrote_into_the_file_is_kept(path: Path) -> None:
    path.write_text("lastfm: {key: 1}\ndiscogs:\n  note: mine\n  token: old\n# a comment\n")
    secrets = SecretsYAML(path)
    secrets.save_token(PersonalToken(TOKEN), Account("rodneyfool"))
    secrets.clear()
    assert yaml.safe_load(path.read_text()) == {"lastfm": {"key": 1}, "discogs": {"note": "mine"}}


def test_disconnecting_forgets_the_consumer_too_unless_it_is_to_be_kept(path: Path) -> None:
    secrets = SecretsYAML(path)
    secrets.save_consumer(Consumer("key", "secret"))
    secrets.save_token(OAUTH, Account("rodneyfool"))
    secrets.clear()
    assert secrets.read() is None
    assert secrets.consumer is None
    assert "key" not in path.read_text()


def test_the_file_is_the_owners_alone_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        SecretsYAML(path).save_token(PersonalToken(TOKEN), Account("rodneyfool"))
    finally:
        os.umask(before)
    assert mode(path) == 0o600


def test_a_file_that_others_could_read_is_tightened_by_reading_it(path: Path) -> None:
    path.write_text(f"discogs: {{user: rodneyfool, token: {TOKEN}}}\n")
    path.chmod(0o644)
    assert SecretsYAML(path).read() == PersonalToken(TOKEN)
    assert mode(path) == 0o600


def test_writing_leaves_no_other_file_behind(path: Path) -> None:
    SecretsYAML(path).save_token(PersonalToken(TOKEN), Account("rodneyfool"))
    assert list(path.parent.iterdir()) == [path]


def test_a_link_stays_a_link_and_its_target_is_written(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "discogs.yml"
    target.parent.mkdir()
    target.write_text("{}\n")
    path.symlink_to(target)
    SecretsYAML(path).save_token(PersonalToken(TOKEN), Account("rodneyfool"))
    assert path.is_symlink()
    assert mode(target) == 0o600
    assert TOKEN in target.read_text()


def test_a_reader_sees_the_old_file_or_the_new_one_and_nothing_in_between(path: Path) -> None:
    secrets = SecretsYAML(path)
    tokens = [PersonalToken("a" * 40), PersonalToken("b" * 4000)]
    secrets.save_token(tokens[0], Account("rodneyfool"))
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            SecretsYAML(path).save_token(tokens[number % 2], Account("rodneyfool"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = [SecretsYAML(path).read() for _ in range(300)]
    finally:
        stop.set()
        writer.join()
    assert set(seen) <= set(tokens)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"discogs: {{token: {TOKEN}", id="not-closed"),
        pytest.param(f"discogs:\n\ttoken: {TOKEN}", id="tab"),
        pytest.param(f"- {TOKEN}", id="a-list"),
        pytest.param(f"discogs: {TOKEN}", id="section-is-text"),
        pytest.param(f"discogs: {{token: [{TOKEN}]}}", id="token-is-a-list"),
        pytest.param("discogs: {token: true}", id="token-is-true"),
        pytest.param(f"discogs: {{token: '{TOKEN} and more'}}", id="token-with-blanks"),
        pytest.param(f"discogs: !!python/object/apply:os.system ['{TOKEN}']", id="code"),
        pytest.param("[" * 5000, id="deep"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_without_its_content(path: Path, content: str) -> None:
    path.write_text(content)
    with pytest.raises(ConfigError) as caught:
        SecretsYAML(path).read()
    text = str(caught.value)
    assert "\n" not in text
    assert TOKEN not in text
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_bytes_that_are_no_text_are_one_line_too(path: Path) -> None:
    path.write_bytes(b"discogs: \xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"secrets\.yml"):
        SecretsYAML(path).read()


def test_a_directory_in_its_place_is_one_line(path: Path) -> None:
    path.mkdir()
    with pytest.raises(ConfigError, match=r"secrets\.yml cannot be read"):
        SecretsYAML(path).read()


def test_a_token_of_digits_is_text_all_the_same(path: Path) -> None:
    path.write_text("discogs: {user: 4711, token: 1234567890}\n")
    assert SecretsYAML(path).read() == PersonalToken("1234567890")
    assert SecretsYAML(path).account == Account("4711", "")


def test_a_full_disk_keeps_the_old_file_and_leaves_no_rest(path: Path) -> None:
    secrets = SecretsYAML(path)
    secrets.save_token(PersonalToken(TOKEN), Account("rodneyfool"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(DiskFullError, match=r"secrets\.yml cannot be written"):
            secrets.save_token(PersonalToken("another"), Account("rodneyfool"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert secrets.read() == PersonalToken(TOKEN)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("shown", [repr, str, "{}".format])
def test_credentials_never_show_themselves(shown: object) -> None:
    assert callable(shown)
    for secret in (PersonalToken(TOKEN), OAUTH, Consumer("consumerKeyOfTwenty", "consumerSecretOf32")):
        text = shown(secret)
        assert "Of" not in text
        assert type(secret).__name__ in text


@pytest.mark.parametrize("bad", ["", "with blank", "with\nline", "ümlaut", "nul\x00"])
def test_what_cannot_stand_in_a_header_is_refused_without_showing_it(bad: str) -> None:
    for make in (
        PersonalToken,
        lambda text: Consumer("key", text),
        lambda text: OAuthToken(text, "s", "t", "u"),
    ):
        with pytest.raises(ConfigError) as caught:
            make(bad)
        assert not bad or bad not in str(caught.value)


@given(
    user=st.text(min_size=1).filter(str.isprintable),
    name=st.text().filter(str.isprintable),
    token=st.from_regex(r"[!-~]+", fullmatch=True),
)
def test_whatever_is_saved_comes_back(
    tmp_path_factory: pytest.TempPathFactory, user: str, name: str, token: str
) -> None:
    secrets = SecretsYAML(tmp_path_factory.mktemp("home") / "secrets.yml")
    secrets.save_token(PersonalToken(token), Account(user, name))
    assert secrets.read() == PersonalToken(token)
    assert secrets.account == Account(user, name)
