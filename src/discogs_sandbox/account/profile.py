"""Identity and user profile."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from discogs_sandbox.account.callers import Caller
from discogs_sandbox.account.holdings import Account
from discogs_sandbox.api.answers import json_answer, must_authenticate, not_found
from discogs_sandbox.api.catalogue import API, WWW, Document
from discogs_sandbox.routing import Handler

APPLICATION = "linernotes sandbox"


class Profiles:
    """The accounts of a sandbox, by lower-case username."""

    def __init__(self, accounts: dict[str, Account]) -> None:
        self._accounts = accounts

    def handlers(self) -> list[tuple[str, str, Handler]]:
        return [("GET", "/oauth/identity", self.identity), ("GET", "/users/{username}", self.user)]

    def of(self, request: Request) -> Account:
        """The account that a path names; 404 when there is none or it was deleted."""
        account = self._accounts.get(request.path_params["username"].lower())
        if account is None or account.gone:
            raise not_found("users")
        return account

    def identity(self, request: Request, caller: Caller) -> Response:
        caller.require()
        account = self._accounts[caller.username]
        if account.gone:
            # Assumption: the tokens of a deleted account die with it.
            raise must_authenticate()
        name = APPLICATION if caller.level == "oauth" else account.catalogue.name
        return json_answer(
            {
                "id": account.catalogue.user_id,
                "username": account.username,
                "resource_url": f"{API}/users/{account.username}",
                "consumer_name": name,
            }
        )

    def user(self, request: Request, caller: Caller) -> Response:
        account = self.of(request)
        is_owner = caller.username == account.username.lower()
        document = _profile(account)
        if is_owner:
            document |= {
                "curr_abbr": account.catalogue.currency,
                "email": "owner@example.org",
                "num_unread": 0,
            }
        if is_owner or not account.private:
            document |= {"num_collection": len(account.items()), "num_wantlist": len(account.wants())}
        return json_answer(document)


def _profile(account: Account) -> Document:
    """The part of the profile that anyone may see."""
    url = f"{API}/users/{account.username}"
    return {
        "id": account.catalogue.user_id,
        "resource_url": url,
        "uri": f"{WWW}/user/{account.username}",
        "username": account.username,
        "name": account.catalogue.name,
        "home_page": "",
        "location": "",
        "profile": "",
        "registered": "2011-08-30T14:21:45-07:00",
        "rank": 0.0,
        "num_pending": 0,
        "num_for_sale": 0,
        "num_lists": 0,
        "releases_contributed": 0,
        "releases_rated": len({item["id"] for item in account.items() if item["rating"]}),
        "rating_avg": 0.0,
        "inventory_url": f"{url}/inventory",
        "collection_folders_url": f"{url}/collection/folders",
        "collection_fields_url": f"{url}/collection/fields",
        "wantlist_url": f"{url}/wants",
        "avatar_url": "",
        "curr_abbr": "",
        "activated": True,
        "marketplace_suspended": False,
        "banner_url": "",
        "buyer_rating": 0.0,
        "buyer_rating_stars": 0.0,
        "buyer_num_ratings": 0,
        "seller_rating": 0.0,
        "seller_rating_stars": 0.0,
        "seller_num_ratings": 0,
        "is_staff": False,
    }
