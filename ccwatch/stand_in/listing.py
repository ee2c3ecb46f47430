"""The list of the user's jobs, page by page, as each service serves it."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from ccwatch.core.job import Service

from .dialects import DIALECTS, V1, word_for
from .documents import modeling_job
from .filter import BadFilter, parse_filter
from .jobs import ITWIN, StoredJob
from .reply import Reply, detail, error, json_reply

SHORTEST_TOKEN = 2_100  # characters: the service's can be longer than 2,000
_ITWIN = re.compile(r"\biTwinId\s+eq\s+'?([\w-]+)", re.IGNORECASE)


def listed(
    service: Service, jobs: Iterable[StoredJob], query: Mapping[str, str], url: str, now: float
) -> Reply:
    """Return one page of the jobs that match the required $filter, newest first.

    `url` is the stand-in's.
    """
    jobs = list(jobs)
    condition = query.get("$filter", "")
    try:
        test = parse_filter(condition, lists=DIALECTS[service].version == V1)
    except BadFilter as problem:
        return _refused(service, str(problem), "$filter")
    top = query.get("$top", "100")
    if not re.fullmatch("[0-9]{1,4}", top) or not 1 <= int(top) <= 1000:
        return _refused(service, "Use 1 to 1000.", "$top")
    try:
        first = _first(query.get("continuationToken", ""))
    except ValueError:
        return _refused(service, "Unknown token.", "continuationToken")
    known = {ITWIN, *(job.itwin for job in jobs)}
    if any(itwin not in known for itwin in _ITWIN.findall(condition)):
        return error(404, "iTwinNotFound", "Requested iTwin is not available.")
    newest = sorted(jobs, key=lambda job: (-job.created, job.id))
    found = [job for job in newest if test(_facts(service, job, now))]
    after = first + int(top)
    shape = DIALECTS[service].job
    page = [shape(job, now)["job"] for job in found[first:after]]
    links = {"next": {"href": _link(service, query, url, after)}} if after < len(found) else {}
    return json_reply(200, {"jobs": page, "_links": links})


def _facts(service: Service, job: StoredJob, now: float) -> dict[str, object]:
    """Return the properties that a filter may name."""
    return {**modeling_job(job, now)["job"], "state": word_for(service, job, now)}


def _link(service: Service, query: Mapping[str, str], url: str, after: int) -> str:
    """Return the link to the next page: v1's has raw spaces, and drops $top."""
    token = urlsafe_b64encode(f"{after}.".ljust(SHORTEST_TOKEN * 3 // 4, "x").encode()).decode()
    first = DIALECTS[service].version == V1
    kept, safe = (("$filter",), " '(),:") if first else (("$filter", "$top"), "'(),:")
    named = (f"{name}={quote(query[name], safe=safe)}" for name in kept if name in query)
    options = "&".join(named)
    return f"{url}/{service.value}/jobs?{options}&continuationToken={token}"


def _first(token: str) -> int:
    """Return where the page begins; raises ValueError for a token that is none of ours."""
    return max(int(urlsafe_b64decode(token).partition(b".")[0]), 0) if token else 0


def _refused(service: Service, problem: str, target: str) -> Reply:
    status, code = DIALECTS[service].invalid_list
    return error(status, code, "Cannot find jobs.", [detail("InvalidParameter", problem, target)])
