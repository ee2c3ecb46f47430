"""The client that the watcher uses: asynchronous, with tokens that can be renewed."""

from collections.abc import Callable

from ccwatch.cloud.client import HttpClient
from ccwatch.core.job import Details, JobId, Progress, Service
from ccwatch.core.service_replies import ListedPage
from ccwatch.system.workers import Workers


class AsyncClient:
    """Runs the client's calls on worker threads.

    `renew` gets a new access token, on a worker thread.
    """

    def __init__(self, client: HttpClient, renew: Callable[[], None], workers: Workers) -> None:
        self._client = client
        self._renew = renew
        self._workers = workers

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

    async def jobs_page(
        self, service: Service, link: str, created_since: float | None
    ) -> ListedPage:
        """Return a page of the user's own jobs; raises ServiceError or SignInNeeded."""
        return await self._workers.run(self._client.jobs_page, service, link, created_since)

    async def cancel(self, service: Service, job: JobId) -> None:
        """Ask the service to cancel the job.

        Raises OutcomeUnknown when it may have been carried out, and ServiceError or SignInNeeded
        when not.
        """
        await self._workers.run(self._client.cancel, service, job)

    async def renew(self) -> None:
        """Get a new access token without the user; raises SignInNeeded or Unreachable."""
        await self._workers.run(self._renew)
