"""The vendor's environments: the addresses of the sign-in service and of the services."""

from dataclasses import dataclass

from ccwatch.core.language import mark

PORTAL = "https://developer.bentley.com/my-apps/"


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment; addresses have no trailing slash."""

    name: str
    authority: str
    api_url: str


ENVIRONMENTS = (
    Environment(mark("Production"), "https://ims.bentley.com", "https://api.bentley.com"),
    Environment(mark("Test (QA)"), "https://qa-ims.bentley.com", "https://qa-api.bentley.com"),
)
