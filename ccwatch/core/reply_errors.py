"""The error that a reply stands for, and whether the refusal comes from the service itself.

Proxies, gateways and a network's sign-in pages answer with the same statuses. If they counted as
the service's, they would end a job or a sign-in.
"""

from typing import Any, NamedTuple

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
from ccwatch.core.json_text import LONGEST_TEXT, read_json, text_of
from ccwatch.core.language import sentences, tr
from ccwatch.core.plain_text import one_line
from ccwatch.core.reply import Reply
from ccwatch.core.retry_after import seconds_from

MOST_REASONS = 3
# Temporary refusals: a time-out, a conflict, a lock, too early.
PASSING = frozenset({408, 409, 423, 425})
_FRONT_DOOR_KNOWS_NO_PATH = "resource not found"


class Refusal(NamedTuple):
    """Code and message of a refusal, as far as present.

    `own` means that it has the service's form: the documented envelope, or that of the service's
    gateway, `{"statusCode": 404, "message": "…"}`.
    """

    code: str | None = None
    message: str = ""
    own: bool = False


def fault(reply: Reply, *, of_job: bool = True) -> ServiceError | None:
    """Return the error that a reply stands for, or None for a success.

    `of_job`: whether the request was about one job, which a 404 may say is missing.
    """
    if 200 <= reply.status < 300:
        return None
    refusal = refusal_in(reply)
    error = _fault(reply, refusal, of_job=of_job)
    limits = f" ({error.limits})" if isinstance(error, RateLimited) and error.limits else ""
    error.code = one_line(f"HTTP {reply.status} {refusal.code or ''}{limits}")
    error.retry_after = seconds_from(reply.headers, reply.at)
    return error


def _fault(reply: Reply, refusal: Refusal, *, of_job: bool) -> ServiceError:
    code, message, own = refusal
    match reply.status:
        case 401 if not is_page(reply):
            return Unauthorised(message or tr("The service did not accept the sign-in."))
        case 404 if own and code == "ResourceNotFound":
            return WrongAddress(message or tr("The service does not know this URL."))
        case 404 if own and of_job and _may_mean_job(code):
            return JobMissing(message or tr("Requested job is not available."))
        case 429:
            limits = ", ".join(
                f"{name.removeprefix('itwinplatform-ratelimited-')}: {value[:80]}"
                for name, value in sorted(reply.headers.items())
                if name.startswith("itwinplatform-ratelimited-")
            )
            return RateLimited(
                message or tr("The service asked ccwatch to wait."),
                limits=limits,
            )
        case status if 300 <= status < 400:
            return BadReply(tr("The service answered with a redirect ({status}).", status=status))
        case status if status >= 500:
            return ServerFault(message or tr("The service answered {status}.", status=status))
        case status if status >= 400 and not own:
            return BadReply(
                tr("The reply ({status}) did not come from the service.", status=status)
            )
        case status:
            return Refused(
                message or tr("The service answered {status}.", status=status),
                for_good=status not in PASSING and "retry-after" not in reply.headers,
            )


def refusal_in(reply: Reply) -> Refusal:
    """Return the content of a reply that is not a success."""
    try:
        document = read_json(reply.body)
    except BadReply:
        return Refusal()
    if not isinstance(document, dict):
        return Refusal()
    error = document.get("error")
    if isinstance(error, dict):
        return Refusal(text_of(error.get("code")), _message(error), _is_envelope(error, reply))
    code, message = text_of(document.get("code")), _message(document)
    if "error" in document or not message or document.get("statusCode") != reply.status:
        return Refusal(code, message)
    # The gateway does not know jobs: what it fails to find is an operation.
    lost = reply.status == 404 and message.rstrip(".").casefold() == _FRONT_DOOR_KNOWS_NO_PATH
    return Refusal("ResourceNotFound" if lost else code, message, own=True)


def _may_mean_job(code: str | None) -> bool:
    """Return whether the code of a 404 may mean the job: iTwinNotFound names something else."""
    thing, lost, _ = (code or "").casefold().partition("notfound")
    return not thing or not lost or "job" in thing or "progress" in thing


def is_page(reply: Reply) -> bool:
    """Return whether the reply is a web page; the service sends JSON, or an empty body."""
    kind = reply.headers.get("content-type", "").strip().casefold()
    return kind.startswith(("text/html", "application/xhtml")) or reply.body.lstrip()[:1] == b"<"


def _is_envelope(error: dict[str, Any], reply: Reply) -> bool:
    """Return whether this is the documented envelope, any member of which may be null.

    A 404 would end a job, so it must also have a code.
    """
    named = "code" in error or ("message" in error and reply.status != 404)
    return named and all(isinstance(error.get(key), str | None) for key in ("code", "message"))


def _message(source: dict[str, Any]) -> str:
    """Return the message, with those of `details`, which often say more."""
    said = [_line(source)]
    details = source.get("details")
    for detail in details if isinstance(details, list) else []:
        line = _line(detail) if isinstance(detail, dict) else ""
        if line not in said and len(said) <= MOST_REASONS:
            said.append(line)
    return one_line(sentences(*said), LONGEST_TEXT)


def _line(source: dict[str, Any]) -> str:
    return one_line(text_of(source.get("message")) or "", LONGEST_TEXT)
