"""The connection of a home to Discogs, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.discogs import Discogs
from linernotes.errors import ConfigError
from linernotes.secrets import Account


@dataclass(frozen=True, slots=True)
class Connection:
    """The connection of this home to Discogs. `account` is None while the owner of the token is not known."""

    credentials_ok: bool
    account: Account | None
    has_consumer: bool
    is_from_settings: bool  # the token comes from the environment or config.toml, not from secrets.yml
    trouble: str | None  # what is wrong with secrets.yml or the settings


def read_connection(discogs: Discogs) -> Connection:
    """Read the connection. What is wrong with secrets.yml or the settings raises nothing: it is in `trouble`."""
    is_from_settings = discogs.settings.token is not None
    credentials_ok = False
    try:
        credentials_ok = discogs.credentials_ok
        account = None if is_from_settings else discogs.secrets.account
        has_consumer = discogs.access.consumer() is not None
    except ConfigError as error:
        return Connection(credentials_ok, None, False, is_from_settings, str(error))
    return Connection(credentials_ok, account, has_consumer, is_from_settings, None)
