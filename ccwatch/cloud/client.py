"""The HTTP client of the services: bounded, timed calls without redirects. It blocks."""

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlsplit

from ccwatch.clock import SystemClock
from ccwatch.cloud.http_fetch import CONNECT_SECONDS, READ_SECONDS, fetch
from ccwatch.cloud.http_session import open_session
from ccwatch.cloud.links import resolve_link
from ccwatch.cloud.services import (
    SERVICES,
    job_path,
    jobs_path,
    messages_path,
    progress_path,
)
from ccwatch.core.addresses import checked_address
from ccwatch.core.errors import (
    BadReply,
    OutcomeUnknown,
    RateLimited,
    ServiceError,
    Unauthorised,
    Unreachable,
)
from ccwatch.core.job import Details, JobId, Phase, Progress, Service
from ccwatch.core.language import mark, tr
from ccwatch.core.my_jobs import FIRST_PAGE
from ccwatch.core.reply import Reply
from ccwatch.core.service_replies import (
    ListedPage,
    check_accepted,
    parse_job,
    parse_jobs,
    parse_messages,
    parse_progress,
)

LARGEST_BODY = 1 << 20
# A job includes all its errors and warnings: 4,200 of them are a megabyte.
LARGEST_JOB = 4 << 20
DEADLINE_SECONDS = 30.0
_CLOCK = SystemClock()
_log = logging.getLogger(__name__)


class HttpClient:
    """Queries the services; thread-safe.

    `access_token` returns the bearer token or raises SignInNeeded: without a token no request is
    sent, except the connection test's. Every method raises ServiceError. `now` returns UTC seconds,
    for the time of a reply.

    Raises SettingRefused for an address that is neither https nor on this computer.
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
        now: Callable[[], float] = _CLOCK.now,
    ) -> None:
        self._api_url = checked_address(mark("Service URL"), api_url)
        self._access_token = access_token
        self._patience = (connect_seconds, read_seconds)
        self._deadline_seconds = deadline_seconds
        self._now = now
        self._proxy = proxy
        self._session = open_session(self._api_url, proxy)

    def progress(self, service: Service, job: JobId) -> Progress:
        """Return the progress of the job."""
        return parse_progress(self._get(service, progress_path(service, job)))

    def progress_without_sign_in(self, service: Service, job: JobId) -> Progress:
        """Request the progress without a token: for the connection test only."""
        url = self._api_url + progress_path(service, job)
        return parse_progress(self._get_url(service, url, signed_in=False))

    def details(self, service: Service, job: JobId) -> Details:
        """Return the job itself, with its messages if they come apart and the service has them.

        A queued job has none yet. A temporary error, such as a lost connection or a rate limit, is
        raised, so that the reason of a failure is requested again; a lasting one leaves them out.
        """
        details = parse_job(self._get(service, job_path(service, job), in_part=True))
        if not service.has_messages or details.phase is Phase.QUEUED:
            return details
        try:
            reply = self._get(service, messages_path(service, job), in_part=True)
            errors, warnings = parse_messages(reply)
        except (RateLimited, Unauthorised, Unreachable):
            raise
        except ServiceError:
            return details
        return replace(details, errors=errors, warnings=warnings)

    def jobs_page(
        self, service: Service, link: str, created_since: float | None = None
    ) -> ListedPage:
        """Return a page of the user's own jobs at a service.

        `link` is FIRST_PAGE or the link of the page before. The first page asks for the jobs that
        have not ended, or were created since (UTC seconds). Raises WrongAddress where the list is
        not offered.
        """
        url = self._api_url + jobs_path(service, created_since)
        if link != FIRST_PAGE:
            url = resolve_link(url, link)
            if set(urlsplit(url).path.casefold().split("/")) & (set(Service) - {service}):
                raise BadReply(tr("The job list continues at another service."))
        return parse_jobs(self._get_url(service, url), service)

    def cancel(self, service: Service, job: JobId) -> None:
        """Ask the service to cancel the job, which it may take a while to do.

        It is the only request that changes something. It is sent once, on a connection of its own:
        a kept one may be closed already, and then a request is sent again. Raises OutcomeUnknown
        when it may have been carried out, any other ServiceError when it was not.
        """
        row = SERVICES[service]
        url = self._api_url + job_path(service, job)
        headers = self._headers(service)
        try:
            with closing(open_session(self._api_url, self._proxy)) as session:
                reply = fetch(
                    session,
                    row.cancel.method,
                    url,
                    headers=headers,
                    json=row.cancel.body,
                    patience=self._patience,
                    seconds=self._deadline_seconds,
                    largest=LARGEST_JOB,
                    in_part=True,
                )
        except ServiceError as fault:
            _log.debug("%s %s: %s", row.cancel.method, urlsplit(url).path, fault.message)
            if fault.unsent:
                raise
            raise OutcomeUnknown(fault.message) from None
        _log.debug("%s %s: %d", row.cancel.method, urlsplit(url).path, reply.status)
        check_accepted(replace(reply, at=self._now()))

    def close(self) -> None:
        """Close the kept connections."""
        self._session.close()

    def _get(self, service: Service, path: str, *, in_part: bool = False) -> Reply:
        return self._get_url(service, self._api_url + path, in_part=in_part)

    def _get_url(
        self, service: Service, url: str, *, signed_in: bool = True, in_part: bool = False
    ) -> Reply:
        """Return the reply; `in_part` accepts a success whose body is too long or truncated."""
        headers = self._headers(service, signed_in=signed_in)
        try:
            reply = fetch(
                self._session,
                "GET",
                url,
                headers=headers,
                patience=self._patience,
                seconds=self._deadline_seconds,
                largest=LARGEST_JOB if in_part else LARGEST_BODY,
                in_part=in_part,
            )
        except ServiceError as fault:
            _log.debug("%s: %s", urlsplit(url).path, fault.message)
            raise
        _log.debug("%s: %d", urlsplit(url).path, reply.status)
        return replace(reply, at=self._now())

    def _headers(self, service: Service, *, signed_in: bool = True) -> dict[str, str]:
        headers = {"Accept": SERVICES[service].accept}
        if signed_in:
            headers["Authorization"] = f"Bearer {self._access_token()}"
        return headers
