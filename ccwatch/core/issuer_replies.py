"""The replies of a sign-in service (an OpenID issuer), validated and reduced to what is used.

Sources: OpenID Connect Discovery 1.0 §3, OpenID Connect Core 1.0 §3.1.3 and §12, RFC 6749 §5. An
invalid reply raises UnusableReply: no other module sees an issuer's JSON.
"""

import base64
import json
import re
from typing import Any

from ccwatch.core.addresses import checked_page
from ccwatch.core.errors import (
    CcwatchError,
    IssuerFault,
    PageRefused,
    RateLimited,
    UnusableReply,
)
from ccwatch.core.job_words import LONGEST_NAME
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line
from ccwatch.core.reply import Reply
from ccwatch.core.retry_after import seconds_from

DEFAULT_SECONDS = 600
LONGEST_SECONDS = 30 * 86_400
# RFC 6749 §5.2: the statuses of a refusal by the token endpoint. Gateways use others.
REFUSED = (400, 401, 403)
# invalid_grant is RFC 6749's, the others are OpenID Connect's (Core §3.1.2.6).
ENDED = (
    "invalid_grant",
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
)
MISCONFIGURED = ("invalid_client", "unauthorized_client", "invalid_scope", "unsupported_grant_type")
_TOKEN = re.compile(r"[\x21-\x7e]+")
_ERROR_CODE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,100}")
_BASE64 = re.compile(r"[\w-]+=*", re.ASCII)
_NAMES = ("preferred_username", "upn")


class TokensRefused(CcwatchError):
    """The issuer itself refused tokens; `error` is the OAuth error code."""

    def __init__(self, message: str = "", *, error: str = "", description: str = "") -> None:
        super().__init__(message or tr("The sign-in could not be renewed."))
        self.error = error
        self.description = description


def read_discovery(reply: Reply) -> dict[str, str]:
    """Return the issuer and its endpoints; raises UnusableReply, RateLimited.

    "revocation_endpoint" is present only if it can be used, the others always.
    """
    _expect_no_limit(reply)
    found, whole = _read_object(reply.body)
    names = ("issuer", "authorization_endpoint", "token_endpoint")
    document = {name: str(found[name]) for name in names if _is_text(found.get(name))}
    if reply.status != 200 or not whole or len(document) < len(names):
        raise UnusableReply
    try:
        page = checked_page(document["authorization_endpoint"])
    except PageRefused as refused:
        words = tr("The sign-in page was not opened. {reason}", reason=refused.message)
        raise UnusableReply(words) from None
    if not _is_https(page) or not _is_https(document["token_endpoint"]):
        raise UnusableReply
    if _is_https(revocation := found.get("revocation_endpoint")):
        document["revocation_endpoint"] = str(revocation)
    return document


def read_tokens(reply: Reply) -> dict[str, Any]:
    """Return a token endpoint's reply, with the types of RFC 6749 §5.1.

    Raises TokensRefused, IssuerFault, RateLimited.
    """
    _expect_no_limit(reply)
    if reply.status >= 500:
        raise IssuerFault(tr("The sign-in service reported an error."))
    found, whole = _read_object(reply.body)
    error = found.get("error")
    if (
        reply.status in REFUSED
        and whole
        and isinstance(error, str)
        and _ERROR_CODE.fullmatch(error)
    ):
        description = found.get("error_description")
        if not isinstance(description, str):
            description = ""
        raise TokensRefused(error=error, description=description)
    if not 200 <= reply.status < 300:
        raise UnusableReply
    refresh = found.get("refresh_token") or None
    refresh_token = refresh if _is_token(refresh) else None
    scope = found.get("scope") or ""
    if isinstance(scope, list) and all(isinstance(each, str) for each in scope):
        scope = " ".join(scope)
    id_token = found.get("id_token") or None
    seconds = _seconds(found.get("expires_in"))
    usable = (
        whole
        and error is None
        and _is_token(found.get("access_token"))
        and _is_bearer(found.get("token_type"))
        and refresh == refresh_token
        and isinstance(scope, str)
        and seconds is not None
        and (id_token is None or read_claims(id_token) is not None)
    )
    if not usable:
        raise UnusableReply(refresh_token=refresh_token)
    tokens = {
        "access_token": found["access_token"],
        "token_type": "Bearer",
        "expires_in": seconds,
        "scope": scope,
        "refresh_token": refresh_token,
        "id_token": id_token,
    }
    return {name: value for name, value in tokens.items() if value}


def read_claims(id_token: object) -> dict[str, Any] | None:
    """Return the claims of an ID token, or None if it is malformed.

    The signature is not checked: the token comes from the issuer itself, over TLS (Core §3.1.3.7).
    """
    parts = id_token.split(".") if isinstance(id_token, str) else []
    if len(parts) != 3 or not all(map(_BASE64.fullmatch, parts[:2])):
        return None
    try:
        claims, whole = _read_object(base64.urlsafe_b64decode(parts[1] + "=="))
    except ValueError:
        return None
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    texts = (claims.get("iss"), claims.get("sub"), *audiences)
    return claims if whole and all(map(_is_text, texts)) else None


def wrong_claims(claims: dict[str, Any], client_id: str, issuer: str) -> str:
    """Return why an ID token is not valid for this client; "" if it is.

    Source: OpenID Connect Core 1.0 §3.1.3.7, points 2 to 5; "azp" is the party it was issued to.
    """
    audience = claims["aud"]
    audiences = audience if isinstance(audience, list) else [audience]
    if client_id not in audiences or claims.get("azp", client_id) != client_id:
        return tr("The sign-in service answered for another application.")
    if claims["iss"] != issuer:
        return tr("The reply names another sign-in service.")
    return ""


def name_in(claims: dict[str, Any]) -> str | None:
    """Return the user's display name, if there is one."""
    found = (claims[name] for name in _NAMES if _is_text(claims.get(name)))
    return one_line(next(found, ""), LONGEST_NAME) or None


def _expect_no_limit(reply: Reply) -> None:
    if reply.status == 429:
        words = tr("Too many requests to the sign-in service.")
        raise RateLimited(words, retry_after=seconds_from(reply.headers, reply.at))


def _read_object(body: bytes) -> tuple[dict[str, Any], bool]:
    """Return the JSON object at the start of a text, and whether it is the whole text."""
    try:
        text = body.decode("utf-8-sig").strip()
        found, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return {}, False
    return (found, end == len(text)) if isinstance(found, dict) else ({}, False)


def _seconds(value: object) -> int | None:
    """Return a token's lifetime in seconds: a default if implausible, None if not a number."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if value is None:
        return DEFAULT_SECONDS
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Some issuers send 0 or -1 for a token that does not expire.
    return int(min(value, LONGEST_SECONDS)) if value >= 1 else DEFAULT_SECONDS


def _is_bearer(kind: object) -> bool:
    return kind is None or (isinstance(kind, str) and kind.lower() == "bearer")


def _is_token(text: object) -> bool:
    return isinstance(text, str) and _TOKEN.fullmatch(text) is not None


def _is_text(text: object) -> bool:
    return isinstance(text, str) and bool(text) and text.isprintable()


def _is_https(text: object) -> bool:
    try:
        return _is_token(text) and checked_page(str(text)).startswith("https:")
    except PageRefused:
        return False
