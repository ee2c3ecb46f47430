import gzip
import logging
import socket
import ssl
import sys
import threading
import time
import traceback
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ccwatch import __version__
from ccwatch.cloud.client import HttpClient
from ccwatch.core.errors import (
    BadReply,
    JobMissing,
    RateLimited,
    Refused,
    ServerFault,
    ServiceError,
    SettingRefused,
    SignInNeeded,
    Unauthorised,
    Unreachable,
    WrongAddress,
)
from ccwatch.core.job import Details, JobId, Phase, Progress, Service
from ccwatch.core.my_jobs import FIRST_PAGE
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.family import CHAIN
from tests.cloud.servers import (
    PROGRESS,
    Answer,
    Asked,
    Raw,
    Script,
    Spy,
    drip,
    free_port,
    head,
    hear,
    raw_server,
    say,
    spy_server,
)

LARGEST_BODY, LARGEST_JOB = 1 << 20, 4 << 20
TOKEN = "marked-secret-5d1e"
JOB = JobId("5b3f0c1e-7a42-4d86-9c1b-20e6a1f4d701")
CALIBRATION = JobId(CHAIN[1][0])
SEEN = Progress(56, "Active", "Reconstruction")


@contextmanager
def asking(url: str, deadline_seconds: float = 5.0) -> Iterator[HttpClient]:
    client = HttpClient(url, lambda: TOKEN, read_seconds=5.0, deadline_seconds=deadline_seconds)
    try:
        yield client
    finally:
        client.close()


def progress_of(url: str, deadline_seconds: float = 5.0) -> Progress:
    with asking(url, deadline_seconds) as client:
        return client.progress(Service.MODELING, JOB)


def fault_with(*scripts: Script, deadline_seconds: float = 5.0) -> tuple[ServiceError, Raw]:
    """Return the error that a raw server causes, and the server."""
    with raw_server(*scripts) as raw, pytest.raises(ServiceError) as caught:
        progress_of(raw.url, deadline_seconds)
    return caught.value, raw


@pytest.mark.parametrize("service", list(Service))
def test_every_service_is_asked_at_its_own_path_with_its_own_version(
    spy: Spy, service: Service
) -> None:
    with asking(spy.url) as client:
        assert client.progress(service, JobId("abc")) == SEEN
    (asked,) = spy.asked
    assert asked.path == f"/{service.value}/jobs/abc/progress"
    version = 2 if service.name.endswith("_2") else 1
    assert asked.headers["accept"] == f"application/vnd.bentley.itwin-platform.v{version}+json"


def test_token_and_version_are_sent(spy: Spy) -> None:
    progress_of(spy.url)
    assert spy.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert spy.asked[0].headers["user-agent"] == f"ccwatch/{__version__}"


def test_an_id_is_quoted_whole(spy: Spy) -> None:
    with asking(spy.url) as client:
        client.progress(Service.MODELING, JobId("../a b?c#d/é"))
    assert spy.asked[0].path == "/contextcapture/jobs/..%2Fa%20b%3Fc%23d%2F%C3%A9/progress"


def test_an_address_with_a_path_keeps_it(spy: Spy) -> None:
    progress_of(spy.url + "/gateway/")
    assert spy.asked[0].path == f"/gateway/contextcapture/jobs/{JOB}/progress"


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("401", Unauthorised),
        ("401-bare", Unauthorised),
        ("429", RateLimited),
        ("500", ServerFault),
        ("502", ServerFault),
        ("503", ServerFault),
        ("504", ServerFault),
        ("lost", JobMissing),
        ("html", BadReply),
        ("not_json", BadReply),
        ("403", Refused),
        ("404", BadReply),
        ("wrong_address", WrongAddress),
        ("types", BadReply),
        ("nulls", BadReply),
        ("empty", BadReply),
        ("deep", BadReply),
        ("encoding", BadReply),
        ("charset", BadReply),
        ("redirect", BadReply),
        ("endless", BadReply),
        ("drop", Unreachable),
        ("truncated", Unreachable),
    ],
)
def test_each_fault_is_its_own_error_after_one_request(
    stand_in: StandIn, kind: str, error: type[ServiceError]
) -> None:
    stand_in.faults.add(kind)
    with pytest.raises(ServiceError) as caught:
        progress_of(stand_in.url)
    assert type(caught.value) is error
    assert len(stand_in.requests) == 1


