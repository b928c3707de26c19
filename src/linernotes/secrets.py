"""Credentials, and `secrets.yml`, the one file that holds them. Nothing here ever shows a secret."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from linernotes.addresses import DISCOGS_API, is_on_this_machine, is_same_address
from linernotes.errors import ConfigError, DiskFullError, WrongAddressError
from linernotes.files import drafts_of, is_no_room, read_file, remove_drafts, replace_file

_SECTION, _LISTENBRAINZ = "discogs", "listenbrainz"
_CONSUMER = ("consumer_key", "consumer_secret")
#: The addresses that the token and the consumer were given for. Files of earlier versions have none.
_TOKEN_FOR, _CONSUMER_FOR = "api_url", "consumer_api_url"
_OWN_KEYS = ("user", "name", "token", "secret", _TOKEN_FOR, *_CONSUMER, _CONSUMER_FOR)


@dataclass(frozen=True, slots=True)
class PersonalToken:
    """A personal access token: acts as the account that made it."""

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        _refuse_unprintable(self.token)


@dataclass(frozen=True, slots=True)
class Consumer:
    """What Discogs gives an application: it starts OAuth, and signs together with a token."""

    key: str = field(repr=False)
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        _refuse_unprintable(self.key, self.secret)


@dataclass(frozen=True, slots=True)
class OAuthToken:
    """An OAuth 1.0a access token with the consumer that it was granted to."""

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    token: str = field(repr=False)
    secret: str = field(repr=False)

    def __post_init__(self) -> None:
        _refuse_unprintable(self.consumer_key, self.consumer_secret, self.token, self.secret)


Credentials = PersonalToken | OAuthToken


@dataclass(frozen=True, slots=True)
class Account:
    """The owner of credentials: `user` is the Discogs username, `name` the profile's name or ''."""

    user: str
    name: str = ""


class SecretsYAML:
    """`secrets.yml`: its key `discogs` is ours. Everything else in it stays as it was.

    Only its owner can read the file, before the first byte is in it. Reading tightens a file that others can read.
    Writing replaces it whole, so a reader sees the old or the new one. Comments are lost.
    A token belongs to the address that it was given for. `api_url` is the address of Discogs' API as it is set now:
    a token for another address is not read, and a new one is saved for this address.
    Raises WrongAddressError, and ConfigError: one line that names the file and nothing of its content.
    """

    def __init__(self, path: Path, api_url: str | None = None) -> None:
        self._path = path
        self._api_url = api_url

    def read(self, consumer: Consumer | None = None) -> Credentials | None:
        """The saved credentials; None when there are none. A `consumer` given here wins over the file's."""
        own = self._own(self._load())
        token, secret = own.get("token"), own.get("secret")
        if token is None:
            return None
        if self._api_url is not None:
            check_goes_to(self._api_url, own.get(_TOKEN_FOR), f"the token in {self._path}")
        if secret is None:
            return PersonalToken(token)
        consumer = consumer or self._consumer_in(own)
        if consumer is None:
            raise ConfigError(
                f"{self._path} holds an OAuth token, but no consumer key and secret to sign with."
                " Set LINERNOTES_CONSUMER_KEY and LINERNOTES_CONSUMER_SECRET, or connect again."
            )
        return OAuthToken(consumer.key, consumer.secret, token, secret)

    @property
    def account(self) -> Account | None:
        """The owner of the saved credentials; None when there are none."""
        own = self._own(self._load())
        return Account(own["user"], own.get("name", "")) if "user" in own else None

    @property
    def consumer(self) -> Consumer | None:
        """The consumer that was saved; None when there is none."""
        return self._consumer_in(self._own(self._load()))

    def save_token(self, credentials: Credentials, account: Account) -> None:
        """Save an account's token in place of the one before. A consumer in the file stays as it is."""
        secret = credentials.secret if isinstance(credentials, OAuthToken) else None
        given: dict[str, str | None] = {
            "user": account.user,
            "name": account.name,
            "token": credentials.token,
            "secret": secret,
        }
        self._update(given | {_TOKEN_FOR: self._api_url})

    def save_consumer(self, consumer: Consumer) -> None:
        """Save the consumer that was typed in."""
        given: dict[str, str | None] = {"consumer_key": consumer.key, "consumer_secret": consumer.secret}
        self._update(given | {_CONSUMER_FOR: self._api_url})

    def clear(self) -> None:
        """Forget the account, its token and the consumer."""
        remove_drafts(self._path.resolve().parent, drafts_of(self._path.resolve().name))
        if self._path.exists():
            self._update(dict.fromkeys(_OWN_KEYS))

    def listenbrainz_token(self, url: str) -> str | None:
        """The token of ListenBrainz; None if there is none.

        :raises WrongAddressError: it was given for another address.
        """
        own = self._load().get(_LISTENBRAINZ)
        token = own.get("token") if isinstance(own, dict) else None
        if not isinstance(own, dict) or not isinstance(token, str):
            return None
        if not is_same_address(url, str(own.get(_TOKEN_FOR))):
            raise WrongAddressError(
                f"the token of ListenBrainz was given for another address than {url}: it is not sent there."
                " Run: linernotes plays connect"
            )
        return token

    def save_listenbrainz_token(self, token: str, url: str) -> None:
        """Save the token of ListenBrainz for an address."""
        _refuse_unprintable(token)
        self._write(self._load() | {_LISTENBRAINZ: {"token": token, _TOKEN_FOR: url}})

    def _load(self) -> dict[str, object]:
        try:
            _tighten(self._path)
            content = yaml.safe_load(read_file(self._path))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise ConfigError(
                f"{self._path} cannot be read: {error.strerror}. Move it away, and connect again."
            ) from None
        # The parser's own message quotes the lines around the fault, perhaps secrets: not even as a cause.
        except (yaml.YAMLError, ValueError, RecursionError):
            raise ConfigError(
                f"{self._path} is not valid YAML. Mend it, or delete it and connect again."
            ) from None
        if content is None:
            return {}
        if not isinstance(content, dict) or not isinstance(content.get(_SECTION) or {}, dict):
            raise ConfigError(
                f"{self._path} has no section '{_SECTION}' as linernotes writes it. Mend it or delete it."
            )
        return content

    def _own(self, content: dict[str, object]) -> dict[str, str]:
        own: dict[str, str] = {}
        section = _section(content)
        for key in _OWN_KEYS:
            value = section.get(key)
            if value is None or value == "":
                continue
            if not isinstance(value, str | int) or isinstance(value, bool):
                raise ConfigError(f"{self._path}: the value of '{key}' is not text. Put it in quotes.")
            own[key] = str(value)
        return own

    def _consumer_in(self, own: dict[str, str]) -> Consumer | None:
        if not own.keys() >= set(_CONSUMER):
            return None
        if self._api_url is not None:
            check_goes_to(self._api_url, own.get(_CONSUMER_FOR), f"the consumer in {self._path}")
        return Consumer(own["consumer_key"], own["consumer_secret"])

    def _update(self, changes: dict[str, str | None]) -> None:
        content = self._load()
        section = _section(content) | changes
        content[_SECTION] = {key: value for key, value in section.items() if value is not None}
        if not content[_SECTION]:
            del content[_SECTION]
        self._write(content)

    def _write(self, content: dict[str, object]) -> None:
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
        try:
            # A link stays a link: its target is what is replaced.
            path = self._path.resolve()
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(path, text.encode())
        except OSError as error:
            what = f"{self._path} cannot be written: {error.strerror}."
            if is_no_room(error):
                raise DiskFullError(f"{what} Make room, then connect again.") from None
            raise ConfigError(f"{what} Check the permissions of the file and its folder.") from None


