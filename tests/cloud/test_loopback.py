import errno
import logging
import os
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from ccwatch.cloud.callback_server import MOST_CONNECTIONS, Page, _html
from ccwatch.cloud.loopback import PATH, Loopback, listen
from ccwatch.core.errors import CcwatchError, SignInFailed
from tests.cloud.servers import HOST, free_port

STATE = "the-state"
RIGHT = {"state": STATE, "code": "marked-secret"}
NEVER = threading.Event()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def loopback(port: int) -> Iterator[Loopback]:
    with listen([port]) as listener:
        listener.expect(STATE)
        yield listener


@pytest.fixture
def browsers() -> Iterator[ThreadPoolExecutor]:
    """Threads for browsers, which wait until the sign-in has ended."""
    with ThreadPoolExecutor(4) as browsers:
        yield browsers


Got = tuple[int, str, dict[str, str]]


def ask(
    port: int, path: str, form: str | None = None, method: str | None = None, host: str = HOST
) -> Got:
    """Return status, page and headers of a browser's request."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request(method or ("GET" if form is None else "POST"), path, form)
        reply = connection.getresponse()
        headers = {name.lower(): value for name, value in reply.getheaders()}
        return reply.status, reply.read().decode(), headers
    finally:
        connection.close()


def come_back(port: int, **fields: str) -> Got:
    return ask(port, f"{PATH}?{urlencode(fields)}")


def finish(loopback: Loopback, browser: "Future[Got]", error: CcwatchError | None = None) -> Got:
    """Accept the right answer, end the sign-in with this error, and return the browser's page."""
    assert loopback.wait(NEVER, 5) == RIGHT
    assert not browser.done(), "it waits for the end"
    with suppress(CcwatchError), loopback.show_outcome():
        if error:
            raise error
    return browser.result(5)


def test_the_answer_by_address_is_taken(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor
) -> None:
    browser = browsers.submit(come_back, port, **RIGHT)
    status, page, headers = finish(loopback, browser)
    assert (status, "You are signed in" in page) == (200, True)
    assert "marked-secret" not in page
    assert headers["cache-control"] == "no-store"


def test_the_answer_by_form_is_taken(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor
) -> None:
    browser = browsers.submit(ask, port, PATH, urlencode(RIGHT))
    assert finish(loopback, browser)[0] == 200


def test_a_sign_in_that_fails_after_all_is_not_called_one(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor
) -> None:
    browser = browsers.submit(come_back, port, **RIGHT)
    _, page, _ = finish(loopback, browser, SignInFailed("It was used.", advice="Try again."))
    assert "Sign-in failed" in page
    assert "It was used. Try again." in page
    assert "You are signed in" not in page


def test_a_page_that_is_asked_for_twice_is_the_same(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor
) -> None:
    both = [browsers.submit(come_back, port, **RIGHT) for _ in range(2)]
    first = finish(loopback, both[0])
    assert both[1].result(5)[:2] == first[:2] == come_back(port, **RIGHT)[:2]


def test_a_sign_in_that_was_given_up_is_told_in_the_browser(
    port: int, browsers: ThreadPoolExecutor
) -> None:
    with listen([port]) as loopback:
        loopback.expect(STATE)
        browser = browsers.submit(come_back, port, **RIGHT)
        loopback.wait(NEVER, 5)
    assert "It was cancelled." in browser.result(5)[1]