def test_a_limit_says_how_long_and_for_whom(stand_in: StandIn) -> None:
    stand_in.faults.add("429", retry_after=30)
    with pytest.raises(RateLimited) as caught:
        progress_of(stand_in.url)
    assert caught.value.retry_after == 30
    assert "tier: Community" in caught.value.limits


def test_a_limit_sent_twice_over_is_one() -> None:
    sent = [("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")] * 2
    script = reply_of(429, [*sent, ("Date", "Sun, 06 Nov 1994 08:49:07 GMT")])
    with raw_server(script) as server, pytest.raises(RateLimited) as caught:
        progress_of(server.url)
    assert caught.value.retry_after == 30


def test_a_date_in_a_reply_without_one_is_judged_by_the_clock() -> None:
    sent = [("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")]
    with raw_server(reply_of(429, sent)) as server:
        client = HttpClient(server.url, lambda: TOKEN, now=lambda: 784111777.0 - 20)
        with closing(client), pytest.raises(RateLimited) as caught:
            client.progress(Service.MODELING, JOB)
    assert caught.value.retry_after == 20


def reply_of(status: int, headers: list[tuple[str, str]]) -> Script:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return say(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n{lines}\r\n".encode())


def test_details_tell_why_a_job_failed(stand_in: StandIn) -> None:
    with asking(stand_in.url) as client:
        assert client.details(Service.MODELING, JOB).name == "Harbour bridge, west span"
        details = client.details(Service.MODELING_2, CALIBRATION)
        assert details.name == "Reservoir north shore, Calibration"
        assert [each.format for each in details.outputs] == ["scene"]


def test_messages_that_are_not_to_be_had_leave_the_details(stand_in: StandIn) -> None:
    stand_in.faults.add("500", path="/messages")
    with asking(stand_in.url) as client:
        details = client.details(Service.MODELING_2, CALIBRATION)
    assert details.name == "Reservoir north shore, Calibration"
    assert details.errors == ()


@pytest.mark.parametrize(
    ("fault", "kind"), [("429", RateLimited), ("drop", Unreachable), ("401", Unauthorised)]
)
def test_messages_that_a_passing_fault_withholds_are_worth_another_try(
    stand_in: StandIn, fault: str, kind: type[ServiceError]
) -> None:
    stand_in.faults.add(fault, count=None, path="/messages")
    with asking(stand_in.url) as client:
        with pytest.raises(kind):
            client.details(Service.MODELING_2, CALIBRATION)
        stand_in.faults.clear()
        assert client.details(Service.MODELING_2, CALIBRATION).name is not None


def test_a_waiting_job_is_not_asked_for_messages(spy: Spy) -> None:
    spy.reply = lambda _: Answer(
        body=b'{"job": {"state": "Active", "executionInfo":'
        b' {"createdDateTime": "2026-03-01T00:00:00Z"}}}'
    )
    assert job_of(spy.url, Service.MODELING_2).phase is Phase.QUEUED
    assert [asked.path for asked in spy.asked] == [f"/reality-modeling/jobs/{JOB}"]


def test_my_jobs_that_go_on_elsewhere_are_refused_there(spy: Spy) -> None:
    with spy_server() as other:
        for link in (f"{other.url}/x", other.url.removeprefix("http:"), "https://127.0.0.1/x"):
            with asking(spy.url) as client, pytest.raises(BadReply, match="another host"):
                client.jobs_page(Service.MODELING, link)
        assert other.asked == spy.asked == []


def test_without_the_list_the_address_is_wrong(spy: Spy) -> None:
    body = b'{"error": {"code": "ResourceNotFound", "message": "Not available."}}'
    spy.reply = lambda _: Answer(404, body)
    with asking(spy.url) as client, pytest.raises(WrongAddress):
        client.jobs_page(Service.MODELING, FIRST_PAGE)


def test_a_redirect_is_not_followed(spy: Spy) -> None:
    with spy_server() as other:
        spy.reply = lambda _: Answer(302, b"", {"Location": other.url})
        with pytest.raises(BadReply, match="redirect"):
            progress_of(spy.url)
        assert other.asked == []


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(drip(b"HTTP/1.1 200 OK\r\nX: ", b"x"), id="a header"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", 0.05), id="many headers"),
        pytest.param(drip(b"", b""), id="nothing"),
        pytest.param(drip(head(length=10_000), b" "), id="a body of known length"),
        pytest.param(drip(head(), b" "), id="a body without a length"),
        pytest.param(drip(head("Transfer-Encoding: chunked"), b"1\r\n \r\n"), id="chunks"),
        pytest.param(drip(head("Transfer-Encoding: chunked"), b"0"), id="a chunk's length"),
        pytest.param(
            drip(head("Content-Encoding: gzip") + gzip.compress(b"")[:10], b"\x00\x00\x00\xff\xff"),
            id="gzip of nothing",
        ),
    ],
)
def test_a_drip_fed_reply_ends_at_the_deadline(script: Script) -> None:
    begun = time.perf_counter()
    error, raw = fault_with(script, deadline_seconds=0.5)
    assert isinstance(error, Unreachable)
    assert "in time" in error.message
    assert 0.4 < time.perf_counter() - begun < 2.0
    assert raw.connections == 1


