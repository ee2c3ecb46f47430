"""The test of the connection, which names the layer that fails.

It says of a layer only what was seen: a certificate is trusted when a reply came over TLS, a name
is found when this computer has looked it up. Without a sign-in the service is asked without a
token, which is no query: any answer of its own shows that it is there, and the sign-in stays
missing whatever it says.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlsplit

from ccwatch.cloud.client import HttpClient
from ccwatch.cloud.exchange import fetch
from ccwatch.cloud.issuer import LARGEST_REPLY
from ccwatch.cloud.session import open_session, proxy_for
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
# A job that is nobody's: whoever answers "no such job" has understood and let us in.
_NO_JOB = JobId("ccwatch-connection-test")
_PORTAL = mark(
    "It is not that of a sign-in service: a sign-in page of the network may be in between."
)


@dataclass(frozen=True, slots=True)
class _Way:
    """The way to one of the two services, and what came of the request that was sent on it."""

    name: str
    address: str
    fault: CcwatchError | None
    proxy: str | None

    @property
    def host(self) -> str:
        """Its host, in words."""
        return _host(self.address)

    @property
    def failed_in(self) -> Layer | None:
        """The layer in which the request ended without a reply; None: a reply came."""
        return self.fault.layer if isinstance(self.fault, Unreachable) else None

    def passed(self, layer: Layer) -> bool:
        """Return whether the request is known to have come through this layer."""
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
    """Ask issuer and service, and tell what each layer did; blocks up to twice the deadline."""
    missing: CcwatchError | None = None
    token: str | None = None
    try:
        token = access_token()
    except CcwatchError as error:
        missing = error
    service_fault = _service_fault(settings, token, deadline_seconds)
    issuer = _way(
        tr("Sign-in service"),
        settings.authority,
        settings,
        _issuer_fault(settings, deadline_seconds),
    )
    service = _way(tr("Service"), settings.api_url, settings, service_fault)
    ways = (issuer, service)
    return (
        _layer(Layer.NAME, ways, _names),
        _layer(Layer.PROXY, ways, _proxies),
        _layer(Layer.TLS, ways, _secured),
        _answer(issuer),
        _answer(service),
        _sign_in(missing, service_fault),
        _rate_limit(missing, service_fault),
    )


def _way(name: str, address: str, settings: Settings, fault: CcwatchError | None) -> _Way:
    with closing(open_session(address, settings.proxy)) as session:
        try:
            return _Way(name, address, fault, proxy_for(session, address))
        except Unreachable as wrong_proxy:
            return _Way(name, address, wrong_proxy, None)


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
    return BadReply(tr("Something else answered."), advice=tr(_PORTAL))


def _service_fault(settings: Settings, token: str | None, seconds: float) -> CcwatchError | None:
    """Return what was wrong with the service's answer; for None it is asked without a token."""
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


def _layer(layer: Layer, ways: tuple[_Way, ...], tell: Callable[..., Check]) -> Check:
    """Tell of a layer that both ways go through: first where one of them ended in it."""
    for way in ways:
        if way.failed_in is layer and way.fault:
            return Check(tr(layer), False, f"{way.host}: {_words(way.fault)}")
    return tell(tr(layer), ways)


def _names(name: str, ways: Iterable[_Way]) -> Check:
    found = [way for way in ways if way.passed(Layer.NAME)]
    if found:
        return Check(name, True, tr("{hosts}: found.", hosts=_hosts(found)))
    by_proxy = all(way.proxy for way in ways)
    return Check(name, None, tr("Left to the proxy.") if by_proxy else tr("Not reached."))


def _proxies(name: str, ways: Iterable[_Way]) -> Check:
    used = [way for way in ways if way.proxy]
    if not used:
        return Check(name, None, tr("None is used.", "a proxy"))
    none = tr("none", "a proxy")
    told = dict.fromkeys(f"{way.host}: {way.proxy or none}" for way in ways)
    passed = any(way.passed(Layer.PROXY) for way in used)
    return Check(name, passed or None, f"{', '.join(told)}.")


def _secured(name: str, ways: Iterable[_Way]) -> Check:
    trusted = [way for way in ways if way.passed(Layer.TLS)]
    bare = [way for way in ways if not way.address.startswith("https:")]
    if trusted:
        names = ", ".join(way.name for way in bare)
        without = tr("Not used on this computer: {names}.", names=names) if bare else ""
        said = sentences(tr("{hosts}: trusted.", hosts=_hosts(trusted)), without)
        return Check(name, True, said)
    if len(bare) == len([*ways]):
        return Check(name, None, tr("Not needed on this computer."))
    without_reply = any(way.failed_in is Layer.SERVER for way in ways if way not in bare)
    return _unknown(name) if without_reply else Check(name, None, tr("Not reached."))


def _hosts(ways: Iterable[_Way]) -> str:
    first, *more = dict.fromkeys(way.host for way in ways)
    return tr("{one} and {other}", one=first, other=more[0]) if more else first


def _answer(way: _Way) -> Check:
    fault = way.fault
    if way.failed_in not in (None, Layer.SERVER):
        return Check(way.name, None, tr("Not reached."))
    if fault is None or isinstance(fault, Unauthorised | RateLimited | Refused):
        return Check(way.name, True, tr("{host} answers.", host=way.host))
    return Check(way.name, False, f"{way.host}: {_words(fault)}")


def _sign_in(missing: CcwatchError | None, fault: CcwatchError | None) -> Check:
    name = tr("Sign-in")
    if missing:
        return Check(name, False, _words(missing))
    if isinstance(fault, Unauthorised | Refused):
        return Check(name, False, _words(fault))
    return Check(name, True, tr("Accepted.")) if fault is None else _unknown(name)


def _rate_limit(missing: CcwatchError | None, fault: CcwatchError | None) -> Check:
    name = tr("Request limit")
    if isinstance(fault, RateLimited):
        after = fault.retry_after
        wait = tr("Try again in {seconds} s.", seconds=number(ceil(after))) if after else ""
        return Check(name, False, sentences(fault.message, wait, fault.limits))
    if fault or missing:
        return _unknown(name)
    return Check(name, True, tr("Not exceeded."))


def _unknown(name: str) -> Check:
    return Check(name, None, tr("Not known."))


def _words(fault: CcwatchError) -> str:
    return sentences(fault.message, fault.advice)


def _host(address: str) -> str:
    host = urlsplit(address).hostname or address
    return tr("this computer") if host in LOOPBACK else host
