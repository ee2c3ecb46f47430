"""The client: one bounded, timed, redirect-free call at a time. The only hop that blocks."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from urllib3.exceptions import HTTPError

from ccwatch.cloud.bare_requests import requests
from ccwatch.cloud.deadline import deadline
from ccwatch.cloud.services import (
    SERVICES,
    job_path,
    jobs_path,
    messages_path,
    progress_path,
)
from ccwatch.cloud.session import fault_of, open_session
from ccwatch.core.errors import BadReply, ServiceError
from ccwatch.core.job import Details, JobId, Progress, Service
from ccwatch.core.language import mark, tr
from ccwatch.core.parse import (
    Listed,
    Reply,
    parse_job,
    parse_jobs,
    parse_messages,
    parse_progress,
)
from ccwatch.core.settings import checked_address

LARGEST_BODY = 1 << 20
# A job comes with all its errors and warnings: 4,200 of them are a megabyte.
LARGEST_JOB = 4 << 20
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
DEADLINE_SECONDS = 30.0
MOST_PAGES = 50
_CHUNK = 1 << 16
_log = logging.getLogger(__name__)


class Client:
    """Asks the services; safe to be used by many threads at once.

    `access_token` returns the bearer token or raises SignInNeeded: without one no request goes
    out. Every method raises ServiceError. Raises SettingRefused for an address that is neither
    https nor on this computer.
    """

    def __init__(
        self,
        api_url: str,
        access_token: Callable[[], str],
        *,
        proxy: str = "",
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        self._api_url = checked_address(mark("Service address"), api_url)
        self._access_token = access_token
        self._patience = (connect_seconds, read_seconds)
        self._deadline_seconds = deadline_seconds
        self._session = open_session(self._api_url, proxy)

    def progress(self, service: Service, job: JobId) -> Progress:
        """Return the progress of the job."""
        return parse_progress(self._get(service, progress_path(service, job)))

    def details(self, service: Service, job: JobId) -> Details:
        """Return the job itself; in version 2 with its messages, when they are to be had."""
        details = parse_job(self._get(service, job_path(service, job), in_part=True))
        if SERVICES[service].version == 2:
            with suppress(ServiceError):
                reply = self._get(service, messages_path(service, job), in_part=True)
                errors, warnings = parse_messages(reply)
                details = replace(details, errors=errors, warnings=warnings)
        return details

    def my_jobs(self) -> tuple[Listed, ...]:
        """Return the caller's own jobs; raises WrongAddress where the list is not offered."""
        page = parse_jobs(self._get(Service.MODELING, jobs_path()))
        found = [*page.jobs]
        for _ in range(MOST_PAGES):
            if page.next is None:
                break
            page = parse_jobs(self._get(Service.MODELING, page.next))
            found += page.jobs
        return tuple(found)

    def close(self) -> None:
        """Close the kept connections."""
        self._session.close()

    def _get(self, service: Service, address: str, *, in_part: bool = False) -> Reply:
        """Return the reply to a GET of a path, or of an address on the same host.

        `in_part` accepts a success whose body is not whole: too long, or broken off.
        """
        url = urljoin(self._api_url + "/", address) if "://" in address else self._api_url + address
        if urlsplit(url)[:2] != urlsplit(self._api_url)[:2]:
            raise BadReply(tr("The service's list goes on at another host."))
        headers = {
            "Authorization": f"Bearer {self._access_token()}",
            "Accept": SERVICES[service].accept,
        }
        try:
            with (
                deadline(self._deadline_seconds),
                self._session.get(
                    url,
                    headers=headers,
                    timeout=self._patience,
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                _log.debug("%s: %d", urlsplit(url).path, response.status_code)
                body, broke = _body(response, in_part=in_part and response.ok)
                return Reply(
                    response.status_code,
                    {name.lower(): value for name, value in response.headers.items()},
                    body,
                    broke,
                )
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            fault = fault_of(error)
            _log.debug("%s: %s", urlsplit(url).path, fault.message)
            raise fault from None


def _body(response: requests.Response, *, in_part: bool) -> tuple[bytes, BadReply | None]:
    """Return the decoded body, and with `in_part` why it is not whole, None when it is.

    Raises BadReply when it is larger than anything sensible, and what the library raises when
    it breaks off, unless part of it will do.
    """
    body = bytearray()
    most = LARGEST_JOB if in_part else LARGEST_BODY
    try:
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > most:
                raise BadReply(tr("The reply is much too long."))
    except BadReply as error:
        if not in_part:
            raise
        return bytes(body[:most]), error
    except (HTTPError, OSError) as error:
        if not (in_part and body):
            raise
        _log.debug("broke off after %d bytes: %s", len(body), type(error).__name__)
        return bytes(body), BadReply(tr("The reply broke off."))
    return bytes(body), None
