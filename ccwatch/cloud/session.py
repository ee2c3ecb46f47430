"""The one way out: a session that trusts what the system trusts and takes no detours."""

import os
import ssl
from typing import Any
from urllib.parse import urlsplit

from ccwatch import __version__
from ccwatch.cloud.bare_requests import requests
from ccwatch.cloud.deadline import DeadlineAdapter
from ccwatch.cloud.kept import OnceMore
from ccwatch.core.budget import MOST_AT_ONCE
from ccwatch.core.errors import BadReply, Layer, ServiceError, Unreachable
from ccwatch.core.language import mark, tr
from ccwatch.core.settings import LOOPBACK

CONNECTIONS = MOST_AT_ONCE
_CHECK_PROXY = mark("Check HTTPS_PROXY, or the proxy in the settings.")
USER_AGENT = f"ccwatch/{__version__}"
_PROXY_VARIABLES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
_CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


class _Own(requests.auth.AuthBase):
    """Leaves a request as it is: with none, requests would put in a login from ~/.netrc."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Session(requests.Session):
    """Follows no redirect, and so never reads the body of one on its own, without any bound."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return no address, whatever the reply says."""
        return None


def open_session(address: str, proxy: str = "") -> requests.Session:
    """Return a session for this address: the system's trust and proxies, no retries by status.

    REQUESTS_CA_BUNDLE and SSL_CERT_FILE, when set, name the trusted certificates instead.
    `proxy` (http://host:port) takes the place of the system's proxy, but not of HTTPS_PROXY.
    What goes to this computer itself, or to a host in NO_PROXY, never takes a proxy.
    """
    session = _Session()
    session.trust_env = urlsplit(address).hostname not in LOOPBACK
    if proxy and session.trust_env and not any(map(os.environ.get, _PROXY_VARIABLES)):
        session.trust_env = False
        if not requests.utils.should_bypass_proxies(address, no_proxy=None):
            session.proxies = {"http": proxy, "https": proxy}
    session.headers["User-Agent"] = USER_AGENT
    session.auth = _Own()
    retries = OnceMore()
    adapter = DeadlineAdapter(
        _system_trust(), pool_connections=4, pool_maxsize=CONNECTIONS, max_retries=retries
    )
    session.mount("https://", adapter)
    session.mount("http://", DeadlineAdapter(pool_maxsize=CONNECTIONS, max_retries=retries))
    bundle = next((os.environ[name] for name in _CA_VARIABLES if os.environ.get(name)), None)
    if bundle:
        session.verify = bundle
    return session


def proxy_for(session: requests.Session, address: str) -> str | None:
    """Return the proxy that requests to this address take, None for none; without a login."""
    found = session.merge_environment_settings(address, {}, None, None, None)["proxies"]
    proxy = requests.utils.select_proxy(address, found)
    if not proxy:
        return None
    link = urlsplit(proxy)
    return f"{link.scheme}://{link.hostname}:{link.port}" if link.port else str(link.hostname)


def fault_of(error: Exception) -> ServiceError:
    """Return the library's error in words that name the layer which failed.

    The library's own text is not repeated: it holds addresses and memory addresses, and no help.
    """
    chain = _causes(error)
    names = {type(cause).__name__ for cause in chain}
    if "DecodeError" in names:
        return BadReply(tr("The reply is not encoded as it says."))
    if certificate := next((c for c in chain if isinstance(c, ssl.SSLCertVerificationError)), None):
        reason = getattr(certificate, "verify_message", "") or tr("unknown reason")
        return Unreachable(
            tr("The certificate is not trusted: {reason}.", reason=reason),
            advice=tr("A proxy of your network may need its certificate in the system's store."),
            layer=Layer.TLS,
        )
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(tr("No secure connection (TLS) could be made."), layer=Layer.TLS)
    if isinstance(error, requests.exceptions.ProxyError):
        words, advice = tr("The proxy did not connect."), tr(_CHECK_PROXY)
        return Unreachable(words, advice=advice, layer=Layer.PROXY)
    if isinstance(error, requests.exceptions.InvalidProxyURL):
        words, advice = tr("The proxy's address cannot be used."), tr(_CHECK_PROXY)
        return Unreachable(words, advice=advice, layer=Layer.PROXY)
    if names & {"NameResolutionError", "gaierror"}:
        return Unreachable(tr("The service's name could not be found."), layer=Layer.NAME)
    if names & {"ConnectTimeoutError", "ReadTimeoutError", "TimeoutError", "Timeout"}:
        return Unreachable(tr("The service did not answer in time."))
    if "ConnectionRefusedError" in names:
        return Unreachable(tr("The service refused the connection."))
    return Unreachable(tr("The connection broke."))


def _system_trust() -> ssl.SSLContext | None:
    if any(os.environ.get(name) for name in _CA_VARIABLES):
        return None
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _causes(error: BaseException) -> list[BaseException]:
    """Return the error and all that it wraps, by chaining, argument or urllib3's `reason`."""
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting and len(found) < 20:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and cause not in found:
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None)]
            waiting += cause.args
    return found
