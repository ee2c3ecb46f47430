"""Fetches the feed of releases: one bounded, timed, redirect-free call without any sign-in."""

from urllib3.exceptions import HTTPError

from ccwatch.cloud.bare_requests import requests
from ccwatch.cloud.deadline import deadline
from ccwatch.cloud.session import fault_of, open_session
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
    session = open_session(address, proxy)
    try:
        with (
            deadline(deadline_seconds),
            session.get(address, timeout=PATIENCE, allow_redirects=False, stream=True) as reply,
        ):
            if reply.status_code != requests.codes.ok:
                raise BadReply(tr("The reply names no version."))
            feed = bytearray()
            while part := reply.raw.read1(LARGEST_FEED, decode_content=True):
                feed += part
                if len(feed) > LARGEST_FEED:
                    raise BadReply(tr("The reply is much too long."))
            return bytes(feed)
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        raise fault_of(error) from None
    finally:
        session.close()
