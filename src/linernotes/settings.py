"""All settings, read once at the entry point: flag > environment > `config.toml` > default."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import platformdirs
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from linernotes.addresses import DISCOGS_API
from linernotes.errors import ConfigError
from linernotes.files import read_file

CONFIG_FILE = "config.toml"

#: A key of so many parts takes gigabytes to read.
MOST_DOTS = 500

#: Where plays are sent to, if they are.
LISTENBRAINZ = "https://api.listenbrainz.org"

#: From where a page may load pictures; Discogs' own image hosts.
DISCOGS_IMAGE_HOSTS = ("https://i.discogs.com", "https://st.discogs.com")

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds", "w": "weeks"}
#: Parts of a path that mean the same wherever they are written. None of them begins with a dot.
_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_LONGEST_AGE = timedelta(days=36_525)


def parse_age(text: object) -> object:
    """Read an age: `30` is days, `36h` hours, `2w` weeks. Anything else is left for pydantic to refuse.

    :raises ValueError: it is below 0 or above 100 years.
    """
    if not isinstance(text, int | float | str):
        return text
    number, unit = (text[:-1], text[-1]) if isinstance(text, str) and text[-1:] in _UNITS else (text, "d")
    try:
        age = timedelta(**{_UNITS[unit]: float(number)})
    except ValueError:
        return text
    except OverflowError:
        age = timedelta.max  # refused like all that is too long
    if not timedelta() <= age <= _LONGEST_AGE:
        raise ValueError("an age lies between 0 and 100 years")
    return age


def parse_hosts(text: object) -> object:
    """Read hosts as the environment gives them, parted by blanks or commas; a list stays one."""
    hosts = tuple(text.replace(",", " ").split()) if isinstance(text, str) else text
    for host in hosts if isinstance(hosts, tuple | list) else ():
        parse_address(host)
    return hosts


def parse_address(text: object) -> object:
    """Refuse an address that would show a secret, or that no header can hold. Other faults show when it is used.

    :raises ValueError: it holds a name or password, or letters beyond ASCII.
    """
    if not isinstance(text, str):
        return text
    if not text.isascii():
        raise ValueError("browsers send a name beyond ASCII in its other form: write it as xn--...")
    if "@" in text.partition("://")[2].partition("/")[0]:
        raise ValueError("addresses are shown in messages and pages: write it without name and password")
    return text


def check_zone(name: str) -> str:
    """Accept the name of a time zone.

    :raises ValueError: the tz database has no zone of that name.
    """
    if name not in available_timezones():
        raise ValueError(f"there is no time zone {name!r}; write it such as Europe/Berlin")
    return name


def parse_public_url(text: object) -> object:
    """Check an address under which others reach the pages: scheme and host as browsers send them, and perhaps a path.

    :raises ValueError: it has no scheme, no host, a strange path, or letters beyond ASCII.
    """
    if not isinstance(text, str):
        return text
    parse_address(text)
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("write a whole address, such as https://records.example")
    if not _PATH.fullmatch(parts.path.rstrip("/")) or "?" in text or "#" in text:
        raise ValueError(
            "a path in it has letters, digits and .-_~ alone, such as https://nas.example/linernotes"
        )
    return text.rstrip("/")


Address = Annotated[str, BeforeValidator(parse_address)]
Age = Annotated[timedelta, BeforeValidator(parse_age)]
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(parse_hosts)]


class SyncOptions(BaseModel):
    """What a sync fetches: `[sync]` of `config.toml`; each has its flag on `linernotes sync` and `plan`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    refresh_after: Age | None = None  # None: 30 days, 90 for artists
    credited_min: int = Field(default=3, ge=1)  # albums that credit a sideman before his page is read
    neighbours: bool = True  # read the pages of aliases, groups and members too
    wants: bool = True  # read the releases of the wantlist, and their masters, too
    max_artist_pages: int = Field(default=10, ge=1)  # pages of 100 rows of one artist's discography
    discographies: Literal["listed", "full"] = "listed"  # full: the master of every album listed, too

    def refresh_age(self, kind: str) -> timedelta:
        """How old a document of this kind may become before a sync asks for it again."""
        if self.refresh_after is not None:
            return self.refresh_after
        return timedelta(days=90 if kind in ("artist", "artist_releases") else 30)


