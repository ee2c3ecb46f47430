"""Fetches the feed of releases: one bounded, timed call without redirects or a sign-in."""

from contextlib import closing

from ccwatch.cloud.http_fetch import fetch
from ccwatch.cloud.http_session import open_session
from ccwatch.core.addresses import checked_address
from ccwatch.core.errors import BadReply
from ccwatch.core.language import tr
from ccwatch.core.settings import about

LARGEST_FEED = 1 << 16
PATIENCE = (10.0, 10.0)
DEADLINE_SECONDS = 20.0


def fetch_feed(address: str, proxy: str = "", deadline_seconds: float = DEADLINE_SECONDS) -> bytes:
    """Return the feed; raises ServiceError, and SettingRefused for an address without TLS."""
    address = checked_address(about("update_feed").label, address)
    with closing(open_session(address, proxy)) as session:
        reply = fetch(
            session,
            "GET",
            address,
            patience=PATIENCE,
            seconds=deadline_seconds,
            largest=LARGEST_FEED,
        )
    if reply.status != 200:
        raise BadReply(tr("The reply contains no version."))
    return reply.body
