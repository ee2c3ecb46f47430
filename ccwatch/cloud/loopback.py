"""The listener that the browser is redirected to after a sign-in.

It listens on this computer only, serves one path and accepts one answer: the one with our state.
The browser gets its page when the outcome of the sign-in is known. Silent connections, other
paths and wrong states do not end the wait.
"""

import errno
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ccwatch.cloud.callback_server import Page, callback_servers
from ccwatch.core.errors import CcwatchError, SignInFailed
from ccwatch.core.language import sentences, tr

PATH = "/signin-callback"
OUTCOME_SECONDS = 40.0
_POLL_SECONDS = 0.1
_LAST_ANSWER_SECONDS = 2.0


class Loopback:
    """Waits for the answer of one sign-in; made by `listen`."""

    def __init__(self, port: int) -> None:
        self._state = ""
        self._answer: dict[str, str] | None = None
        self._answered = threading.Event()
        self._outcome: Page | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._servers = callback_servers(port, self._respond)
        self.redirect_uri = redirect_address(port)

    def expect(self, state: str) -> None:
        """Accept only an answer with this state."""
        self._state = state

    def wait(self, cancelled: threading.Event, timeout: float) -> dict[str, str]:
        """Return the fields of the answer; raises SignInFailed when cancelled or too late."""
        polls = max(int(timeout / _POLL_SECONDS), 1)
        for _ in range(polls):
            if self._answered.wait(_POLL_SECONDS):
                assert self._answer is not None
                return self._answer
            if cancelled.is_set():
                raise cancelled_sign_in()
        raise SignInFailed(
            tr("Sign-in was not completed in time."),
            advice=tr(
                "If the browser shows an error, check the client ID, and that this redirect URI "
                "is registered: {address}",
                address=self.redirect_uri,
            ),
        )

    def take(self, fields: dict[str, str]) -> Page:
        """Return the page for a browser's answer, when the sign-in has ended."""
        if not self._state or fields.get("state") != self._state:
            return Page(
                400, tr("This sign-in page has expired"), tr("Start signing in again from ccwatch.")
            )
        with self._lock:
            if not self._answered.is_set():
                self._answer = fields
                self._answered.set()
        self._ended.wait(OUTCOME_SECONDS)
        return self._outcome or Page(
            200, tr("Signing in"), tr("You can close this tab and return to ccwatch.")
        )

    @contextmanager
    def show_outcome(self) -> Iterator[None]:
        """Show in the browser whether this block succeeds."""
        try:
            yield
        except CcwatchError as error:
            self._conclude(_page_of(error))
            raise
        self._conclude(
            Page(200, tr("You are signed in"), tr("You can close this tab and return to ccwatch."))
        )

    def start(self) -> None:
        """Serve on separate threads."""
        for server in self._servers:
            threading.Thread(
                target=server.serve_forever, args=(_POLL_SECONDS,), name="sign-in", daemon=True
            ).start()

    def close(self) -> None:
        """Answer the browser, stop listening and free the port."""
        self._conclude(_page_of(cancelled_sign_in()))
        for server in self._servers:
            server.wait_for_answers(_LAST_ANSWER_SECONDS)
            server.shutdown()
            server.server_close()

    def _conclude(self, page: Page) -> None:
        with self._lock:
            self._outcome = self._outcome or page
        self._ended.set()

    def _respond(self, path: str, fields: dict[str, str]) -> Page:
        if path != PATH:
            return Page(404, tr("Nothing here"), tr("This page is for signing in only."))
        return self.take(fields)


def redirect_address(port: int) -> str:
    """Return the address that must be registered for this port."""
    return f"http://localhost:{port}{PATH}"


def cancelled_sign_in() -> SignInFailed:
    """Return the error of a sign-in that the user cancelled."""
    return SignInFailed(tr("It was cancelled."))


@contextmanager
def listen(ports: Sequence[int]) -> Iterator[Loopback]:
    """Listen on the first free port until the block ends; raises SignInFailed without one."""
    loopback = _first_free(ports)
    loopback.start()
    try:
        yield loopback
    finally:
        loopback.close()


def _first_free(ports: Sequence[int]) -> Loopback:
    reasons: dict[int, OSError] = {}
    for port in ports:
        try:
            return Loopback(port)
        except OSError as error:
            reasons[port] = error
    if all(error.errno == errno.EADDRINUSE for error in reasons.values()):
        names = ", ".join(map(str, ports))
        raise SignInFailed(
            tr("The ports {ports} are all in use by other programs.", ports=names),
            advice=tr("Close one of them, or register another port."),
        )
    texts = "; ".join(f"{port}: {error.strerror or error}" for port, error in reasons.items())
    raise SignInFailed(
        tr("ccwatch cannot listen on any of the ports ({reasons}).", reasons=texts),
        advice=tr("Register another port, and add it in the settings."),
    )


def _page_of(error: CcwatchError) -> Page:
    reason = sentences(error.message, error.advice)
    return Page(200, tr("Sign-in failed"), tr("{reason} You can close this tab.", reason=reason))
