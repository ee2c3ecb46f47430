"""One request and its reply: bounded in time and size, and never redirected.

Everything that leaves the program goes through here: queries, sign-in, diagnosis, update feed.
"""

from collections.abc import Mapping

from urllib3.exceptions import HTTPError

from ccwatch.cloud.bare_requests import requests
from ccwatch.cloud.deadline import deadline, seconds_left
from ccwatch.cloud.session import fault_of
from ccwatch.core.errors import BadReply
from ccwatch.core.language import tr
from ccwatch.core.parse import Reply

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
_CHUNK = 1 << 16


def fetch(
    session: requests.Session,
    method: str,
    url: str,
    *,
    seconds: float,
    largest: int,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    patience: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
) -> Reply:
    """Return the reply; raises ServiceError, also for a body of more than `largest` bytes.

    The whole exchange ends within `seconds`; `patience` is for the connection and for each read.
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
                timeout=(min(connect, seconds_left()), read),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            return Reply(
                response.status_code,
                {name.lower(): value for name, value in response.headers.items()},
                _body(response, largest),
            )
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise fault_of(error) from None


def _body(response: requests.Response, largest: int) -> bytes:
    """Return the decoded body; raises BadReply when it is larger than anything sensible."""
    body = bytearray()
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > largest:
            raise BadReply(tr("The reply is much too long."))
    return bytes(body)
