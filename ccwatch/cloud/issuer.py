"""The requests to the sign-in service (an OpenID issuer).

MSAL does the authorization code flow with PKCE, state and nonce, and checks the discovery's
issuer. It gets only replies that were checked before, so that none of them reaches its log or its
memory of failed requests; each exchange has its own MSAL application.
"""

import json
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from ccwatch.cloud.deadline import deadline
from ccwatch.cloud.http_fetch import fetch
from ccwatch.cloud.http_session import open_session
from ccwatch.cloud.issuer_errors import not_renewed, sign_in_failed
from ccwatch.cloud.token_set import Tokens
from ccwatch.core.errors import (
    ServiceError,
    SignInEnded,
    Unreachable,
    UnusableReply,
)
from ccwatch.core.issuer_replies import (
    TokensRefused,
    name_in,
    read_discovery,
    read_tokens,
    wrong_claims,
)
from ccwatch.core.language import tr
from ccwatch.core.reply import Reply

EXCHANGE_SECONDS = 30.0
LARGEST_REPLY = 1 << 18


class Issuer:
    """Requests the tokens of one application from one issuer; thread-safe."""

    def __init__(self, client_id: str, authority: str, scopes: Sequence[str], proxy: str) -> None:
        self._client_id = client_id
        self._authority = authority
        self._scopes = list(scopes)
        self._proxy = proxy
        self._known: dict[str, str] | None = None

    def begin(self, redirect_uri: str) -> dict[str, Any]:
        """Begin a sign-in; the "auth_uri" of the result is for the browser.

        Raises ServiceError.
        """
        with self._exchange() as (application, _), warnings.catch_warnings():
            # MSAL recommends form_post, which not every issuer offers.
            warnings.filterwarnings("ignore", message="response_mode")
            flow: dict[str, Any] = application.initiate_auth_code_flow(
                self._scopes, redirect_uri=redirect_uri
            )
        return flow

    def exchange(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> Tokens:
        """Return the tokens for the browser's answer; raises SignInFailed, ServiceError."""
        secrets = (flow["code_verifier"], answer.get("code", ""))
        if "error" in answer:
            raise sign_in_failed(answer["error"], answer.get("error_description", ""), secrets)
        try:
            with self._exchange() as (application, issuer):
                result = application.acquire_token_by_auth_code_flow(dict(flow), dict(answer))
                return self._tokens(result, issuer)
        except TokensRefused as refused:
            raise sign_in_failed(refused.error, refused.description, secrets) from None

    def renew(self, tokens: Tokens) -> Tokens:
        """Return new tokens for the same user.

        Raises SignInEnded when the issuer says so, SignInMisconfigured for a wrong registration,
        and ServiceError for faults that may pass.
        """
        if not tokens.refresh_token:
            raise SignInEnded(tr("The sign-in has expired."))
        try:
            with self._exchange() as (application, issuer):
                result = application.acquire_token_by_refresh_token(
                    tokens.refresh_token, self._scopes
                )
                new = self._tokens(result, issuer)
        except TokensRefused as refused:
            raise not_renewed(refused.error) from None
        if tokens.subject and new.subject not in (None, tokens.subject):
            raise UnusableReply(
                tr("The reply is for another user."), refresh_token=new.refresh_token
            )
        return replace(
            new,
            refresh_token=new.refresh_token or tokens.refresh_token,
            name=new.name or tokens.name,
            subject=new.subject or tokens.subject,
        )

    def revoke(self, token: str, seconds: float) -> None:
        """Revoke a token (RFC 7009), if the issuer offers that; raises ServiceError."""
        with deadline(seconds):
            if address := self._discovery().get("revocation_endpoint"):
                reply = self._ask("POST", address, {"token": token, "client_id": self._client_id})
                if not 200 <= reply.status < 300:
                    raise UnusableReply

    def _tokens(self, result: Mapping[str, Any], issuer: str) -> Tokens:
        claims = result.get("id_token_claims") or {}
        refresh = result.get("refresh_token")
        if claims and (wrong := wrong_claims(claims, self._client_id, issuer)):
            raise UnusableReply(wrong, refresh_token=refresh)
        now = time.time()
        return Tokens(
            result["access_token"],
            now,
            now + result["expires_in"],
            refresh,
            name_in(claims),
            claims.get("sub"),
        )

    @contextmanager
    def _exchange(self) -> Iterator[tuple[Any, str]]:
        """Yield an MSAL application that remembers no other exchange, and the issuer's name.

        The text of MSAL's errors is not used: it quotes tokens.
        """
        import msal

        replies = _CheckedReplies(self._ask)
        try:
            with deadline(EXCHANGE_SECONDS):
                known = replies.known = self._discovery()
                application = msal.PublicClientApplication(
                    self._client_id,
                    # MSAL requires a path segment; "/." does not change the discovery's address.
                    oidc_authority=self._authority + "/.",
                    http_client=replies,
                )
                yield application, known["issuer"]
        except TokensRefused:
            raise
        except ServiceError:
            self._known = None
            raise
        except RuntimeError:
            raise UnusableReply(tr("The reply belongs to another sign-in.")) from None
        except Exception:
            self._known = None
            raise UnusableReply(refresh_token=replies.refresh_token) from None

    def _discovery(self) -> dict[str, str]:
        known = self._known
        if known is None:
            url = f"{self._authority}/.well-known/openid-configuration"
            self._known = known = read_discovery(self._ask("GET", url))
        return known

    def _ask(self, method: str, url: str, form: Mapping[str, str] | None = None) -> Reply:
        try:
            with closing(open_session(url, self._proxy)) as session:
                reply = fetch(
                    session,
                    method,
                    url,
                    headers={"Accept": "application/json"},
                    form=form,
                    seconds=EXCHANGE_SECONDS,
                    largest=LARGEST_REPLY,
                )
                return replace(reply, at=time.time())
        except Unreachable as fault:
            title = tr("Sign-in service not reachable")
            raise Unreachable(
                fault.message, title=title, advice=fault.advice, layer=fault.layer
            ) from None


class _CheckedReplies:
    """The HTTP client that MSAL gets: its replies have been checked."""

    def __init__(self, ask: Callable[..., Reply]) -> None:
        self._ask = ask
        self.known: Mapping[str, str] = {}
        self.refresh_token: str | None = None

    def get(self, url: str, **_: Any) -> "_Text":
        """Return the discovery, the only document that MSAL gets."""
        return _Text(json.dumps(self.known))

    def post(self, url: str, *, data: Mapping[str, str], **_: Any) -> "_Text":
        """Return the token endpoint's reply; raises TokensRefused, ServiceError."""
        tokens = read_tokens(self._ask("POST", url, data))
        self.refresh_token = tokens.get("refresh_token")
        return _Text(json.dumps(tokens))

    def close(self) -> None:
        """Do nothing: no connection is kept."""


class _Text(NamedTuple):
    """A good reply in the form that MSAL expects."""

    text: str
    status_code: int = 200
    headers: Mapping[str, str] = MappingProxyType({})
