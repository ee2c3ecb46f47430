"""A cancellation is one request: as documented, sent once, and by one function alone."""

import ast
import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

import jsonschema
import pytest

from ccwatch.clock import Clock, SystemClock
from ccwatch.cloud.account import TokenAccount
from ccwatch.cloud.async_client import AsyncClient
from ccwatch.cloud.client import HttpClient
from ccwatch.cloud.services import SERVICES
from ccwatch.core.budget import Budget
from ccwatch.core.errors import (
    BadReply,
    JobMissing,
    OutcomeUnknown,
    RateLimited,
    Refused,
    ServiceError,
    SignInNeeded,
    Unauthorised,
    Unreachable,
    WrongAddress,
)
from ccwatch.core.job import JobId, Service
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.family import CHAIN
from ccwatch.stand_in.samples import SAMPLES
from ccwatch.system.workers import Workers
from ccwatch.watching.request_line import USER_PATIENCE, Line
from ccwatch.watching.watcher import Watcher
from tests.cloud.servers import Answer, Script, Spy, drip, free_port, head, hear, raw_server, say
from tests.cloud.test_http_fetch import trees
from tests.definitions.schemas import (
    ANALYSIS_2,
    CONVERSION,
    MODELING,
    Operation,
    definition,
    needs_definitions,
    resolved,
    schema_of,
    statuses,
)
from tests.virtual_time import VirtualClock, run_virtual

JOB = JobId("5b3f0c1e-7a42-4d86-9c1b-20e6a1f4d701")
V1 = (Service.MODELING, Service.ANALYSIS, Service.CONVERSION)
V2 = (Service.MODELING_2, Service.ANALYSIS_2, Service.CONVERSION_2)
Cancel = Callable[[Service], None]


@contextmanager
def cancelling(url: str, **given: Any) -> Iterator[Cancel]:
    client = HttpClient(url, lambda: "token", read_seconds=5.0, **given)
    with closing(client):
        yield lambda service: client.cancel(service, JOB)


def cancel_at(url: str, service: Service = Service.MODELING, **given: Any) -> None:
    with cancelling(url, **given) as cancel:
        cancel(service)


def error_body(code: str, message: str, why: str = "") -> bytes:
    error: dict[str, Any] = {"code": code, "message": message}
    if why:
        error["details"] = [{"code": "InvalidChange", "message": why, "target": ""}]
    return json.dumps({"error": error}).encode()


@pytest.mark.parametrize("service", V1)
def test_version_1_is_asked_to_change_the_state(spy: Spy, service: Service) -> None:
    cancel_at(spy.url, service)
    (asked,) = spy.asked
    assert (asked.method, asked.path) == ("PATCH", f"/{service.value}/jobs/{JOB}")
    assert json.loads(asked.body) == {"state": "cancelled"}
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["accept"] == "application/vnd.bentley.itwin-platform.v1+json"
    assert asked.headers["authorization"] == "Bearer token"


@pytest.mark.parametrize("service", V2)
def test_version_2_is_asked_to_delete_the_job(spy: Spy, service: Service) -> None:
    cancel_at(spy.url, service)
    (asked,) = spy.asked
    assert (asked.method, asked.path, asked.body) == (
        "DELETE",
        f"/{service.value}/jobs/{JOB}",
        b"",
    )
    assert asked.headers["accept"] == "application/vnd.bentley.itwin-platform.v2+json"


def test_version_1_is_never_asked_to_delete() -> None:
    """There, that deletes a job that was prepared and not submitted yet."""
    methods = {service: SERVICES[service].cancel.method for service in Service}
    assert {it for it, method in methods.items() if method == "DELETE"} == set(V2)
    assert {it for it, method in methods.items() if method == "PATCH"} == set(V1)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b'{"job": {"id": "x", "state": "TerminatingOnCancel"}}'),
        Answer(200, b""),
        Answer(200, b"{"),
        Answer(200, b"null"),
        Answer(200, b'{"job": "' + b"x" * (5 << 20) + b'"}'),
        Answer(202, b""),
        Answer(204, b""),
        Answer(200, b"OK", {"Content-Type": "text/plain"}),
    ],
    ids=lambda answer: f"{answer.status} {answer.body[:20]!r}",
)
def test_a_success_counts_whatever_its_body_is(spy: Spy, answer: Answer) -> None:
    spy.reply = lambda _: answer
    cancel_at(spy.url)
    assert len(spy.asked) == 1


