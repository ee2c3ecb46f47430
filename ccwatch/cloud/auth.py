"""Signing in with MSAL at a generic OpenID issuer, and staying signed in.

MSAL's own interactive login is not used: its redirect has no path, it takes one kind of answer
only, cannot be cancelled and keeps its port. The authorization code flow with PKCE is MSAL's;
the listener is ours.
"""

import random
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ccwatch.cloud.bare_requests import requests
from ccwatch.cloud.known_person import KnownPerson
from ccwatch.cloud.session import fault_of, open_session
from ccwatch.cloud.token_cache import TokenCache
from ccwatch.core.errors import (
    CcwatchError,
    SettingRefused,
    SignInFailed,
    SignInNeeded,
    SignInNotKept,
    Unreachable,
)
from ccwatch.core.language import mark, tr
from ccwatch.core.words import one_line

RENEW_BEFORE = 300.0
RENEW_JITTER = 60.0
RENEW_AGAIN = 30.0
SIGN_IN_SECONDS = 300.0
LONGEST_REASON = 300
_CONNECT_AND_READ = (10.0, 20.0)
_NOT_REACHABLE = mark("Sign-in service not reachable")
_TRY_AGAIN = mark("Check the network, then try again.")
_FOR_NOW = ("temporarily_unavailable", "server_error")
_FOR_GOOD = ("invalid_grant", "no_refresh_token", "login_required", "interaction_required")
_ADVICE = {
    "access_denied": mark(
        "Consent was refused. Sign in again and accept, or ask your administrator."
    ),
    "invalid_scope": mark("The application is not registered for this scope. Check the settings."),
    "invalid_client": mark("The client id is not known. Check it in the settings."),
    "unauthorized_client": mark(
        "The application must be registered as a native one, for this sign-in."
    ),
    "invalid_request": mark("Check that the redirect address is registered exactly as shown."),
    "invalid_grant": mark("Sign in again."),
}


