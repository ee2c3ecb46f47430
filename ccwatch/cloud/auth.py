"""A person's sign-in: by browser, kept between starts, and renewed without the user.

MSAL's own interactive login is not used: its redirect has no path, it takes one kind of answer
only, cannot be cancelled and keeps its port. What MSAL does is in `issuer`; the listener is ours.
"""

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from ccwatch.cloud.account import SignInResult, SignOutResult, user_label
from ccwatch.cloud.issuer import Issuer
from ccwatch.cloud.last_user import KnownPerson
from ccwatch.cloud.shared_call import SharedCall, on_thread
from ccwatch.cloud.token_cache import TokenCache
from ccwatch.cloud.tokens import Tokens
from ccwatch.core.errors import (
    CcwatchError,
    IssuerFault,
    RateLimited,
    ServiceError,
    SettingRefused,
    SignInEnded,
    SignInFailed,
    SignInMisconfigured,
    SignInNeeded,
    SignInNotKept,
    Unreachable,
    UnusableAnswer,
)
from ccwatch.core.language import tr
from ccwatch.core.setting_checks import scopes_of
from ccwatch.core.settings import Settings, ports

RENEW_BEFORE = 300.0
RENEW_JITTER = 60.0
RENEW_AGAIN = 30.0
SIGN_IN_SECONDS = 300.0
# How long a query waits for a renewal: while its token is good, and when there is none.
WHILE_GOOD_SECONDS = 3.0
LONGEST_WAIT = 75.0
SIGN_OUT_SECONDS = 12.0
REVOCATION_SECONDS = 12.0
BRIEF_TURN_SECONDS = 2.0
_LOOK_SECONDS = 0.1
Answer = TypeVar("Answer")


class MsalAccount:
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
        person: KnownPerson,
        proxy: str = "",
    ) -> None:
        if not authority.startswith("https://"):
            raise SettingRefused(tr("The sign-in address must begin with https."))
        self._issuer = Issuer(client_id, authority, scopes, proxy)
        self._ports = tuple(ports)
        self._cache = cache
        self._person = person
        self._keeping = threading.RLock()  # held for what is kept, never while asking the issuer
        self._renewal: SharedCall[Tokens] = SharedCall("renewal")
        self._tokens: Tokens | None = None
        self._renew_at = 0.0
        # Counts sign-ins and sign-outs: what a renewal brings from before one is not taken.
        self._generation = 0

    @property
    def label(self) -> str:
        """The account in words for a person."""
        tokens = self._tokens
        return user_label(tokens.name) if tokens else tr("Not signed in")

    @property
    def signed_in(self) -> bool:
        """Whether there is a token, or one can be requested without the user."""
        return self._tokens is not None

    @property
    def reason(self) -> str:
        """Why it has no token while nobody is signed in."""
        return self.not_kept.message if self.not_kept else tr("You are not signed in.")

    @property
    def not_kept(self) -> SignInNotKept | None:
        """Why the sign-in will not outlast the program, or could not be restored."""
        return self._cache.fault

    def on_store_answer(self, call: Callable[[], None]) -> None:
        """Call this, on another thread, when a slow credential store has answered."""
        self._cache.store.when_answered = call

    def restore(self) -> bool:
        """Take up the sign-in of an earlier start; return whether there is one."""
        with self._keeping:
            if not self.signed_in:
                self._recall()
            return self.signed_in

    def keep_as(self, keep: str) -> None:
        """Keep the sign-in in another way from now on."""
        with self._cache.turn(), self._keeping:
            self._cache.keep = keep
            if self._tokens:
                self._cache.save(self._tokens.to_text(), ask=True)

    def access_token(self) -> str:
        """Return the current token, renewed ahead of its end.

        Raises SignInNeeded, and ServiceError when there is none that is still good.
        """
        tokens, now = self._tokens, time.time()
        good = tokens is not None and now < tokens.good_until
        if tokens and good and (now < self._renew_at or not tokens.refresh_token):
            return tokens.access_token
        # Without tokens of our own, those may do that the last start left.
        renewing, ours = self._renewal.begin(partial(self._renewed, force=tokens is not None))
        if not (tokens and good):
            return _outcome(renewing).access_token
        try:
            return renewing.result(WHILE_GOOD_SECONDS if ours else 0).access_token
        except (ServiceError, SignInMisconfigured, TimeoutError):
            return tokens.access_token

    def renew(self) -> None:
        """Get a new token without the user; raises SignInNeeded, ServiceError."""
        renewing, _ = self._renewal.begin(partial(self._renewed, force=True))
        _outcome(renewing)

    def sign_in(
        self,
        open_browser: Callable[[str], None],
        cancelled: threading.Event,
        timeout: float = SIGN_IN_SECONDS,
    ) -> SignInResult:
        """Let the user sign in by browser.

        `open_browser` gets the address to open. Raises SignInFailed, Unreachable.
        """
        from ccwatch.cloud.loopback import listening

        with listening(self._ports) as loopback:
            flow = _asked(partial(self._issuer.begin, loopback.redirect_uri), cancelled)
            loopback.expect(flow["state"])
            open_browser(flow["auth_uri"])
            answer = loopback.wait(cancelled, timeout)
            with loopback.answering():
                tokens = _asked(partial(self._issuer.exchange, flow, answer), cancelled)
                return self._begin(tokens)

    def sign_out(self) -> SignOutResult:
        """Forget all tokens and their key; the browser may still be signed in."""
        with self._keeping:
            if not self._tokens:
                self._recall()
            tokens = self._tokens
            self._generation += 1
            generation = self._generation
            self._take(None)
            was_kept = self._cache.forget()
            not_removed = self._cache.fault
        # Another process may be about to save what it renewed; somebody may sign in meanwhile.
        with self._cache.turn(SIGN_OUT_SECONDS), self._keeping:
            if generation == self._generation:
                self._cache.forget()
                not_removed = self._cache.fault
        return SignOutResult(tokens is not None or was_kept, not_removed, self._not_revoked(tokens))

    def _begin(self, tokens: Tokens) -> SignInResult:
        """Take the tokens of a new sign-in, in place of those there were."""
        with self._cache.turn(BRIEF_TURN_SECONDS), self._keeping:
            self._generation += 1
            self._renewal.forget()
            self._cache.save(tokens.to_text(), ask=True)
            self._take(tokens)
            other_user = bool(tokens.subject) and self._person.meet(str(tokens.subject))
            return SignInResult(tokens.name, bool(tokens.refresh_token), other_user, self.not_kept)

    def _renewed(self, *, force: bool) -> Tokens:
        """Return tokens that another process got meanwhile, or new ones."""
        with self._cache.turn():
            with self._keeping:
                generation = self._generation
                if self._cache.changed():
                    self._recall()
                    force = False
                tokens = self._current()
            if not force and time.time() < self._renew_at:
                return tokens
            try:
                new = self._issuer.renew(tokens)
            except SignInEnded as ended:
                return self._settle(None, generation, ended)
            except CcwatchError as fault:
                if isinstance(fault, UnusableAnswer) and fault.refresh_token:
                    self._settle(replace(tokens, refresh_token=fault.refresh_token), generation)
                self._renew_at = min(time.time() + RENEW_AGAIN, tokens.good_until)
                raise
            return self._settle(new, generation)

    def _settle(
        self, tokens: Tokens | None, generation: int, ended: SignInEnded | None = None
    ) -> Tokens:
        """Keep what a renewal brought, None for the end of the sign-in; return what is in force.

        That is something else when somebody signed in or out meanwhile, here or in another
        process. Raises SignInNeeded when no one is signed in then.
        """
        with self._keeping:
            if generation == self._generation:
                if self._cache.changed():
                    self._recall()
                else:
                    # Before it is used: the refresh token that was kept is good for nothing now.
                    if tokens:
                        self._cache.save(tokens.to_text())
                    else:
                        self._cache.drop()
                    self._take(tokens)
                    if ended:
                        raise ended
            return self._current()

    def _current(self) -> Tokens:
        if self._tokens is None:
            raise SignInNeeded(tr("Nobody is signed in."))
        return self._tokens

    def _recall(self) -> None:
        """Read what is kept, if anything is."""
        self._take(Tokens.from_text(self._cache.load()))

    def _take(self, tokens: Tokens | None) -> None:
        """Let these be the tokens from now on."""
        self._tokens = tokens
        if tokens:
            # The jitter keeps programs that started together from renewing together.
            ahead = RENEW_BEFORE + random.uniform(0, RENEW_JITTER)
            lifetime = tokens.good_until - tokens.obtained
            self._renew_at = tokens.good_until - min(ahead, lifetime / 2)

    def _not_revoked(self, tokens: Tokens | None) -> CcwatchError | None:
        """Tell the issuer that the sign-in is over; return why that did not work."""
        if tokens is None:
            return None
        token, seconds = tokens.refresh_token or tokens.access_token, REVOCATION_SECONDS
        try:
            revoking = on_thread(partial(self._issuer.revoke, token, seconds), "signing out")
            _outcome(revoking, seconds)
        except CcwatchError as fault:
            return fault
        return None


