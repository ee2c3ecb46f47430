"""The client as the watcher wants it: asynchronous, with a sign-in that renews itself."""

from typing import Protocol

from ccwatch.cloud.client import Client
from ccwatch.cloud.workers import Workers
from ccwatch.core.errors import SignInNeeded
from ccwatch.core.job import Details, JobId, Progress, Service
from ccwatch.core.parse import Listed


class Account(Protocol):
    """Who asks: hands out access tokens; called from worker threads."""

    def access_token(self) -> str:
        """Return a token that is still valid; raises SignInNeeded."""

    def renew(self) -> None:
        """Get a new token without the user; raises SignInNeeded or Unreachable."""


class FixedAccount:
    """A token given ready-made, as by CCWATCH_ACCESS_TOKEN; it cannot be renewed."""

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        """Return the token."""
        return self._token

    def renew(self) -> None:
        """Say that the token is not accepted (any more)."""
        raise SignInNeeded(
            "The service does not accept the given access token.",
            advice="Set CCWATCH_ACCESS_TOKEN to a valid one.",
        )


class NobodyYet:
    """No account: nothing was set up to sign in with."""

    def access_token(self) -> str:
        """Say that there is none."""
        raise SignInNeeded(
            "No sign-in is set up.",
            advice="Give a client id in the settings, or set CCWATCH_ACCESS_TOKEN.",
        )

    def renew(self) -> None:
        """Say that there is none."""
        self.access_token()


class AskingClient:
    """Runs the client's calls on worker threads."""

    def __init__(self, client: Client, account: Account, workers: Workers) -> None:
        self._client = client
        self._account = account
        self._workers = workers

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
