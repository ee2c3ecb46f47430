"""The sign-in service's errors, as messages with advice for the user."""

from collections.abc import Iterable

from ccwatch.core.errors import (
    CcwatchError,
    IssuerFault,
    RateLimited,
    ServiceError,
    SignInEnded,
    SignInFailed,
    SignInMisconfigured,
    Unreachable,
)
from ccwatch.core.issuer_replies import ENDED, MISCONFIGURED
from ccwatch.core.language import mark, tr
from ccwatch.core.plain_text import one_line
from ccwatch.core.redaction import redacted

LONGEST_REASON = 300
_ADVICE = {
    "access_denied": mark(
        "Consent was refused. Sign in again and accept, or ask your administrator."
    ),
    "invalid_scope": mark("The application is not registered for this scope. Check the settings."),
    "invalid_client": mark("The client ID is unknown. Check it in the settings."),
    "unauthorized_client": mark("The application must be registered with the type “Native”."),
    "unsupported_grant_type": mark("The application must be registered with the type “Native”."),
    "invalid_request": mark(
        "Check that the application is registered with the redirect URI "
        "http://localhost:PORT/signin-callback for each of the sign-in ports in the settings."
    ),
    "invalid_grant": mark("Sign in again."),
}


def not_renewed(error: str) -> CcwatchError:
    """Return the error for an issuer's refusal to renew a sign-in; `error` is the OAuth code."""
    if error in ENDED:
        return SignInEnded(tr("The sign-in has expired."))
    if error in MISCONFIGURED:
        words = tr("The sign-in could not be renewed.")
        return SignInMisconfigured(words, advice=tr(_ADVICE[error]))
    return IssuerFault(tr("The sign-in service reported an error."))


def sign_in_failed(error: str, description: str, secrets: Iterable[str]) -> SignInFailed:
    """Return the issuer's refusal of a sign-in; its description may be long and quote `secrets`."""
    reason = description or error
    for secret in filter(None, secrets):
        reason = reason.replace(secret, "…")
    reason = one_line(redacted(reason), LONGEST_REASON).rstrip(".")
    return SignInFailed(f"{reason}.", advice=tr(_ADVICE.get(error, mark("Try again."))))


def while_signing_in(fault: ServiceError) -> CcwatchError:
    """Return the fault for a user who is signing in: nothing is tried again automatically."""
    keeps_trying = (Unreachable.advice, IssuerFault.advice, RateLimited.advice)
    usual = fault.advice in map(tr, keeps_trying)
    if isinstance(fault, Unreachable) and not isinstance(fault, IssuerFault):
        advice = tr("Check the network, then try again.") if usual else fault.advice
        return Unreachable(fault.message, title=fault.title, advice=advice, layer=fault.layer)
    advice = tr("Try again in a moment.") if usual else fault.advice
    return SignInFailed(fault.message, advice=advice)