REASON = "The job is about to complete. It is saving the data."


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (Answer(401, error_body("HeaderNotFound", "Access denied.")), Unauthorised, "denied"),
        (Answer(403, error_body("Forbidden", "Not yours.")), Refused, "Not yours."),
        (Answer(404, error_body("JobNotFound", "No such job.")), JobMissing, "No such job."),
        (Answer(404, error_body("ResourceNotFound", "No.")), WrongAddress, "No."),
        (Answer(409, error_body("Conflict", "Being changed.")), Refused, "Being changed."),
        (Answer(422, error_body("InvalidRequest", "Invalid.", REASON)), Refused, REASON),
        (Answer(429, b"", {"Retry-After": "30"}), RateLimited, "wait"),
        # What does not have the service's form was refused as well, by whatever is in between.
        (Answer(403, b"<html>Blocked</html>"), BadReply, "403"),
        (Answer(422, b""), BadReply, "422"),
        (Answer(302, b"", {"Location": "/elsewhere"}), BadReply, "redirect"),
    ],
    ids=lambda it: str(getattr(it, "status", "")),
)
def test_a_refusal_is_told_with_its_reason(
    spy: Spy, answer: Answer, error: type[ServiceError], said: str
) -> None:
    spy.reply = lambda _: answer
    with pytest.raises(error, match=said) as caught:
        cancel_at(spy.url, Service.ANALYSIS_2)
    assert type(caught.value) is error
    assert len(spy.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, error_body("InternalServerError", "Oops.")),
        Answer(502, b"<html>Bad gateway</html>"),
        Answer(503, b"", {"Retry-After": "5"}),
        Answer(504, b""),
        Answer(200, b"<html>Sign in to this network</html>", {"Content-Type": "text/html"}),
    ],
    ids=lambda answer: str(answer.status),
)
@pytest.mark.parametrize("service", [Service.MODELING, Service.MODELING_2])
def test_a_reply_that_does_not_say_leaves_it_unknown(
    spy: Spy, service: Service, answer: Answer
) -> None:
    spy.reply = lambda _: answer
    with pytest.raises(OutcomeUnknown):
        cancel_at(spy.url, service)
    assert len(spy.asked) == 1


def silent(link: socket.socket, stopping: threading.Event) -> None:
    stopping.wait(5)


@pytest.mark.parametrize("service", [Service.MODELING, Service.MODELING_2])
@pytest.mark.parametrize(
    "script",
    [
        silent,
        say(b""),
        say(b"HTTP/1.1 2"),
        say(b"nonsense\r\n\r\n"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        drip(head("Transfer-Encoding: chunked"), b""),
    ],
    ids=["silence", "hangs up", "half a line", "nonsense", "dripping head", "no body"],
)
def test_what_breaks_after_the_request_is_never_sent_again(
    script: Script, service: Service
) -> None:
    with raw_server(script) as raw, pytest.raises(OutcomeUnknown):
        cancel_at(raw.url, service, deadline_seconds=0.3)
    assert raw.connections == 1


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:{port}", "https://127.0.0.1:{port}"], ids=["http", "https"]
)
def test_without_a_connection_it_is_known_that_nothing_was_sent(url: str) -> None:
    with pytest.raises(Unreachable):
        cancel_at(url.format(port=free_port()))


def test_a_handshake_that_fails_sends_nothing() -> None:
    with raw_server(say(b"nonsense\r\n\r\n")) as raw, pytest.raises(Unreachable):
        cancel_at(raw.url.replace("http:", "https:"))


