"""Replies: what is read from the documented ones, and that no other one breaks anything."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ccwatch.core.durations import span
from ccwatch.core.errors import (
    BadReply,
    JobMissing,
    RateLimited,
    Refused,
    ServerFault,
    ServiceError,
    Unauthorised,
    WrongAddress,
)
from ccwatch.core.job import Details, Output, Phase, Progress, Remark
from ccwatch.core.job_words import percent
from ccwatch.core.reply import Reply
from ccwatch.core.reply_errors import fault
from ccwatch.core.service_replies import (
    ListedPage,
    parse_job,
    parse_jobs,
    parse_messages,
    parse_progress,
)

PARSERS = (parse_progress, parse_job, parse_jobs, parse_messages)


def reply(document: Any, status: int = 200, **headers: str) -> Reply:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Reply(status, {key.replace("_", "-"): value for key, value in headers.items()}, body)


@pytest.mark.parametrize("key", ["jobProgress", "progress"])
@pytest.mark.parametrize(
    ("told", "progress"),
    [
        (
            {"percentage": 56, "state": "Active", "step": "Reconstruction"},
            Progress(56, "Active", "Reconstruction"),
        ),
        ({"percentage": 56.25, "state": "Active"}, Progress(56.25, "Active")),
        ({"percentage": 0, "state": "Queued", "step": ""}, Progress(0, "Queued")),
        ({"percentage": -1, "state": "Active", "step": None}, Progress(-1, "Active")),
        ({"percentage": "56", "state": "Active"}, Progress(None, "Active")),
        ({"percentage": True, "state": 5, "step": "A"}, Progress(None, None, "A")),
        ({"percentage": 10**400, "state": "Active"}, Progress(None, "Active")),
        ({"percentage": 1e300, "state": "Active"}, Progress(None, "Active")),
        ({"state": "Active", "step": [1], "percentage": {}}, Progress(None, "Active")),
        ({"percentage": 5, "state": "a\ud800b"}, Progress(5, "a?b")),
        ({"percentage": 5, "state": "s" * 10**6}, Progress(5, "s" * 2000)),
        ({"percentage": float("nan"), "state": "Over"}, Progress(None, "Over")),
        ({"percentage": float("-inf"), "state": "Over"}, Progress(None, "Over")),
    ],
)
def test_progress_is_read_under_either_key(
    key: str, told: dict[str, Any], progress: Progress
) -> None:
    assert parse_progress(reply({key: told, "more": [1]})) == progress


def test_an_empty_envelope_leaves_the_word_to_the_other() -> None:
    both = {"jobProgress": {}, "progress": {"percentage": 5}}
    assert parse_progress(reply(both)) == Progress(5)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"5",
        b'"progress"',
        b"{}",
        b"<html>Sign in to the network</html>",
        b'{"progress": null}',
        b'{"progress": [1]}',
        b'{"progress": {}}',
        b'{"progress": {"percentage": NaN}}',
        b'{"progress": {"percentage": -Infinity}}',
        b'{"progress": {"percentage": 5}',
        b'{"progress": {"percentage": 5}} {}',
        b"\xff\xfe{}",
        b'{"progress": {"percentage": ' + b"9" * 5000 + b"}}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_what_holds_no_progress_is_a_bad_reply(body: bytes) -> None:
    with pytest.raises(BadReply):
        parse_progress(Reply(200, {}, body))


@pytest.mark.parametrize(
    ("parser", "document", "message"),
    [
        (parse_progress, {}, "The reply contains no progress."),
        (parse_progress, [], "The reply does not have the expected form."),
        (parse_job, {}, "The reply contains no job."),
        (parse_jobs, {"jobs": {}}, "The reply contains no job list."),
        (parse_jobs, 5, "The reply does not have the expected form."),
    ],
)
def test_a_bad_reply_says_what_is_missing(
    parser: Callable[[Reply], object], document: Any, message: str
) -> None:
    with pytest.raises(BadReply) as raised:
        parser(reply(document))
    assert raised.value.message == message


@pytest.mark.parametrize(
    ("body", "progress"),
    [
        (b'{"percentage": 100, "state": "Over"}', Progress(100, "Over")),
        (b'{"percentage": 5, "state": "Active", "step": "A"}', Progress(5, "Active", "A")),
        (
            b'{"progress": {"percentage": %s, "state": "Over"}}' % (b"9" * 9999),
            Progress(None, "Over"),
        ),
        (b'{"progress": {"percentage": 5, "state": "a\xffb"}}', Progress(5, "a\ufffdb")),
    ],
)
def test_a_reply_about_progress_is_read_as_far_as_it_makes_sense(
    body: bytes, progress: Progress
) -> None:
    assert parse_progress(Reply(200, {}, body)) == progress


@pytest.mark.parametrize(
    "document", [{"percentage": 5}, {"state": "Active"}, {"percentage": "5", "state": "Active"}]
)
def test_without_its_envelope_only_a_whole_progress_is_one(document: Any) -> None:
    with pytest.raises(BadReply):
        parse_progress(reply(document))


def test_a_byte_order_mark_is_no_reason_to_refuse() -> None:
    body = b"\xef\xbb\xbf" + b'{"progress": {"percentage": 5}}'
    assert parse_progress(Reply(200, {}, body)) == Progress(5)


ERROR = {"error": {"code": "JobNotFound", "message": "Requested job is not available."}}
WRONG = {
    "error": {
        "code": "ResourceNotFound",
        "message": "No such resource.",
        "details": [{"code": "OperationNotFound", "message": "No such operation.", "target": None}],
    }
}


@pytest.mark.parametrize(
    ("status", "document", "kind", "message"),
    [
        (
            401,
            {"error": {"code": "HeaderNotFound", "message": "No header."}},
            Unauthorised,
            "No header.",
        ),
        (401, {"statusCode": 401, "message": "Invalid JWT."}, Unauthorised, "Invalid JWT."),
        (401, b"", Unauthorised, "The service did not accept the sign-in."),
        (404, ERROR, JobMissing, "Requested job is not available."),
        (
            404,
            {"error": {"code": "ProgressNotFound", "message": None}},
            JobMissing,
            "Requested job is not available.",
        ),
        (404, {"error": None}, BadReply, "The reply (404) did not come from the service."),
        (404, b"not json", BadReply, "The reply (404) did not come from the service."),
        (404, WRONG, WrongAddress, "No such resource. No such operation."),
        (
            404,
            {"error": {"code": "ResourceNotFound"}},
            WrongAddress,
            "The service does not know this URL.",
        ),
        (429, {"error": {"code": "TooManyRequests", "message": "Slow."}}, RateLimited, "Slow."),
        (
            429,
            {"error": {"code": "RateLimitExceeded"}},
            RateLimited,
            "The service asked ccwatch to wait.",
        ),
        (403, {"error": {"message": "Forbidden."}}, Refused, "Forbidden."),
        (
            422,
            {"error": {"code": "InvalidContextCaptureRequest"}},
            Refused,
            "The service answered 422.",
        ),
        (500, {"error": "text"}, ServerFault, "The service answered 500."),
        (500, {"code": "C", "message": "Out of order."}, ServerFault, "Out of order."),
        (503, b"<html>", ServerFault, "The service answered 503."),
        (300, b"", BadReply, "The service answered with a redirect (300)."),
        (302, b"", BadReply, "The service answered with a redirect (302)."),
        (199, b"", Refused, "The service answered 199."),
    ],
)
def test_a_refusal_becomes_its_error_with_what_the_service_said(
    status: int, document: Any, kind: type[ServiceError], message: str
) -> None:
    for parser in PARSERS:
        expected = Refused if kind is JobMissing and parser is parse_jobs else kind
        with pytest.raises(expected) as raised:
            parser(reply(document, status))
        assert type(raised.value) is expected
        if expected is not kind:
            continue
        assert raised.value.message == message


@pytest.mark.parametrize("status", [403, 429, 500, 502, 503, 504])
def test_any_refusal_may_say_how_long_to_wait(status: int) -> None:
    for text, seconds in (("120.5", 120.5), ("soon", None)):
        error = fault(reply(b"", status, retry_after=text))
        assert error is not None
        assert error.retry_after == seconds
    own = {"itwinplatform-ratelimit-retry-after-seconds": "40"}
    error = fault(Reply(status, own))
    assert error is not None
    assert error.retry_after == 40


def test_a_date_to_wait_for_is_judged_by_the_replys_date_or_by_when_it_came() -> None:
    headers = {"retry-after": "Thu, 01 Jan 1970 00:02:00 GMT"}
    error = fault(Reply(429, headers, at=80.0))
    assert error is not None
    assert error.retry_after == 40
    error = fault(Reply(429, headers | {"date": "Thu, 01 Jan 1970 00:01:00 GMT"}, at=80.0))
    assert error is not None
    assert error.retry_after == 60


PAGE = b"<!DOCTYPE html>\n<html><title>404 Not Found</title></html>"
OWN_404 = (
    {"error": {"code": "JobNotFound", "message": "Requested job is not available."}},
    {"error": {"code": "SomethingNew", "message": None, "target": None, "details": None}},
    {"error": {"code": None, "message": None}},
    {"statusCode": 404, "message": "Requested job is not available."},
)
FOREIGN: tuple[Any, ...] = (
    PAGE,
    b"",
    b"   ",
    b"404 page not found",
    b"\x00\x01",
    {},
    [],
    "not found",
    None,
    404,
    {"message": "no Route matched with those values"},
    {"detail": "Not Found"},
    {"error": "Not Found"},
    {"error": None},
    {"error": {}},
    {"error": []},
    {"error": {"code": 404, "message": "Not Found"}},
    {"error": {"code": "JobNotFound", "message": 404}},
    {"error": {"message": "Not Found"}},
    {"status": 404, "error": "Not Found", "message": "No message available", "path": "/x"},
    {"statusCode": 404, "message": "Cannot GET /x", "error": "Not Found"},
    {"statusCode": 404, "message": None},
    {"statusCode": 500, "message": "Oh."},
    {"code": "JobNotFound", "message": "Requested job is not available."},
    {"code": "ResourceNotFound", "message": "Requested resource is not available."},
    {"fault": {"faultstring": "Unable to identify proxy"}},
)


@pytest.mark.parametrize("document", OWN_404)
def test_a_404_in_the_services_own_form_is_its_word(document: Any) -> None:
    assert type(fault(reply(document, 404))) is JobMissing


@pytest.mark.parametrize("document", FOREIGN)
def test_any_other_404_is_a_fault_of_the_way(document: Any) -> None:
    error = fault(reply(document, 404))
    assert type(error) is BadReply
    assert error.code.startswith("HTTP 404")
    assert not error.for_good


@pytest.mark.parametrize("message", ["Resource not found", "Resource Not Found."])
def test_the_front_door_that_knows_no_such_path_means_the_address(message: str) -> None:
    """So Azure API Management answers for an operation that it does not have."""
    document = {"statusCode": 404, "message": message}
    assert type(fault(reply(document, 404))) is WrongAddress


@pytest.mark.parametrize("status", [400, 401, 402, 403, 405, 407, 410, 422, 451])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, {}),
        (b"\r\n <html>", {}),
        (b"<?xml version='1.0'?><Error/>", {"content_type": "application/xml"}),
        (b"Sign in", {"content_type": "text/html; charset=utf-8"}),
        (b"Sign in", {"content_type": " Application/XHTML+xml"}),
        (b"", {"content_type": "text/html"}),
    ],
)
def test_a_page_is_not_the_services_word_whatever_its_status(
    status: int, body: bytes, headers: dict[str, str]
) -> None:
    assert type(fault(reply(body, status, **headers))) is BadReply


@pytest.mark.parametrize(
    "document",
    [b"", b"Unauthorized", {}, [], {"error": "invalid_token"}, {"error": None}, {"message": "x"}],
)
def test_a_bare_401_is_still_the_services(document: Any) -> None:
    assert type(fault(reply(document, 401))) is Unauthorised


@pytest.mark.parametrize("document", [PAGE, b"", {"message": "Slow down."}])
def test_a_429_holds_whoever_says_it(document: Any) -> None:
    assert type(fault(reply(document, 429))) is RateLimited


@pytest.mark.parametrize(
    ("status", "headers", "for_good"),
    [
        (400, {}, True),
        (403, {}, True),
        (405, {}, True),
        (410, {}, True),
        (422, {}, True),
        (408, {}, False),
        (409, {}, False),
        (423, {}, False),
        (425, {}, False),
        (403, {"retry_after": "720"}, False),
    ],
)
def test_a_refusal_in_the_services_form_is_for_good_unless_it_passes(
    status: int, headers: dict[str, str], for_good: bool
) -> None:
    document = {"error": {"code": "InvalidContextCaptureRequest", "message": "No."}}
    error = fault(reply(document, status, **headers))
    assert isinstance(error, Refused)
    assert error.for_good is for_good
    foreign = fault(reply(b"", status, **headers))
    assert type(foreign) is BadReply
    assert not foreign.for_good


@pytest.mark.parametrize(
    ("details", "said"),
    [
        (
            [{"code": "C", "message": "The job is about to complete."}],
            " The job is about to complete.",
        ),
        ([{"message": "A."}, {"message": "B."}], " A. B."),
        ([{"message": "Cannot."}, {"message": None}, {"code": "C"}, None, 5, "text"], ""),
        ([{"message": "a\nb\u202e."}], " a b ."),
        ({"message": "A."}, ""),
        (None, ""),
        ([{"message": f"{n}."} for n in range(99)], " 0. 1. 2."),
    ],
)
def test_the_details_of_an_error_are_said_with_it(details: Any, said: str) -> None:
    document = {"error": {"code": "C", "message": "Cannot.", "details": details}}
    error = fault(reply(document, 422))
    assert error
    assert error.message == f"Cannot.{said}"


def test_the_details_of_an_error_are_bounded() -> None:
    details = [{"message": f"{n}{'x' * 10**4}"} for n in range(99)]
    error = fault(reply({"error": {"code": "C", "message": "Cannot.", "details": details}}, 422))
    assert error
    assert len(error.message) == 2000


def test_a_limit_carries_the_headers_that_tell_of_it() -> None:
    error = fault(
        reply(
            b"",
            429,
            retry_after="30",
            itwinplatform_ratelimited_tier="community",
            itwinplatform_ratelimited_api="x" * 500,
        )
    )
    assert isinstance(error, RateLimited)
    assert error.retry_after == 30
    assert error.limits == f"api: {'x' * 80}, tier: community"
    assert error.code == f"HTTP 429 (api: {'x' * 80}, tier: community)"
    assert fault(Reply(204)) is None


@pytest.mark.parametrize(
    ("status", "document", "code"),
    [
        (404, ERROR, "HTTP 404 JobNotFound"),
        (403, {"code": "Blocked", "message": "By the proxy."}, "HTTP 403 Blocked"),
        (503, b"<html>", "HTTP 503"),
        (302, b"", "HTTP 302"),
    ],
)
def test_an_error_keeps_the_code_that_it_came_with_for_diagnostics(
    status: int, document: Any, code: str
) -> None:
    error = fault(reply(document, status))
    assert error
    assert error.trouble.code == code


def test_a_code_that_is_no_word_is_one_short_line() -> None:
    error = fault(reply({"error": {"code": "a\nb\u202e" + "c" * 2000}}, 500))
    assert error
    assert error.code.startswith("HTTP 500 a b c")
    assert len(error.code) <= 300


V1_JOB = {
    "id": "8f6c",
    "name": "Bridge survey",
    "type": "Full",
    "state": "failed",
    "createdDateTime": "2020-09-14T14:29:55Z",
    "lastModifiedDateTime": "2020-09-14T14:29:55Z",
    "iTwinId": "7a-b",
    "location": "East US",
    "email": "a@example.org",
    "workspaceId": "w",
    "inputs": [{"id": "i", "description": "photos"}],
    "jobSettings": {
        "quality": "Extra",
        "outputs": [{"format": "OBJ", "id": "o"}, {"format": None}, "3MX", {"format": "3MX"}],
        "processingEngines": 5,
    },
    "estimatedCost": 14.5,
    "executionInformation": {
        "submittedDateTime": "2020-09-14T14:30:00.1234567+00:00",
        "startedDateTime": "2020-09-14T16:30:00+02:00",
        "endedDateTime": "2020-09-14T15:30:00",
        "estimatedUnits": 3,
        "errors": [
            {
                "code": "E1",
                "title": "No overlap",
                "message": "Image %1 has no overlap with %2.",
                "params": ["IMG_%2.jpg", "its neighbours"],
            }
        ],
        "warnings": [{"code": "W1", "title": "T", "message": None, "params": None}, "text", None],
    },
}


def test_a_job_of_the_first_version_is_read_whole() -> None:
    assert parse_job(reply({"job": V1_JOB})) == Details(
        id="8f6c",
        name="Bridge survey",
        type="Full",
        state="failed",
        created=1600093795.0,
        submitted=1600093800.123456,
        started=1600093800.0,
        ended=1600097400.0,
        quality="Extra",
        outputs=(Output("OBJ", "o"), Output("3MX"), Output("3MX")),
        engines=5,
        units=3,
        cost=14.5,
        itwin="7a-b",
        errors=(
            Remark("E1", "No overlap", "Image IMG_%2.jpg has no overlap with its neighbours."),
        ),
        warnings=(Remark("W1", "T", ""),),
        inputs=("i",),
        workspace="w",
    )


def test_a_job_of_the_second_version_is_read_whole() -> None:
    job = {
        "id": "8f6c",
        "type": "FillImageProperties",
        "iTwinId": "7a-b",
        "state": "TerminatingOnCancel",
        "userId": "u",
        "executionInfo": {
            "createdDateTime": "2026-03-01T00:00:00Z",
            "startedDateTime": "2026-03-01T00:01:00Z",
            "processingUnits": 0.5,
        },
        "specifications": {"outputs": []},
    }
    assert parse_job(reply({"job": job})) == Details(
        id="8f6c",
        type="FillImageProperties",
        state="TerminatingOnCancel",
        created=1772323200.0,
        submitted=1772323200.0,
        started=1772323260.0,
        units=0.5,
        itwin="7a-b",
    )


@pytest.mark.parametrize(
    ("job", "outputs"),
    [
        ({"specifications": {"outputs": {"scene": "o"}}}, (Output("scene", "o"),)),
        (
            {
                "specifications": {
                    "outputs": {
                        "modelingReference": {"location": "r"},
                        "exports": [{"location": "e", "format": "3MX"}, {"format": "LAS"}],
                        "objects2D": None,
                        "report": "bkt:report.json",
                    }
                }
            },
            (
                Output("modelingReference", "r"),
                Output("3MX", "e"),
                Output("LAS"),
                Output("report", "bkt:report.json"),
            ),
        ),
        (
            {"specifications": {"outputs": {"id": "a", "type": "b"}}},
            (Output("id", "a"), Output("type", "b")),
        ),
        (
            {"specifications": {"outputs": {"scenes": ["a", "b"]}}},
            (Output("scenes", "a"), Output("scenes", "b")),
        ),
        ({"specifications": {"outputs": {"objects2D": True, "n": 5}}}, ()),
        (
            {"outputs": [{"type": "OPC", "id": "o"}, {"type": "LAS", "id": None}]},
            (Output("OPC", "o"), Output("LAS")),
        ),
        ({"jobSettings": {"outputs": [{"id": "o"}, {}]}}, (Output(None, "o"),)),
        ({"jobSettings": {"outputs": []}, "outputs": ["OPC"]}, (Output("OPC"),)),
        ({"outputs": {"a": {"b": {"c": {"d": {"e": "too deep"}}}}}}, ()),
    ],
)
def test_outputs_are_read_in_each_services_form(job: Any, outputs: tuple[Output, ...]) -> None:
    assert parse_job(reply({"job": job})).outputs == outputs


@pytest.mark.parametrize(
    ("job", "members"),
    [
        ({"itwinId": "i"}, {"itwin": "i"}),
        ({"iTwinId": None, "itwinId": "i"}, {"itwin": "i"}),
        ({"ITWINID": "i", "State": "Active"}, {"itwin": "i", "state": "Active"}),
        (
            {"executionInformation": {"submissionDateTime": "2020-09-14T14:29:55Z"}},
            {"submitted": 1600093795.0},
        ),
        ({"costEstimation": {"estimatedCost": 0}}, {"cost": 0}),
        ({"options": {"processingEngines": 0}}, {"engines": 0}),
        (
            {"specifications": {"inputs": {"photos": "p", "model3D": None, "scenes": ["s"]}}},
            {"inputs": ("p", "s")},
        ),
        ({"inputs": [{"id": "i", "type": "LAS"}, {"type": "LAS"}]}, {"inputs": ("i",)}),
    ],
)
def test_members_are_read_under_each_of_their_names(job: Any, members: dict[str, Any]) -> None:
    found = parse_job(reply({"job": job}))
    assert {name: getattr(found, name) for name in members} == members


@pytest.mark.parametrize(
    ("job", "phase"),
    [
        (
            {"state": "Active", "executionInfo": {"createdDateTime": "2026-03-01T00:00:00Z"}},
            Phase.QUEUED,
        ),
        (
            {
                "state": "active",
                "executionInformation": {"submissionDateTime": "2026-03-01T00:00:00Z"},
            },
            Phase.QUEUED,
        ),
        ({"state": "active", "createdDateTime": "2026-03-01T00:00:00Z"}, Phase.QUEUED),
        (
            {"state": "Failed", "executionInfo": {"createdDateTime": "2026-03-01T00:00:00Z"}},
            Phase.FAILED,
        ),
        (
            {"state": "Active", "executionInfo": {"startedDateTime": "2026-03-01T00:00:00Z"}},
            Phase.ACTIVE,
        ),
        ({"state": "Active"}, Phase.ACTIVE),
    ],
)
def test_a_job_without_a_start_waits_although_it_is_active(job: Any, phase: Phase) -> None:
    assert parse_job(reply({"job": job})).phase is phase


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("iTwinNotFound", Refused),
        ("WorkspaceNotFound", Refused),
        ("DetectorNotFound", Refused),
        ("JobProgressNotFound", JobMissing),
        ("NotFound", JobMissing),
        ("jobnotfound", JobMissing),
    ],
)
def test_a_404_about_another_thing_is_not_a_missing_job(
    code: str, kind: type[ServiceError]
) -> None:
    document = {"error": {"code": code, "message": "Requested thing is not available."}}
    assert type(fault(reply(document, 404))) is kind
    with pytest.raises(Refused):
        parse_jobs(reply(document, 404))


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "0001-01-01T00:00:00Z",
        "1970-12-31T23:59:59Z",
        "3000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        5,
        None,
        "2020-13-01",
        "2020\ud800",
    ],
)
def test_a_date_that_was_never_set_is_unknown(date: Any) -> None:
    assert parse_job(reply({"job": {"createdDateTime": date}})).created is None


@pytest.mark.usefixtures("berlin")
def test_a_date_without_a_zone_is_utc_in_any_zone() -> None:
    job = parse_job(reply({"job": {"createdDateTime": "2020-09-14T15:30:00"}}))
    assert job.created == 1600097400.0


FAILED_JOB = (
    b'{"job": {"id": "8f6c", "name": "Bridge", "state": "failed", "executionInformation": '
    b'{"errors": [{"code": "E1", "message": "No overlap."}], "warnings": [{"code": "W1", "m'
)
WHY = (Remark("E1", "", "No overlap."),)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(FAILED_JOB, id="cut in a string"),
        pytest.param(FAILED_JOB + b"\\", id="cut in an escape"),
        pytest.param(FAILED_JOB + b'": 1', id="cut in a number"),
        pytest.param(FAILED_JOB + b'": "x", ', id="cut behind a comma"),
        pytest.param(FAILED_JOB + b'": "' + b"[{," * 1000, id="cut in a string of brackets"),
        pytest.param(FAILED_JOB + b'": "x"}]}}}}}}', id="a bracket too many"),
        pytest.param(FAILED_JOB + b'": "x"}]}}} trailing text', id="text behind it"),
        pytest.param(FAILED_JOB + b'": "x"}]}}}{"job": null}', id="a document behind it"),
        pytest.param(FAILED_JOB + b'": "x"}]}}}\x00\x00', id="zeros behind it"),
        pytest.param(FAILED_JOB + b'": "\xe9\xff"}]}}}', id="not UTF-8"),
        pytest.param(FAILED_JOB + b'": NaN}]}}}', id="NaN"),
        pytest.param(FAILED_JOB + b'": -Infinity}]}}}', id="an infinity"),
        pytest.param(FAILED_JOB + b'": 1e999}]}}}', id="a number out of range"),
        pytest.param(FAILED_JOB + b'": ' + b"9" * 5000 + b"}]}}}", id="5,000 digits"),
        pytest.param(b"\xef\xbb\xbf" + FAILED_JOB + b'": 1}]}}}', id="a byte-order mark"),
        pytest.param(FAILED_JOB[8:] + b'": 1}]}}', id="no envelope"),
    ],
)
def test_the_end_of_a_job_is_read_where_the_reply_is_not_sound(body: bytes) -> None:
    for broke in (None, BadReply("The reply was cut off.")):
        details = parse_job(Reply(200, {}, body, broke=broke))
        assert (details.state, details.errors) == ("failed", WHY)


@pytest.mark.parametrize(
    "body",
    [
        b'{"job": {"id": "8f6c", "state": "active", "name": "Br',
        b'{"job": {"id": "8f6c", "sta',
        b'{"job": {"id": "8f6c", "state": "fail',
        b'{"job"',
        b"",
        b"]",
        b"<html>{",
    ],
)
def test_a_broken_reply_that_tells_no_end_is_no_answer(body: bytes) -> None:
    with pytest.raises(BadReply, match=r"not JSON|holds no job"):
        parse_job(Reply(200, {}, body))
    with pytest.raises(BadReply, match="too long"):
        parse_job(Reply(200, {}, body, broke=BadReply("The reply is too long.")))


@pytest.mark.parametrize(
    "job",
    [
        {"id": "8f6c", "state": "failed"},
        {"state": "failed", "executionInformation": {}},
        {"state": "failed", "executionInfo": {"endedDateTime": "2026-03-01T00:00:00Z"}},
    ],
)
def test_a_job_without_its_envelope_is_a_job(job: Any) -> None:
    assert parse_job(reply(job)).state == "failed"


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"state": "failed"},
        {"id": "8f6c"},
        {"percentage": 5, "state": "Over"},
        {"error": {"code": "C"}},
        {"id": "8f6c", "state": 5},
        {"id": "", "state": "failed", "executionInformation": []},
        [{"id": "8f6c", "state": "failed"}],
    ],
)
def test_what_may_be_something_else_is_no_job(document: Any) -> None:
    with pytest.raises(BadReply):
        parse_job(reply(document))


@pytest.mark.parametrize(
    "piece", [b"[", b'{"a":', b"[]", b",", b'"', b"\\", b'"a",', b"]", b"{}", b"\xff", b'\\"']
)
def test_a_long_reply_that_is_not_sound_takes_time_by_its_length(piece: bytes) -> None:
    body = b'{"job": {"id": "a", "x": ' + piece * ((1 << 20) // len(piece))
    begun = time.perf_counter()
    with pytest.raises(BadReply):
        parse_job(Reply(200, {}, body))
    assert time.perf_counter() - begun < 10


def test_messages_that_break_off_are_read_as_far_as_they_go() -> None:
    body = b'{"messages": {"errors": [{"code": "E1", "message": "No overlap."}], "warnings": [{"c'
    read = parse_messages(Reply(200, {}, body, broke=BadReply("The reply was cut off.")))
    assert read == (WHY, ())


def test_messages_that_came_whole_are_read_strictly() -> None:
    with pytest.raises(BadReply):
        parse_messages(Reply(200, {}, b'{"messages": {}} and more'))


@pytest.mark.parametrize("job", [None, [], "job", 5])
def test_what_holds_no_job_is_a_bad_reply(job: Any) -> None:
    with pytest.raises(BadReply):
        parse_job(reply({"job": job}))
    assert parse_job(reply({"job": {}})) == Details()


@pytest.mark.parametrize(
    ("message", "params", "filled"),
    [
        ("%1 and %2", ["a", "b"], "a and b"),
        ("%2 and %1", ["a", "b"], "b and a"),
        ("%1 and %2", ["%2", "%1"], "%2 and %1"),
        ("%1 and %2", ["a"], "a and %2"),
        ("%10?", ["a"], "a0?"),
        ("%10?", list("abcdefghij"), "j?"),
        ("100 % of %1%", [5], "100 % of 5%"),
        ("%0 %a %% %", ["a"], "%0 %a %% %"),
        ("5 %² and %٣", ["a", "b", "c"], "5 %² and %٣"),
        ("%1", [None], ""),
        ("%1", [{"a": 1}], ""),
        ("%1", [1.5], "1.5"),
        ("%1", ["a\ud800"], "a?"),
        ("%1", "abc", "%1"),
        ("%1", None, "%1"),
        ("%1" * 1000, ["x" * 10**5], "x" * 2000),
    ],
)
def test_the_places_of_a_message_are_filled_once(message: str, params: Any, filled: str) -> None:
    row = {"code": "E", "title": message, "message": message, "params": params}
    errors, warnings = parse_messages(reply({"messages": {"errors": [row], "warnings": {}}}))
    assert errors == (Remark("E", filled, filled),)
    assert warnings == ()
    swapped = {"messages": {"errors": None, "warnings": [row]}}
    assert parse_messages(reply(swapped)) == (warnings, errors)


def test_remarks_are_bounded_in_number_and_unknown_ones_left_out() -> None:
    rows: list[Any] = [None, 5, "x", [], *[{"code": "E", "message": 5}] * 1000]
    errors, _ = parse_messages(reply({"messages": {"errors": rows}}))
    assert set(errors) == {Remark("E", "", "")}
    assert len(errors) <= 200
    assert parse_messages(reply({})) == ((), ())


def test_a_page_of_jobs_has_its_next_address_and_only_usable_ids() -> None:
    ids = ["a-1", "", None, 5, "../x", "b\n", "c" * 129, "b_2"]
    page = parse_jobs(
        reply(
            {
                "jobs": [*({"id": job, "name": "N"} for job in ids), "text", None],
                "_links": {"next": {"href": "https://api.bentley.com/next"}},
            }
        )
    )
    assert [job.id for job in page.jobs] == ["a-1", "b_2"]
    assert page.jobs[0].details.name == "N"
    assert page.next == "https://api.bentley.com/next"


@pytest.mark.parametrize("links", [None, [], {}, {"next": None}, {"next": {"href": 5}}])
def test_a_last_page_has_no_next_one(links: Any) -> None:
    assert parse_jobs(reply({"jobs": [], "_links": links})) == ListedPage((), None)


@pytest.mark.parametrize("page", [{}, {"jobs": None}, {"_links": None}, {"jobs": [], "more": 1}])
def test_neither_jobs_nor_links_are_required_members(page: Any) -> None:
    assert parse_jobs(reply(page)) == ListedPage((), None)


@pytest.mark.parametrize("jobs", ["text", 5, {}, {"id": "a"}, True, False, 0, ""])
def test_jobs_of_another_type_are_no_list(jobs: Any) -> None:
    with pytest.raises(BadReply):
        parse_jobs(reply({"jobs": jobs}))


@pytest.mark.parametrize("length", [2_001, 16_000, 100_000])
def test_a_link_is_taken_whole(length: int) -> None:
    link = "?continuationToken=" + "x" * length
    assert parse_jobs(reply({"_links": {"next": {"href": link}}})).next == link


KEYS = st.sampled_from(
    [
        "job",
        "jobs",
        "jobProgress",
        "progress",
        "percentage",
        "state",
        "step",
        "id",
        "name",
        "type",
        "error",
        "code",
        "message",
        "params",
        "executionInformation",
        "executionInfo",
        "errors",
        "warnings",
        "messages",
        "jobSettings",
        "outputs",
        "format",
        "quality",
        "startedDateTime",
        "_links",
        "next",
        "href",
        "details",
        "title",
        "estimatedCost",
    ]
)
TEXTS = st.text(max_size=12) | st.sampled_from(
    ["Active", "%1%2%10", "2020-09-14T14:29:55Z", "\ud800"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | TEXTS, inner, max_size=6),
    max_leaves=30,
)
STATUSES = st.sampled_from([200, 201, 204, 301, 400, 401, 403, 404, 422, 429, 500, 503])


def check(body: bytes, status: int) -> None:
    """Expect a value that can be kept and shown, or a ServiceError, from every parser."""
    for parser in PARSERS:
        try:
            value: object = parser(Reply(status, {}, body))
        except ServiceError as error:
            value = error.trouble
        repr(value).encode()
        if isinstance(value, Progress):
            percent(value.percentage)
        if isinstance(value, Details) and value.started is not None:
            span(value.started)


@given(ANY_JSON, STATUSES)
@example(
    {"job": {"executionInformation": {"errors": [{"message": "%1", "params": [[[[]]]]}]}}}, 200
)
@example({"progress": {"percentage": 10**308}}, 200)
def test_any_document_is_a_value_or_a_service_error(document: Any, status: int) -> None:
    check(json.dumps(document).encode(), status)


@given(st.binary(max_size=200), STATUSES)
def test_any_bytes_are_a_value_or_a_service_error(body: bytes, status: int) -> None:
    check(body, status)


@pytest.mark.parametrize("depth", [10, 100, 300, 600, 900, 950, 980, 990, 1000, 5000])
def test_nesting_in_any_place_ends_well(depth: int) -> None:
    nest = b"[" * depth + b"]" * depth
    row = b'{"message": "%1", "params": [' + nest + b"]}"
    check(b'{"messages": {"errors": [' + row + b"]}, " + b'"progress": ' + nest + b"}", 200)
    check(b'{"job": {"name": ' + nest + b', "executionInfo": {"errors": [' + row + b"]}}}", 200)
    check(b'{"error": {"message": ' + nest + b"}}", 500)


def test_a_megabyte_in_any_member_is_cut() -> None:
    long = "x" * 10**6
    details = parse_job(reply({"job": {"name": long, "jobSettings": {"quality": long}}}))
    assert (len(details.name or ""), len(details.quality or "")) == (2000, 2000)
    error = fault(reply({"error": {"message": long}}, 500))
    assert error
    assert len(error.message) == 2000


@pytest.mark.parametrize(
    ("given", "units"),
    [
        ({"processingUnits": 0, "estimatedUnits": 4}, 0),
        ({"processingUnits": 0}, 0),
        ({"processingUnits": None, "estimatedUnits": 4}, 4),
        ({}, None),
    ],
)
def test_no_units_are_a_value(given: dict[str, Any], units: float | None) -> None:
    assert parse_job(reply({"job": {"executionInfo": given}})).units == units
