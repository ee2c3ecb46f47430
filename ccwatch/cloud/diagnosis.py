"""The test of the connection, which names the layer that fails."""

from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

from ccwatch.cloud.client import Client
from ccwatch.cloud.exchange import fetch
from ccwatch.cloud.issuer import LARGEST_REPLY
from ccwatch.cloud.session import open_session, proxy_for
from ccwatch.core.check import Check
from ccwatch.core.errors import (
    BadReply,
    CcwatchError,
    JobMissing,
    Layer,
    RateLimited,
    Refused,
    ServiceError,
    SignInNeeded,
    Unauthorised,
    Unreachable,
    UnusableAnswer,
)
from ccwatch.core.issuer_replies import read_discovery
from ccwatch.core.job import JobId, Service
from ccwatch.core.language import mark, sentences, tr
from ccwatch.core.settings import LOOPBACK, Settings

DEADLINE_SECONDS = 20.0
_PATIENCE = (10.0, 15.0)
# A job that is nobody's: whoever answers "no such job" has understood and let us in.
_NO_JOB = JobId("ccwatch-connection-test")
_PORTAL = mark(
    "It is not that of a sign-in service: a sign-in page of the network may be in between."
)


def diagnose(
    settings: Settings,
    access_token: Callable[[], str],
    deadline_seconds: float = DEADLINE_SECONDS,
) -> tuple[Check, ...]:
    """Ask issuer and service, and tell what each layer did; blocks up to twice the deadline."""
    issuer = _issuer_fault(settings, deadline_seconds)
    service = _service_fault(settings, access_token, deadline_seconds)
    ways = ((settings.authority, issuer), (settings.api_url, service))
    return (
        *(_layer(layer, ways, settings.proxy) for layer in (Layer.NAME, Layer.PROXY, Layer.TLS)),
        _answer(tr("Sign-in service"), settings.authority, issuer),
        _answer(tr("Service"), settings.api_url, service),
        _sign_in(service),
        _rate_limit(service),
    )


Way = tuple[str, CcwatchError | None]


def _issuer_fault(settings: Settings, seconds: float) -> CcwatchError | None:
    url = f"{settings.authority}/.well-known/openid-configuration"
    try:
        with closing(open_session(settings.authority, settings.proxy)) as session:
            reply = fetch(
                session, "GET", url, patience=_PATIENCE, seconds=seconds, largest=LARGEST_REPLY
            )
            read_discovery(reply)
    except UnusableAnswer:
        return _something_else()
    except ServiceError as fault:
        return fault
    return None


def _something_else() -> BadReply:
    return BadReply(tr("Something else answered."), advice=tr(_PORTAL))


def _service_fault(
    settings: Settings, access_token: Callable[[], str], seconds: float
) -> CcwatchError | None:
    signed_out: SignInNeeded | None = None

    def token() -> str:
        nonlocal signed_out
        try:
            return access_token()
        except SignInNeeded as error:
            signed_out = error
        except CcwatchError:
            signed_out = SignInNeeded(tr("No access token could be had."))
        return "none"

    client = Client(settings.api_url, token, proxy=settings.proxy, deadline_seconds=seconds)
    with closing(client):
        try:
            client.progress(Service.MODELING, _NO_JOB)
        except JobMissing:
            return None
        except Unauthorised as refused:
            return signed_out or refused
        except ServiceError as fault:
            return fault
    return None


def _layer(layer: Layer, ways: tuple[Way, Way], own_proxy: str) -> Check:
    """Tell of a layer that both ways go through."""
    order = [*Layer]
    hosts = []
    for address, fault in ways:
        failed = fault.layer if isinstance(fault, Unreachable) else Layer.SERVER
        if failed is layer:
            assert fault is not None
            return Check(tr(layer), False, f"{_host(address)}: {_words(fault)}")
        if order.index(failed) > order.index(layer):
            hosts.append(address)
    if layer is Layer.PROXY:
        return _proxies([address for address, _ in ways], own_proxy, bool(hosts))
    needed = [a for a in hosts if layer is not Layer.TLS or a.startswith("https:")]
    if hosts and not needed:
        return Check(tr(layer), None, tr("Not needed on this computer."))
    if not needed:
        return Check(tr(layer), None, tr("Not reached."))
    first, *more = dict.fromkeys(map(_host, needed))
    names = tr("{one} and {other}", one=first, other=more[0]) if more else first
    worked = mark("{hosts}: found.") if layer is Layer.NAME else mark("{hosts}: trusted.")
    return Check(tr(layer), True, tr(worked, hosts=names))


def _proxies(addresses: list[str], own_proxy: str, passed: bool) -> Check:
    used = []
    for address in addresses:
        with closing(open_session(address, own_proxy)) as session:
            used.append(proxy_for(session, address))
    if not any(used):
        return Check(tr(Layer.PROXY), None, tr("None is used.", "a proxy"))
    none = tr("none", "a proxy")
    told = (f"{_host(a)}: {proxy or none}" for a, proxy in zip(addresses, used, strict=True))
    return Check(tr(Layer.PROXY), passed or None, f"{', '.join(dict.fromkeys(told))}.")


def _answer(name: str, address: str, fault: CcwatchError | None) -> Check:
    if isinstance(fault, Unreachable) and fault.layer is not Layer.SERVER:
        return Check(name, None, tr("Not reached."))
    if fault is None or isinstance(fault, SignInNeeded | Unauthorised | RateLimited | Refused):
        return Check(name, True, tr("{host} answers.", host=_host(address)))
    return Check(name, False, f"{_host(address)}: {_words(fault)}")


def _sign_in(fault: CcwatchError | None) -> Check:
    name = tr("Sign-in")
    if isinstance(fault, SignInNeeded | Unauthorised | Refused):
        return Check(name, False, _words(fault))
    return Check(name, True, tr("Accepted.")) if fault is None else _unknown(name)


def _rate_limit(fault: CcwatchError | None) -> Check:
    name = tr("Request limit")
    if isinstance(fault, RateLimited):
        after = fault.retry_after
        wait = tr("Try again in {seconds} s.", seconds=after) if after else ""
        return Check(name, False, sentences(fault.message, wait, fault.limits))
    return Check(name, True, tr("Not exceeded.")) if fault is None else _unknown(name)


def _unknown(name: str) -> Check:
    return Check(name, None, tr("Not known."))


def _words(fault: CcwatchError) -> str:
    return sentences(fault.message, fault.advice)


def _host(address: str) -> str:
    host = urlsplit(address).hostname or address
    return tr("this computer") if host in LOOPBACK else host
