"""The operations of the service: which function answers which method and path."""

import re
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from ccwatch.core.job import Service

from . import jobs as write
from .filter import BadFilter, parse_filter
from .jobs import StoredJob
from .reply import (
    Refused,
    Reply,
    detail,
    error,
    invalid,
    invalid_list,
    job_not_found,
    json_reply,
    no_such_operation,
    unauthorised,
)
from .requested_job import CHANGEABLE, change_job, job_of, workspace_of

V1, V2 = "v1", "v2"
MAX_ENGINES = 25
VERSION = "10.20.1"
# The platform's media types, current and former; one without a version uses the path's.
_MEDIA_TYPE = re.compile(r"application/vnd\.bentley\.(?:itwin-platform\.)?(v\d+)\+json")
_ANY = frozenset({"", "*/*", "application/*", "application/json"})


@dataclass(frozen=True, slots=True)
class Call:
    """The parts of a request that operations need; `now` is UTC seconds."""

    now: float
    url: str
    key: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


@dataclass(slots=True)
class Store:
    """The service's data: jobs and workspaces, by ID."""

    jobs: dict[str, StoredJob] = field(default_factory=dict)
    workspaces: dict[str, dict[str, Any]] = field(default_factory=dict)

    def job(self, key: str) -> StoredJob:
        """Return a job; refused with JobNotFound if unknown."""
        if (job := self.jobs.get(key)) is None:
            raise Refused(job_not_found())
        return job


Operation = Callable[[Store, Call], Reply]
Shape = Callable[[StoredJob, float], dict[str, Any]]


def _shown(shape: Shape) -> Operation:
    """Return the operation that answers with a job in this shape."""
    return lambda store, call: json_reply(200, shape(store.job(call.key), call.now))


def _progress(shape: Shape) -> Operation:
    """Return the operation that answers with a job's progress, while there is any."""

    def operation(store: Store, call: Call) -> Reply:
        job = store.job(call.key)
        if not write.has_progress(job, call.now):
            return job_not_found()
        return json_reply(200, shape(job, call.now))

    return operation


def _list_jobs(store: Store, call: Call) -> Reply:
    """Return one page of the jobs that match the required $filter, newest first."""
    try:
        test = parse_filter(call.query.get("$filter", ""))
    except BadFilter as problem:
        return invalid_list(str(problem), "$filter")
    top = call.query.get("$top", "100")
    if not re.fullmatch("[0-9]{1,4}", top) or not 1 <= int(top) <= 1000:
        return invalid_list("Use 1 to 1000.", "$top")
    try:
        first = int(urlsafe_b64decode(call.query.get("continuationToken", "MA==")))
    except ValueError:
        return invalid_list("Unknown token.", "continuationToken")
    newest = sorted(store.jobs.values(), key=lambda job: (-job.created, job.id))
    found = [body for job in newest if test(body := write.job_1(job, call.now)["job"])]
    after = max(first, 0) + int(top)
    links = {"self": {"href": _page(call, first)}}
    if after < len(found):
        links["next"] = {"href": _page(call, after)}
    return json_reply(200, {"jobs": found[max(first, 0) : after], "_links": links})


def _page(call: Call, first: int) -> str:
    token = urlsafe_b64encode(str(first).encode()).decode()
    return f"{call.url}/contextcapture/jobs?" + urlencode(
        {**call.query, "continuationToken": token}
    )


def _create_job(store: Store, call: Call) -> Reply:
    job = job_of(call.body, str(uuid.uuid4()), call.now, store.workspaces)
    store.jobs[job.id] = job
    return json_reply(201, write.job_1(job, call.now))


def _change_job(store: Store, call: Call) -> Reply:
    """Submit or cancel a job, or change the settings of an unsubmitted one."""
    job = store.job(call.key)
    change = call.body if isinstance(call.body, dict) else {}
    match str(change.get("state", "")).lower(), job.word(call.now):
        case "active", "unsubmitted":
            change_job(job, change)
            job.submitted = call.now
        case "cancelled", "active":
            job.cancelled = call.now
        case "", "unsubmitted" if change.keys() & CHANGEABLE.keys():
            change_job(job, change)
        case _, standing:
            wrong = detail("InvalidChange", f"The job is {standing}.", "state")
            return invalid("Cannot update job.", wrong)
    job.modified = call.now
    return json_reply(200, write.job_1(job, call.now))


