"""Parses replies into values: progress, the job itself, the user's jobs, or a ServiceError.

No other module sees JSON, except those that this one calls for a job's members. A member that is
missing, null or of the wrong type is unknown; only what makes the whole reply meaningless is a
BadReply. When a job cannot be read completely, its outcome still counts.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ccwatch.core.errors import BadReply, OutcomeUnknown, ServerFault
from ccwatch.core.job import (
    OUTCOMES,
    Details,
    JobId,
    Progress,
    Remark,
    Service,
    is_job_id,
    job_key,
)
from ccwatch.core.job_replies import RUNS, details_of, remarks_of
from ccwatch.core.json_text import read_json, read_part
from ccwatch.core.language import tr
from ccwatch.core.members import Members
from ccwatch.core.reply import Reply
from ccwatch.core.reply_errors import fault, is_page


@dataclass(frozen=True, slots=True)
class Listed:
    """One job of the user's list at a service."""

    id: JobId
    details: Details
    service: Service = Service.MODELING


@dataclass(frozen=True, slots=True)
class ListedPage:
    """One page of the user's list; `next` is the link to the next one, unchanged.

    Neither the jobs nor the link are required members: a page may lack both.
    """

    jobs: tuple[Listed, ...]
    next: str | None


def parse_progress(reply: Reply) -> Progress:
    """Return the progress in a reply; raises ServiceError."""
    document = _document(reply)
    for found in (document.object("jobProgress"), document.object("progress"), _bare(document)):
        progress = Progress(found.number("percentage"), found.text("state"), found.text("step"))
        if progress != Progress(None):
            return progress
    raise BadReply(tr("The reply contains no progress."))


def parse_job(reply: Reply) -> Details:
    """Return the job in a reply, of either version of the services; raises ServiceError.

    A reply that is truncated, or continues with invalid JSON, is used for the job's outcome, if it
    has one.
    """
    if error := fault(reply):
        raise error
    try:
        if reply.broke:
            raise reply.broke
        return details_of(_job_in(read_json(reply.body)))
    except BadReply:
        with suppress(BadReply):
            details = details_of(_job_in(read_part(reply.body)))
            if details.phase in OUTCOMES:
                return details
        raise


def parse_jobs(reply: Reply, service: Service = Service.MODELING) -> ListedPage:
    """Return one page of the user's jobs at a service.

    Raises ServiceError, but never JobMissing.
    """
    page = _document(reply, of_job=False)
    jobs = page.any("jobs")
    if not isinstance(jobs, list | None):
        raise BadReply(tr("The reply contains no job list."))
    rows = [Members(row) for row in jobs or []]
    keyed = ((job_key(row.text("id") or ""), row) for row in rows)
    link = page.object("_links").object("next").any("href")
    following = link if isinstance(link, str) and link.strip() else None
    return ListedPage(
        tuple(Listed(key, details_of(row), service) for key, row in keyed if is_job_id(key)),
        following,
    )


def parse_messages(reply: Reply) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Return the errors and the warnings in a reply; raises ServiceError."""
    if error := fault(reply):
        raise error
    document = read_part(reply.body) if reply.broke else read_json(reply.body)
    messages = Members(document).object("messages")
    return remarks_of(messages.rows("errors")), remarks_of(messages.rows("warnings"))


def check_accepted(reply: Reply) -> None:
    """Raise why the service did not accept a request that changes something.

    A success counts whatever its body is: the service may send the job, or nothing. Raises
    OutcomeUnknown where the request may have been carried out nevertheless: after a fault of the
    service or of a gateway, or where a web page came back.
    """
    error = fault(reply)
    if isinstance(error, ServerFault):
        raise OutcomeUnknown(error.message)
    if error:
        raise error
    if is_page(reply):
        raise OutcomeUnknown(tr("The reply did not come from the service."))


def _document(reply: Reply, *, of_job: bool = True) -> Members:
    if error := fault(reply, of_job=of_job):
        raise error
    document = read_json(reply.body)
    if not isinstance(document, dict):
        raise BadReply(tr("The reply does not have the expected form."))
    return Members(document)


def _bare(document: Members) -> Members:
    """Return the document itself if it is progress without the envelope, else nothing."""
    whole = document.text("state") and document.number("percentage") is not None
    return document if whole else Members(None)


def _job_in(document: Any) -> Members:
    """Return the job in a document, or the document itself if it has no envelope."""
    members = Members(document)
    if isinstance(job := members.any("job"), dict):
        return Members(job)
    if members.text("state") and (members.text("id") or isinstance(members.any(*RUNS), dict)):
        return members
    raise BadReply(tr("The reply contains no job."))