def test_the_deadline_is_anew_for_each_call() -> None:
    slow = drip(b"", b"")
    answers = say(head(length=len(PROGRESS)) + PROGRESS)
    with raw_server(slow, answers) as raw, asking(raw.url, 0.3) as client:
        with pytest.raises(Unreachable):
            client.progress(Service.MODELING, JOB)
        assert client.progress(Service.MODELING, JOB) == SEEN


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(drip(head(), b" " * 65536, 0.001), id="without a length"),
        pytest.param(
            drip(head("Transfer-Encoding: chunked"), b"10000\r\n" + b" " * 65536 + b"\r\n", 0.001),
            id="in chunks",
        ),
    ],
)
def test_an_endless_reply_ends_at_its_bound(script: Script) -> None:
    error, _ = fault_with(script)
    assert isinstance(error, BadReply)
    assert "too long" in error.message


def job_of(url: str, service: Service = Service.MODELING, seconds: float = 5.0) -> Details:
    with asking(url, seconds) as client:
        return client.details(service, JOB)


def long_job(size: int, state: str = "failed") -> bytes:
    """Return a job with one error and warnings, of that size in bytes."""
    begin = (
        f'{{"job": {{"id": "{JOB}", "state": "{state}", "executionInformation": '
        '{"errors": [{"code": "E1", "message": "No overlap."}], "warnings": ['
    )
    row = '{"code": "W1", "title": "Left out", "message": "An image was left out."}'
    count = (size - len(begin)) // (len(row) + 2)
    return (begin + ", ".join([row] * count) + "]}}}").encode()


@pytest.mark.parametrize("megabytes", [0.01, 2, 3.9, 6, 30])
def test_a_job_tells_its_end_however_many_warnings_it_has(spy: Spy, megabytes: float) -> None:
    spy.reply = lambda _: Answer(body=long_job(int(megabytes * (1 << 20))))
    details = job_of(spy.url)
    assert (details.state, details.errors[0].message) == ("failed", "No overlap.")
    assert len(details.warnings) <= 200


def test_a_job_that_is_too_long_and_tells_no_end_is_named(spy: Spy) -> None:
    spy.reply = lambda _: Answer(body=long_job(6 << 20, "active"))
    with pytest.raises(BadReply, match="too long"):
        job_of(spy.url)


def test_the_messages_of_a_job_are_read_as_far_as_they_go(spy: Spy) -> None:
    row = b'{"code": "E1", "message": "No overlap."}'
    messages = b'{"messages": {"errors": [%s], "warnings": [' % row + b", ".join([row] * 200_000)
    job = b'{"job": {"id": "j", "state": "Failed"}}'
    spy.reply = lambda asked: Answer(body=messages if "messages" in asked.path else job)
    details = job_of(spy.url, Service.MODELING_2)
    assert details.errors[0].message == "No overlap."