def check_goes_to(api_url: str, given_for: str | None, what: str) -> None:
    """Check that a secret may be sent to an address: only to the one that it was given for.

    A secret without a recorded address (None) may go to Discogs, and to addresses on this machine.
    :raises WrongAddressError: it may not; the message says what to do.
    """
    if given_for is None and is_on_this_machine(api_url):
        return
    if not is_same_address(api_url, given_for or DISCOGS_API):
        raise WrongAddressError(
            f"{what} was given for {given_for or DISCOGS_API}, and LINERNOTES_API_URL is {api_url} now: it is not sent"
            " there. Set LINERNOTES_API_URL back, or run: linernotes auth"
        )


def consumer(secrets: SecretsYAML, *, consumer_key: str = "", consumer_secret: str = "") -> Consumer | None:
    """The consumer to start OAuth with: the settings' wins over `secrets.yml`'s; None if neither has one."""
    if bool(consumer_key) != bool(consumer_secret):
        missing = "LINERNOTES_CONSUMER_SECRET" if consumer_key else "LINERNOTES_CONSUMER_KEY"
        raise ConfigError(f"A consumer is a key and a secret: {missing} is missing.")
    return Consumer(consumer_key, consumer_secret) if consumer_key else secrets.consumer


def credentials(
    secrets: SecretsYAML, *, token: str = "", consumer_key: str = "", consumer_secret: str = ""
) -> Credentials | None:
    """The credentials to use: the settings' token wins over `secrets.yml`; None when neither has any."""
    if token:
        return PersonalToken(token)
    given = consumer(secrets, consumer_key=consumer_key, consumer_secret=consumer_secret)
    return secrets.read(given)


def _refuse_unprintable(*values: str) -> None:
    """Refuse a secret that no header can hold, without showing it."""
    for value in values:
        if not value or not value.isascii() or not value.isprintable() or " " in value:
            raise ConfigError(
                "A token, key or secret is empty or has characters that Discogs never uses. Copy it again."
            )


def _section(content: dict[str, object]) -> dict[str, object]:
    """Our section of the file; empty where it has none."""
    section = content.get(_SECTION)
    return section if isinstance(section, dict) else {}


def _tighten(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(0o600)
