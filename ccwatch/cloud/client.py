"""The client: one bounded, timed, redirect-free call at a time. The only hop that blocks."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from ccwatch.cloud.exchange import CONNECT_SECONDS, READ_SECONDS, fetch
from ccwatch.cloud.services import (
    SERVICES,
    job_path,
    jobs_path,
    messages_path,
    progress_path,
)
from ccwatch.cloud.session import open_session
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
DEADLINE_SECONDS = 30.0
MOST_PAGES = 50
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
        details = parse_job(self._get(service, job_path(service, job)))
        if SERVICES[service].version == 2:
            with suppress(ServiceError):
                reply = self._get(service, messages_path(service, job))
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

    def _get(self, service: Service, address: str) -> Reply:
        """Return the reply to a GET of a path, or of an address on the same host."""
        url = urljoin(self._api_url + "/", address) if "://" in address else self._api_url + address
        if urlsplit(url)[:2] != urlsplit(self._api_url)[:2]:
            raise BadReply(tr("The service's list goes on at another host."))
        headers = {
            "Authorization": f"Bearer {self._access_token()}",
            "Accept": SERVICES[service].accept,
        }
        try:
            reply = fetch(
                self._session,
                "GET",
                url,
                headers=headers,
                patience=self._patience,
                seconds=self._deadline_seconds,
                largest=LARGEST_BODY,
            )
        except ServiceError as fault:
            _log.debug("%s: %s", urlsplit(url).path, fault.message)
            raise
        _log.debug("%s: %d", urlsplit(url).path, reply.status)
        return reply
