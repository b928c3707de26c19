"""Access: the credentials of a home, and how it gets new ones (a personal token, or OAuth 1.0a)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import SecretStr

from linernotes.addresses import is_on_this_machine
from linernotes.documents import DocumentKey, User, check_is_one_account, decode
from linernotes.errors import (
    ConfigError,
    DocumentError,
    ForbiddenError,
    NotAuthenticatedError,
    NotFoundError,
    OAuthError,
)
from linernotes.secrets import (
    Account,
    Consumer,
    Credentials,
    OAuthToken,
    PersonalToken,
    SecretsYAML,
    check_goes_to,
    consumer,
    credentials,
)
from linernotes.settings import Settings
from linernotes.source.api import DiscogsAPI
from linernotes.source.oauth import OAuthFlow, RequestToken, authorize_url
from linernotes.source.retries import RetryPolicy, Waiting
from linernotes.storage.home.layout import LANDING_DB, SECRETS
from linernotes.storage.landing import Landing

log = logging.getLogger(__name__)

#: Where somebody waits for the answer, and can press the button again.
PATIENCE = RetryPolicy(attempts=2, refusals=2, first_wait=1.0, longest_wait=5.0)


@dataclass(frozen=True, slots=True)
class Pending:
    """A request token that the user is to allow at Discogs, and the consumer that asked for it."""

    token: RequestToken
    consumer: Consumer


class Access:
    """The credentials of one home. Remembers the newest request token of its own, for one exchange."""

    def __init__(self, settings: Settings, on_wait: Callable[[Waiting], None]) -> None:
        self.secrets = SecretsYAML(settings.home / SECRETS, settings.api_url)
        self._settings = settings
        self._on_wait = on_wait
        self._pending: Pending | None = None

    def credentials(self) -> Credentials | None:
        """What to sign with: the settings' token, or else what secrets.yml holds; None if there is neither.

        :raises WrongAddressError: it was given for another address than the one that is set.
        """
        self._check("token", self._settings.token)
        return credentials(self.secrets, token=_plain(self._settings.token), **self._given())

    def needed_credentials(self) -> Credentials:
        """What to sign with, as `credentials` returns it.

        :raises NotAuthenticatedError: there are none.
        :raises WrongAddressError: they were given for another address than the one that is set.
        """
        found = self.credentials()
        if found is None:
            raise NotAuthenticatedError(
                "linernotes is not connected to Discogs yet. Run: linernotes auth (or set LINERNOTES_TOKEN)"
            )
        return found

    def consumer(self) -> Consumer | None:
        """What to start OAuth with: the settings' consumer, or else secrets.yml's; None if there is neither.

        :raises WrongAddressError: it was given for another address than the one that is set.
        """
        return consumer(self.secrets, **self._given())

    async def request(self, callback_url: str, typed: Consumer | None = None) -> str:
        """Ask Discogs for a request token; returns the address where the user allows it. Forgets the one before.

        A consumer that was `typed` in is used instead of the known one, and saved once Discogs has taken it.
        """
        self._pending = None
        asking = typed or self.consumer()
        if asking is None:
            raise ConfigError(
                "A consumer key and secret are missing. Make an application at discogs.com/settings/developers"
                " and give linernotes its key and secret, or use a personal access token instead."
            )
        flow = OAuthFlow(self._settings.api_url)
        self._pending = Pending(await flow.request_token(asking, callback_url), asking)
        if typed is not None:
            self.secrets.save_consumer(typed)
        return authorize_url(self._settings.www_url, self._pending.token)

    async def grant(self, oauth_verifier: str) -> OAuthToken:
        """Exchange the request token for an access token. The request token is used up, also by a failure."""
        pending, self._pending = self._pending, None
        if pending is None:
            raise OAuthError("No authorization is under way, or its code was used before. Start again.")
        flow = OAuthFlow(self._settings.api_url)
        return await flow.access_token(pending.consumer, pending.token, oauth_verifier)

    async def save(self, token: Credentials) -> Account:
        """Ask Discogs for the account of a token, and save both. On any error nothing is saved.

        :raises AccountMismatchError: the home belongs to another account.
        :raises DocumentError: identity and profile contradict each other.
        """
        async with self.api(token, retries=PATIENCE) as api:
            try:
                identity = decode("identity", (await api.fetch(DocumentKey("identity"))).body)
            except NotAuthenticatedError as error:
                raise _refused(token, error) from error
            profile = await _profile_of(api, identity.username)
        check_is_one_account(identity, profile)
        with self.landing() as landing:
            landing.claim_account(identity.id, identity.username)
        account = Account(identity.username, profile.name or "" if profile else "")
        self.secrets.save_token(token, account)
        return account

    def api(self, token: Credentials, *, retries: RetryPolicy | None = None) -> DiscogsAPI:
        """A client of Discogs' API for the owner of this token."""
        return DiscogsAPI(self._settings.api_url, token, retries=retries, on_wait=self._on_wait)

    def landing(self) -> Landing:
        """The home's landing.db, made if it is absent."""
        return Landing.open(self._settings.home / LANDING_DB)

    def _check(self, name: str, secret: SecretStr | None) -> None:
        if secret is not None and not is_on_this_machine(self._settings.api_url):
            what = f"the setting LINERNOTES_{name.upper()}"
            check_goes_to(self._settings.api_url, self._settings.given_for(name), what)

    def _given(self) -> dict[str, str]:
        settings = self._settings
        self._check("consumer_key", settings.consumer_key)
        return {
            "consumer_key": _plain(settings.consumer_key),
            "consumer_secret": _plain(settings.consumer_secret),
        }


async def _profile_of(api: DiscogsAPI, username: str) -> User | None:
    """The user's profile; None if Discogs does not show it, or it cannot be read. It only adds a name."""
    try:
        return decode("user", (await api.fetch(DocumentKey("user"), username=username)).body)
    except (DocumentError, ForbiddenError, NotFoundError) as error:
        log.warning("profile not read", extra={"reason": str(error)})
        return None


def _refused(token: Credentials, error: NotAuthenticatedError) -> NotAuthenticatedError:
    """The error for a token that Discogs refuses. For a personal token it says to type it in again."""
    if not isinstance(token, PersonalToken):
        return error
    return NotAuthenticatedError(
        "Discogs does not know this personal access token. Copy it again from discogs.com/settings/developers."
    )


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
