"""The client that the watcher uses: asynchronous, with tokens that can be renewed."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ccwatch.clock import Clock
from ccwatch.cloud.client import FIRST_PAGE, HttpClient
from ccwatch.core.budget import Budget
from ccwatch.core.errors import CcwatchError, RateLimited, ServiceError, Unauthorised
from ccwatch.core.job import Details, JobId, Progress, Service
from ccwatch.core.language import tr
from ccwatch.core.my_jobs import Gathering, MyJobs
from ccwatch.system.workers import Workers

LONGEST_WAIT = 75.0
Pay = Callable[[], Awaitable[None]]
Result = TypeVar("Result")


async def pay(budget: Budget, clock: Clock) -> None:
    """Wait until another request may be sent, and count it; raises ServiceError for a long wait."""
    while (wait := budget.ready_at(clock.steady()) - clock.steady()) > 0:
        if wait > LONGEST_WAIT:
            full = ServiceError(
                tr("The hourly request limit is used up."),
                title=tr(RateLimited.title),
                advice=tr("Try again in {seconds} s.", seconds=int(wait)),
            )
            full.retry_after = wait
            raise full
        await clock.sleep(wait)
    budget.spend(clock.steady())


class AsyncClient:
    """Runs the client's calls on worker threads.

    `renew` gets a new access token, on a worker thread. `pay` waits for the budget before each
    request other than the watcher's, which counts its own.
    """

    def __init__(
        self,
        client: HttpClient,
        renew: Callable[[], None],
        workers: Workers,
        pay: Pay | None = None,
    ) -> None:
        self._client = client
        self._renew = renew
        self._workers = workers
        self._pay = pay

    def use(self, client: HttpClient) -> None:
        """Use this client from now on; running requests still finish on the previous one."""
        self._client, before = client, self._client
        before.close()

    def close(self) -> None:
        """Close the kept connections."""
        self._client.close()

    async def progress(self, service: Service, job: JobId) -> Progress:
        """Return the progress of a job; raises ServiceError or SignInNeeded."""
        return await self._workers.run(self._client.progress, service, job)

    async def details(self, service: Service, job: JobId) -> Details:
        """Return the job itself; raises ServiceError or SignInNeeded."""
        return await self._workers.run(self._client.details, service, job)

    async def my_jobs(self) -> MyJobs:
        """Return the user's own jobs, as far as pages arrive; each page counts in the budget.

        Raises ServiceError or SignInNeeded if not even the first page arrives.
        """
        gathering = Gathering(FIRST_PAGE)
        while gathering.next is not None:
            try:
                if self._pay:
                    await self._pay()
                page = await self._workers.run(self._client.jobs_page, gathering.next)
            except CcwatchError as fault:
                gathering.fail(fault)
            else:
                gathering.take(page)
        return gathering.result

    async def cancel(self, service: Service, job: JobId) -> None:
        """Ask the service to cancel the job; counts in the budget.

        It is sent again only where the service refused it for want of a valid token. Raises
        OutcomeUnknown when it may have been carried out, and ServiceError or SignInNeeded when not.
        """
        await self._paid(self._client.cancel, service, job)

    async def look_up(self, service: Service, job: JobId) -> Details:
        """Return the job itself; counts in the budget. Raises ServiceError or SignInNeeded."""
        return await self._paid(self._client.details, service, job)

    async def _paid(
        self, send: Callable[[Service, JobId], Result], service: Service, job: JobId
    ) -> Result:
        """Count a request and send it; after a 401, do both again with a new token."""
        if self._pay:
            await self._pay()
        try:
            return await self._workers.run(send, service, job)
        except Unauthorised:
            await self.renew()
        if self._pay:
            await self._pay()
        return await self._workers.run(send, service, job)

    async def renew(self) -> None:
        """Get a new access token without the user; raises SignInNeeded or Unreachable."""
        await self._workers.run(self._renew)
