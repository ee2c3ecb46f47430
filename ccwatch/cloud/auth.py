"""Signing in with MSAL at a generic OpenID issuer; tokens stay in memory.

MSAL's own interactive login is not used: its redirect has no path, it takes one kind of answer
only, cannot be cancelled and keeps its port. The authorization code flow with PKCE is MSAL's;
the listener is ours.
"""

import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import requests

from ccwatch.cloud.loopback import listening
from ccwatch.cloud.session import fault_of, open_session
from ccwatch.core.errors import SettingRefused, SignInFailed, SignInNeeded, Unreachable

RENEW_BEFORE = 300.0
SIGN_IN_SECONDS = 300.0
_CONNECT_AND_READ = (10.0, 20.0)
_ADVICE = {
    "access_denied": "Consent was refused. Sign in again and accept, or ask your administrator.",
    "invalid_scope": "The application is not registered for this scope. Check the settings.",
    "invalid_client": "The client id is not known. Check it in the settings.",
    "unauthorized_client": "The application must be registered as a native one, for this sign-in.",
    "invalid_request": "Check that the redirect address is registered exactly as shown.",
    "invalid_grant": "Sign in again.",
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
        proxy: str = "",
    ) -> None:
        if not authority.startswith("https://"):
            raise SettingRefused("The sign-in address must begin with https.")
        self._client_id = client_id
        self._authority = authority
        self._scopes = list(scopes)
        self._ports = tuple(ports)
        self._proxy = proxy
        self._application: Any = None
        self._lock = threading.Lock()
        self._token: str | None = None
        self._valid_until = 0.0
        self.name: str | None = None
        self.renewable = False

    @property
    def label(self) -> str:
        """Who is signed in, in words for a person."""
        if self._token is None:
            return "Not signed in"
        return f"Signed in as {self.name}" if self.name else "Signed in"

    def access_token(self) -> str:
        """Return the current token, renewed ahead of its end; raises SignInNeeded."""
        with self._lock:
            if self._token and time.monotonic() < self._valid_until - RENEW_BEFORE:
                return self._token
            # Without a token the last renewal failed: MSAL's own copy is the one that was refused.
            return self._renew(force=self._token is None)

    def renew(self) -> None:
        """Get a new token without the user; raises SignInNeeded or Unreachable."""
        with self._lock:
            self._renew(force=True)

    def sign_in(
        self,
        open_browser: Callable[[str], None],
        cancelled: threading.Event,
        timeout: float = SIGN_IN_SECONDS,
    ) -> str | None:
        """Let the user sign in by browser; return a name to show, if the issuer gave one.

        `open_browser` gets the address to open. Raises SignInFailed, Unreachable.
        """
        with listening(self._ports) as loopback:
            with _faults():
                flow = self._begun(loopback.redirect_uri)
            if "error" in flow:
                raise _failed(flow)
            loopback.expect(flow["state"])
            open_browser(flow["auth_uri"])
            answer = loopback.wait(cancelled, timeout)
            with _faults():
                result = self._msal().acquire_token_by_auth_code_flow(flow, answer)
        if "access_token" not in result:
            raise _failed(result)
        with self._lock:
            self._keep(result)
            claims = result.get("id_token_claims") or {}
            self.renewable = "refresh_token" in result
            self.name = claims.get("preferred_username") or claims.get("email") or None
        return self.name

    def sign_out(self) -> None:
        """Forget all tokens; the browser may still be signed in."""
        with self._lock:
            if self._application:
                for account in self._application.get_accounts():
                    self._application.remove_account(account)
            self._token, self.name, self.renewable = None, None, False

    def _renew(self, *, force: bool) -> str:
        if self._application is None:
            raise SignInNeeded("Nobody is signed in.")
        accounts = self._application.get_accounts()
        with _faults():
            result = accounts and self._application.acquire_token_silent_with_error(
                self._scopes, account=accounts[0], force_refresh=force
            )
        if not result or "access_token" not in result:
            self._token = None
            raise SignInNeeded("The sign-in has ended.")
        return self._keep(result)

    def _keep(self, result: Mapping[str, Any]) -> str:
        self._token = str(result["access_token"])
        self._valid_until = time.monotonic() + float(result.get("expires_in", 0))
        return self._token

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
                http_client=_TimedSession(session),
            )
        return self._application


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
        "The sign-in address gave no usable answer.", advice="Check it in the settings."
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
    told = str(result.get("error_description") or code)[:300]
    return SignInFailed(f"{told}.", advice=_ADVICE.get(code, "Try again."))
