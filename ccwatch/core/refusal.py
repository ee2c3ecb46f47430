"""What a refusal says, and whether it comes from the service itself.

Proxies, gateways and a network's sign-in pages answer with the same statuses. If they counted as
the service's, they would end a job or a sign-in.
"""

from typing import Any, NamedTuple

from ccwatch.core.errors import BadReply
from ccwatch.core.json_text import LONGEST_TEXT, read_json, text_of
from ccwatch.core.language import sentences
from ccwatch.core.plain_text import one_line
from ccwatch.core.reply import Reply

MOST_REASONS = 3
_FRONT_DOOR_KNOWS_NO_PATH = "resource not found"


class Refusal(NamedTuple):
    """Code and message of a refusal, as far as present.

    `own` means that it has the service's form: the documented envelope, or that of the service's
    gateway, `{"statusCode": 404, "message": "…"}`.
    """

    code: str | None = None
    message: str = ""
    own: bool = False


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