def _delete_job(store: Store, call: Call) -> Reply:
    if store.job(call.key).submitted is not None:
        wrong = detail("InvalidChange", "Cannot delete an already submitted job.")
        return invalid("Cannot delete job.", wrong)
    del store.jobs[call.key]
    return Reply(204)


def _create_workspace(store: Store, call: Call) -> Reply:
    workspace = {
        "contextCaptureVersion": VERSION,
        **workspace_of(call.body),
        "id": str(uuid.uuid4()),
        "createdDateTime": write.date_text(call.now),
    }
    store.workspaces[workspace["id"]] = workspace
    return json_reply(201, {"workspace": workspace})


def _workspace(store: Store, call: Call) -> Reply:
    if (workspace := store.workspaces.get(call.key)) is None:
        return _workspace_not_found()
    return json_reply(200, {"workspace": workspace})


def _delete_workspace(store: Store, call: Call) -> Reply:
    return Reply(204) if store.workspaces.pop(call.key, None) else _workspace_not_found()


def _workspace_not_found() -> Reply:
    return error(404, "WorkspaceNotFound", "Requested workspace is not available.")


def _engines(store: Store, call: Call) -> Reply:
    return json_reply(200, {"enginesLimit": {"maxEngines": MAX_ENGINES}})


V1_SIBLINGS = (Service.ANALYSIS, Service.CONVERSION)
V2_SERVICES = (Service.MODELING_2, Service.ANALYSIS_2, Service.CONVERSION_2)

# (method, path with {} for the ID, version): operation
ROUTES: dict[tuple[str, str, str], Operation] = {
    ("GET", "/contextcapture/jobs/{}/progress", V1): _progress(write.modeling_progress),
    ("GET", "/contextcapture/jobs/{}", V1): _shown(write.job_1),
    ("GET", "/contextcapture/jobs", V1): _list_jobs,
    ("POST", "/contextcapture/jobs", V1): _create_job,
    ("PATCH", "/contextcapture/jobs/{}", V1): _change_job,
    ("DELETE", "/contextcapture/jobs/{}", V1): _delete_job,
    ("POST", "/contextcapture/workspaces", V1): _create_workspace,
    ("GET", "/contextcapture/workspaces/{}", V1): _workspace,
    ("DELETE", "/contextcapture/workspaces/{}", V1): _delete_workspace,
    ("GET", "/contextcapture/limits/engines", V1): _engines,
}
for _service in V1_SIBLINGS:
    ROUTES["GET", f"/{_service}/jobs/{{}}/progress", V1] = _progress(write.sibling_progress)
    ROUTES["GET", f"/{_service}/jobs/{{}}", V1] = _shown(write.job_1)
for _service in V2_SERVICES:
    ROUTES["GET", f"/{_service}/jobs/{{}}/progress", V2] = _progress(write.progress_2)
    ROUTES["GET", f"/{_service}/jobs/{{}}", V2] = _shown(write.job_2)
    ROUTES["GET", f"/{_service}/jobs/{{}}/messages", V2] = _shown(write.messages_2)

PATTERNS = [
    (method, re.compile(path.replace("{}", "([^/]+)")), version, operation)
    for (method, path, version), operation in ROUTES.items()
]


def operation_for(method: str, path: str, accept: str) -> tuple[Operation, str]:
    """Return the operation for a request and the ID in its path; refused if there is none."""
    accepted = [part.split(";")[0].strip().lower() for part in accept.split(",")]
    versions = {match[1] for part in accepted if (match := _MEDIA_TYPE.fullmatch(part))}
    for known, pattern, version, operation in PATTERNS:
        suits = version in versions or not _ANY.isdisjoint(accepted)
        if known == method and suits and (match := pattern.fullmatch(path)):
            return operation, "".join(match.groups())
    raise Refused(no_such_operation())


def check_bearer(authorization: str, accepts: Callable[[str], bool]) -> None:
    """Refuse a request without an accepted bearer token."""
    scheme, _, given = authorization.partition(" ")
    given = given.strip()
    if scheme.lower() != "bearer" or not given or not accepts(given):
        raise Refused(unauthorised())
