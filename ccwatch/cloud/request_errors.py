"""What it means that a request failed: the layer that failed, and what to do about it."""

import ssl
from typing import Any

from ccwatch.cloud.ca_bundle import given_bundle
from ccwatch.cloud.keep_alive import is_before_sending
from ccwatch.cloud.proxies import WrongProxy
from ccwatch.cloud.slim_requests import requests
from ccwatch.core.errors import BadReply, Layer, ServiceError, Unauthorised, Unreachable
from ccwatch.core.language import mark, tr

_CHECK_PROXY = mark("Check HTTPS_PROXY, or the proxy in the settings.")
_SIGN_IN_AGAIN = mark("Sign in again, or copy CCWATCH_ACCESS_TOKEN again, in one piece.")
_ASKS_FOR_LOGIN = "Tunnel connection failed: 407"
# The library, or ccwatch itself, refused to send the request.
_REFUSED_HERE = (
    WrongProxy,
    UnicodeEncodeError,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidURL,
)


def fault_of(error: Exception) -> ServiceError:
    """Return the fault that a library's error means, with the layer that failed.

    The library's own text is not used: it has URLs and memory addresses in it, and no advice.
    """
    fault = _fault_of(error)
    unsent = isinstance(error, _REFUSED_HERE) or any(map(is_before_sending, _causes(error)))
    fault.unsent = unsent or (_is_local(error) and _bundle_fault(error) is not None)
    return fault


def _fault_of(error: Exception) -> ServiceError:
    if isinstance(error, WrongProxy):
        return error.fault
    if isinstance(error, requests.exceptions.InvalidHeader | UnicodeEncodeError):
        return Unauthorised(
            tr("The sign-in has characters that cannot be sent."), advice=tr(_SIGN_IN_AGAIN)
        )
    chain = _causes(error)
    names = {type(cause).__name__ for cause in chain}
    if "DecodeError" in names:
        return BadReply(tr("The reply does not have the encoding that it declares."))
    if certificate := next((c for c in chain if isinstance(c, ssl.SSLCertVerificationError)), None):
        return _certificate_fault(certificate)
    if wrong := _bundle_fault(error):
        return wrong
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(tr("No secure connection (TLS) could be made."), layer=Layer.TLS)
    if any(str(cause).startswith(_ASKS_FOR_LOGIN) for cause in chain):
        return Unreachable(
            tr(
                "The proxy requires a user name and password in HTTPS_PROXY, or rejects those "
                "given there."
            ),
            advice=tr(
                "Use the form http://name:password@proxy.example.org:8080, with special "
                "characters percent-encoded."
            ),
            layer=Layer.PROXY,
        )
    if isinstance(error, requests.exceptions.ProxyError):
        words, advice = tr("The proxy could not connect."), tr(_CHECK_PROXY)
        return Unreachable(words, advice=advice, layer=Layer.PROXY)
    if names & {"NameResolutionError", "gaierror"}:
        return Unreachable(tr("The service’s host name could not be found."), layer=Layer.NAME)
    if names & {"ConnectTimeoutError", "ReadTimeoutError", "TimeoutError", "Timeout"}:
        return Unreachable(tr("The service did not answer in time."))
    if "ConnectionRefusedError" in names:
        return Unreachable(tr("The service refused the connection."))
    return Unreachable(tr("The connection was lost."))


def _certificate_fault(error: ssl.SSLCertVerificationError) -> ServiceError:
    reason = getattr(error, "verify_message", "") or tr("unknown reason")
    bundle = given_bundle()
    if bundle and (fault := bundle.fault()):
        return fault
    if bundle:
        advice = tr(
            "{variable} sets the trusted certificates: the issuer of the service’s or "
            "the proxy’s certificate must be in {path}.",
            variable=bundle.variable,
            path=bundle.path,
        )
    else:
        advice = tr(
            "If your network inspects traffic, its certificate must be in the system’s "
            "certificate store."
        )
    return Unreachable(
        tr("The certificate is not trusted: {reason}.", reason=reason),
        advice=advice,
        layer=Layer.TLS,
    )


def _is_local(error: Exception) -> bool:
    """Return whether the system raised it, as for a file, rather than the library."""
    return isinstance(error, OSError) and not isinstance(error, requests.RequestException)


def _bundle_fault(error: Exception) -> Unreachable | None:
    """Return the fault of the CA bundle, when it may be why the request failed."""
    if not _is_local(error) and not isinstance(error, requests.exceptions.SSLError):
        return None
    bundle = given_bundle()
    return bundle.fault() if bundle else None


def _causes(error: BaseException) -> list[BaseException]:
    """Return the error and all errors in it: chained, as arguments, or as urllib3's `reason`."""
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting and len(found) < 20:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and cause not in found:
            found.append(cause)
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None)]
            waiting += cause.args
    return found
