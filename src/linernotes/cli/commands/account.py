"""Commands about access: auth, ours to Discogs; key add, list and revoke, of programs to the web app."""

from __future__ import annotations

import sys
import webbrowser
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.terminal.oauth_callback import Callback
from linernotes.cli.terminal.output import Json, put, put_json, put_table, say
from linernotes.discogs import Discogs
from linernotes.errors import OAuthError, UsageError
from linernotes.secrets import Account, Consumer
from linernotes.source.oauth import OUT_OF_BAND
from linernotes.storage.home.layout import KEYS_DB
from linernotes.storage.keys.store import Key, KeyStore, kept_name

#: Seconds to allow access in, as Discogs has it.
PATIENCE = 15 * 60.0

key = typer.Typer(no_args_is_help=True, help="Keys with which programs use the web app.")
app.add_typer(key, name="key")

Name = Annotated[str, typer.Argument(help="The name of the program.", metavar="NAME")]


@dataclass(frozen=True)
class MadeKey:
    """A key that was made. It is shown this once: only its digest is kept."""

    name: str
    key: str
    is_read_only: bool


@dataclass(frozen=True)
class RevokedKey:
    """The name of a key that is wrong from now on."""

    revoked: str


@app.command()
def auth(
    ctx: typer.Context,
    token: Annotated[
        str | None,
        typer.Option(
            help="A personal access token instead, from discogs.com/settings/developers.", metavar="TOKEN"
        ),
    ] = None,
    browser: Annotated[
        bool,
        typer.Option(
            "--browser/--no-browser",
            help="Open a browser and wait for it to come back, or type in the code that Discogs shows.",
        ),
    ] = True,
    json: Json = False,
) -> None:
    """Connect to your Discogs account.

    Allow access in a browser, or give a personal access token. Without a terminal it reads a personal access token
    from a pipe.

    Example: linernotes auth
    """
    discogs = Discogs(settings_of(ctx), on_wait=lambda waiting: say(str(waiting)))
    if token is not None or not sys.stdin.isatty():
        account = discogs.save_personal_token((token or _piped()).strip())
    else:
        typed = _ask_for_consumer(discogs)
        account = _by_browser(discogs, typed) if browser else _by_code(discogs, typed)
    if json:
        put_json(account)
    else:
        put(f"Connected as {account.user}.")


def _piped() -> str:
    token = sys.stdin.readline()
    if not token.strip():
        raise UsageError("there is no token on stdin. Give one with --token, or run it in a terminal")
    return token


def _ask_for_consumer(discogs: Discogs) -> Consumer | None:
    """Ask for the key and secret of the user's own application. None if there are some already."""
    if discogs.access.consumer() is not None:
        return None
    say(f"Make an application at {discogs.settings.www_url}/settings/developers and type in what it shows.")
    say("(Or press Ctrl-C and use a personal access token: linernotes auth --token TOKEN)")
    key = typer.prompt("Consumer key", err=True).strip()
    return Consumer(key, typer.prompt("Consumer secret", hide_input=True, err=True).strip())


def _by_browser(discogs: Discogs, typed: Consumer | None) -> Account:
    with Callback() as callback:
        url = discogs.request_user_access(callback.url, typed)
        say(f"Allow access in the browser. If none opens, go to:\n{url}")
        webbrowser.open(url)
        came_with = callback.wait(parse_qs(urlsplit(url).query)["oauth_token"][0], PATIENCE)
    if came_with is None:
        raise OAuthError("The browser did not come back within 15 minutes. Start again, or use --no-browser.")
    if "denied" in came_with:
        raise OAuthError("Access was denied at Discogs. Nothing was saved.")
    return discogs.save_user_token(came_with.get("oauth_verifier", ""))


def _by_code(discogs: Discogs, typed: Consumer | None) -> Account:
    say(f"Allow access in any browser:\n{discogs.request_user_access(OUT_OF_BAND, typed)}")
    return discogs.save_user_token(typer.prompt("The code that Discogs shows", err=True))


@key.command("add")
def add(
    ctx: typer.Context,
    name: Name,
    read_only: Annotated[bool, typer.Option("--read-only", help="The key cannot change anything.")] = False,
    json: Json = False,
) -> None:
    """Make a key for a program, and print it: it is shown this once.

    The program sends it as `Authorization: Bearer KEY`. No backup holds it.

    Example: linernotes key add home-assistant --read-only
    """
    home = settings_of(ctx).home
    with KeyStore.open(home / KEYS_DB) as store:
        made = store.add(name, is_read_only=read_only)
    if json:
        put_json(MadeKey(kept_name(name), made, read_only))
    else:
        say("Copy it now: only its digest is kept.")
        put(made)


@key.command("list")
def list_keys(ctx: typer.Context, json: Json = False) -> None:
    """List the keys, what they may do, and when each was used last.

    Example: linernotes key list
    """
    path = settings_of(ctx).home / KEYS_DB
    keys: list[Key] = []
    if path.exists():
        with KeyStore.open(path, read_only=True) as store:
            keys = store.read_keys()
    if json:
        put_json(tuple(keys))
    elif keys:
        put_table(("Name", "May", "Made", "Used"), [_row(key) for key in keys])
    else:
        put("There are no keys. Make one with: linernotes key add NAME")


@key.command("revoke")
def revoke(ctx: typer.Context, name: Name, json: Json = False) -> None:
    """Revoke a key: from now on it is wrong.

    Example: linernotes key revoke home-assistant
    """
    path = settings_of(ctx).home / KEYS_DB
    gone = False
    if path.exists():
        with KeyStore.open(path) as store:
            gone = store.revoke(name)
    if not gone:
        raise UsageError(f"there is no key {name!r}. `linernotes key list` shows those that there are")
    if json:
        put_json(RevokedKey(kept_name(name)))
    else:
        put(f"The key {kept_name(name)} is revoked.")


def _row(key: Key) -> tuple[object, ...]:
    used = key.last_used_at
    return (
        key.name,
        "read" if key.is_read_only else "read and change",
        f"{key.made_at.astimezone():%Y-%m-%d}",
        f"{used.astimezone():%Y-%m-%d %H:%M}" if used else "never",
    )
