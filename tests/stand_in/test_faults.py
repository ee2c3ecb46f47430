import json
import socket
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse, IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit

import pytest

from ccwatch.stand_in import StandIn
from ccwatch.stand_in.faults import KINDS
from ccwatch.stand_in.samples import SAMPLES

from .conftest import V1, Caller, HandClock

PATH = f"/contextcapture/jobs/{SAMPLES[0].id}/progress"
FAULTS = "/_stand-in/faults"


@pytest.mark.parametrize(
    ("kind", "options", "status", "body"),
    [
        ("401", {}, 401, b"HeaderNotFound"),
        ("401-bare", {}, 401, b'{"statusCode": 401, "message": "Invalid JWT."}'),
        ("429", {}, 429, b'"TooManyRequests"'),
        ("429", {"code": "RateLimitExceeded"}, 429, b'"RateLimitExceeded"'),
        ("500", {}, 500, b'"InternalServerError"'),
        ("502", {}, 502, b"<title>502 Bad Gateway</title>"),
        ("503", {}, 503, b'"ServiceUnavailable"'),
        ("504", {}, 504, b"<title>504 Gateway Timeout</title>"),
        ("html", {}, 200, b"<!DOCTYPE html>"),
        ("redirect", {}, 302, b""),
        ("not_json", {}, 200, b'{"jobProgress": {"percentage": 5'),
        ("nan", {}, 200, b'"percentage": NaN'),
        ("lost", {}, 404, b'"JobNotFound"'),
        ("403", {}, 403, b'"InsufficientPermissions"'),
        ("404", {}, 404, b"<title>404 Not Found</title>"),
        ("wrong_address", {}, 404, b'"ResourceNotFound"'),
        ("bare_job", {}, 200, b'"jobProgress"'),
        ("huge", {}, 200, b'"percentage": 1e999'),
        ("digits", {}, 200, b"9" * 10_000),
        ("types", {}, 200, b'"percentage": "56"'),
        ("nulls", {}, 200, b'"percentage": null'),
        ("empty", {}, 200, b""),
        ("deep", {}, 200, b"[" * 100_000),
        ("encoding", {}, 200, b'"percentage": 56'),
        ("charset", {}, 200, '"percentage": 56'.encode("utf-16-le")),
        ("hostile", {}, 200, b"<b>bold</b>"),
        ("slow", {"delay": 0.01}, 200, b'"jobProgress"'),
        ("drip", {"interval": 0.001}, 200, b'"jobProgress"'),
    ],
)
def test_a_fault_is_answered_once_and_then_the_truth(
    stand_in: StandIn,
    call: Caller,
    kind: str,
    options: dict[str, Any],
    status: int,
    body: bytes,
) -> None:
    stand_in.faults.add(kind, **options)
    answer = call("GET", PATH)
    assert answer.status == status
    assert body in answer.body
    assert call.get(PATH)["jobProgress"]["state"] == "Active"
    assert [request.status for request in stand_in.requests] == [status, 200]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "30"),
        ({"retry_after": 7}, "7"),
        ({"retry_after": "Tue, 24 Nov 2026 04:00:00 GMT"}, "Tue, 24 Nov 2026 04:00:00 GMT"),
        ({"retry_after": None}, None),
    ],
)
def test_being_limited_says_for_how_long_and_by_what(
    stand_in: StandIn, call: Caller, options: dict[str, Any], expected: str | None
) -> None:
    stand_in.faults.add("429", **options)
    headers = call("GET", PATH).headers
    assert headers.get("retry-after") == expected
    for name in ("tier", "api", "operation", "application"):
        assert f"itwinplatform-ratelimited-{name}" in headers


def test_a_redirect_goes_where_it_is_told(stand_in: StandIn, call: Caller) -> None:
    stand_in.faults.add("redirect")
    stand_in.faults.add("redirect", location="http://127.0.0.1:9/")
    assert call("GET", PATH).headers["location"] == "/_stand-in/elsewhere"
    assert call("GET", PATH).headers["location"] == "http://127.0.0.1:9/"


def test_drop_hangs_up_without_an_answer(stand_in: StandIn, call: Caller) -> None:
    stand_in.faults.add("drop")
    with pytest.raises(RemoteDisconnected):
        call("GET", PATH)
    assert stand_in.requests[-1].status == 0


def test_truncated_announces_more_than_it_sends(stand_in: StandIn, call: Caller) -> None:
    stand_in.faults.add("truncated")
    with pytest.raises(IncompleteRead) as caught:
        call("GET", PATH)
    assert b'"percentage"' in caught.value.partial


