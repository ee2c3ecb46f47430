import errno
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from ccwatch.cloud.loopback import PATH, Loopback, listening
from ccwatch.core.errors import SignInFailed
from tests.cloud.servers import HOST, free_port

STATE = "the-state"
RIGHT = {"state": STATE, "code": "marked-secret"}
NEVER = threading.Event()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def loopback(port: int) -> Iterator[Loopback]:
    with listening([port]) as listener:
        listener.expect(STATE)
        yield listener


def ask(
    port: int, path: str, form: str | None = None, method: str | None = None
) -> tuple[int, str, dict[str, str]]:
    """Return status, page and headers that a browser gets."""
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request(method or ("GET" if form is None else "POST"), path, form)
        reply = connection.getresponse()
        headers = {name.lower(): value for name, value in reply.getheaders()}
        return reply.status, reply.read().decode(), headers
    finally:
        connection.close()


def come_back(port: int, **fields: str) -> tuple[int, str, dict[str, str]]:
    return ask(port, f"{PATH}?{urlencode(fields)}")


def test_the_answer_by_address_is_taken(loopback: Loopback, port: int) -> None:
    status, page, headers = come_back(port, **RIGHT)
    assert loopback.wait(NEVER, 5) == RIGHT
    assert (status, "You are signed in" in page) == (200, True)
    assert "marked-secret" not in page
    assert headers["cache-control"] == "no-store"


def test_the_answer_by_form_is_taken(loopback: Loopback, port: int) -> None:
    status, _, _ = ask(port, PATH, urlencode(RIGHT))
    assert (status, loopback.wait(NEVER, 5)) == (200, RIGHT)


def test_the_address_to_register_has_port_and_path(loopback: Loopback, port: int) -> None:
    assert loopback.redirect_uri == f"http://localhost:{port}/signin-callback"


def test_it_listens_on_this_computer_only(loopback: Loopback, port: int) -> None:
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    for address in others - {"127.0.0.1", "::1"}:
        if not str(address).startswith("127."):
            with pytest.raises(OSError):  # noqa: PT011
                socket.create_connection((str(address), port), 1).close()


@pytest.mark.parametrize(
    "fields", [{"code": "a"}, {"state": "", "code": "a"}, {"state": "other", "code": "a"}]
)
def test_another_state_is_refused_and_the_wait_goes_on(
    loopback: Loopback, port: int, fields: dict[str, str]
) -> None:
    assert come_back(port, **fields)[0] == 400
    assert come_back(port, **RIGHT)[0] == 200
    assert loopback.wait(NEVER, 5) == RIGHT


def test_before_a_state_is_expected_nothing_is_taken(port: int) -> None:
    with listening([port]) as loopback:
        assert come_back(port, state="", code="a")[0] == 400
        with pytest.raises(SignInFailed):
            loopback.wait(NEVER, 0.1)


def test_the_first_answer_counts(loopback: Loopback, port: int) -> None:
    come_back(port, **RIGHT)
    come_back(port, state=STATE, code="second")
    assert loopback.wait(NEVER, 5) == RIGHT


@pytest.mark.parametrize("path", ["/", "/favicon.ico", f"{PATH}/x", f"/x{PATH}"])
def test_strays_are_told_so(loopback: Loopback, port: int, path: str) -> None:
    assert ask(port, f"{path}?{urlencode(RIGHT)}")[0] == 404
    with pytest.raises(SignInFailed):
        loopback.wait(NEVER, 0.1)


def test_other_methods_are_refused(loopback: Loopback, port: int) -> None:
    assert ask(port, PATH, method="DELETE")[0] == 501


def test_a_connection_that_says_nothing_blocks_nobody(loopback: Loopback, port: int) -> None:
    with socket.create_connection((HOST, port), 5):
        assert come_back(port, **RIGHT)[0] == 200
        assert loopback.wait(NEVER, 5) == RIGHT


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
def test_rubbish_does_not_end_the_wait(loopback: Loopback, port: int, head: bytes) -> None:
    with socket.create_connection((HOST, port), 5) as link:
        link.sendall(head)
        assert come_back(port, **RIGHT)[0] == 200
        assert loopback.wait(NEVER, 5) == RIGHT


def test_a_refusal_is_shown_as_plain_text(loopback: Loopback, port: int) -> None:
    told = "<script>alert('x')</script>&" + "y" * 5000
    status, page, headers = come_back(port, state=STATE, error="denied", error_description=told)
    assert status == 200
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert len(page) < 3000
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert loopback.wait(NEVER, 5)["error"] == "denied"


def test_it_is_told_when_the_browser_comes_too_late(loopback: Loopback) -> None:
    begun = time.perf_counter()
    with pytest.raises(SignInFailed, match="in time"):
        loopback.wait(NEVER, 0.2)
    assert time.perf_counter() - begun < 2


def test_cancelling_ends_the_wait_and_frees_the_port_at_once(port: int) -> None:
    cancelled = threading.Event()
    threading.Timer(0.05, cancelled.set).start()
    begun = time.perf_counter()
    with pytest.raises(SignInFailed, match="cancelled"), listening([port]) as loopback:
        loopback.wait(cancelled, 60)
    assert time.perf_counter() - begun < 1
    with socket.create_server((HOST, port)):
        pass


def test_a_second_sign_in_has_the_same_port(port: int) -> None:
    for _ in range(3):
        with listening([port]) as loopback:
            loopback.expect(STATE)
            come_back(port, **RIGHT)
            assert loopback.wait(NEVER, 5) == RIGHT


def test_a_port_in_use_makes_way_for_the_next(port: int) -> None:
    with (
        socket.create_server((HOST, 0)) as taken,
        listening([taken.getsockname()[1], port]) as loopback,
    ):
        assert f":{port}/" in loopback.redirect_uri


def test_no_free_port_is_told_by_number() -> None:
    with socket.create_server((HOST, 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(SignInFailed, match=str(number)), listening([number]):
            pass


def test_nothing_is_printed(
    loopback: Loopback, port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    come_back(port, **RIGHT)
    ask(port, f"/?{urlencode(RIGHT)}")
    assert "marked-secret" not in "".join(capfd.readouterr())


def has_second_address() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            return probe.connect_ex(("::1", 9)) != errno.EADDRNOTAVAIL
    except OSError:  # a kernel without IPv6
        return False


second_address = pytest.mark.skipif(not has_second_address(), reason="no ::1 on this machine")


@second_address
def test_both_addresses_of_this_computer_answer(loopback: Loopback, port: int) -> None:
    connection = HTTPConnection("::1", port, timeout=5)
    connection.request("GET", f"{PATH}?{urlencode(RIGHT)}")
    assert connection.getresponse().status == 200
    connection.close()
    assert loopback.wait(NEVER, 5) == RIGHT


@second_address
def test_a_program_on_the_other_address_cannot_catch_the_answer(port: int) -> None:
    other = free_port()
    with socket.socket(socket.AF_INET6) as program:
        program.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        program.bind(("::1", port))
        program.listen()
        with listening([port, other]) as listener:
            assert f":{other}/" in listener.redirect_uri
    with listening([port]) as listener:
        assert f":{port}/" in listener.redirect_uri
