"""Lists the user's own jobs at the services, page by page."""

from collections.abc import AsyncIterator, Callable, Iterable
from functools import partial
from math import inf

from ccwatch.core.errors import RateLimited, Refused, ServiceError, SignInNeeded, Unauthorised
from ccwatch.core.job import Service
from ccwatch.core.language import tr
from ccwatch.core.my_jobs import FIRST_PAGE, AllMyJobs, Gathering, MyJobs
from ccwatch.watching.protocol import ListClient
from ccwatch.watching.request_line import Line


class Lists:
    """Asks the services in turn; a page waits for the gate for `patience` seconds at most."""

    def __init__(self, client: ListClient, line: Line, patience: float = inf) -> None:
        self._client = client
        self._line = line
        self._patience = patience

    async def all(self, created_since: float | None) -> AllMyJobs:
        """Return what all services list: jobs that have not ended, or were created since (UTC s).

        Raises SignInNeeded, and the first error if no service answers with a list.
        """
        found = AllMyJobs()
        async for service, answer in self.each(Service, lambda _: created_since):
            found.take(service, answer)
        if not found.lists:
            raise next(iter(found.faults.values()))
        return found

    async def each(
        self, services: Iterable[Service], created_since: Callable[[Service], float | None]
    ) -> AsyncIterator[tuple[Service, MyJobs | ServiceError]]:
        """Yield each service and its list, or its error; raises SignInNeeded.

        When one service accepts the sign-in, another that does not is no reason for a new one.
        """
        renewals = self._line.renewal.count
        unauthorised: dict[Service, ServiceError] = {}
        rejected = True
        for service in services:
            try:
                found = await self._list(service, created_since(service), renewals)
            except Unauthorised as error:
                unauthorised[service] = error
            except ServiceError as error:
                rejected = rejected and error.for_good and not isinstance(error, Refused)
                yield service, error
            else:
                rejected = False
                yield service, found
        if unauthorised and rejected:
            reason = tr("Signed out by the service.")
            self._line.signed_out(reason)
            raise SignInNeeded(reason)
        for service, fault in unauthorised.items():
            yield service, fault

    async def _list(self, service: Service, created_since: float | None, renewals: int) -> MyJobs:
        """Return a service's list, as far as pages arrive; raises the error of the first page."""
        gathering, paused = Gathering(FIRST_PAGE), False
        while (link := gathering.next) is not None:
            ask = partial(self._client.jobs_page, service, link, created_since)
            try:
                page = await self._line.request(ask, renewals, self._patience)
            except RateLimited as fault:
                if paused or self._patience < inf:
                    gathering.fail(fault)
                paused = True
            except ServiceError as fault:
                gathering.fail(fault)
            else:
                gathering.take(page)
        return gathering.result
