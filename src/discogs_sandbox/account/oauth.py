"""OAuth 1.0a: request token, the page where the user decides, access token. Errors are plain text."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from discogs_sandbox.account.callers import OAuthProblem, SignedRequest, Verifier
from discogs_sandbox.account.tokens import RequestToken, Tokens

TOKEN_ENDPOINTS = frozenset({"/oauth/request_token", "/oauth/access_token"})

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem; }}
button {{ font: inherit; padding: .5rem 1.5rem; margin-right: .5rem; }}
code {{ font-size: 1.5rem; }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""
_QUESTION = """<p>An application asks to act as <strong>{username}</strong> on this stand-in for Discogs.</p>
<form method="post" action="/oauth/authorize">
<input type="hidden" name="oauth_token" value="{token}">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button>
</form>"""


class OAuthPages:
    """The three OAuth endpoints. A browser that opens the authorize page counts as the account's owner, signed in."""

    def __init__(self, tokens: Tokens, verifier: Verifier, username: str) -> None:
        self._tokens = tokens
        self._verifier = verifier
        self._username = username

    def routes(self) -> list[Route]:
        return [
            Route("/oauth/request_token", self.request_token, methods=["GET", "POST"]),
            Route("/oauth/authorize", self.ask, methods=["GET"]),
            Route("/oauth/authorize", self.decide, methods=["POST"]),
            Route("/oauth/access_token", self.access_token, methods=["POST"]),
        ]

    async def request_token(self, request: Request) -> Response:
        try:
            parameters = self._verifier.verify(await signed_request(request), lambda _: "")
        except OAuthProblem as problem:
            return PlainTextResponse(problem.text, problem.status)
        granted = self._tokens.begin(parameters["oauth_consumer_key"], parameters.get("oauth_callback", ""))
        return _form_answer(
            oauth_token=granted.token, oauth_token_secret=granted.secret, oauth_callback_confirmed="true"
        )

    async def ask(self, request: Request) -> Response:
        pending = self._tokens.pending(request.query_params.get("oauth_token", ""))
        if pending is None:
            return _page("This request is not valid", "<p>It is unknown, was used, or has expired.</p>", 400)
        question = _QUESTION.format(username=escape(self._username), token=escape(pending.token))
        return _page("Authorize an application", question)

    async def decide(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        pending = self._tokens.pending(form.get("oauth_token", ""))
        decision = form.get("decision")
        if pending is None or decision not in ("allow", "deny"):
            return _page("This request is not valid", "<p>It is unknown, was used, or has expired.</p>", 400)
        if decision == "deny":
            return self._denied(pending)
        verifier = self._tokens.allow(pending, self._username)
        if pending.callback == "oob":
            code = f"<p>Enter this code in the application:</p><p><code>{escape(verifier)}</code></p>"
            return _page("Access allowed", code)
        return _back_to(pending.callback, oauth_token=pending.token, oauth_verifier=verifier)

    def _denied(self, pending: RequestToken) -> Response:
        self._tokens.deny(pending)
        if pending.callback == "oob":
            return _page("Access denied", "<p>You can close this page.</p>")
        return _back_to(pending.callback, denied=pending.token)

    async def access_token(self, request: Request) -> Response:
        signed = await signed_request(request)
        try:
            pending = self._pending(signed)
            parameters = self._verifier.verify(signed, lambda _: pending.secret)
            if parameters["oauth_consumer_key"] != pending.consumer_key:
                raise OAuthProblem(401, "Invalid consumer.")
            if not pending.verifier or parameters.get("oauth_verifier") != pending.verifier:
                raise OAuthProblem(400, "Invalid verifier.")
        except OAuthProblem as problem:
            return PlainTextResponse(problem.text, problem.status)
        granted = self._tokens.exchange(pending)
        return _form_answer(oauth_token=granted.token, oauth_token_secret=granted.secret)

    def _pending(self, signed: SignedRequest) -> RequestToken:
        parameters = signed.parameters
        if parameters.get("oauth_consumer_key", "") not in self._tokens.consumers:
            # Also says which parameter is missing, where one is.
            self._verifier.verify(signed, lambda _: "")
        if "oauth_token" not in parameters:
            raise OAuthProblem(400, "Parameter not found: oauth_token")
        pending = self._tokens.pending(parameters["oauth_token"])
        if pending is None:
            raise OAuthProblem(400, "Invalid token.")
        return pending


async def signed_request(request: Request) -> SignedRequest:
    """The parts of a request that its signature covers; the address is what the client called it (Host)."""
    form = ""
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        form = (await request.body()).decode()
    raw_path = request.scope["raw_path"].partition(b"?")[0].decode("ascii")
    return SignedRequest(
        request.method,
        f"{request.url.scheme}://{request.headers.get('host', '')}{raw_path}",
        request.url.query,
        request.headers.get("authorization", ""),
        form,
    )


def _form_answer(**values: str) -> Response:
    return PlainTextResponse(urlencode(values))


def _page(title: str, body: str, status: int = 200) -> Response:
    return HTMLResponse(_PAGE.format(title=escape(title), body=body), status)


def _back_to(callback: str, **values: str) -> Response:
    parts = urlsplit(callback)
    query = "&".join(filter(None, (parts.query, urlencode(values))))
    return RedirectResponse(urlunsplit(parts._replace(query=query)), 302)
