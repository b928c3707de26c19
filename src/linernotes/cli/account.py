"""Commands about the account: auth."""

from __future__ import annotations

from typing import Annotated

import typer

from linernotes.cli.app import app, settings_of
from linernotes.cli.output import put, say
from linernotes.discogs import Discogs


@app.command()
def auth(
    ctx: typer.Context,
    token: Annotated[
        str | None,
        typer.Option(help="A personal access token, from discogs.com/settings/developers.", metavar="TOKEN"),
    ] = None,
) -> None:
    """Connect to your Discogs account; asks for a personal access token unless one is given.

    Example: linernotes auth
    """
    if token is None:
        say("Make a personal access token at https://www.discogs.com/settings/developers and paste it here.")
        token = typer.prompt("Token", hide_input=True, err=True)
    account = Discogs(settings_of(ctx)).save_personal_token(token.strip())
    put(f"Connected as {account.user}.")