class MsalAccount:
    """A person's sign-in; methods are called from worker threads.

    Raises SettingRefused for an authority that is not https: MSAL takes no other.
    """

    def __init__(
        self,
        client_id: str,
        authority: str,
        scopes: Sequence[str],
        ports: Sequence[int],
        cache: TokenCache,
        person: KnownPerson,
        proxy: str = "",
    ) -> None:
        if not authority.startswith("https://"):
            raise SettingRefused(tr("The sign-in address must begin with https."))
        self._client_id = client_id
        self._authority = authority
        self._scopes = list(scopes)
        self._ports = tuple(ports)
        self._proxy = proxy
        self._cache = cache
        self._person = person
        self._application: Any = None
        self._tokens: Any = None
        self._lock = threading.Lock()
        self._token: str | None = None
        self._renew_at = self._good_until = 0.0
        self.signed_in = False
        self.name: str | None = None
        self.renewable = False
        self.other_person = False

    @property
    def label(self) -> str:
        """Who is signed in, in words for a person."""
        if not self.signed_in:
            return tr("Not signed in")
        return tr("Signed in as {name}", name=self.name) if self.name else tr("Signed in")

    @property
    def not_kept(self) -> SignInNotKept | None:
        """Why the sign-in does not outlast the program, or was not found again; None: it does."""
        return self._cache.fault

    def when_store_answers(self, call: Callable[[], None]) -> None:
        """Have this called, on another thread, when a late credential store has answered."""
        self._cache.store.when_answered = call

    def restore(self) -> bool:
        """Take up the sign-in of an earlier start; return whether there is one."""
        with self._lock:
            self._recall()
            return self.signed_in

    def keep_as(self, keep: str) -> None:
        """Keep the sign-in in another way from now on."""
        with self._lock, self._cache.turn():
            self._cache.keep = keep
            if self.signed_in:
                self._cache.save(self._tokens.serialize(), ask=True)

    def access_token(self) -> str:
        """Return the current token, renewed ahead of its end; raises SignInNeeded, Unreachable."""
        with self._lock:
            if self._token and time.time() < self._renew_at:
                return self._token
            try:
                # Without a token of our own, MSAL's may do: the last start left it.
                return self._renewed(force=self._token is not None)
            except Unreachable:
                if self._token is None or time.time() >= self._good_until:
                    raise
                self._renew_at = min(time.time() + RENEW_AGAIN, self._good_until)
                return self._token

    def renew(self) -> None:
        """Get a new token without the user; raises SignInNeeded, Unreachable."""
        with self._lock:
            self._renewed(force=True)

    def sign_in(
        self,
        open_browser: Callable[[str], None],
        cancelled: threading.Event,
        timeout: float = SIGN_IN_SECONDS,
    ) -> str | None:
        """Let the user sign in by browser; return a name to show, if the issuer gave one.

        `open_browser` gets the address to open. Raises SignInFailed, Unreachable.
        """
        try:
            return self._signed_in_by(open_browser, cancelled, timeout)
        except Unreachable as fault:
            usual = tr(Unreachable.advice)
            advice = fault.advice if fault.advice != usual else tr(_TRY_AGAIN)
            raise Unreachable(fault.message, title=tr(_NOT_REACHABLE), advice=advice) from None

    def _signed_in_by(
        self, open_browser: Callable[[str], None], cancelled: threading.Event, timeout: float
    ) -> str | None:
        from ccwatch.cloud.loopback import listening

        with listening(self._ports) as loopback:
            with self._lock, _faults():
                flow = self._begun(loopback.redirect_uri)
            if "error" in flow:
                raise _failed(flow)
            loopback.expect(flow["state"])
            open_browser(flow["auth_uri"])
            answer = loopback.wait(cancelled, timeout)
        with self._lock, self._cache.turn():
            result = self._exchanged(flow, answer)
            self._cache.save(self._tokens.serialize(), ask=True)
            self._keep(result)
            self._introduce()
            subject = str((result.get("id_token_claims") or {}).get("sub", ""))
            self.other_person = self._person.meet(subject)
        return self.name

    def sign_out(self) -> None:
        """Forget all tokens and their key; the browser may still be signed in."""
        with self._lock, self._cache.turn():
            self._drop()
            self._cache.forget()

    def _renewed(self, *, force: bool) -> str:
        """Return a token that another process got meanwhile, or a new one."""
        with self._cache.turn():
            if self._cache.changed():
                self._recall()
                force = False
            if not self.signed_in:
                self._token = None
                raise SignInNeeded(tr("Nobody is signed in."))
            with _faults():
                accounts = self._msal().get_accounts()
                result = accounts and self._msal().acquire_token_silent_with_error(
                    self._scopes, accounts[0], force_refresh=force
                )
            if self._tokens.has_state_changed:
                # Before it is used: the refresh token that was kept is good for nothing now.
                self._cache.save(self._tokens.serialize())
            if result and "access_token" in result:
                return self._keep(result)
            raise self._ended(result or {})

    def _ended(self, result: Mapping[str, Any]) -> CcwatchError:
        """Return what a refusal means; a sign-in that is over is forgotten, not tried again."""
        code = result.get("error", "no_refresh_token")
        if code in _FOR_NOW:
            return Unreachable(tr("The sign-in service has a fault."))
        self._token = None
        if code in _FOR_GOOD:
            self._drop()
            self._cache.save(self._tokens.serialize())
            return SignInNeeded(tr("The sign-in has ended."))
        advice = tr(_ADVICE.get(str(code), ""))
        return SignInNeeded(tr("The sign-in could not be renewed."), advice=advice)

    def _exchanged(self, flow: Any, answer: Mapping[str, str]) -> Mapping[str, Any]:
        """Return the tokens for the browser's answer; they take the place of those there were."""
        with _faults():
            application = self._msal()
        before = self._tokens.serialize()
        # With two people signed in it would be unclear whose tokens to renew.
        self._tokens.deserialize("")
        result: Mapping[str, Any] = {}
        try:
            with _faults():
                result = application.acquire_token_by_auth_code_flow(flow, answer)
        finally:
            if "access_token" not in result:
                self._tokens.deserialize(before)
        if "access_token" not in result:
            raise _failed(result)
        return result

    def _recall(self) -> None:
        """Read what is kept, if anything is."""
        text = self._cache.load()
        try:
            self._msal_tokens().deserialize(text)
        except ValueError:
            self._msal_tokens().deserialize("")
        self._token = None
        self._introduce()

    def _introduce(self) -> None:
        """Tell from MSAL's cache who is signed in."""
        kinds = self._tokens.CredentialType
        accounts = list(self._tokens.search(kinds.ACCOUNT))
        self.signed_in = bool(accounts)
        self.name = (accounts[0].get("username") or None) if accounts else None
        self.renewable = any(self._tokens.search(kinds.REFRESH_TOKEN))

    def _keep(self, result: Mapping[str, Any]) -> str:
        self._token = str(result["access_token"])
        seconds = float(result.get("expires_in", 0))
        # The jitter keeps programs that started together from renewing together.
        ahead = RENEW_BEFORE + random.uniform(0, RENEW_JITTER)
        self._good_until = time.time() + seconds
        self._renew_at = self._good_until - min(ahead, seconds / 2)
        return self._token

    def _drop(self) -> None:
        self._msal_tokens().deserialize("")
        self._token = None
        self._introduce()

    def _begun(self, redirect_uri: str) -> Any:
        with warnings.catch_warnings():
            # MSAL would have form_post; whether an issuer offers that is not known.
            warnings.filterwarnings("ignore", message="response_mode")
            return self._msal().initiate_auth_code_flow(self._scopes, redirect_uri=redirect_uri)

    def _msal(self) -> Any:
        if self._application is None:
            import msal

            session = open_session(self._authority, self._proxy)
            self._application = msal.PublicClientApplication(
                self._client_id,
                # MSAL wants one path segment; "/." is none to the discovery's address.
                oidc_authority=self._authority + "/.",
                token_cache=self._msal_tokens(),
                http_client=_TimedSession(session),
            )
        return self._application

    def _msal_tokens(self) -> Any:
        if self._tokens is None:
            import msal

            self._tokens = msal.SerializableTokenCache()
        return self._tokens


