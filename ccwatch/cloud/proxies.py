"""The proxy of a request: parsed in one place, and never shown with its name and password."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from re import DOTALL, fullmatch
from urllib.parse import unquote_to_bytes, urlsplit

from ccwatch.cloud.slim_requests import requests
from ccwatch.core.addresses import HIGHEST_PORT, LOOPBACK, Address, ascii_host
from ccwatch.core.errors import Layer, Unreachable
from ccwatch.core.language import mark, tr

OF_SETTINGS = mark("The proxy in the settings")
_OF_SYSTEM = mark("The system’s proxy")
_EXAMPLE = "http://proxy.example.org:8080"
_WINNING = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
_SCHEME = "[A-Za-z][A-Za-z0-9+.-]*"
_LOGIN = "([A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*"
_HOST_AND_PORT = r"(?P<host>[^:\[\]]+|\[[0-9A-Fa-f:.]+\])(:(?P<port>[^:]*))?"


class WrongProxy(requests.exceptions.InvalidProxyURL):
    """The proxy cannot be used; `fault` says why, without its address."""

    def __init__(self, source: str, reason: str) -> None:
        self.fault = Unreachable(
            tr("{source} cannot be used: {reason}", source=source, reason=reason),
            advice=tr(
                "Nothing was sent. The proxy’s URL must have the form {example}.", example=_EXAMPLE
            ),
            layer=Layer.PROXY,
        )
        super().__init__(self.fault.message)


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that can be used: `shown` is `url` without its name and password."""

    url: str = field(repr=False)
    shown: str


def proxy_of(address: str, own: str = "") -> Proxy | None:
    """Return the proxy for requests to this address, or None; raises WrongProxy.

    `own`, from the settings, overrides the system's proxy, but not HTTPS_PROXY. Requests to this
    computer, or to a host in NO_PROXY, never use a proxy.
    """
    if urlsplit(address).hostname in LOOPBACK:
        return None
    if own and not any(os.environ.get(name, "").strip() for name in _WINNING):
        if requests.utils.should_bypass_proxies(address, no_proxy=None):
            return None
        return read_proxy(own, tr(OF_SETTINGS))
    found: Mapping[str, str] = requests.utils.get_environ_proxies(address)
    text = requests.utils.select_proxy(address, found)
    return read_proxy(text, _source(urlsplit(address).scheme)) if text else None


def read_proxy(text: str, source: str) -> Proxy | None:
    """Return the proxy in a text, None if blank; raises WrongProxy, which names the source."""
    text = text.strip()
    if not text:
        return None
    found = fullmatch(f"({_SCHEME})://(.*)", text, DOTALL)
    scheme, rest = (found[1].lower(), found[2]) if found else ("http", text)
    if scheme.startswith("socks"):
        raise WrongProxy(source, tr("SOCKS proxies are not supported."))
    if scheme not in ("http", "https"):
        raise WrongProxy(source, tr("The proxy’s URL must begin with http:// or https://."))
    login, at, place = rest.rpartition("@")
    if not fullmatch(_LOGIN, login) or not _is_latin(login):
        raise WrongProxy(
            source,
            tr(
                "Special characters in its name and password must be percent-encoded: "
                "# as %23, @ as %40, / as %2F."
            ),
        )
    shown = str(_host_and_port(place.removesuffix("/"), scheme, source))
    return Proxy(shown.replace("://", f"://{login}{at}", 1), shown)


def _host_and_port(text: str, scheme: str, source: str) -> Address:
    if any(sign in text for sign in "/?#"):
        raise WrongProxy(source, tr("The proxy’s URL must end after the host and port."))
    parts = fullmatch(_HOST_AND_PORT, text)
    try:
        if not parts:
            raise ValueError("no host")
        host = ascii_host(parts["host"].strip("[]"))
    except ValueError:
        raise WrongProxy(
            source,
            tr("Its host is missing or not a valid name; an IPv6 address needs [ ] around it."),
        ) from None
    port = parts["port"]
    if port is None:
        return Address(scheme, host, None, "")
    if not fullmatch("[0-9]{1,5}", port) or not 0 < int(port) <= HIGHEST_PORT:
        raise WrongProxy(source, tr("Its port must be from 1 to {highest}.", highest=HIGHEST_PORT))
    return Address(scheme, host, int(port), "")


def _is_latin(login: str) -> bool:
    """Return whether requests can encode the login, which it does in Latin-1."""
    try:
        unquote_to_bytes(login).decode("utf-8").encode("latin-1")
    except UnicodeError:
        return False
    return True


def _source(scheme: str) -> str:
    """Return the name of the variable that the proxy comes from; lower case first, as in urllib."""
    spelled = dict(os.environ)  # in upper case on Windows, which finds them in any
    for name in (f"{scheme}_proxy", f"{scheme}_proxy".upper(), "all_proxy", "ALL_PROXY"):
        if spelled.get(name):
            return name
    return tr(_OF_SYSTEM)
