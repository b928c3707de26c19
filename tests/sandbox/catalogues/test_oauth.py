"""OAuth 1.0a from request token to access token, in both signature methods, and every way it can fail."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from oauthlib import oauth1

from discogs_sandbox.catalogues.synthetic import USERNAME

CALLBACK = "http://127.0.0.1:9/receive-token?next=%2Fconfig"
METHODS = [oauth1.SIGNATURE_PLAINTEXT, oauth1.SIGNATURE_HMAC_SHA1]


class Application:
    """A consumer that goes through the flow with oauthlib's signatures."""

    def __init__(self, ask, method: str = oauth1.SIGNATURE_HMAC_SHA1, **given) -> None:
        self.ask = ask
        keys = {"client_key": ask.sandbox.consumer_key, "client_secret": ask.sandbox.consumer_secret}
        self.given = keys | {"signature_method": method} | given

    def send(self, path: str, method: str = "GET", **signed):
        client = oauth1.Client(**self.given | signed)
        _, headers, _ = client.sign(self.ask.sandbox.url + path, http_method=method)
        return self.ask(path, "nobody", method=method, headers=headers)

    def request_token(self, callback: str = CALLBACK) -> dict[str, str]:
        response = self.send("/oauth/request_token", callback_uri=callback)
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"].startswith("text/plain")
        return dict(parse_qsl(response.text))

    def access_token(self, request: dict[str, str], verifier: str, **signed):
        return self.send(
            "/oauth/access_token",
            "POST",
            **{
                "resource_owner_key": request["oauth_token"],
                "resource_owner_secret": request["oauth_token_secret"],
                "verifier": verifier,
            }
            | signed,
        )

    def connect(self) -> dict[str, str]:
        """The whole flow; what an authenticated call signs with."""
        request = self.request_token()
        verifier = parse_qs(urlsplit(decide(self.ask, request, "allow").headers["Location"]).query)[
            "oauth_verifier"
        ]
        response = self.access_token(request, verifier[0])
        assert response.status_code == 200, response.text
        access = dict(parse_qsl(response.text))
        return {
            "resource_owner_key": access["oauth_token"],
            "resource_owner_secret": access["oauth_token_secret"],
        }


def decide(ask, request: dict[str, str], decision: str):
    """Press a button of the authorize page."""
    form = {"oauth_token": request["oauth_token"], "decision": decision}
    return ask.client.post(f"{ask.sandbox.www_url}/oauth/authorize", data=form)


@pytest.mark.parametrize("method", METHODS)
def test_the_flow_ends_with_access_to_the_owners_account(serve, method):
    application = Application(serve(), method)
    access = application.connect()
    identity = application.send("/oauth/identity", **access)
    assert identity.json()["username"] == USERNAME
    folder = application.send(
        f"/users/{USERNAME}/collection/folders/1/releases?per_page=2&sort=title", **access
    )
    assert len(folder.json()["releases"]) == 2
    assert folder.headers["X-Discogs-Ratelimit"] == "6000"
    assert {entry.authorization for entry in application.ask.sandbox.requests} == {"oauth"}


def test_the_request_token_confirms_the_callback(serve):
    request = Application(serve()).request_token()
    assert set(request) == {"oauth_token", "oauth_token_secret", "oauth_callback_confirmed"}
    assert request["oauth_callback_confirmed"] == "true"


def test_the_page_asks_with_a_form_of_two_buttons(serve):
    ask = serve()
    request = Application(ask).request_token()
    page = ask.client.get(
        f"{ask.sandbox.www_url}/oauth/authorize", params={"oauth_token": request["oauth_token"]}
    )
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    for part in ('method="post"', 'action="/oauth/authorize"', 'value="allow"', 'value="deny"', USERNAME):
        assert part in page.text
    assert f'value="{request["oauth_token"]}"' in page.text
    assert "X-Discogs-Ratelimit" not in page.headers, "this page is the www side's"


def test_allowing_redirects_to_the_callback_with_its_own_query_kept(serve):
    ask = serve()
    request = Application(ask).request_token()
    response = decide(ask, request, "allow")
    assert response.status_code == 302
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    assert response.headers["Location"].startswith(CALLBACK)
    assert query["next"] == ["/config"]
    assert query["oauth_token"] == [request["oauth_token"]]
    assert len(query["oauth_verifier"][0]) == 10


def test_denying_redirects_with_denied_and_kills_the_token(serve):
    ask = serve()
    request = Application(ask).request_token()
    response = decide(ask, request, "deny")
    assert response.status_code == 302
    assert parse_qs(urlsplit(response.headers["Location"]).query)["denied"] == [request["oauth_token"]]
    assert decide(ask, request, "allow").status_code == 400


@pytest.mark.parametrize("callback", ["oob", None])
def test_without_callback_the_page_shows_the_code(serve, callback):
    ask = serve()
    application = Application(ask)
    request = application.request_token(callback)
    page = decide(ask, request, "allow")
    assert page.status_code == 200
    code = page.text.partition("<code>")[2].partition("</code>")[0]
    assert application.access_token(request, code).status_code == 200


def test_denying_without_callback_says_so_on_a_page(serve):
    ask = serve()
    page = decide(ask, Application(ask).request_token("oob"), "deny")
    assert page.status_code == 200
    assert "denied" in page.text


