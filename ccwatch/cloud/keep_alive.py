"""Connection reuse: a request is retried once if the service had closed the connection.

urllib3 does not distinguish that from other broken connections, and Retry-After would make it sleep
and retry.
"""

from http.client import HTTPException
from typing import Any, Self

from urllib3.connection import HTTPConnection
from urllib3.exceptions import ProtocolError, ProxyError
from urllib3.util.retry import Retry

_BEFORE_SENDING = "no connection was made"


class ClosedMeanwhile(ProtocolError):
    """A reused connection broke before it answered again."""


class KeptConnection(HTTPConnection):
    """A connection that records whether it has answered before."""

    _answered = False

    def connect(self) -> None:
        """Connect again; this connection has not answered yet."""
        self._answered = False
        try:
            super().connect()
        except Exception as error:
            error.add_note(_BEFORE_SENDING)
            raise

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send a request; raises ClosedMeanwhile."""
        try:
            super().request(*args, **kwargs)
        except ConnectionError as error:
            raise self._fault(error) from error

    def getresponse(self) -> Any:
        """Return the reply; raises ClosedMeanwhile."""
        try:
            response = super().getresponse()
        except ConnectionError as error:
            raise self._fault(error) from error
        self._answered = True
        return response

    def _tunnel(self) -> None:
        try:
            super()._tunnel()
        except (HTTPException, OSError) as error:
            raise ProxyError("no way through the proxy", error) from error

    def _fault(self, error: ConnectionError) -> Exception:
        return ClosedMeanwhile("closed meanwhile", error) if self._answered else error


def is_before_sending(error: BaseException) -> bool:
    """Return whether no connection came about: nothing of the request was sent."""
    return _BEFORE_SENDING in getattr(error, "__notes__", ())


class OnceMore(Retry):
    """Retries once, after ClosedMeanwhile alone, what changes nothing; never by a status."""

    def __init__(self, **kwargs: Any) -> None:
        none = {"connect": 0, "status": 0, "redirect": 0, "other": 0}
        defaults = {
            "total": 1,
            "read": 1,
            **none,
            "respect_retry_after_header": False,
            "allowed_methods": frozenset({"GET"}),
        }
        super().__init__(**{**defaults, **kwargs})

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: Any = None,
        error: Exception | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> Self:
        """Return the remaining retries; raises MaxRetryError."""
        left = self if isinstance(error, ClosedMeanwhile) else self.new(total=0)
        return super(OnceMore, left).increment(method, url, response, error, *args, **kwargs)
