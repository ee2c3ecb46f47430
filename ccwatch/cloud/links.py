"""Links in the service's replies: followed on the service's own host only."""

from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from ccwatch.cloud.slim_requests import requests
from ccwatch.core.errors import BadReply
from ccwatch.core.language import tr

LONGEST_LINK = 1 << 14
_PORTS = {"http": 80, "https": 443}


def resolve_link(base: str, link: str) -> str:
    """Return the address that a link leads to from the page at `base`; raises BadReply.

    It must be relative or on the same scheme, host and port, without a login: the token is sent
    there. Spaces and the like, which the service leaves in its links, are escaped.
    """
    if len(link) > LONGEST_LINK:
        raise BadReply(tr("The link to the rest of the job list is too long."))
    home = urlsplit(base)
    try:
        quoted = requests.utils.requote_uri(link.strip().encode(errors="replace").decode())
        found = urlsplit(urljoin(base, quoted))
        same = "@" not in found.netloc and _origin(found) == _origin(home)
    except (ValueError, requests.RequestException):
        same = False
    if not same:
        raise BadReply(tr("The job list continues on another host; ccwatch did not follow it."))
    return urlunsplit((home.scheme, home.netloc, found.path, found.query, ""))


def _origin(address: SplitResult) -> tuple[str, str | None, int | None]:
    return address.scheme, address.hostname, address.port or _PORTS.get(address.scheme)
