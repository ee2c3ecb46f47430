"""A user's account: signing in by browser, and signing out.

MSAL's own interactive login is not used: its redirect has no path, it accepts one kind of answer
only, cannot be cancelled and keeps its port. `issuer` has the part that MSAL does.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from functools import partial
from pathlib import Path
from typing import TypeVar

from ccwatch.cloud.issuer import Issuer
from ccwatch.cloud.issuer_errors import while_signing_in
from ccwatch.cloud.last_user import LastUser
from ccwatch.cloud.shared_call import on_thread
from ccwatch.cloud.sign_in_results import SignInResult, SignOutResult, user_label
from ccwatch.cloud.token_file import TokenCache
from ccwatch.cloud.token_renewal import RenewedTokens, result_of
from ccwatch.cloud.token_set import Tokens
from ccwatch.core.errors import CcwatchError, ServiceError, SettingRefused, SignInNotKept
from ccwatch.core.language import tr
from ccwatch.core.setting_checks import scopes_of
from ccwatch.core.settings import KeepSignIn, Settings, ports

SIGN_IN_SECONDS = 300.0
REVOCATION_SECONDS = 12.0
_POLL_SECONDS = 0.1
Result = TypeVar("Result")


class UserAccount:
    """A user's sign-in; methods are called from worker threads.

    Raises SettingRefused for an authority that is not https: MSAL takes no other.
    """

    can_sign_in = True
    token_variable = ""

    def __init__(
        self,
        client_id: str,
        authority: str,
        scopes: Sequence[str],
        ports: Sequence[int],
        cache: TokenCache,
        last_user: LastUser,
        proxy: str = "",
    ) -> None:
        if not authority.startswith("https://"):
            raise SettingRefused(tr("The sign-in URL must begin with https."))
        self._issuer = Issuer(client_id, authority, scopes, proxy)
        self._ports = tuple(ports)
        self._cache = cache
        self._last_user = last_user
        self._tokens = RenewedTokens(cache, self._issuer.renew)

    @property
    def label(self) -> str:
        """The account, as user-visible text."""
        return user_label(self.name) if self.signed_in else tr("Not signed in")

    @property
    def name(self) -> str | None:
        """The name of the user who is signed in, if the issuer gave one."""
        tokens = self._tokens.current
        return tokens.name if tokens else None

    @property
    def signed_in(self) -> bool:
        """Whether there is a token, or one can be requested without the user."""
        return self._tokens.current is not None

    @property
    def reason(self) -> str:
        """Why there is no token without a sign-in."""
        return self.not_kept.message if self.not_kept else tr("You are not signed in.")

    @property
    def not_kept(self) -> SignInNotKept | None:
        """Why the sign-in will not outlast the program, or could not be restored; else None."""
        return self._cache.fault

    def on_store_answer(self, call: Callable[[], None]) -> None:
        """Call this, on another thread, when a slow credential store has answered."""
        self._cache.store.on_late_answer = call

    def restore(self) -> bool:
        """Restore the sign-in of an earlier start; return whether there is one."""
        return self._tokens.restore()

    def keep_as(self, keep: KeepSignIn) -> None:
        """Keep the sign-in in another way from now on."""
        self._tokens.keep_as(keep)

    def access_token(self) -> str:
        """Return a token that is still valid; raises SignInNeeded or ServiceError."""
        return self._tokens.access_token()

    def renew(self) -> None:
        """Get a new token without the user; raises SignInNeeded or ServiceError."""
        self._tokens.renew()

    def sign_in(
        self,
        open_browser: Callable[[str], None],
        cancelled: threading.Event,
        timeout: float = SIGN_IN_SECONDS,
    ) -> SignInResult:
        """Let the user sign in by browser.

        `open_browser` gets the address to open. Raises SignInFailed, Unreachable.
        """
        from ccwatch.cloud.loopback import listen

        with listen(self._ports) as loopback:
            flow = _ask(partial(self._issuer.begin, loopback.redirect_uri), cancelled)
            loopback.expect(flow["state"])
            open_browser(flow["auth_uri"])
            answer = loopback.wait(cancelled, timeout)
            with loopback.show_outcome():
                tokens = _ask(partial(self._issuer.exchange, flow, answer), cancelled)
                not_kept = self._tokens.replace(tokens)
        other_user = bool(tokens.subject) and self._last_user.remember(str(tokens.subject))
        return SignInResult(tokens.name, bool(tokens.refresh_token), other_user, not_kept)

    def sign_out(self) -> SignOutResult:
        """Forget all tokens and their key; the browser may still be signed in."""
        tokens, was_kept, not_removed = self._tokens.forget()
        return SignOutResult(tokens is not None or was_kept, not_removed, self._revoke(tokens))

    def _revoke(self, tokens: Tokens | None) -> CcwatchError | None:
        """Have the issuer end the sign-in; return why that did not work."""
        if tokens is None:
            return None
        token, seconds = tokens.refresh_token or tokens.access_token, REVOCATION_SECONDS
        try:
            revoking = on_thread(partial(self._issuer.revoke, token, seconds), "signing out")
            result_of(revoking, seconds)
        except CcwatchError as fault:
            return fault
        return None


def user_account(settings: Settings, folder: Path) -> UserAccount:
    """Return the account of these settings; its sign-in is kept in `folder`."""
    bound_to = (settings.authority, settings.client_id, settings.api_url)
    return UserAccount(
        settings.client_id,
        settings.authority,
        scopes_of(settings.scopes),
        ports(settings),
        TokenCache(folder, bound_to, KeepSignIn(settings.keep_sign_in)),
        LastUser(folder / "person"),
        settings.proxy,
    )


def _ask(call: Callable[[], Result], cancelled: threading.Event) -> Result:
    """Return the issuer's answer to a user who signs in; raises SignInFailed, Unreachable."""
    from ccwatch.cloud.loopback import cancelled_sign_in

    asking = on_thread(call, "signing in")
    while not wait([asking], _POLL_SECONDS).done:
        if cancelled.is_set():
            raise cancelled_sign_in()
    try:
        result = asking.result()
    except ServiceError as fault:
        raise while_signing_in(fault) from None
    if cancelled.is_set():
        raise cancelled_sign_in()
    return result
