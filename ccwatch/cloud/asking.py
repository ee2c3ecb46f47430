"""The client as the watcher wants it: asynchronous, with a sign-in that renews itself."""

from ccwatch.cloud.account import Account
from ccwatch.cloud.client import Client
from ccwatch.cloud.workers import Workers
from ccwatch.core.job import Details, JobId, Progress, Service
from ccwatch.core.parse import Listed


class AskingClient:
    """Runs the client's calls on worker threads."""

    def __init__(self, client: Client, account: Account, workers: Workers) -> None:
        self._client = client
        self._account = account
        self._workers = workers

    def take_over(self, client: Client) -> None:
        """Ask this client from now on; what the one before was asked it still answers."""
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

    async def my_jobs(self) -> tuple[Listed, ...]:
        """Return the caller's own jobs; raises ServiceError or SignInNeeded."""
        return await self._workers.run(self._client.my_jobs)

    async def renew(self) -> None:
        """Get a new access token without the user; raises SignInNeeded or Unreachable."""
        await self._workers.run(self._account.renew)
