"""External text never changes the host, the path's structure or the headers of a request."""

import json
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import requests
from pytestqt.qtbot import QtBot

from ccwatch.cloud.client import HttpClient
from ccwatch.cloud.links import resolve_link
from ccwatch.cloud.proxies import WrongProxy, read_proxy
from ccwatch.core.addresses import page_of_job
from ccwatch.core.errors import BadReply, ServiceError
from ccwatch.core.job import JobId, Service
from ccwatch.core.my_jobs import FIRST_PAGE
from ccwatch.core.settings import Settings, with_values
from ccwatch.ipc.client import try_ask
from ccwatch.ipc.messages import (
    JobChange,
    JobChanges,
    JobResult,
    Kind,
    Request,
    WantedJob,
    encode_request,
)
from ccwatch.stand_in import StandIn
from tests.exits.drivers import covers
from tests.hostile_texts import hostile_texts, sample, storable
from tests.ipc.test_server import Running
from tests.terminal.hostile import steering

HOME = "https://api.example.org/base"
HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")
# The characters that RFC 3986 allows from the path on.
ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%{}-]+")


class Wire:
    """Captures what a client would send, in its final form."""

    def __init__(self) -> None:
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        self.sent.append(request)
        raise requests.ConnectionError


def client(wire: Wire, token: str) -> HttpClient:
    made = HttpClient(HOME, lambda: token)
    made._session.send = wire.send  # type: ignore[method-assign]
    return made


@covers("cloud/http_fetch request")
def test_an_id_is_one_segment_of_the_path_and_the_host_stays() -> None:
    wire = Wire()
    with closing(client(wire, "token")) as asking:
        for text in hostile_texts():
            for ask in (asking.progress, asking.details):
                with suppress(ServiceError):
                    ask(Service.MODELING, JobId(text))
    assert len(wire.sent) == 2 * len(hostile_texts())
    for request, text in zip(wire.sent[::2], hostile_texts(), strict=True):
        link = urlsplit(str(request.url))
        assert (link.scheme, link.netloc) == ("https", "api.example.org")
        assert not link.query
        assert not link.fragment
        head, _, rest = link.path.partition("/contextcapture/jobs/")
        if text not in (".", "..", ""):
            assert head == "/base"
            job, _, last = rest.partition("/")
            assert last == "progress"
            assert unquote(job) == text.encode(errors="replace").decode()
        assert ADDRESS.fullmatch(link.path)


@covers("cloud/http_fetch request")
def test_a_token_is_one_header_or_nothing_is_sent() -> None:
    for text in hostile_texts():
        wire = Wire()
        with closing(client(wire, text)) as asking, suppress(ServiceError):
            asking.progress(Service.MODELING, JobId("a-1"))
        for request in wire.sent:
            assert set(request.headers) == {
                "User-Agent", "Accept-Encoding", "Accept", "Connection", "Authorization",
            }  # fmt: skip
            for name, value in request.headers.items():
                assert not set(f"{name}{value}") & set("\r\n")


@covers("cloud/http_fetch request")
def test_a_link_of_a_reply_leads_to_the_same_host_or_nowhere() -> None:
    wire, followed_ones = Wire(), 0
    with closing(client(wire, "token")) as asking:
        for text in hostile_texts():
            with suppress(ServiceError):
                asking.jobs_page(Service.MODELING, text or FIRST_PAGE)
            with suppress(BadReply):
                found = urlsplit(resolve_link(f"{HOME}/jobs", text))
                assert (found.scheme, found.netloc) == ("https", "api.example.org")
                followed_ones += 1
    assert followed_ones > 100
    assert {urlsplit(str(it.url)).netloc for it in wire.sent} == {"api.example.org"}


@covers("cloud/http_fetch request")
@pytest.mark.parametrize(
    "before", ["", "https://host.example", "https://host.example/", "https://"]
)
def test_an_address_of_a_setting_is_plain_or_refused(before: str) -> None:
    kept: set[str] = set()
    for text in hostile_texts():
        for name in ("api_url", "authority", "update_feed", "proxy"):
            settings, refused = with_values(Settings(), {name: before + text})
            value = getattr(settings, name)
            if refused or not value:
                continue
            link = urlsplit(value)
            assert link.scheme in ("https", "http")
            assert link.hostname
            assert HOST.fullmatch(link.hostname)
            assert "@" not in link.netloc
            assert ADDRESS.fullmatch(value)
            if before.endswith("example/"):
                assert link.netloc == "host.example"
            asked = requests.Request("GET", value).prepare().url
            assert urlsplit(str(asked)).netloc == link.netloc
            kept.add(value)
    assert kept


