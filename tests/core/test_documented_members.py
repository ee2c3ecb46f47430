"""The vendor's definitions: each documented member is read, or left out for a reason given here.

`--replies 100000` generates that many replies for each operation.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import islice
from typing import Any

import pytest

from ccwatch.core.errors import JobMissing, RateLimited, Refused, ServiceError, Unauthorised
from ccwatch.core.job import Details, Output, Progress, Remark
from ccwatch.core.reply import Reply
from ccwatch.core.service_replies import (
    ListedPage,
    parse_job,
    parse_jobs,
    parse_messages,
    parse_progress,
)
from tests.definitions.generated import Generated
from tests.definitions.schemas import (
    ANALYSIS_2,
    CONVERSION,
    MODELING,
    OPERATIONS,
    Operation,
    leaves,
    needs_definitions,
    resolved,
    schema_of,
    statuses,
    validator,
)

pytestmark = needs_definitions

# Members by their path in a reply, "job" also standing for each item of "jobs", and the field that
# they are read into.
_JOB = {
    "job.id": "id",
    "job.name": "name",
    "job.type": "type",
    "job.state": "state",
    "job.iTwinId": "itwin",
}
_JOB_1 = _JOB | {
    "job.createdDateTime": "created",
    "job.executionInformation.startedDateTime": "started",
    "job.executionInformation.endedDateTime": "ended",
    "job.executionInformation.estimatedUnits": "units",
    "job.inputs[].id": "inputs",
}
_MESSAGES = {
    f"{kind}[].{name}": kind
    for kind in ("errors", "warnings")
    for name in ("code", "title", "message", "params[]")
}
READ = {
    MODELING: _JOB_1
    | {
        "job.workspaceId": "workspace",
        "job.executionInformation.submittedDateTime": "submitted",
        "job.jobSettings.quality": "quality",
        "job.jobSettings.processingEngines": "engines",
        "job.jobSettings.outputs[].format": "outputs",
        "job.jobSettings.outputs[].id": "outputs",
        "job.estimatedCost": "cost",
    }
    | {f"job.executionInformation.{path}": field for path, field in _MESSAGES.items()},
    CONVERSION: _JOB_1
    | {
        "job.executionInformation.submissionDateTime": "submitted",
        "job.outputs[].type": "outputs",
        "job.outputs[].id": "outputs",
        "job.options.processingEngines": "engines",
        "job.costEstimation.estimatedCost": "cost",
    },
    ANALYSIS_2: _JOB
    | {
        "job.executionInfo.createdDateTime": "created submitted",
        "job.executionInfo.startedDateTime": "started",
        "job.executionInfo.endedDateTime": "ended",
        "job.executionInfo.processingUnits": "units",
    }
    | {f"messages.{path}": field for path, field in _MESSAGES.items()},
}
_ENVELOPES = {
    **{f"jobProgress.{name}": name for name in ("percentage", "state", "step")},
    **{f"progress.{name}": name for name in ("percentage", "state", "step")},
    "_links.next.href": "next",
}
# Members that are named by the vendor's job types, which come and go.
NAMED = {
    r"job\.specifications\.outputs\.\w+": "outputs",
    r"job\.specifications\.inputs\.\w+": "inputs",
}

ITS_OWN_WORK = "how the job does its work, which the person who submitted it chose"
LEFT_OUT = {
    r"job\.lastModifiedDateTime": "ccwatch knows what changed, and when, from its own checks",
    r"job\.(location|dataCenter)": "where the vendor computes; nothing can be done with it here",
    r"job\.(email|ownerId|userId)": "personal data; the jobs are the user's own, or added by hand",
    r"job\.inputs\[\]\.(description|type)": "what the user submitted; its ID is read",
    r"job\.jobSettings\.cacheSettings\.\w+": ITS_OWN_WORK,
    r"job\.options\.\w+": ITS_OWN_WORK,
    r"job\.specifications\.options\.\w+": ITS_OWN_WORK,
    r"job\.costEstimationParameters\.\w+": "what the estimate was made from; the estimate is read",
    r"job\.costEstimation\.(gigaPixels|megaPoints)": "the same",
}


def field_of(file: str, path: str) -> str | None:
    """Return the name of the field that a member is read into."""
    path = path.replace("jobs[].", "job.")
    known = READ[file].get(path) or _ENVELOPES.get(path)
    return known or next((it for named, it in NAMED.items() if re.fullmatch(named, path)), None)


def reason_for(path: str) -> str | None:
    """Return why a member is left out."""
    path = path.replace("jobs[].", "job.")
    return next((why for named, why in LEFT_OUT.items() if re.fullmatch(named, path)), None)


def paths_of(operation: Operation) -> set[str]:
    return set(leaves(operation.file, schema_of(operation)))


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_each_documented_member_is_read_or_left_out_for_a_reason(operation: Operation) -> None:
    for path in paths_of(operation):
        assert field_of(operation.file, path) or reason_for(path), path


def test_nothing_is_said_of_members_that_are_not_documented() -> None:
    for file in READ:
        documented = {
            path.replace("jobs[].", "job.")
            for operation in OPERATIONS
            if operation.file == file
            for path in paths_of(operation)
        }
        assert set(READ[file]) <= documented
    everywhere = {path for it in OPERATIONS for path in paths_of(it)}
    for named in LEFT_OUT:
        assert any(re.fullmatch(named, it.replace("jobs[].", "job.")) for it in everywhere), named


Read = Callable[[Reply], Any]
READERS: dict[str, Read] = {
    "/jobs/{id}/progress": parse_progress,
    "/jobs/{id}": parse_job,
    "/jobs": parse_jobs,
    "/jobs/{id}/messages": parse_messages,
}
OTHER_ENVELOPE = {"jobProgress": "progress", "progress": "jobProgress"}


def reply(document: Any, status: int = 200) -> Reply:
    return Reply(status, {"content-type": "application/json"}, json.dumps(document).encode())


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_no_member_of_any_reply_is_lost(operation: Operation, pytestconfig: pytest.Config) -> None:
    number = pytestconfig.getoption("--replies")
    replies = Generated(operation.file, schema_of(operation))
    read = READERS[operation.path]
    for place, document in enumerate(islice(replies, number)):
        if place < 50:
            validator(operation).validate(document)
        if place % 2:  # the vendor has confused the envelopes of progress
            document = {OTHER_ENVELOPE.get(name, name): it for name, it in document.items()}
        try:
            found = read(reply(document))
        except ServiceError:
            assert operation.path.endswith("progress"), document
            assert document in ({"progress": {}}, {"jobProgress": {}})
            continue
        assert_complete(operation.file, document, found)
    if number >= 500:
        assert replies.seen >= all_cases(operation)


def all_cases(operation: Operation) -> set[tuple[str, str]]:
    """Return each member present, absent and null, as far as allowed, and each enum's values."""
    return set(_cases(operation.file, schema_of(operation), ""))


