"""Numbers on pages, each with a name, so that a program that reads the HTML can check them."""

from __future__ import annotations

from markupsafe import Markup

from linernotes.web.rendering.escaping import escaped
from linernotes.web.rendering.formatting import number


def fact(name: str, value: int | float | None, text: str | None = None) -> Markup:
    """Mark up a number with its name.

    `fact("records", 1234)` -> `<data data-fact="records" value="1234">1,234</data>`

    A name is a `noun`, or `noun:which` where a page has several (`copies:decade-1970`). A name has one value on a page.
    `text` is shown in place of the number ("1 h 12 min"). An unknown number has an empty value and reads as a dash.
    """
    exact = "" if value is None else value
    reads = escaped(number(value) if text is None else text)
    # Not Markup.format: a page may have hundreds of these, and it takes ten times as long.
    return Markup(f'<data data-fact="{escaped(name)}" value="{escaped(exact)}">{reads}</data>')  # noqa: S704 escaped