def user_account(settings: Settings, folder: Path) -> MsalAccount:
    """Return the account of these settings; its sign-in is kept in `folder`."""
    bound_to = (settings.authority, settings.client_id, settings.api_url)
    return MsalAccount(
        settings.client_id,
        settings.authority,
        scopes_of(settings.scopes),
        ports(settings),
        TokenCache(folder, bound_to, settings.keep_sign_in),
        KnownPerson(folder / "person"),
        settings.proxy,
    )


def _outcome(future: Future[Answer], seconds: float = LONGEST_WAIT) -> Answer:
    """Return what comes of it; raises Unreachable when that takes too long."""
    try:
        return future.result(seconds)
    except TimeoutError:
        title = tr("Sign-in service not reachable")
        raise Unreachable(tr("The service did not answer in time."), title=title) from None


def _asked(ask: Callable[[], Answer], cancelled: threading.Event) -> Answer:
    """Return what the issuer answers to somebody who signs in; raises SignInFailed, Unreachable."""
    from ccwatch.cloud.loopback import was_cancelled

    answering = on_thread(ask, "signing in")
    while not wait([answering], _LOOK_SECONDS).done:
        if cancelled.is_set():
            raise was_cancelled()
    try:
        answer = answering.result()
    except ServiceError as fault:
        raise _not_signed_in(fault) from None
    if cancelled.is_set():
        raise was_cancelled()
    return answer


def _not_signed_in(fault: ServiceError) -> CcwatchError:
    """Return the fault in words for somebody who signs in: nothing is tried again by itself."""
    keeps_trying = (Unreachable.advice, IssuerFault.advice, RateLimited.advice)
    usual = fault.advice in map(tr, keeps_trying)
    if isinstance(fault, Unreachable) and not isinstance(fault, IssuerFault):
        advice = tr("Check the network, then try again.") if usual else fault.advice
        return Unreachable(fault.message, title=fault.title, advice=advice, layer=fault.layer)
    advice = tr("Try again in a moment.") if usual else fault.advice
    return SignInFailed(fault.message, advice=advice)