def test_an_endless_job_costs_a_bounded_memory() -> None:
    script = drip(head() + long_job(1 << 16)[:-4], b", {}" * 16384, 0.0005)
    tracemalloc.start()
    try:
        with raw_server(script) as raw:
            assert job_of(raw.url).state == "failed"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 * LARGEST_JOB


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(say(head(length=10**7) + long_job(50_000)), id="cut"),
        pytest.param(
            say(head("Transfer-Encoding: chunked") + b"c350\r\n" + long_job(60_000)[:50_000]),
            id="cut in chunks",
        ),
        pytest.param(drip(head(length=10**7) + long_job(50_000)[:-9], b" "), id="drip-fed"),
    ],
)
def test_a_job_that_breaks_off_tells_its_end(script: Script) -> None:
    with raw_server(script) as raw:
        assert job_of(raw.url, seconds=0.5).state == "failed"


@pytest.mark.parametrize(
    ("start", "error"),
    [
        (b'{"job": {"id": "j", "name": "Bridge", "state": "active", "type": "Fu', BadReply),
        (b'{"job": {"id"', BadReply),
        (b"", Unreachable),
    ],
)
def test_a_job_that_breaks_off_before_its_end_is_a_reply_that_cannot_be_read(
    start: bytes, error: type[ServiceError]
) -> None:
    with raw_server(say(head(length=10**6) + start)) as raw, pytest.raises(ServiceError) as caught:
        job_of(raw.url)
    assert type(caught.value) is error
    assert caught.value.message in (
        "The reply was cut off.",
        "The connection was lost.",
    )


def test_the_bound_itself_is_let_through(spy: Spy) -> None:
    spy.reply = lambda _: Answer(body=PROGRESS.ljust(LARGEST_BODY))
    assert progress_of(spy.url) == SEEN
    spy.reply = lambda _: Answer(body=PROGRESS.ljust(LARGEST_BODY + 1))
    with pytest.raises(BadReply, match="too long"):
        progress_of(spy.url)
    spy.reply = lambda _: Answer(body=b'{"jobs": []}'.ljust(LARGEST_BODY + 1))
    with asking(spy.url) as client, pytest.raises(BadReply, match="too long"):
        client.jobs_page(Service.MODELING, FIRST_PAGE)
    job = b'{"job": {"id": "j", "state": "active"}}'
    spy.reply = lambda _: Answer(body=job.ljust(LARGEST_JOB))
    assert job_of(spy.url).state == "active"
    spy.reply = lambda _: Answer(body=job.ljust(LARGEST_JOB + 1))
    with pytest.raises(BadReply, match="too long"):
        job_of(spy.url)


def test_a_gzip_bomb_is_not_unpacked(spy: Spy) -> None:
    bomb = gzip.compress(b" " * (64 << 20))
    spy.reply = lambda _: Answer(body=bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        with pytest.raises(BadReply, match="too long"):
            progress_of(spy.url)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * LARGEST_BODY


def test_a_packed_reply_is_read(spy: Spy) -> None:
    spy.reply = lambda _: Answer(body=gzip.compress(PROGRESS), headers={"Content-Encoding": "gzip"})
    assert progress_of(spy.url) == SEEN


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        pytest.param(b"", Unreachable, id="dropped"),
        pytest.param(b"HTTP/1.1 200", BadReply, id="cut in the status"),
        pytest.param(head(length=500) + PROGRESS, Unreachable, id="cut in the body"),
        pytest.param(
            head("Transfer-Encoding: chunked") + b"5\r\nab", Unreachable, id="cut in a chunk"
        ),
        pytest.param(
            head("Transfer-Encoding: chunked") + b"zz\r\nab\r\n", Unreachable, id="no chunk"
        ),
        pytest.param(b"\x00\xff\x16\x03 what\r\n\r\n", Unreachable, id="garbage"),
        pytest.param(b"220 mail.example ESMTP\r\n", Unreachable, id="another protocol"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000, Unreachable, id="long header"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", Unreachable, id="many headers"
        ),
        pytest.param(
            head("Content-Encoding: gzip", length=4) + b"abcd", BadReply, id="not gzip at all"
        ),
        pytest.param(head(length=0), BadReply, id="empty"),
    ],
)
def test_a_broken_reply_is_an_error_after_one_connection(
    reply: bytes, error: type[ServiceError]
) -> None:
    found, raw = fault_with(say(reply))
    assert type(found) is error
    assert raw.connections == 1


