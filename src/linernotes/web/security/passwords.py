"""Passwords: the bounds that one has to meet before the app serves a network, and a maker of good ones."""

from __future__ import annotations

import secrets

#: The least length of a password, and the least number of different characters in it.
SHORTEST = 8
DIFFERENT = 4

#: Letters and digits that do not look alike.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


def weakness(password: str) -> str | None:
    """The weakness of a password, in words that follow "the password"; None if it will do. Pure."""
    if len(password.strip()) < SHORTEST:
        return f"has fewer than {SHORTEST} characters"
    if len({letter for letter in password if letter.isprintable() and not letter.isspace()}) < DIFFERENT:
        return f"has fewer than {DIFFERENT} different letters"
    return None


def make_passphrase() -> str:
    """A new random passphrase of some 79 bits, easy to type: 'k7fp-2mwx-9qtd-hn4c'."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)]
    return "-".join(groups)