def _cases(file: str, schema: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    schema = resolved(file, schema)
    for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _cases(file, each, path)
    for value in schema.get("enum", ()):
        yield path, value
    for name, part in schema.get("properties", {}).items():
        inner = f"{path}.{name}" if path else name
        yield inner, "present"
        if name not in schema.get("required", ()):
            yield inner, "absent"
        if resolved(file, part).get("nullable"):
            yield inner, "null"
        yield from _cases(file, part, inner)
    if items := schema.get("items"):
        yield from _cases(file, items, f"{path}[]")


def assert_complete(file: str, document: Any, found: Any) -> None:
    """Expect each value of a document in the field that it belongs to."""
    for path, value in values_in(document):
        names = field_of(file, path)
        assert names or reason_for(path), path
        for name in (names or "").split():
            assert any(holds(kept, value) for kept in kept_in(found, path, name, document)), path


def kept_in(found: Any, path: str, name: str, document: Any) -> list[Any]:
    """Return what the field has; for a list of jobs, that of each job."""
    match found:
        case ListedPage() if name == "next":
            return [found.next]
        case ListedPage():
            assert len(found.jobs) == len(document["jobs"])
            return [getattr(listed.details, name) for listed in found.jobs]
        case (errors, warnings):
            return [errors if name == "errors" else warnings]
    return [getattr(found, name)]


def holds(kept: Any, value: Any) -> bool:
    """Return whether a field has a value, which may be a date or a part of a message."""
    match kept:
        case tuple():
            return any(holds(each, value) for each in kept)
        case Output():
            return value in (kept.format, kept.id)
        case Remark():
            return any(value in text for text in (kept.code, kept.title, kept.message))
        case float() if isinstance(value, str):
            return kept == seconds(value)
    return type(kept) is type(value) and bool(kept == value)


def values_in(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value that is not null; a message with its parameters in their places."""
    if isinstance(value, dict):
        if "params" in value:
            value = with_params(value)
        for name, part in value.items():
            yield from values_in(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for part in value:
            yield from values_in(part, f"{path}[]")
    elif value is not None:
        yield path, value


def with_params(row: dict[str, Any]) -> dict[str, Any]:
    """Return a message as it should be read; parameters without a message have no place."""
    message = row.get("message")
    if message is None:
        return {name: value for name, value in row.items() if name != "params"}
    for place, param in enumerate(row["params"], start=1):
        message = message.replace(f"%{place}", param)
    return {**row, "message": message}


def seconds(date: str) -> float:
    """Return UTC seconds for one of the service's two forms of a date."""
    import calendar
    import time

    whole = calendar.timegm(time.strptime(date[:19], "%Y-%m-%dT%H:%M:%S"))
    fraction = re.search(r"\.(\d{6})", date)
    return whole + (int(fraction[1]) / 1e6 if fraction else 0)


ERRORS = {
    401: (Unauthorised,),
    404: (JobMissing,),
    422: (Refused,),
    400: (Refused,),
    429: (RateLimited,),
}


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_each_documented_refusal_is_its_error_and_says_the_services_words(
    operation: Operation, pytestconfig: pytest.Config
) -> None:
    for status in statuses(operation):
        if status < 300:
            continue
        replies = Generated(operation.file, schema_of(operation, status))
        for document in islice(replies, pytestconfig.getoption("--replies") // 10):
            kinds = (Refused,) if (status, operation.path) == (404, "/jobs") else ERRORS[status]
            with pytest.raises(kinds) as raised:
                READERS[operation.path](reply(document, status))
            assert type(raised.value) in kinds
            error = document["error"]
            for said in (error, *error.get("details", [])[:3]):
                assert said["message"] in str(raised.value)


def test_every_field_of_progress_and_details_has_a_documented_source() -> None:
    known = {name for table in (*READ.values(), _ENVELOPES, NAMED) for name in table.values()}
    words = {word for name in known for word in name.split()}
    assert {field.name for kind in (Details, Progress) for field in fields(kind)} <= words
