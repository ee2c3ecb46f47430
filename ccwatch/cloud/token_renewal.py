"""A user's tokens: kept between starts, and renewed before they expire, without the user."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import NamedTuple, TypeVar

from ccwatch.cloud.shared_call import SharedCall
from ccwatch.cloud.token_file import TokenCache
from ccwatch.cloud.token_set import Tokens
from ccwatch.core.errors import (
    CcwatchError,
    ServiceError,
    SignInEnded,
    SignInMisconfigured,
    SignInNeeded,
    SignInNotKept,
    Unreachable,
    UnusableReply,
)
from ccwatch.core.language import tr
from ccwatch.core.settings import KeepSignIn

RENEW_BEFORE = 300.0
RENEW_JITTER = 60.0
RENEW_AGAIN = 30.0
# How long a query waits for a renewal: while its token is good, and when there is none.
WHILE_GOOD_SECONDS = 3.0
LONGEST_WAIT = 75.0
SIGN_OUT_SECONDS = 12.0
BRIEF_LOCK_SECONDS = 2.0
Result = TypeVar("Result")


class Forgotten(NamedTuple):
    """The forgotten tokens, whether any were on disk, and why they still are."""

    tokens: Tokens | None
    was_kept: bool
    not_removed: SignInNotKept | None


class RenewedTokens:
    """The tokens of one sign-in; one renewal at a time, here and in other processes.

    `renew` asks the issuer; it raises SignInNeeded or ServiceError. Methods are called from
    worker threads.
    """

    def __init__(self, cache: TokenCache, renew: Callable[[Tokens], Tokens]) -> None:
        self._cache = cache
        self._ask_issuer = renew
        # Guards the tokens, here and on disk; never held while asking the issuer.
        self._lock = threading.RLock()
        self._renewal: SharedCall[Tokens] = SharedCall("renewal")
        self._renew_at = 0.0
        # Counts sign-ins and sign-outs: the result of a renewal from before one is not used.
        self._generation = 0
        self.current: Tokens | None = None

    def restore(self) -> bool:
        """Load the tokens of an earlier start, if there are none yet; return whether there are."""
        with self._lock:
            if self.current is None:
                self._load()
            return self.current is not None

    def keep_as(self, keep: KeepSignIn) -> None:
        """Change how the tokens are kept from now on."""
        with self._cache.lock(), self._lock:
            self._cache.keep = keep
            if self.current:
                self._cache.save(self.current.to_text(), ask=True)

    def access_token(self) -> str:
        """Return the current access token, renewed before it expires.

        Raises SignInNeeded, and ServiceError when there is none that is still valid.
        """
        tokens, now = self.current, time.time()
        good = tokens is not None and now < tokens.good_until
        if tokens and good and (now < self._renew_at or not tokens.refresh_token):
            return tokens.access_token
        # Without its own tokens, this process uses those stored by the last start.
        renewing, ours = self._renewal.begin(partial(self._load_or_renew, force=tokens is not None))
        if not (tokens and good):
            return result_of(renewing).access_token
        try:
            return renewing.result(WHILE_GOOD_SECONDS if ours else 0).access_token
        except (ServiceError, SignInMisconfigured, TimeoutError):
            return tokens.access_token

    def renew(self) -> None:
        """Get new tokens now; raises SignInNeeded or ServiceError."""
        renewing, _ = self._renewal.begin(partial(self._load_or_renew, force=True))
        result_of(renewing)

    def replace(self, tokens: Tokens) -> SignInNotKept | None:
        """Use the tokens of a new sign-in; return why they will not outlast the program."""
        with self._cache.lock(BRIEF_LOCK_SECONDS), self._lock:
            self._generation += 1
            self._renewal.forget()
            self._cache.save(tokens.to_text(), ask=True)
            self._use(tokens)
            return self._cache.fault

    def forget(self) -> Forgotten:
        """Forget the tokens, here and on disk, and the key that they were encrypted with."""
        with self._lock:
            if self.current is None:
                self._load()
            tokens = self.current
            self._generation += 1
            generation = self._generation
            self._use(None)
            was_kept = self._cache.forget()
            not_removed = self._cache.fault
        # Another process may be about to save renewed tokens; the user may sign in meanwhile.
        with self._cache.lock(SIGN_OUT_SECONDS), self._lock:
            if generation == self._generation:
                self._cache.forget()
                not_removed = self._cache.fault
        return Forgotten(tokens, was_kept, not_removed)

    def _load_or_renew(self, *, force: bool) -> Tokens:
        """Return tokens that another process got in the meantime, or new ones."""
        with self._cache.lock():
            with self._lock:
                generation = self._generation
                if self._cache.changed():
                    self._load()
                    force = False
                tokens = self._require()
            if not force and time.time() < self._renew_at:
                return tokens
            try:
                new = self._ask_issuer(tokens)
            except SignInEnded as ended:
                return self._keep_result(None, generation, ended)
            except CcwatchError as fault:
                if isinstance(fault, UnusableReply) and fault.refresh_token:
                    self._keep_result(
                        replace(tokens, refresh_token=fault.refresh_token), generation
                    )
                self._renew_at = min(time.time() + RENEW_AGAIN, tokens.good_until)
                raise
            return self._keep_result(new, generation)

    def _keep_result(
        self, tokens: Tokens | None, generation: int, ended: SignInEnded | None = None
    ) -> Tokens:
        """Keep the result of a renewal, None for the end of the sign-in; return the tokens to use.

        They are others when the user signed in or out meanwhile, here or in another process.
        Raises SignInNeeded without a sign-in.
        """
        with self._lock:
            if generation == self._generation:
                if self._cache.changed():
                    self._load()
                else:
                    # Kept before they are used: the refresh token on disk is no longer valid.
                    if tokens:
                        self._cache.save(tokens.to_text())
                    else:
                        self._cache.drop()
                    self._use(tokens)
                    if ended:
                        raise ended
            return self._require()

    def _require(self) -> Tokens:
        if self.current is None:
            raise SignInNeeded(tr("You are not signed in."))
        return self.current

    def _load(self) -> None:
        self._use(Tokens.from_text(self._cache.load()))

    def _use(self, tokens: Tokens | None) -> None:
        self.current = tokens
        if tokens:
            # The jitter keeps programs that started together from renewing together.
            ahead = RENEW_BEFORE + random.uniform(0, RENEW_JITTER)
            lifetime = tokens.good_until - tokens.obtained
            self._renew_at = tokens.good_until - min(ahead, lifetime / 2)


def result_of(future: Future[Result], seconds: float = LONGEST_WAIT) -> Result:
    """Return the issuer's answer; raises Unreachable when it takes too long."""
    try:
        return future.result(seconds)
    except TimeoutError:
        title = tr("Sign-in service not reachable")
        raise Unreachable(tr("The service did not answer in time."), title=title) from None