def test_an_unknown_consumer_is_refused_in_plain_text(serve):
    response = Application(serve(), client_key="unknown").send("/oauth/request_token")
    assert (response.status_code, response.text) == (401, "Invalid consumer.")
    assert response.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("method", METHODS)
def test_a_wrong_secret_is_a_bad_signature(serve, method):
    response = Application(serve(), method, client_secret="wrong").send("/oauth/request_token")
    assert (response.status_code, response.text) == (401, "Invalid signature.")


def test_a_missing_parameter_is_named(serve):
    ask = serve()
    response = ask("/oauth/request_token", "nobody")
    assert (response.status_code, response.text) == (400, "Parameter not found: oauth_consumer_key")


def test_a_sandbox_can_insist_on_hmac_sha1(serve):
    ask = serve(signature="hmac-sha1")
    plain = Application(ask, oauth1.SIGNATURE_PLAINTEXT).send("/oauth/request_token")
    assert (plain.status_code, plain.text) == (400, "Unsupported signature method: PLAINTEXT")
    assert Application(ask).request_token()


# The clock goes on while the request is on its way, on a busy machine for seconds.
@pytest.mark.parametrize("offset", [-301, 360])
def test_a_timestamp_more_than_five_minutes_off_is_refused(serve, offset):
    application = Application(serve())
    stale = application.send("/oauth/request_token", timestamp=str(int(time.time()) + offset))
    assert (stale.status_code, stale.text) == (401, "Expired timestamp.")


def test_a_nonce_works_once(serve):
    application = Application(serve())
    fixed = {"nonce": "once", "timestamp": str(int(time.time()))}
    assert application.send("/oauth/request_token", **fixed).status_code == 200
    again = application.send("/oauth/request_token", **fixed)
    assert (again.status_code, again.text) == (401, "Nonce already used.")


def test_a_request_token_works_once(serve):
    ask = serve()
    application = Application(ask)
    request = application.request_token()
    location = decide(ask, request, "allow").headers["Location"]
    verifier = parse_qs(urlsplit(location).query)["oauth_verifier"][0]
    assert application.access_token(request, verifier).status_code == 200
    again = application.access_token(request, verifier)
    assert (again.status_code, again.text) == (400, "Invalid token.")


def test_a_wrong_verifier_is_refused_and_the_right_one_still_works(serve):
    ask = serve()
    application = Application(ask)
    request = application.request_token()
    before = application.access_token(request, "guess")
    assert (before.status_code, before.text) == (400, "Invalid verifier.")
    location = decide(ask, request, "allow").headers["Location"]
    verifier = parse_qs(urlsplit(location).query)["oauth_verifier"][0]
    assert application.access_token(request, "guess").status_code == 400
    assert application.access_token(request, verifier).status_code == 200


def test_the_exchange_must_be_signed_with_both_secrets(serve):
    ask = serve()
    application = Application(ask, oauth1.SIGNATURE_PLAINTEXT)
    request = application.request_token()
    location = decide(ask, request, "allow").headers["Location"]
    verifier = parse_qs(urlsplit(location).query)["oauth_verifier"][0]
    half = application.access_token(request, verifier, resource_owner_secret="")
    assert (half.status_code, half.text) == (401, "Invalid signature.")


def test_a_request_token_expires(serve):
    now = [0.0]
    ask = serve(request_token_seconds=60, clock=lambda: now[0])
    application = Application(ask)
    request = application.request_token()
    location = decide(ask, request, "allow").headers["Location"]
    verifier = parse_qs(urlsplit(location).query)["oauth_verifier"][0]
    now[0] += 61
    late = application.access_token(request, verifier)
    assert (late.status_code, late.text) == (400, "Invalid token.")
    page = ask.client.get(
        f"{ask.sandbox.www_url}/oauth/authorize", params={"oauth_token": request["oauth_token"]}
    )
    assert page.status_code == 400


def test_a_request_token_opens_nothing(serve):
    application = Application(serve())
    request = application.request_token()
    early = {
        "resource_owner_key": request["oauth_token"],
        "resource_owner_secret": request["oauth_token_secret"],
    }
    response = application.send("/oauth/identity", **early)
    assert response.json() == {"message": "You must authenticate to access this resource."}
    assert response.status_code == 401
    assert "WWW-Authenticate" in response.headers


def test_a_changed_query_breaks_the_signature(serve):
    application = Application(serve())
    access = application.connect()
    client = oauth1.Client(**application.given | access)
    path = f"/users/{USERNAME}/collection/folders/1/releases?page=1"
    _, headers, _ = client.sign(application.ask.sandbox.url + path)
    assert application.ask(path.replace("page=1", "page=2"), "nobody", headers=headers).status_code == 401
    assert application.ask(path, "nobody", headers=headers).status_code == 200


def test_grant_is_a_short_way_to_an_access_token(serve):
    ask = serve()
    token, secret = ask.sandbox.grant()
    access = {"resource_owner_key": token, "resource_owner_secret": secret}
    assert Application(ask).send("/oauth/identity", **access).json()["username"] == USERNAME
    assert [entry.authorization for entry in ask.sandbox.requests] == ["oauth"]
