"""One request and its reply: bounded in time and size, and never redirected.

All network traffic goes through here: queries, sign-in, diagnosis, update feed.
"""

import logging
from collections.abc import Mapping

from urllib3.exceptions import HTTPError

from ccwatch.cloud.deadline import deadline, seconds_left
from ccwatch.cloud.request_errors import fault_of
from ccwatch.cloud.slim_requests import requests
from ccwatch.core.errors import BadReply
from ccwatch.core.language import tr
from ccwatch.core.reply import Reply

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
_CHUNK = 1 << 16
_log = logging.getLogger(__name__)


def fetch(
    session: requests.Session,
    method: str,
    url: str,
    *,
    seconds: float,
    largest: int,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    json: Mapping[str, str] | None = None,
    patience: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
    in_part: bool = False,
) -> Reply:
    """Return the reply; raises ServiceError, also for a body of more than `largest` bytes.

    `in_part` accepts a success whose body is longer or truncated: `Reply.broke` says why. The whole
    exchange ends within `seconds`; `patience` is for the connection and for each read.
    """
    connect, read = patience
    try:
        with (
            deadline(seconds),
            session.request(
                method,
                url,
                headers=headers,
                data=form,
                json=json,
                timeout=(min(connect, seconds_left()), read),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            body, broke = _body(response, largest, in_part=in_part and response.ok)
            return Reply(
                response.status_code,
                {name.lower(): value for name, value in response.headers.items()},
                body,
                broke=broke,
            )
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise fault_of(error) from None


def _body(
    response: requests.Response, largest: int, *, in_part: bool
) -> tuple[bytes, BadReply | None]:
    """Return the decoded body, and why it is incomplete, None if it is complete.

    Without `in_part` it raises BadReply for a body that is too large, and the library's error for a
    truncated one.
    """
    body = bytearray()
    try:
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > largest:
                raise BadReply(tr("The reply is too long."))
    except BadReply as error:
        if not in_part:
            raise
        return bytes(body[:largest]), error
    except (HTTPError, OSError) as error:
        if not (in_part and body):
            raise
        _log.debug("broke off after %d bytes: %s", len(body), type(error).__name__)
        return bytes(body), BadReply(tr("The reply was cut off."))
    return bytes(body), None
