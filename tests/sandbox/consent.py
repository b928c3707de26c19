"""What a user does on the page on which Discogs asks whether an application may act for them."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def request_token_in(authorize_url: str) -> str:
    """The request token that an authorize page is about."""
    return parse_qs(urlsplit(authorize_url).query)["oauth_token"][0]


def sent_to(authorize_url: str, decision: str = "allow") -> str:
    """Press Allow or Deny: the address to which Discogs sends the browser then."""
    form = urlencode({"oauth_token": request_token_in(authorize_url), "decision": decision}).encode()
    try:
        urllib.request.build_opener(_NoRedirects).open(authorize_url.partition("?")[0], form, timeout=30)
    except urllib.error.HTTPError as answer:
        with answer:
            return str(answer.headers["Location"])
    raise AssertionError("the page sent nobody anywhere")


def verifier_for(authorize_url: str) -> str:
    """Press Allow: the verifier that Discogs sends along."""
    return dict(parse_qsl(urlsplit(sent_to(authorize_url)).query))["oauth_verifier"]


def code_shown(authorize_url: str) -> str:
    """Press Allow where there is no callback: the code that the page shows."""
    form = urlencode({"oauth_token": request_token_in(authorize_url), "decision": "allow"}).encode()
    with urllib.request.urlopen(authorize_url.partition("?")[0], form, timeout=30) as page:
        return str(page.read().decode().partition("<code>")[2].partition("</code>")[0])
