"""Which addresses may be opened in a browser."""

from urllib.parse import urlsplit

from ccwatch.core.addresses import LOOPBACK
from ccwatch.core.errors import PageRefused
from ccwatch.core.language import tr


def checked_page(address: str) -> str:
    """Return the address of a page: https with a host, or plain http on this computer.

    Raises PageRefused without quoting the address, which may contain a name and a password.
    """
    # A browser treats "\" as "/" and drops tabs and line ends, so it would go elsewhere.
    if not address.isprintable() or " " in address or "\\" in address:
        raise PageRefused(tr("The URL contains invalid characters."))
    try:
        link = urlsplit(address)
        host, _ = link.hostname, link.port
    except ValueError:
        raise PageRefused(tr("The URL is not valid.")) from None
    if link.scheme != "https" and not (link.scheme == "http" and host in LOOPBACK):
        raise PageRefused(tr("The URL does not begin with https."))
    if not host:
        raise PageRefused(tr("The URL has no host."))
    if "@" in link.netloc:
        raise PageRefused(tr("The URL contains a user name or a password."))
    return address