def test_endless_goes_on_until_the_caller_hangs_up(stand_in: StandIn) -> None:
    stand_in.faults.add("endless")
    with closing(_asked(stand_in)) as reply:
        assert len(reply.read(1_000_000)) == 1_000_000


def test_slow_makes_the_caller_wait(stand_in: StandIn, call: Caller) -> None:
    stand_in.faults.add("slow", delay=0.2)
    began = time.perf_counter()
    call.get(PATH)
    assert time.perf_counter() - began >= 0.2


@pytest.mark.parametrize(
    ("kind", "options"), [("slow", {"delay": 60}), ("drip", {"interval": 60}), ("endless", {})]
)
def test_stopping_does_not_wait_for_a_slow_answer(
    stand_in: StandIn, kind: str, options: dict[str, Any]
) -> None:
    stand_in.faults.add(kind, **options)
    parts = urlsplit(stand_in.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as caller:
        caller.sendall(
            f"GET {PATH} HTTP/1.1\r\nAuthorization: Bearer x\r\nAccept: {V1}\r\n\r\n".encode()
        )
        while not stand_in.requests and kind != "slow":
            time.sleep(0.001)
        began = time.perf_counter()
        stand_in.stop()
        assert time.perf_counter() - began < 1


def test_a_count_of_none_lasts_until_cleared(stand_in: StandIn, call: Caller) -> None:
    stand_in.faults.add("503", count=None)
    assert [call("GET", PATH).status for _ in range(3)] == [503] * 3
    stand_in.faults.clear()
    assert call("GET", PATH).status == 200


def test_faults_come_in_the_order_they_were_added(stand_in: StandIn, call: Caller) -> None:
    stand_in.faults.add("500", count=2)
    stand_in.faults.add("401")
    assert [call("GET", PATH).status for _ in range(4)] == [500, 500, 401, 200]


def test_a_fault_ends_when_its_time_by_the_clock_is_over(
    stand_in: StandIn, call: Caller, clock: HandClock
) -> None:
    stand_in.faults.add("500", count=None, duration=60)
    clock.now += 59
    assert call("GET", PATH).status == 500
    clock.now += 1
    assert call("GET", PATH).status == 200
    assert stand_in.faults.listed() == []


def test_a_fault_meets_only_the_paths_that_it_names(stand_in: StandIn, call: Caller) -> None:
    stand_in.faults.add("500", count=None, path="/progress")
    assert call("GET", PATH).status == 500
    assert call("GET", PATH.removesuffix("/progress")).status == 200


def test_faults_can_be_set_listed_and_cleared_over_http(call: Caller) -> None:
    asked = {"kind": "429", "count": 2, "path": "progress", "retry_after": 4}
    made = call("POST", FAULTS, asked, headers={})
    assert made.status == 201
    listed = call("GET", FAULTS, headers={}).json["faults"]
    assert listed == [{**asked, "until": None}]
    assert call("GET", PATH).headers["retry-after"] == "4"
    assert call("GET", FAULTS, headers={}).json["faults"][0]["count"] == 1
    assert call("DELETE", FAULTS, headers={}).status == 204
    assert call("GET", PATH).status == 200


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"kind": 5},
        {"kind": "unknown"},
        {"kind": "429", "colour": "red"},
        {"kind": "429", "count": "2"},
        {"kind": "429", "duration": "2"},
        {"kind": "slow", "delay": "2"},
        {"kind": "drip", "interval": -1},
        {"kind": "429", "path": None},
        {"kind": "429", "self": 1},
    ],
)
def test_a_fault_that_is_none_is_refused_over_http(call: Caller, body: object) -> None:
    assert call("POST", FAULTS, body, headers={}).status == 422
    assert call("GET", FAULTS, headers={}).json == {"faults": []}


def test_every_kind_is_tested_here(stand_in: StandIn) -> None:
    for kind in KINDS:
        stand_in.faults.add(kind, path="nothing")
    assert [fault["kind"] for fault in stand_in.faults.listed()] == list(KINDS)
    assert json.dumps(stand_in.faults.listed())


def _asked(stand_in: StandIn) -> HTTPResponse:
    connection = HTTPConnection(urlsplit(stand_in.url).netloc, timeout=5)
    connection.request("GET", PATH, headers={"Authorization": "Bearer x", "Accept": V1})
    return connection.getresponse()


def test_a_path_may_stand_for_the_end_of_the_target(stand_in: StandIn, call: Caller) -> None:
    stand_in.faults.add("500", None, path=f"/jobs/{SAMPLES[0].id}$")
    assert call("GET", PATH).status == 200
    assert call("GET", PATH.removesuffix("/progress")).status == 500
