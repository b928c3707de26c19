"""Addresses on the web that texts of Discogs hold, and which of them may be linked to."""

from __future__ import annotations


def is_web_address(url: str | None) -> bool:
    """Whether it may be linked to."""
    return url is not None and url.lower().startswith(("http://", "https://"))


def web_address(text: str | None) -> str | None:
    """An address that may be linked to: one that lacks its 'https://' gets it. None for what is no web page."""
    text = (text or "").strip()
    if is_web_address(text):
        return text
    host = text.partition("/")[0]
    return f"https://{text}" if "." in host and not set(host) & set(" :@\\") else None