class _TimedSession:
    """The session in the form that MSAL takes, with time-outs and without redirects."""

    def __init__(self, session: requests.Session) -> None:
        self._session = session

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        return self._session.get(url, **self._bounded(kwargs))

    def post(self, url: str, **kwargs: Any) -> requests.Response:
        return self._session.post(url, **self._bounded(kwargs))

    def close(self) -> None:
        self._session.close()

    @staticmethod
    def _bounded(kwargs: dict[str, Any]) -> dict[str, Any]:
        return {**kwargs, "timeout": _CONNECT_AND_READ, "allow_redirects": False}


@contextmanager
def _faults() -> Iterator[None]:
    """Translate what asking the issuer raises; an issuer's own text is not repeated."""
    from msal.exceptions import MsalError

    unusable = Unreachable(
        tr("The sign-in address gave no usable answer."), advice=tr("Check it in the settings.")
    )
    try:
        yield
    except (requests.HTTPError, requests.JSONDecodeError, MsalError, RuntimeError):
        raise unusable from None
    except (requests.RequestException, OSError) as error:
        raise fault_of(error) from None
    except ValueError:
        raise unusable from None


def _failed(result: Mapping[str, Any]) -> SignInFailed:
    """Return the issuer's error in words; its description may be long, but bears no secret."""
    code = str(result.get("error", "unknown"))
    told = one_line(str(result.get("error_description") or code), LONGEST_REASON).rstrip(".")
    return SignInFailed(f"{told}.", advice=tr(_ADVICE.get(code, mark("Try again."))))
