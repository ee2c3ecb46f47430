"""The channel's messages: each survives encoding and decoding, and nothing else is accepted."""

import json
from typing import Any

import pytest

from ccwatch import __version__
from ccwatch.core.job import JobId, Phase, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.ipc.messages import (
    AccountChange,
    AccountResult,
    AccountState,
    Done,
    JobChange,
    JobChanges,
    JobResult,
    Kind,
    ProgramStatus,
    Reason,
    Refused,
    Reply,
    Request,
    SignInKind,
    UnreadableRequest,
    WantedJob,
    decode_reply,
    decode_request,
    encode_reply,
    encode_request,
)

GUID = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"
JOBS = (WantedJob("a-1"), WantedJob(GUID, Service.ANALYSIS))
WITH_JOBS = {"add-jobs", "check-jobs", "offer-jobs", "remove-jobs"}
STATUS = ProgramStatus(
    "9.8",
    AccountState(SignInKind.BROWSER, False, "Ada", True),
    1_790_000_000.5,
    "HTTP 503",
    1_790_000_060.0,
    {Phase.ACTIVE: 2, Phase.FAILED: 1},
    3,
    1,
    12,
    4500,
)
REPLIES: list[Reply] = [
    Done(),
    JobChanges(()),
    JobChanges((JobChange("a-1", "Brücke “7”\n", JobResult.NO_LONGER_WATCHED),)),
    AccountChange(AccountResult.GIVEN_TOKEN),
    STATUS,
    ProgramStatus("", AccountState(SignInKind.NONE)),
    Refused(Reason.FAILED),
]


def line(**members: object) -> bytes:
    return json.dumps(members).encode() + b"\n"


def refusal_of(line: bytes) -> Reason:
    with pytest.raises(UnreadableRequest) as caught:
        decode_request(line)
    return caught.value.reason


@pytest.mark.parametrize("kind", list(Kind))
def test_a_request_comes_out_as_it_went_in(kind: Kind) -> None:
    request = Request(kind, JOBS if kind.value in WITH_JOBS else ())
    sent = encode_request(request)
    assert sent.count(b"\n") == 1
    assert sent.isascii()
    assert decode_request(sent) == request


@pytest.mark.parametrize("reply", REPLIES, ids=repr)
def test_a_reply_comes_out_as_it_went_in(reply: Reply) -> None:
    sent = encode_reply(reply)
    assert sent.count(b"\n") == 1
    assert sent.isascii()
    assert decode_reply(sent) == reply


def test_the_form_on_the_wire_is_as_documented() -> None:
    assert json.loads(encode_request(Request(Kind.STATUS))) == {"version": 2, "do": "report-status"}
    assert json.loads(encode_request(Request(Kind.ADD, JOBS[:1]))) == {
        "version": 2,
        "do": "add-jobs",
        "jobs": [{"id": "a-1", "service": None}],
    }
    assert json.loads(encode_request(Request(Kind.RAISE, token="t-1"))) == {
        "version": 2,
        "do": "raise",
        "token": "t-1",
    }
    assert json.loads(encode_reply(Done())) == {"version": 2, "reply": "done"}


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"\n", b"raise", b"[]", b'"quit"', b"{", b"null", b"[" * 100_000, b"9" * 5000,
        b'{"do": "quit"', b"\xff\xfe", '{"do": "quit"}'.encode("utf-16"),
        '{"version": 2, "do": "quit"}'.encode("utf-8-sig"), b'{"do": "\xe9"}',
        b'{"a":' * 100_000, b'{"version": 2, "do": "quit", "do": "raise"}',
        b'{"version": 2, "do": "quit", "x": NaN}',
    ],
    ids=lambda it: repr(it[:20]),
)  # fmt: skip
def test_what_is_not_an_object_in_json_is_unreadable(sent: bytes) -> None:
    assert refusal_of(sent) is Reason.UNREADABLE


@pytest.mark.parametrize(
    "do", ["", "dance", "QUIT", "status", None, 1, True, ["quit"], {}, "missing"]
)
def test_a_kind_that_there_is_not_is_unknown(do: object) -> None:
    members: dict[str, Any] = {"version": 2} if do == "missing" else {"version": 2, "do": do}
    assert refusal_of(line(**members)) is Reason.UNKNOWN


@pytest.mark.parametrize(
    "members",
    [
        {"do": "report-status", "jobs": []},
        {"do": "quit", "x": 1},
        {"do": "raise", "token": None},
        {"do": "raise", "token": ["t-1"]},
        {"do": "raise", "token": "t\0"},
        {"do": "raise", "token": "ü"},
        {"do": "raise", "token": "t" * 513},
        {"do": "quit", "jobs": [{"id": "a-1", "service": None}]},
        {"do": "add-jobs"},
        {"do": "add-jobs", "jobs": []},
        {"do": "add-jobs", "jobs": None},
        {"do": "add-jobs", "jobs": "a-1"},
        {"do": "add-jobs", "jobs": ["a-1"]},
        {"do": "add-jobs", "jobs": [{"id": "a-1"}]},
        {"do": "add-jobs", "jobs": [{"service": None}]},
        {"do": "add-jobs", "jobs": [{"id": "a-1", "service": None, "alias": "x"}]},
        {"do": "add-jobs", "jobs": [{"id": 1, "service": None}]},
        {"do": "add-jobs", "jobs": [{"id": "a-1", "service": "mail"}]},
        {"do": "add-jobs", "jobs": [{"id": "a-1", "service": 1}]},
        {"do": "add-jobs", "jobs": {"id": "a-1", "service": None}},
        {"do": "add-jobs", "jobs": [{"id": "a-1", "service": None}] * 501},
        {"do": "add-jobs", "jobs": [{"id": "a-1", "service": None}], "jobs2": []},
    ],
    ids=str,
)  # fmt: skip
def test_members_that_are_missing_too_many_or_wrongly_typed_are_refused(
    members: dict[str, Any],
) -> None:
    assert refusal_of(line(version=2, **members)) is Reason.UNREADABLE