def test_the_browser_does_not_wait_for_ever(
    loopback: Loopback, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.cloud.loopback.OUTCOME_SECONDS", 0.1)
    status, page, _ = come_back(port, **RIGHT)
    assert status == 200
    assert "return to ccwatch" in page
    assert "You are signed in" not in page
    assert "cancelled" not in page


def test_the_address_to_register_has_port_and_path(loopback: Loopback, port: int) -> None:
    assert loopback.redirect_uri == f"http://localhost:{port}/signin-callback"


def test_it_listens_on_this_computer_only(loopback: Loopback, port: int) -> None:
    bound = {server.socket.getsockname()[0] for server in loopback._servers}
    assert "127.0.0.1" in bound
    assert bound <= {"127.0.0.1", "::1"}
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    for address in others - {"127.0.0.1", "::1"}:
        if not str(address).startswith("127."):
            with pytest.raises(OSError):  # noqa: PT011
                socket.create_connection((str(address), port), 1).close()


@pytest.mark.parametrize(
    "fields", [{"code": "a"}, {"state": "", "code": "a"}, {"state": "other", "code": "a"}]
)
def test_another_state_is_refused_and_the_wait_goes_on(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor, fields: dict[str, str]
) -> None:
    assert come_back(port, **fields)[0] == 400
    assert finish(loopback, browsers.submit(come_back, port, **RIGHT))[0] == 200


def test_before_a_state_is_expected_nothing_is_taken(port: int) -> None:
    with listen([port]) as loopback:
        assert come_back(port, state="", code="a")[0] == 400
        assert loopback.take({"state": "", "code": "a"}).status == 400
        with pytest.raises(SignInFailed):
            loopback.wait(NEVER, 0.1)


def test_the_first_answer_counts(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor
) -> None:
    finish(loopback, browsers.submit(come_back, port, **RIGHT))
    come_back(port, state=STATE, code="second")
    assert loopback.wait(NEVER, 5) == RIGHT


def test_a_form_is_read_up_to_its_bound(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor
) -> None:
    form = urlencode({"code": RIGHT["code"], "state": STATE})
    assert ask(port, PATH, form.rjust(65_537, "&"))[0] == 400
    browser = browsers.submit(ask, port, PATH, form.rjust(65_536, "&"))
    assert finish(loopback, browser)[0] == 200


@pytest.mark.parametrize("path", ["/", "/favicon.ico", f"{PATH}/x", f"/x{PATH}"])
def test_strays_are_told_so(loopback: Loopback, port: int, path: str) -> None:
    assert ask(port, f"{path}?{urlencode(RIGHT)}")[0] == 404
    with pytest.raises(SignInFailed):
        loopback.wait(NEVER, 0.1)


def test_other_methods_are_refused(loopback: Loopback, port: int) -> None:
    assert ask(port, PATH, method="DELETE")[0] == 501


@pytest.mark.parametrize("number", [1, 3 * MOST_CONNECTIONS])
def test_connections_that_say_nothing_block_nobody(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor, number: int
) -> None:
    with ExitStack() as silent:
        for _ in range(number):
            silent.enter_context(socket.create_connection((HOST, port), 5))
        assert finish(loopback, browsers.submit(come_back, port, **RIGHT))[0] == 200
        for _ in range(100):
            names = [thread.name for thread in threading.enumerate()]
            if sum("process_request" in name for name in names) <= MOST_CONNECTIONS:
                break
            threading.Event().wait(0.05)
        else:
            pytest.fail("more connections than are allowed stay open")


def test_a_silent_connection_ends_where_a_read_outlasts_the_hanging_up(
    loopback: Loopback, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.cloud.callback_server._hang_up", lambda _: None)  # Windows
    with ExitStack() as silent:
        links = [socket.create_connection((HOST, port), 5) for _ in range(MOST_CONNECTIONS + 1)]
        for link in links:
            silent.enter_context(link)
        links[0].settimeout(5)
        assert links[0].recv(1) == b""
        links[1].settimeout(0.3)
        with pytest.raises(TimeoutError):
            links[1].recv(1)


def test_nothing_is_left_open_at_the_end(port: int) -> None:
    with ExitStack() as silent:
        with listen([port]):
            links = [socket.create_connection((HOST, port), 5) for _ in range(3)]
            for link in links:
                silent.enter_context(link)
            threading.Event().wait(0.1)
        for link in links:
            link.settimeout(2)
            with suppress(ConnectionResetError):
                assert link.recv(1) == b""


def test_a_request_that_drips_is_given_up(
    loopback: Loopback, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.cloud.callback_server.READ_SECONDS", 0.3)
    begun = time.perf_counter()
    with socket.create_connection((HOST, port), 5) as link, suppress(OSError):
        while time.perf_counter() - begun < 5:
            link.sendall(b"G")
            link.settimeout(0.02)
            with suppress(TimeoutError):
                if link.recv(1) == b"":
                    break
    assert time.perf_counter() - begun < 3


@pytest.mark.parametrize(
    "head",
    [
        b"\x16\x03\x01 hello\r\n\r\n",
        b"POST /signin-callback HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /signin-callback HTTP/1.1\r\nContent-Length: \xc2\xb2\r\n\r\n",
        b"POST /signin-callback HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nstate=x",
        b"GET //[ HTTP/1.1\r\n\r\n",
    ],
)
def test_rubbish_does_not_end_the_wait(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor, head: bytes
) -> None:
    with socket.create_connection((HOST, port), 5) as link:
        link.sendall(head)
        assert finish(loopback, browsers.submit(come_back, port, **RIGHT))[0] == 200


@pytest.mark.parametrize("length", ["-5", "\xb2", "abc", "1e3", "99999999999", ""])
def test_a_length_that_is_no_length_is_not_waited_for(
    loopback: Loopback, port: int, length: str
) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nContent-Length: {length}\r\n\r\n"
    with socket.create_connection((HOST, port), 5) as link:
        link.sendall(head.encode("latin-1"))
        assert link.recv(12) == b"HTTP/1.0 400"


def test_a_page_shows_its_words_as_they_are() -> None:
    page = _html(Page(200, "<b>Signed in</b>", "<img src=x> & more"))
    assert "&lt;b&gt;Signed in&lt;/b&gt;" in page
    assert "&lt;img src=x&gt; &amp; more" in page


def test_a_reason_is_shown_as_plain_text(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor
) -> None:
    told = "<script>alert('x')</script>&" + "y" * 5000
    browser = browsers.submit(come_back, port, **RIGHT)
    status, page, headers = finish(loopback, browser, SignInFailed(told))
    assert status == 200
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert len(page) < 3000
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_it_is_told_when_the_browser_comes_too_late(loopback: Loopback) -> None:
    begun = time.perf_counter()
    with pytest.raises(SignInFailed, match="in time"):
        loopback.wait(NEVER, 0.2)
    assert time.perf_counter() - begun < 2


def test_cancelling_ends_the_wait_and_frees_the_port_at_once(port: int) -> None:
    cancelled = threading.Event()
    threading.Timer(0.05, cancelled.set).start()
    begun = time.perf_counter()
    with pytest.raises(SignInFailed, match="cancelled"), listen([port]) as loopback:
        loopback.wait(cancelled, 60)
    assert time.perf_counter() - begun < 1
    with socket.create_server((HOST, port)):
        pass


def test_a_second_sign_in_has_the_same_port(port: int, browsers: ThreadPoolExecutor) -> None:
    for _ in range(3):
        with listen([port]) as loopback:
            loopback.expect(STATE)
            finish(loopback, browsers.submit(come_back, port, **RIGHT))


def test_a_port_in_use_makes_way_for_the_next(port: int) -> None:
    with (
        socket.create_server((HOST, 0)) as taken,
        listen([taken.getsockname()[1], port]) as loopback,
    ):
        assert f":{port}/" in loopback.redirect_uri


def test_no_free_port_is_told_by_number() -> None:
    with socket.create_server((HOST, 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(SignInFailed, match=str(number)), listen([number]):
            pass


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [(errno.EACCES, "Permission denied"), (errno.EADDRNOTAVAIL, "Cannot assign")],
)
def test_a_port_that_cannot_be_had_is_not_called_taken(
    monkeypatch: pytest.MonkeyPatch, wrong: int, reason: str
) -> None:
    def bind(self: socketserver.TCPServer) -> None:
        raise OSError(wrong, reason)  # os.strerror lacks some of them on Windows

    monkeypatch.setattr(socketserver.TCPServer, "server_bind", bind)
    with pytest.raises(SignInFailed, match=reason) as caught, listen([4711]):
        pass
    assert "4711" in caught.value.message
    assert "in use" not in caught.value.message


@pytest.mark.parametrize("wrong", [errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPERM])
def test_without_the_second_kind_of_address_it_works(
    port: int, browsers: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch, wrong: int
) -> None:
    bind = socketserver.TCPServer.server_bind

    def bind_first_kind(self: socketserver.TCPServer) -> None:
        if self.address_family == socket.AF_INET6:
            raise OSError(wrong, os.strerror(wrong))
        bind(self)

    monkeypatch.setattr(socketserver.TCPServer, "server_bind", bind_first_kind)
    with listen([port]) as loopback:
        loopback.expect(STATE)
        assert finish(loopback, browsers.submit(come_back, port, **RIGHT))[0] == 200


def test_on_windows_the_port_is_had_alone(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    monkeypatch.setattr(
        "ccwatch.cloud.callback_server.socket.socket.setsockopt",
        lambda self, level, option, value: asked.append(option),
    )
    with listen([port]):
        assert -5 in asked


def test_nothing_is_printed_or_logged(
    loopback: Loopback,
    port: int,
    browsers: ThreadPoolExecutor,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    finish(loopback, browsers.submit(come_back, port, **RIGHT))
    ask(port, f"/?{urlencode(RIGHT)}")
    assert "marked-secret" not in "".join(capfd.readouterr())
    assert "marked-secret" not in caplog.text


def has_second_address() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            return probe.connect_ex(("::1", 9)) != errno.EADDRNOTAVAIL
    except OSError:  # a kernel without IPv6
        return False


second_address = pytest.mark.skipif(
    not has_second_address(), reason="this machine has no IPv6 address ::1"
)


@second_address
def test_both_addresses_of_this_computer_answer(
    loopback: Loopback, port: int, browsers: ThreadPoolExecutor
) -> None:
    browser = browsers.submit(ask, port, f"{PATH}?{urlencode(RIGHT)}", host="::1")
    assert finish(loopback, browser)[0] == 200


@second_address
def test_a_program_on_the_other_address_cannot_catch_the_answer(port: int) -> None:
    other = free_port()
    with socket.socket(socket.AF_INET6) as program:
        program.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        program.bind(("::1", port))
        program.listen()
        with listen([port, other]) as listener:
            assert f":{other}/" in listener.redirect_uri
    with listen([port]) as listener:
        assert f":{port}/" in listener.redirect_uri
