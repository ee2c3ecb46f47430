"""A deadline for a whole reply: the library's time-outs apply to single reads.

Without it a peer that sends a byte now and then, even in the headers, could block a thread for
ever. No read waits longer than the rest of its thread's deadline, which is measured on the
computer's own clock: it limits real sockets, whatever clock the program runs on.
"""

import http.client
import io
import math
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from urllib3 import PoolManager, ProxyManager
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from ccwatch.cloud.keep_alive import KeptConnection
from ccwatch.cloud.slim_requests import requests

_thread = threading.local()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Have all reads of this thread end within that many seconds, with TimeoutError.

    A nested deadline never extends the outer one.
    """
    outer = getattr(_thread, "until", math.inf)
    _thread.until = min(outer, time.perf_counter() + seconds)
    try:
        yield
    finally:
        _thread.until = outer


def seconds_left() -> float:
    """Return the seconds left until this thread's deadline, infinity without one.

    Raises TimeoutError when it has passed.
    """
    left = float(getattr(_thread, "until", math.inf)) - time.perf_counter()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left


class TimedReads(io.RawIOBase):
    """The reading side of a socket; no read goes beyond the deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read the available bytes; raises TimeoutError."""
        if (left := seconds_left()) < math.inf:
            patience = self._sock.gettimeout()
            self._sock.settimeout(left if patience is None else min(left, patience))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        """Close this side of the socket."""
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(TimedReads(sock))


class _Connection(KeptConnection):
    response_class = _Response


class _SecureConnection(KeptConnection, HTTPSConnection):
    response_class = _Response


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class DeadlineAdapter(requests.adapters.HTTPAdapter):
    """An adapter for sessions that respects `deadline`; `ssl_context` None: requests' own."""

    def __init__(self, ssl_context: Any = None, **kwargs: Any) -> None:
        self._ssl_context = ssl_context
        super().__init__(**kwargs)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of connections."""
        super().init_poolmanager(*args, **self._with_trust(kwargs))
        self._time(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> ProxyManager:
        """Return the pools for a proxy."""
        manager: ProxyManager = super().proxy_manager_for(proxy, **self._with_trust(kwargs))
        self._time(manager)
        return manager

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Trust what the context trusts: requests would add its bundled certificates."""
        super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
        if self._ssl_context and verify is True:
            conn.ca_certs = None

    def _with_trust(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        return {**kwargs, "ssl_context": self._ssl_context} if self._ssl_context else kwargs

    @staticmethod
    def _time(manager: PoolManager) -> None:
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