@pytest.mark.parametrize(
    "id",
    ["", " ", "a b", "a/b", "../x", "a\n", "https://x/jobs/a", "é", "a" * 129, "<b>", "\ud800"],
)  # fmt: skip
def test_a_job_is_an_id_and_nothing_else(id: str) -> None:
    job = {"id": id, "service": None}
    for do in sorted(WITH_JOBS):
        assert refusal_of(line(version=2, do=do, jobs=[job])) is Reason.UNREADABLE


@pytest.mark.parametrize("spelled", [GUID.upper(), f"{{{GUID}}}", GUID.replace("-", "")])
def test_a_guid_is_one_job_in_any_spelling(spelled: str) -> None:
    sent = line(version=2, do="add-jobs", jobs=[{"id": spelled, "service": "contextcapture"}])
    [job] = decode_request(sent).jobs
    assert job.ref == JobRef(JobId(GUID), Service.MODELING)


@pytest.mark.parametrize("version", [None, 1, 3, 2.0, "2", True, [2], {}])
def test_another_version_is_told_so_and_only_raises_or_quits(version: object) -> None:
    for do in ("report-status", "start-sign-in", "add-jobs", "no-such", "status", "add"):
        assert refusal_of(line(version=version, do=do)) is Reason.OTHER_VERSION
    for kind in (Kind.RAISE, Kind.QUIT):
        assert decode_request(line(version=version, do=kind.value, more=1)) == Request(kind)
        assert decode_request(line(do=kind.value)) == Request(kind)


@pytest.mark.parametrize(
    ("sent", "program"),
    [
        ({"ok": True, "lines": ["ccwatch 0.1.0 läuft."]}, ""),
        ({"ok": False, "error": "ccwatch 0.1.0 does not know what that asks for."}, ""),
        ({"version": 3, "reply": "refused", "reason": "new", "program": "3.1"}, "3.1"),
        ({"version": 3, "program": ["x"]}, ""),
        ({"version": True, "reply": "done"}, ""),
    ],
)
def test_a_reply_of_another_version_is_a_refusal(sent: dict[str, Any], program: str) -> None:
    assert decode_reply(line(**sent)) == Refused(Reason.OTHER_VERSION, program)


def test_a_refusal_names_the_version_that_refuses() -> None:
    assert json.loads(encode_reply(Refused(Reason.OTHER_VERSION)))["program"] == __version__


def changed(**members: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode_reply(STATUS))
    return {**found, **members}


@pytest.mark.parametrize(
    "members",
    [
        {"version": 2},
        {"version": 2, "reply": "dance"},
        {"version": 2, "reply": ["done"]},
        {"version": 2, "reply": "done", "more": 1},
        {"version": 2, "reply": "jobs"},
        {"version": 2, "reply": "jobs", "jobs": [{"id": "a", "name": "a", "result": "gone"}]},
        {"version": 2, "reply": "account", "result": None},
        {"version": 2, "reply": "refused", "reason": "bored", "program": "2"},
        changed(program=None),
        changed(account=None),
        changed(account={"sign_in": "browser", "signed_in": 1, "name": None, "kept": None}),
        changed(account={"sign_in": "magic", "signed_in": None, "name": None, "kept": None}),
        changed(unreachable_since="soon"),
        changed(unreachable_since=True),
        changed(unreachable_since=-1.0),
        changed(unreachable_since=1e300),
        changed(paused_until=10**400),
        changed(phases={"active": -1}),
        changed(phases={"active": 1.5}),
        changed(phases={"resting": 1}),
        changed(phases=[["active", 1]]),
        changed(watched=True),
        changed(watched=10**30),
        changed(requests_per_hour="4500"),
        changed(more=1),
    ],
    ids=lambda it: str(it)[:60],
)
def test_a_reply_that_does_not_fit_is_no_reply(members: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode_reply(line(**members))


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_time_is_a_number_that_json_has(constant: str) -> None:
    sent = encode_reply(STATUS).replace(b"1790000000.5", constant.encode())
    with pytest.raises(ValueError, match=r".+"):
        decode_reply(sent)


def test_the_largest_reply_to_the_largest_request_fits_a_message() -> None:
    change = JobChange("x" * 128, "\U0001f309" * 80, JobResult.NO_LONGER_WATCHED)
    assert len(encode_reply(JobChanges((change,) * 500))) < 1 << 20
    jobs = (WantedJob("x" * 128, Service.ANALYSIS),) * 500
    assert len(encode_request(Request(Kind.ADD, jobs))) < 1 << 20


@pytest.mark.parametrize(
    ("kind", "jobs"), [(Kind.ADD, ()), (Kind.STATUS, JOBS), (Kind.ADD, JOBS * 251)]
)
def test_a_request_that_makes_no_sense_is_not_made(kind: Kind, jobs: tuple[WantedJob, ...]) -> None:
    with pytest.raises(ValueError, match="jobs"):
        Request(kind, jobs)