def kept_then_closed(link: socket.socket, stopping: threading.Event) -> None:
    """Answer the first request, disconnect on the second."""
    hear(link)
    link.sendall(head(length=len(PROGRESS)) + PROGRESS)
    hear(link)


def test_a_kept_connection_that_was_closed_is_tried_once_more() -> None:
    answers = say(head(length=len(PROGRESS)) + PROGRESS)
    with raw_server(kept_then_closed, answers) as raw, asking(raw.url) as client:
        assert client.progress(Service.MODELING, JOB) == SEEN
        assert client.progress(Service.MODELING, JOB) == SEEN
        assert raw.connections == 2


def test_no_more_than_once() -> None:
    with raw_server(kept_then_closed, say(b"")) as raw, asking(raw.url) as client:
        client.progress(Service.MODELING, JOB)
        with pytest.raises(Unreachable):
            client.progress(Service.MODELING, JOB)
        assert raw.connections == 2


def test_an_untrusted_certificate_is_named(
    certificates: tuple[ssl.SSLContext, Path],
) -> None:
    with spy_server(certificates[0]) as server:
        with pytest.raises(Unreachable, match="certificate is not trusted"):
            progress_of(server.url)
        assert server.asked == []


def test_the_bundle_that_requests_carries_is_not_trusted(
    certificates: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificates[1]))
    monkeypatch.setattr("certifi.where", lambda: str(certificates[1]))
    with spy_server(certificates[0]) as server:
        with pytest.raises(Unreachable, match="certificate is not trusted"):
            progress_of(server.url)
        assert server.asked == []


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux keeps the system's certificates in a file"
)
def test_a_certificate_is_trusted_by_the_systems_store(
    certificates: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = ssl.DefaultVerifyPaths("", "", "", "", "", "")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    monkeypatch.setattr("truststore._openssl._CA_FILE_CANDIDATES", [str(certificates[1])])
    with spy_server(certificates[0]) as server:
        assert progress_of(server.url) == SEEN


def test_a_certificate_for_another_host_is_named(
    certificates: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates[1]))
    with spy_server(certificates[0]) as server:
        with pytest.raises(Unreachable, match="certificate is not trusted"):
            progress_of(server.url.replace("127.0.0.1", "localhost"))
        assert server.asked == []


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_certificate_is_trusted_by_the_environment(
    certificates: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, str(certificates[1]))
    with spy_server(certificates[0]) as server:
        assert progress_of(server.url) == SEEN


def test_a_service_without_tls_is_named() -> None:
    def plain(link: socket.socket, stopping: threading.Event) -> None:
        link.recv(4096)
        link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with raw_server(plain) as raw, pytest.raises(Unreachable, match="TLS"):
        progress_of(raw.url.replace("http:", "https:"))


