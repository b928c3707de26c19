"""Commands about the account: auth."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.output import Json, put, put_json, say
from linernotes.discogs import Discogs
from linernotes.errors import UsageError


@app.command()
def auth(
    ctx: typer.Context,
    token: Annotated[
        str | None,
        typer.Option(help="A personal access token, from discogs.com/settings/developers.", metavar="TOKEN"),
    ] = None,
    json: Json = False,
) -> None:
    """Connect to your Discogs account; asks for a personal access token, or reads it from a pipe.

    Example: linernotes auth
    """
    if token is None and not sys.stdin.isatty():
        token = sys.stdin.readline()
        if not token.strip():
            raise UsageError("there is no token on stdin. Give one with --token, or run it in a terminal")
    elif token is None:
        say("Make a personal access token at https://www.discogs.com/settings/developers and paste it here.")
        token = typer.prompt("Token", hide_input=True, err=True)
    account = Discogs(settings_of(ctx)).save_personal_token(token.strip())
    if json:
        put_json({"username": account.user, "name": account.name})
    else:
        put(f"Connected as {account.user}.")