@covers("desktop/openers opening")
def test_a_page_of_a_job_is_on_the_host_of_its_setting() -> None:
    pages = ("https://host.example/jobs/{job}", "https://host.example/?job={job}&x=1#{job}")
    for text in hostile_texts():
        for page in pages:
            link = urlsplit(page_of_job(page, text))
            assert (link.scheme, link.netloc) == ("https", "host.example")
            assert ADDRESS.fullmatch(page_of_job(page, text))
            assert len(link.path.split("/")) == len(urlsplit(page).path.split("/"))
        settings, _ = with_values(Settings(), {"job_page": f"https://host.example/{{job}}{text}"})
        if settings.job_page:
            assert urlsplit(settings.job_page).netloc == "host.example"


@covers("cloud/http_fetch request")
@pytest.mark.parametrize("before", ["", "http://", "http://proxy.example:8080", "http://me:"])
def test_a_proxy_is_a_host_and_a_port_or_refused(before: str) -> None:
    said: set[str] = set()
    for text in hostile_texts():
        try:
            proxy = read_proxy(before + text, "HTTPS_PROXY")
        except WrongProxy as wrong:
            said.add(str(wrong.fault))
            continue
        if proxy is None:
            continue
        link = urlsplit(proxy.url)
        assert link.scheme in ("http", "https")
        assert link.hostname
        assert HOST.fullmatch(link.hostname)
        assert not link.path + link.query + link.fragment
        assert "@" not in proxy.shown
        assert not steering(proxy.shown)
    assert len(said) < 10  # no refusal quotes its input


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    running = StandIn(lambda: 0.0, samples=False)
    running.start()
    yield running
    running.stop()


@covers("stand_in/server listener")
def test_a_header_of_the_stand_in_is_one_line(stand_in: StandIn) -> None:
    link = urlsplit(stand_in.url)
    for text in sample(3):
        stand_in.faults.clear()
        stand_in.faults.add("redirect", count=1, location=text[:999])
        with socket.create_connection((str(link.hostname), link.port or 0), 5) as wire:
            wire.sendall(b"GET /x HTTP/1.0\r\nAuthorization: Bearer x\r\n\r\n")
            with wire.makefile("rb") as file:
                head = file.read().split(b"\r\n\r\n")
        assert len(head) == 2
        status, *headers = head[0].split(b"\r\n")
        assert status.startswith(b"HTTP/1.1 302 ")
        assert {line.partition(b":")[0] for line in headers} == {
            b"Server", b"Date", b"Location", b"Content-Length", b"Connection",
        } - ({b"Connection"} if b"Connection" not in head[0] else set())  # fmt: skip
        assert b"\n" not in head[0].replace(b"\r\n", b"")


@covers("ipc/client wire", "ipc/windows_pipe wire", "ipc/server wire")
@pytest.mark.skipif(sys.platform == "win32", reason="a pipe there, not a socket")
def test_a_message_between_two_starts_is_one_line(qtbot: QtBot, tmp_path: Path) -> None:
    running = Running(qtbot, tmp_path)
    request = Request(Kind.ADD, (WantedJob("a-1"),))
    for text in map(storable, hostile_texts()[::20]):
        reply = JobChanges((JobChange(text[:2000], text[:2000], JobResult.WATCHING),))
        running.channel._answer = lambda _, reply=reply: reply  # type: ignore[misc]
        assert running.hand_over(request) == reply
        answer = running.send(encode_request(request))
        assert answer.count(b"\n") == 1
        assert answer.isascii()
        hostile = json.dumps({"version": 2, "do": text[:2000]}).encode() + b"\n"
        assert json.loads(running.send(hostile))["reply"] == "refused"
    running.channel.close()
    assert try_ask(running.paths, Request(Kind.STATUS)) is None
