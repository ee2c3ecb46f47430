"""The connection test, which names the failing layer.

It reports only what was observed: a certificate is trusted when a reply came over TLS, a name is
found when this computer has resolved it. Without a sign-in the service gets a request without a
token, which is no query: any reply of its own shows that it can be reached, and the sign-in
counts as missing whatever the reply.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlsplit

from ccwatch.cloud.client import HttpClient
from ccwatch.cloud.http_fetch import fetch
from ccwatch.cloud.http_session import open_session, proxy_for
from ccwatch.cloud.issuer import LARGEST_REPLY
from ccwatch.core.addresses import LOOPBACK
from ccwatch.core.check import Check
from ccwatch.core.errors import (
    BadReply,
    CcwatchError,
    JobMissing,
    Layer,
    RateLimited,
    Refused,
    ServerFault,
    ServiceError,
    Unauthorised,
    Unreachable,
    UnusableReply,
)
from ccwatch.core.issuer_replies import read_discovery
from ccwatch.core.job import JobId, Service
from ccwatch.core.language import mark, number, sentences, tr
from ccwatch.core.settings import Settings

DEADLINE_SECONDS = 20.0
_PATIENCE = (10.0, 15.0)
# A job that does not exist: the reply "no such job" shows that the token was accepted.
_NO_JOB = JobId("ccwatch-connection-test")
_PORTAL = mark(
    "The reply did not come from a sign-in service. A network’s sign-in page may be in the way."
)


@dataclass(frozen=True, slots=True)
class _Route:
    """The route to one of the two services, and the fault of the request that was sent on it."""

    name: str
    address: str
    fault: CcwatchError | None
    proxy: str | None

    @property
    def host(self) -> str:
        """The host, as user-visible text."""
        return _host(self.address)

    @property
    def failed_in(self) -> Layer | None:
        """The layer in which the request failed; None when a reply came."""
        return self.fault.layer if isinstance(self.fault, Unreachable) else None

    def passed(self, layer: Layer) -> bool:
        """Return whether the request is known to have passed this layer."""
        match layer:
            case Layer.NAME:
                return not self.proxy and self.failed_in is not Layer.NAME
            case Layer.PROXY:
                return self.failed_in in (None, Layer.TLS)
            case Layer.TLS:
                return self.failed_in is None and self.address.startswith("https:")
            case Layer.SERVER:
                return self.failed_in is None


def diagnose(
    settings: Settings,
    access_token: Callable[[], str],
    deadline_seconds: float = DEADLINE_SECONDS,
) -> tuple[Check, ...]:
    """Ask issuer and service, and check each layer; blocks for up to twice the deadline."""
    missing: CcwatchError | None = None
    token: str | None = None
    try:
        token = access_token()
    except CcwatchError as error:
        missing = error
    service_fault = _service_fault(settings, token, deadline_seconds)
    issuer = _route(
        tr("Sign-in service"),
        settings.authority,
        settings,
        _issuer_fault(settings, deadline_seconds),
    )
    service = _route(tr("Service"), settings.api_url, settings, service_fault)
    routes = (issuer, service)
    return (
        _check_layer(Layer.NAME, routes, _check_names),
        _check_layer(Layer.PROXY, routes, _check_proxies),
        _check_layer(Layer.TLS, routes, _check_tls),
        _check_reply(issuer),
        _check_reply(service),
        _check_sign_in(missing, service_fault),
        _check_rate_limit(missing, service_fault),
    )


def _route(name: str, address: str, settings: Settings, fault: CcwatchError | None) -> _Route:
    with closing(open_session(address, settings.proxy)) as session:
        try:
            return _Route(name, address, fault, proxy_for(session, address))
        except Unreachable as wrong_proxy:
            return _Route(name, address, wrong_proxy, None)


def _issuer_fault(settings: Settings, seconds: float) -> CcwatchError | None:
    url = f"{settings.authority}/.well-known/openid-configuration"
    try:
        with closing(open_session(settings.authority, settings.proxy)) as session:
            reply = fetch(
                session, "GET", url, patience=_PATIENCE, seconds=seconds, largest=LARGEST_REPLY
            )
        if reply.status >= 500:
            return ServerFault(tr("The service answered {status}.", status=reply.status))
        read_discovery(reply)
    except UnusableReply:
        return _something_else()
    except ServiceError as fault:
        return fault
    return None


def _something_else() -> BadReply:
    return BadReply(tr("The reply did not come from the service."), advice=tr(_PORTAL))


def _service_fault(settings: Settings, token: str | None, seconds: float) -> CcwatchError | None:
    """Return the fault of a request to the service; sent without a token for None."""
    client = HttpClient(
        settings.api_url, lambda: token or "", proxy=settings.proxy, deadline_seconds=seconds
    )
    ask = client.progress if token else client.progress_without_sign_in
    with closing(client):
        try:
            ask(Service.MODELING, _NO_JOB)
        except JobMissing:
            return None
        except ServiceError as fault:
            return fault
    return None


def _check_layer(
    layer: Layer, routes: tuple[_Route, ...], otherwise: Callable[..., Check]
) -> Check:
    """Check a layer that both routes pass: a route that failed in it comes first."""
    for route in routes:
        if route.failed_in is layer and route.fault:
            return Check(tr(layer), False, f"{route.host}: {_words(route.fault)}")
    return otherwise(tr(layer), routes)


def _check_names(name: str, routes: Iterable[_Route]) -> Check:
    found = [route for route in routes if route.passed(Layer.NAME)]
    if found:
        return Check(name, True, tr("{hosts}: found.", hosts=_hosts(found)))
    by_proxy = all(route.proxy for route in routes)
    return Check(name, None, tr("Resolved by the proxy.") if by_proxy else tr("Skipped."))


def _check_proxies(name: str, routes: Iterable[_Route]) -> Check:
    used = [route for route in routes if route.proxy]
    if not used:
        return Check(name, None, tr("None is used.", "a proxy"))
    none = tr("none", "a proxy")
    uses = dict.fromkeys(f"{route.host}: {route.proxy or none}" for route in routes)
    passed = any(route.passed(Layer.PROXY) for route in used)
    return Check(name, passed or None, f"{', '.join(uses)}.")


def _check_tls(name: str, routes: Iterable[_Route]) -> Check:
    trusted = [route for route in routes if route.passed(Layer.TLS)]
    bare = [route for route in routes if not route.address.startswith("https:")]
    if trusted:
        names = ", ".join(route.name for route in bare)
        without = tr("Not used on this computer: {names}.", names=names) if bare else ""
        said = sentences(tr("{hosts}: trusted.", hosts=_hosts(trusted)), without)
        return Check(name, True, said)
    if len(bare) == len([*routes]):
        return Check(name, None, tr("Not needed on this computer."))
    without_reply = any(route.failed_in is Layer.SERVER for route in routes if route not in bare)
    return _unknown(name) if without_reply else Check(name, None, tr("Skipped."))


def _hosts(routes: Iterable[_Route]) -> str:
    first, *more = dict.fromkeys(route.host for route in routes)
    return tr("{one} and {other}", one=first, other=more[0]) if more else first


def _check_reply(route: _Route) -> Check:
    fault = route.fault
    if route.failed_in not in (None, Layer.SERVER):
        return Check(route.name, None, tr("Skipped."))
    if fault is None or isinstance(fault, Unauthorised | RateLimited | Refused):
        return Check(route.name, True, tr("{host} answers.", host=route.host))
    return Check(route.name, False, f"{route.host}: {_words(fault)}")


def _check_sign_in(missing: CcwatchError | None, fault: CcwatchError | None) -> Check:
    name = tr("Sign-in")
    if missing:
        return Check(name, False, _words(missing))
    if isinstance(fault, Unauthorised | Refused):
        return Check(name, False, _words(fault))
    return Check(name, True, tr("Accepted.")) if fault is None else _unknown(name)


def _check_rate_limit(missing: CcwatchError | None, fault: CcwatchError | None) -> Check:
    name = tr("Request limit")
    if isinstance(fault, RateLimited):
        after = fault.retry_after
        wait = tr("Try again in {seconds} s.", seconds=number(ceil(after))) if after else ""
        return Check(name, False, sentences(fault.message, wait, fault.limits))
    if fault or missing:
        return _unknown(name)
    return Check(name, True, tr("Within the limit."))


def _unknown(name: str) -> Check:
    return Check(name, None, tr("Unknown."))


def _words(fault: CcwatchError) -> str:
    return sentences(fault.message, fault.advice)


def _host(address: str) -> str:
    host = urlsplit(address).hostname or address
    return tr("this computer") if host in LOOPBACK else host
