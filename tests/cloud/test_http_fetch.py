"""Every request is sent in one place, limited in time and size, and never redirected."""

import ast
import gzip
import re
import socket
import time
import traceback
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ccwatch
from ccwatch.cloud.deadline import deadline, seconds_left
from ccwatch.cloud.http_fetch import fetch
from ccwatch.cloud.http_session import open_session
from ccwatch.cloud.slim_requests import requests
from ccwatch.core.errors import BadReply, ServiceError, Unreachable
from tests.cloud.servers import Answer, Script, Spy, drip, head, raw_server

PACKAGE = Path(ccwatch.__file__).parent
BOMB = gzip.compress(bytes(64 << 20))
NETWORK = re.compile(
    r"(requests|urllib3|httpx|aiohttp|socket|ftplib|smtplib|telnetlib|xmlrpc\.client|http\.client"
    r"|urllib\.request|PySide6\.(QtNetwork|QtWebSockets|QtWebEngine\w*))(\.|$)"
)
# Exceptions, settings, and modules that connect only to this computer.
HARMLESS = re.compile(
    r"urllib3\.(exceptions|util)\.|http\.client\.HTTPException$"
    r"|PySide6\.QtNetwork\.(QLocalServer|QLocalSocket|QNetworkInformation)$"
)
CALLS = {"get", "post", "put", "patch", "delete", "head", "options", "request", "send", "urlopen"}


@pytest.fixture
def session(spy: Spy) -> Iterator[requests.Session]:
    with open_session(spy.url) as session:
        yield session


@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_a_body_that_unpacks_to_too_much_is_cut_off(
    spy: Spy, session: requests.Session, status: int
) -> None:
    headers = {"Content-Encoding": "gzip", "Location": f"{spy.url}/elsewhere"}
    spy.reply = lambda _: Answer(status, BOMB, headers)
    tracemalloc.start()
    try:
        with pytest.raises(BadReply, match="too long"):
            fetch(session, "GET", spy.url, seconds=10, largest=1000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_is_returned_and_not_followed(
    spy: Spy, session: requests.Session, status: int, method: str
) -> None:
    for address in (f"{spy.url}/elsewhere", "//[", "\udcff"):
        location = address.encode("utf-8", "surrogateescape").decode("latin-1")
        spy.reply = lambda _, to=location: Answer(status, b"away", {"Location": to})  # type: ignore[misc]
        spy.asked.clear()
        reply = fetch(session, method, f"{spy.url}/here", seconds=10, largest=1000)
        assert (reply.status, reply.body) == (status, b"away")
        assert [asked.path for asked in spy.asked] == ["/here"]


def test_a_form_is_sent(spy: Spy, session: requests.Session) -> None:
    fetch(session, "POST", spy.url, form={"token": "a b"}, seconds=10, largest=1000)
    assert spy.asked[0].body == b"token=a+b"


@pytest.mark.parametrize(
    "script",
    [
        drip(b"", b""),
        drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        drip(b"HTTP/1.1 ", b"2"),
        drip(head(length=100_000), b"x"),
        drip(head("Transfer-Encoding: chunked"), b"1\r\nx\r\n"),
        drip(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 99999\r\n\r\n", b"x"),
    ],
)
def test_a_reply_that_drips_ends_at_the_deadline(script: Script) -> None:
    with raw_server(script) as raw, open_session(raw.url) as session:
        begun = time.perf_counter()
        with pytest.raises(Unreachable):
            fetch(session, "GET", raw.url, seconds=0.3, largest=1000)
        assert time.perf_counter() - begun < 2


def test_an_outer_deadline_holds_for_several_exchanges() -> None:
    script = drip(head(length=100_000), b"x")
    with raw_server(script) as raw, open_session(raw.url) as session, deadline(0.4):
        begun = time.perf_counter()
        for _ in range(3):
            with pytest.raises(ServiceError):
                fetch(session, "GET", raw.url, seconds=0.3, largest=1000)
        assert time.perf_counter() - begun < 1.5
        with pytest.raises(TimeoutError):
            seconds_left()
    assert seconds_left() == float("inf")


def test_a_deadline_inside_another_ends_no_later() -> None:
    with deadline(5):
        with deadline(100):
            assert seconds_left() <= 5
        with deadline(1):
            assert seconds_left() <= 1
        assert seconds_left() > 1


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("proxy", ["", "http://proxy.invalid:3128"])
def test_a_connection_of_any_kind_heeds_the_deadline(scheme: str, proxy: str) -> None:
    address = f"{scheme}://service.invalid"
    with open_session(address) as session:
        adapter: Any = session.get_adapter(address)
        pools = adapter.proxy_manager_for(proxy) if proxy else adapter.poolmanager
        kind = pools.connection_from_url(address).ConnectionCls
    ours, silent = socket.socketpair()
    with ours, silent:
        ours.settimeout(10)
        reply = kind.response_class(ours)
        begun = time.perf_counter()
        with deadline(0.1), pytest.raises(TimeoutError):
            reply.begin()
        assert time.perf_counter() - begun < 5


def test_connecting_ends_at_the_deadline_and_its_fault_quotes_nothing(
    session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def broken(*_: object, **named: Any) -> None:
        asked.update(named)
        raise requests.ConnectionError("http://ada:marked-secret@proxy")

    monkeypatch.setattr(session, "request", broken)
    with pytest.raises(Unreachable) as caught:
        fetch(session, "GET", "https://service.invalid", seconds=2, largest=1000)
    assert asked["timeout"][0] <= 2
    assert "marked-secret" not in "".join(traceback.format_exception(caught.value))


def test_nothing_else_sends_a_request() -> None:
    senders = set()
    for path, tree in trees():
        sessions = sessions_in(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                asked = ast.unparse(node.func.value)
                through = asked in sessions or re.search(
                    r"session|requests|urllib|http", asked.lower()
                )
                if node.func.attr in CALLS and through:
                    senders.add(path)
    assert senders == {"cloud/http_fetch.py"}


def test_no_other_module_has_the_means_to_send_one() -> None:
    found = {
        (path, name)
        for path, tree in trees()
        for name in imported(tree)
        if NETWORK.match(name) and not HARMLESS.match(name)
    }
    assert found == {
        ("cloud/slim_requests.py", "requests"),
        # The connections used by the session of `fetch`.
        ("cloud/deadline.py", "http.client"),
        ("cloud/deadline.py", "socket"),
        ("cloud/deadline.py", "urllib3.PoolManager"),
        ("cloud/deadline.py", "urllib3.ProxyManager"),
        ("cloud/deadline.py", "urllib3.connection.HTTPSConnection"),
        ("cloud/deadline.py", "urllib3.connectionpool.HTTPConnectionPool"),
        ("cloud/deadline.py", "urllib3.connectionpool.HTTPSConnectionPool"),
        ("cloud/keep_alive.py", "urllib3.connection.HTTPConnection"),
        # The browser's answer, another start's channel, signals: all stay on this computer.
        ("cloud/callback_server.py", "socket"),
        ("ipc/client.py", "socket"),
        ("stand_in/server.py", "socket"),
        ("system/termination.py", "socket"),
    }


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield each module's path in the package, and its syntax tree."""
    for path in PACKAGE.rglob("*.py"):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def sessions_in(tree: ast.Module) -> set[str]:
    """Return the names of a module's sessions."""
    bound: list[tuple[ast.expr | None, ast.expr]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            bound += [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.withitem):
            bound.append((node.optional_vars, node.context_expr))
    return {
        ast.unparse(name) for name, value in bound if name and "open_session(" in ast.unparse(value)
    }


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the full name of everything that a module imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
