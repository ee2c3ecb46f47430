"""The operations of the service: which function answers which method and path."""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ccwatch.core.job import Service

from .dialects import DIALECTS, V1, V2, Dialect
from .documents import is_about_to_complete, messages_2, modeling_job
from .jobs import StoredJob, date_text, has_progress
from .listing import listed
from .reply import (
    Refused,
    Reply,
    detail,
    error,
    invalid,
    job_not_found,
    json_reply,
    no_such_operation,
    unauthorised,
)
from .requested_job import CHANGEABLE, change_job, job_of, workspace_of

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

    def job(self, service: Service, call: Call) -> StoredJob:
        """Return the job that a call is about; refused with JobNotFound if unknown to a service."""
        job = self.jobs.get(call.key)
        if job is None or job.service is not service or job.created > call.now:
            raise Refused(job_not_found())
        return job

    def jobs_of(self, service: Service, now: float) -> list[StoredJob]:
        """Return the jobs that a service has by now."""
        found = (job for job in self.jobs.values() if job.service is service)
        return [job for job in found if job.created <= now]


Operation = Callable[[Store, Call], Reply]


def _job(service: Service, store: Store, call: Call) -> Reply:
    job = store.job(service, call)
    return json_reply(200, DIALECTS[service].job(job, call.now))


def _progress(service: Service, store: Store, call: Call) -> Reply:
    """Return a job's progress, while there is any."""
    dialect = DIALECTS[service]
    try:
        job = store.job(service, call)
    except Refused:
        return _no_progress(dialect)
    if not has_progress(job, call.now):
        return _no_progress(dialect)
    return json_reply(200, dialect.progress(job, call.now))


def _no_progress(dialect: Dialect) -> Reply:
    thing = "job" if dialect.lost == "JobNotFound" else "progress"
    return error(404, dialect.lost, f"Requested {thing} is not available.")


def _messages(service: Service, store: Store, call: Call) -> Reply:
    return json_reply(200, messages_2(store.job(service, call), call.now))


def _list_jobs(service: Service, store: Store, call: Call) -> Reply:
    jobs = store.jobs_of(service, call.now)
    return listed(service, jobs, call.query, call.url, call.now)


def _create_job(store: Store, call: Call) -> Reply:
    job = job_of(call.body, str(uuid.uuid4()), call.now, store.workspaces)
    store.jobs[job.id] = job
    return json_reply(201, modeling_job(job, call.now))


def _change_job(service: Service, store: Store, call: Call) -> Reply:
    """Submit or cancel a job, or change the settings of an unsubmitted one."""
    job = store.job(service, call)
    code = DIALECTS[service].invalid
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
            return invalid("Cannot update job.", wrong, code=code)
    job.modified = call.now
    return json_reply(200, DIALECTS[service].job(job, call.now))


def _delete_job(service: Service, store: Store, call: Call) -> Reply:
    if store.job(service, call).submitted is not None:
        wrong = detail("InvalidChange", "Cannot delete an already submitted job.")
        return invalid("Cannot delete job.", wrong, code=DIALECTS[service].invalid)
    del store.jobs[call.key]
    return Reply(204)


def _cancel_job(service: Service, store: Store, call: Call) -> Reply:
    """Cancel a job of version 2, which answers with the job."""
    job = store.job(service, call)
    state = job.state(call.now)
    if job.cancelled is not None or (state and state.ended is not None):
        return _too_late(service, "The job has ended.")
    if is_about_to_complete(job, call.now):
        return _too_late(service, "The job is about to complete and can no longer be cancelled.")
    job.cancelled = call.now
    return json_reply(200, DIALECTS[service].job(job, call.now))


def _too_late(service: Service, why: str) -> Reply:
    dialect = DIALECTS[service]
    return invalid("Cannot cancel job.", detail("InvalidChange", why), code=dialect.invalid)


def _create_workspace(store: Store, call: Call) -> Reply:
    workspace = {
        "contextCaptureVersion": VERSION,
        **workspace_of(call.body),
        "id": str(uuid.uuid4()),
        "createdDateTime": date_text(call.now),
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


# (method, path with {} for the ID, version): operation
ROUTES: dict[tuple[str, str, str], Operation] = {
    ("POST", "/contextcapture/jobs", V1): _create_job,
    ("POST", "/contextcapture/workspaces", V1): _create_workspace,
    ("GET", "/contextcapture/workspaces/{}", V1): _workspace,
    ("DELETE", "/contextcapture/workspaces/{}", V1): _delete_workspace,
    ("GET", "/contextcapture/limits/engines", V1): _engines,
}
# (version, None for both; method; path after that of the service): operation
_OF_A_SERVICE: dict[tuple[str | None, str, str], Callable[[Service, Store, Call], Reply]] = {
    (None, "GET", "/jobs"): _list_jobs,
    (None, "GET", "/jobs/{}"): _job,
    (None, "GET", "/jobs/{}/progress"): _progress,
    (V1, "PATCH", "/jobs/{}"): _change_job,
    (V1, "DELETE", "/jobs/{}"): _delete_job,
    (V2, "GET", "/jobs/{}/messages"): _messages,
    (V2, "DELETE", "/jobs/{}"): _cancel_job,
}
for (_version, _method, _path), _operation in _OF_A_SERVICE.items():
    for _service, _dialect in DIALECTS.items():
        if _version in (None, _dialect.version):
            _place = _method, f"/{_service.value}{_path}", _dialect.version
            ROUTES[_place] = partial(_operation, _service)

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
