"""The network interface that the watcher needs.

`cloud.async_client.AsyncClient` implements it. `cloud` does not import the watcher: the types are
checked where `desktop` and `commands` connect the two.
"""

from typing import Protocol

from ccwatch.core.job import Details, JobId, Progress, Service
from ccwatch.core.service_replies import ListedPage


class JobClient(Protocol):
    """Queries the service for jobs, without blocking."""

    async def progress(self, service: Service, job: JobId) -> Progress:
        """Return the progress of a job; raises ServiceError or SignInNeeded."""

    async def details(self, service: Service, job: JobId) -> Details:
        """Return the job itself; raises ServiceError or SignInNeeded."""

    async def renew(self) -> None:
        """Get a new access token without the user; raises ServiceError or SignInNeeded."""


class ListClient(Protocol):
    """Lists the user's own jobs, without blocking."""

    async def jobs_page(
        self, service: Service, link: str, created_since: float | None
    ) -> ListedPage:
        """Return a page of the list; `link` is "" for the first, else that of the page before.

        Raises ServiceError or SignInNeeded.
        """