def test_a_certificate_that_is_not_trusted_sends_nothing(certificates: Any) -> None:
    from tests.cloud.servers import spy_server

    with spy_server(certificates[0]) as spy, pytest.raises(Unreachable, match="certificate"):
        cancel_at(spy.url)
    assert spy.asked == []


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "HTTPS_PROXY"])
def test_a_variable_that_is_wrong_sends_nothing(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    value = "/nowhere/at/all.pem" if variable != "HTTPS_PROXY" else "http://[broken"
    monkeypatch.setenv(variable, value)
    with pytest.raises(Unreachable):
        cancel_at("https://localhost:9")


def test_without_a_token_nothing_is_sent(spy: Spy) -> None:
    def nobody() -> str:
        raise SignInNeeded("You are not signed in.")

    with closing(HttpClient(spy.url, nobody)) as client, pytest.raises(SignInNeeded):
        client.cancel(Service.MODELING, JOB)
    assert spy.asked == []


def test_a_kept_connection_that_was_closed_is_not_used() -> None:
    """On it urllib3 could not tell a request that never arrived from one that was carried out."""

    def one_reply(link: socket.socket, stopping: threading.Event) -> None:
        say(head(length=0))(link, stopping)
        hear(link)

    with raw_server(one_reply) as raw, cancelling(raw.url) as cancel:
        for _ in range(3):
            cancel(Service.MODELING_2)
    assert raw.connections == 3


@pytest.mark.parametrize("service", [Service.MODELING, Service.MODELING_2])
def test_the_stand_in_cancels_and_says_why_not(service: Service) -> None:
    now = [1_790_000_000.0]
    running = StandIn(lambda: now[0])
    running.start()
    job = JobId(SAMPLES[0].id if service is Service.MODELING else CHAIN[1][0])
    try:
        with closing(HttpClient(running.url, lambda: "demo")) as client:
            client.cancel(service, job)
            now[0] += 60
            assert client.details(service, job).state in ("cancelled", "Cancelled")
            with pytest.raises(Refused, match=r"The job (is cancelled|has ended)\."):
                client.cancel(service, job)
            with pytest.raises(JobMissing):
                client.cancel(service, JobId("unknown"))
    finally:
        running.stop()


class Counted:
    """An account whose token is refused until it was renewed."""

    def __init__(self) -> None:
        self.renewals = 0

    def renew(self) -> None:
        self.renewals += 1


def line_of(client: AsyncClient, clock: Clock, budget: Budget) -> Line:
    return Watcher(client, clock, lambda _: None, budget).line


def cancel_through(spy: Spy, account: Counted, budget: Budget) -> None:
    with closing(HttpClient(spy.url, lambda: "t")) as http:
        client = AsyncClient(http, account.renew, _Inline())
        line = line_of(client, SystemClock(), budget)
        cancel = partial(client.cancel, Service.MODELING, JOB)
        asyncio.run(line.request(cancel, line.renewal.count, USER_PATIENCE))


def test_a_refused_token_is_renewed_once_and_each_request_counts(spy: Spy) -> None:
    account, budget = Counted(), Budget()
    spy.reply = lambda _: Answer(401 if len(spy.asked) == 1 else 200, b"")
    cancel_through(spy, account, budget)
    assert (account.renewals, len(spy.asked)) == (1, 2)
    spy.reply = lambda _: Answer(401, b"")
    with pytest.raises(Unauthorised):
        cancel_through(spy, account, budget)
    assert (account.renewals, len(spy.asked)) == (2, 4)
    assert budget.used_this_hour(1.0) == 4


@pytest.mark.parametrize("status", [403, 404, 408, 409, 422, 429, 500, 503, 504])
def test_no_other_reply_is_followed_by_a_second_request(spy: Spy, status: int) -> None:
    account = Counted()
    spy.reply = lambda _: Answer(status, b"", {"Retry-After": "0"})
    with pytest.raises(ServiceError):
        cancel_through(spy, account, Budget())
    assert (account.renewals, len(spy.asked)) == (0, 1)


def test_it_waits_for_the_budget_and_is_not_sent_where_that_takes_long(spy: Spy) -> None:
    budget, account = Budget(per_minute=1, per_hour=2), TokenAccount("token")

    async def cancel_three() -> None:
        clock = VirtualClock()
        with closing(HttpClient(spy.url, account.access_token)) as http:
            client = AsyncClient(http, account.renew, _Inline())
            line = line_of(client, clock, budget)
            cancel = partial(client.cancel, Service.MODELING, JOB)
            await line.request(cancel, 0, USER_PATIENCE)
            before = clock.steady()
            await line.request(cancel, 0, USER_PATIENCE)
            assert clock.steady() - before > 50
            with pytest.raises(ServiceError, match="hourly request limit") as caught:
                await line.request(cancel, 0, USER_PATIENCE)
            assert (caught.value.retry_after or 0) > 3000

    run_virtual(cancel_three())
    assert len(spy.asked) == 2


class _Inline(Workers):
    async def run(self, call: Any, *args: Any, **kwargs: Any) -> Any:
        return call(*args, **kwargs)


def test_nothing_else_sends_a_request_that_changes_something() -> None:
    """By name: the method is written in one table, and `HttpClient.cancel` alone uses it."""
    changing = {"PATCH", "DELETE", "PUT"}
    named, cancels = set(), set()
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in changing:
                named.add(path.partition("/")[0] if path.startswith("stand_in/") else path)
            if isinstance(node, ast.Attribute) and node.attr == "cancel":
                cancels.add((path, ast.unparse(node)))
    assert named == {"cloud/services.py", "stand_in"}
    assert {it for it in cancels if "row" in it[1] or "client" in it[1]} == {
        ("cloud/client.py", "row.cancel"),
        ("cloud/async_client.py", "self._client.cancel"),
        ("intents/cancelling.py", "self._client.cancel"),
        ("commands/cancel_job.py", "self._client.cancel"),
    }


def test_every_other_request_names_a_method_that_changes_no_job() -> None:
    """GET, and the forms of the sign-in."""
    found = set()
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "fetch":
                found.add((path, ast.unparse(node.args[1])))
    assert ("cloud/client.py", "row.cancel.method") in found
    assert {method for _, method in found - {("cloud/client.py", "row.cancel.method")}} <= {
        "'GET'",
        "'POST'",
        "method",
    }


@needs_definitions
@pytest.mark.parametrize(
    ("service", "file"),
    [
        (Service.MODELING, MODELING),
        (Service.CONVERSION, CONVERSION),
        (Service.ANALYSIS_2, ANALYSIS_2),
    ],
)
def test_the_request_is_as_the_definitions_say(service: Service, file: str) -> None:
    """One writes the state in upper case, the vendor's clients in lower case: either is read."""
    method, body = SERVICES[service].cancel
    operation = definition(file)["paths"]["/jobs/{id}"][method.lower()]
    assert ("requestBody" in operation) == (body is not None)
    if body:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        states = resolved(file, schema)["properties"]["state"]["enum"]
        assert body == {"state": "cancelled"}
        assert "cancelled" in {state.lower() for state in states}
    accept = definition(file)["components"]["schemas"]["AcceptHeader"]
    assert accept.get("type") == "string"


@needs_definitions
@pytest.mark.parametrize("file", [MODELING, CONVERSION, ANALYSIS_2])
def test_every_documented_reply_is_understood(spy: Spy, file: str) -> None:
    service = {
        MODELING: Service.MODELING,
        CONVERSION: Service.CONVERSION,
        ANALYSIS_2: Service.ANALYSIS_2,
    }[file]
    operation = Operation(file, "/jobs/{id}", SERVICES[service].cancel.method.lower())
    expected = {401: Unauthorised, 404: JobMissing, 422: Refused, 429: RateLimited}
    assert set(statuses(operation)) == {200, *expected}
    responses = definition(file)["paths"]["/jobs/{id}"][operation.method]["responses"]
    for status, response in responses.items():
        content = response["content"]["application/json"]
        examples = [content["example"]] if "example" in content else []
        examples += [it["value"] for it in content.get("examples", {}).values()]
        assert examples
        for example in examples:
            schema = {
                **schema_of(operation, int(status)),
                "components": definition(file)["components"],
            }
            if int(status) != 200:
                jsonschema.Draft202012Validator(schema).validate(example)
            answer = Answer(int(status), json.dumps(example).encode())
            spy.reply = lambda _, it=answer: it  # type: ignore[misc]
            if int(status) == 200:
                cancel_at(spy.url, service)
            else:
                said = example["error"].get("details", [example["error"]])[-1]["message"]
                wanted: type[ServiceError] = expected[int(status)]
                with pytest.raises(wanted) as caught:
                    cancel_at(spy.url, service)
                assert said in caught.value.message