class CreditsOptions(BaseModel):
    """What counts as a credit: `[credits]` of `config.toml`. The next build follows it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    borrowed: bool = False  # count credits of another pressing as the release's own


class _Toml(PydanticBaseSettingsSource):
    """`config.toml` in the home. The flags and the environment have named the home before."""

    def get_field_value(self, field: object, field_name: str) -> tuple[object, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, object]:
        return self.read(_expanded(Path(self.current_state.get("home") or default_home())))

    def read(self, home: Path) -> dict[str, object]:
        """The settings of the file; none where there is no file."""
        path = home / CONFIG_FILE
        try:
            return _parse_toml(read_file(path))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError) as error:  # TOML, UTF-8, a number of too many digits
            raise ConfigError(f"{path} is not valid TOML ({error}). Mend it or move it away.") from error
        except OSError as error:
            raise ConfigError(
                f"{path} cannot be read: {error.strerror}. Move it away or correct it."
            ) from error


def _parse_toml(content: bytes) -> dict[str, object]:
    text = content.decode("utf-8")
    if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
        raise ValueError("a line has more dots than any setting")
    return tomllib.loads(text)


def default_home() -> Path:
    """The platform's own place for an application's data."""
    return Path(platformdirs.user_data_dir("linernotes", appauthor=False))


def _expanded(home: Path) -> Path:
    try:
        return home.expanduser()
    except RuntimeError:
        raise ConfigError(f"{home}: there is no such user. Set LINERNOTES_HOME to a folder.") from None


class Settings(BaseSettings):
    """Every setting of linernotes, frozen. Each is also `LINERNOTES_<NAME>` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="LINERNOTES_",
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
    )

    home: Path = Field(default_factory=default_home)
    api_url: Address = DISCOGS_API
    www_url: Address = "https://www.discogs.com"
    dump_url: Address = "https://data.discogs.com"
    image_hosts: Hosts = DISCOGS_IMAGE_HOSTS
    public_url: Annotated[str | None, BeforeValidator(parse_public_url)] = None
    consumer_key: SecretStr | None = None
    consumer_secret: SecretStr | None = None
    token: SecretStr | None = None
    password: SecretStr | None = None
    send_plays: bool = False  # plays go to ListenBrainz, with `linernotes plays send`
    listenbrainz_url: Address = LISTENBRAINZ
    zone: Annotated[str, AfterValidator(check_zone)] | None = None  # None: the browser's, else this machine's
    sync: SyncOptions = SyncOptions()
    credits: CreditsOptions = CreditsOptions()
    roles: dict[str, dict[str, object]] = Field(default_factory=dict)

    @property
    def time_zone(self) -> tzinfo | None:
        """The zone that is set; None if none is. Then the browser's zone counts, else this machine's."""
        return ZoneInfo(self.zone) if self.zone else None

    @property
    def public_path(self) -> str:
        """The path of the public address, such as `/linernotes`; '' where it has none."""
        return urlsplit(self.public_url or "").path

    #: For each secret that is set, the address that it was set for: see `given_for`.
    _given_for: dict[str, str] = PrivateAttr(default_factory=dict)

    def given_for(self, secret: str) -> str:
        """The API's address that goes with a secret (token, consumer_key).

        One from the environment is not meant for an address that only `config.toml` names, and the reverse.
        """
        return self._given_for.get(secret, self.api_url)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _Toml(settings_cls)


def load_settings(**flags: Any) -> Settings:
    """Read all settings. `flags` are what the command line gave; those that are None were not given.

    Raises ConfigError naming the setting, never its value: it may be a secret.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        settings = Settings(**given)
    except (SettingsError, RecursionError) as error:
        raise ConfigError(_not_json()) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        hint, what = _where_from(name, given), first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"The setting {name} ({hint}) cannot be used: {what}.") from error
    settings._given_for = {name: _address_for(name, given, settings) for name in ("token", "consumer_key")}
    return settings.model_copy(
        update={
            "home": _expanded(settings.home).absolute(),
            "api_url": settings.api_url.rstrip("/"),
            "www_url": settings.www_url.rstrip("/"),
        }
    )


def _address_for(secret: str, flags: dict[str, object], settings: Settings) -> str:
    """The address that a secret was set for; `settings` shows which source won."""
    if secret in flags or "api_url" in flags:
        return settings.api_url
    is_address_named = bool(os.environ.get("LINERNOTES_API_URL"))
    if os.environ.get(f"LINERNOTES_{secret.upper()}"):
        return settings.api_url if is_address_named else DISCOGS_API
    # Both of the file, or of neither.
    return _api_url_of_file(settings) if is_address_named else settings.api_url


def _api_url_of_file(settings: Settings) -> str:
    named = _Toml(Settings).read(_expanded(settings.home)).get("api_url")
    return named if isinstance(named, str) else DISCOGS_API


def _not_json() -> str:
    """The variable that is not JSON: pydantic reads tables of `config.toml` as JSON from the environment."""
    tables = [
        f"LINERNOTES_{name}" for name in ("SYNC", "CREDITS", "ROLES") if os.environ.get(f"LINERNOTES_{name}")
    ]
    return f"{' or '.join(tables)} is not the JSON it should be. Put it into {CONFIG_FILE} instead."


def _where_from(name: str, flags: dict[str, object]) -> str:
    top = name.split(".")[0]
    if top in flags:
        return "from the command line"
    if os.environ.get(f"LINERNOTES_{top.upper()}"):
        return f"from LINERNOTES_{top.upper()}"
    return f"from {CONFIG_FILE}"
