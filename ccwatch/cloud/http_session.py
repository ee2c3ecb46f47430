"""HTTP sessions: trusted certificates, proxies, no redirects."""

import ssl
from http.cookiejar import DefaultCookiePolicy
from typing import Any

from ccwatch import __version__
from ccwatch.cloud.ca_bundle import given_bundle
from ccwatch.cloud.deadline import DeadlineAdapter
from ccwatch.cloud.keep_alive import OnceMore
from ccwatch.cloud.proxies import WrongProxy, proxy_of
from ccwatch.cloud.slim_requests import requests
from ccwatch.core.slots import MOST_UNDER_WAY

CONNECTIONS = MOST_UNDER_WAY
USER_AGENT = f"ccwatch/{__version__}"


class _Session(requests.Session):
    """A session that looks up the proxy for each request: the system's may change meanwhile.

    It follows no redirects: requests would read their bodies without a limit.
    """

    def __init__(self, own_proxy: str) -> None:
        super().__init__()
        # Read and checked here instead; and requests would send a login from ~/.netrc.
        self.trust_env = False
        self.own_proxy = own_proxy

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return no address, whatever the reply."""
        return None

    def merge_environment_settings(self, url: Any, *more: Any, **named: Any) -> Any:
        """Return the settings of a request to this address; raises WrongProxy."""
        found = super().merge_environment_settings(url, *more, **named)
        proxy = proxy_of(url, self.own_proxy)
        return {**found, "proxies": {"http": proxy.url, "https": proxy.url} if proxy else {}}


def open_session(address: str, proxy: str = "") -> requests.Session:
    """Return a session for this address: the system's certificates and proxies, no retries.

    It keeps no cookies: those of gateways accumulate until a request's headers are too large.
    When set, REQUESTS_CA_BUNDLE and SSL_CERT_FILE name the trusted certificates instead.
    `proxy` (http://host:port) takes the place of the system's proxy, but not of HTTPS_PROXY.
    """
    session = _Session(proxy)
    session.headers["User-Agent"] = USER_AGENT
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    retries = OnceMore()
    bundle = given_bundle()
    adapter = DeadlineAdapter(
        None if bundle else _system_trust(),
        pool_connections=4,
        pool_maxsize=CONNECTIONS,
        max_retries=retries,
    )
    session.mount("https://", adapter)
    session.mount("http://", DeadlineAdapter(pool_maxsize=CONNECTIONS, max_retries=retries))
    if bundle:
        session.verify = bundle.path
    return session


def proxy_for(session: requests.Session, address: str) -> str | None:
    """Return the proxy for requests to this address, without its login; None for none.

    Raises Unreachable for one that cannot be used.
    """
    try:
        found = proxy_of(address, getattr(session, "own_proxy", ""))
    except WrongProxy as wrong:
        raise wrong.fault from None
    return found.shown if found else None


def _system_trust() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