@pytest.mark.parametrize(
    "reply", [b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", b"", b"rubbish\r\n\r\n"]
)
def test_a_proxy_that_refuses_is_named(monkeypatch: pytest.MonkeyPatch, reply: bytes) -> None:
    with raw_server(say(reply)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(Unreachable) as caught:
            progress_of("https://service.invalid")
        assert proxy.connections == 1
    assert "proxy" in caught.value.message
    assert "HTTPS_PROXY" in str(caught.value)
    assert ("a user name and password" in caught.value.message) is (b"407" in reply)


def test_the_proxy_of_the_settings_is_asked_but_that_of_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with raw_server(say(b"rubbish\r\n\r\n")) as proxy:
        client = HttpClient("https://service.invalid", lambda: TOKEN, proxy=proxy.url)
        with closing(client), pytest.raises(Unreachable, match="proxy"):
            client.progress(Service.MODELING, JOB)
        assert proxy.connections == 1
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
        client = HttpClient("https://service.invalid", lambda: TOKEN, proxy=proxy.url)
        with closing(client), pytest.raises(Unreachable, match="proxy"):
            client.progress(Service.MODELING, JOB)
        assert proxy.connections == 1


@pytest.mark.parametrize("hosts", ["service.invalid", ".invalid", "*"])
def test_a_host_in_no_proxy_takes_none(monkeypatch: pytest.MonkeyPatch, hosts: str) -> None:
    monkeypatch.setenv("NO_PROXY", hosts)
    with raw_server(say(b"rubbish\r\n\r\n")) as proxy:
        client = HttpClient("https://service.invalid", lambda: TOKEN, proxy=proxy.url)
        with closing(client), pytest.raises(Unreachable):
            client.progress(Service.MODELING, JOB)
        assert proxy.connections == 0


def test_a_proxy_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unreachable, match="proxy"):
        progress_of("https://service.invalid")


def test_a_proxy_that_drips_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = time.perf_counter()
    with raw_server(drip(b"HTTP/1.1 200 OK\r\nX: ", b"x")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(Unreachable):
            progress_of("https://service.invalid", 0.5)
    assert time.perf_counter() - begun < 2.0


def test_loopback_takes_no_proxy(spy: Spy, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(variable, f"http://127.0.0.1:{free_port()}")
    assert progress_of(spy.url) == SEEN


def test_a_login_from_netrc_is_never_sent(
    spy: Spy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    progress_of(spy.url)
    assert spy.asked[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_a_name_that_is_not_known_is_said() -> None:
    with pytest.raises(Unreachable, match="name could not be found"):
        progress_of("https://service.invalid")


def test_a_refused_connection_is_said() -> None:
    with pytest.raises(Unreachable, match="refused the connection"):
        progress_of(f"http://127.0.0.1:{free_port()}")


@pytest.mark.parametrize(
    "address", ["http://api.example", "http://10.0.0.1", "ftp://127.0.0.1", "", "api.example"]
)
def test_only_https_or_loopback_is_asked(address: str) -> None:
    with pytest.raises(SettingRefused):
        HttpClient(address, lambda: TOKEN)


def test_without_a_sign_in_no_request_goes_out(stand_in: StandIn) -> None:
    def nobody() -> str:
        raise SignInNeeded("You are not signed in.")

    client = HttpClient(stand_in.url, nobody)
    for ask in (client.progress, client.details):
        with pytest.raises(SignInNeeded):
            ask(Service.MODELING, JOB)
    with pytest.raises(SignInNeeded):
        client.jobs_page(Service.MODELING, FIRST_PAGE)
    client.close()
    assert stand_in.requests == ()


def test_the_token_is_in_no_error_and_no_log(
    stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    with asking(stand_in.url) as client:
        for kind in ("401", "429", "500", "drop", "truncated", "endless", "redirect", "html"):
            stand_in.faults.add(kind, count=2 if kind == "drop" else 1)
            with pytest.raises(ServiceError) as caught:
                client.progress(Service.MODELING, JOB)
            told += [repr(caught.value), *traceback.format_exception(caught.value)]
        told.append(repr(client))
    assert TOKEN not in "".join(told) + caplog.text


@pytest.mark.parametrize("token", ["line\nbreak-marked", "é-marked\u2028"])
def test_a_token_that_cannot_be_sent_is_not_told(spy: Spy, token: str) -> None:
    client = HttpClient(spy.url, lambda: token)
    with pytest.raises(ServiceError) as caught:
        client.progress(Service.MODELING, JOB)
    client.close()
    assert "marked" not in "".join(traceback.format_exception(caught.value))
    assert "cannot be sent" in caught.value.message
    assert spy.asked == []


def test_eight_at_once_each_get_their_own_answer(spy: Spy) -> None:
    def reply(asked: Asked) -> Answer:
        number = asked.path.split("/")[3]
        return Answer(body=b'{"jobProgress": {"percentage": %d}}' % int(number))

    spy.reply = reply
    with asking(spy.url) as client, ThreadPoolExecutor(8) as pool:
        found = pool.map(
            lambda number: client.progress(Service.MODELING, JobId(str(number))).percentage,
            range(80),
        )
        assert list(found) == list(range(80))


def test_a_refusal_tells_the_services_words(spy: Spy) -> None:
    body = b'{"error": {"code": "InsufficientPermissions", "message": "Not yours."}}'
    spy.reply = lambda _: Answer(403, body)
    with pytest.raises(Refused, match="Not yours"):
        progress_of(spy.url)
