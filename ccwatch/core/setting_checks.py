"""The checks of text settings: each returns the normalised text to store.

Every value that passes can be used wherever it is read. A check gets the setting's marked label and
the stripped text, and raises SettingRefused.
"""

from re import fullmatch

from ccwatch.core.addresses import (
    HIGHEST_PORT,
    ascii_host,
    checked_address,
    page_address,
    secure_address,
)
from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import tr

# MSAL adds these to every sign-in, and raises an error if they are given.
RESERVED_SCOPES = frozenset({"openid", "profile", "offline_access"})
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_CLIENT_ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,254}"
_SCOPE = r"[!#-\[\]-~]+"  # RFC 6749, scope-token
_PORTS = "[0-9]{1,5}([, ]+[0-9]{1,5})*"
_PROXY = r"(https?)://([^/@:\[\]\s]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?/?"
__all__ = [
    "checked_address",
    "client_id",
    "feed_address",
    "page_address",
    "ports_of",
    "proxy_address",
    "redirect_ports",
    "scopes",
    "scopes_of",
    "secure_address",
    "time_of_day",
]


def time_of_day(label: str, text: str) -> str:
    """Check a time from 00:00 to 23:59."""
    if not fullmatch(_TIME, text):
        raise _not_like(label, "22:00")
    return text


def client_id(label: str, text: str) -> str:
    """Check an application's client ID, which may be empty; no character needs quoting anywhere."""
    if text and not fullmatch(_CLIENT_ID, text):
        raise SettingRefused(
            tr("“{label}” may have letters, digits, dots, - and _, and no spaces.", label=tr(label))
        )
    return text


def scopes(label: str, text: str) -> str:
    """Check scopes separated by spaces; at least one must be the service's own."""
    if not all(fullmatch(_SCOPE, scope) for scope in text.split()) or not scopes_of(text):
        raise _not_like(label, "itwin-platform")
    return " ".join(text.split())


def scopes_of(text: str) -> list[str]:
    """Return the scopes to request, without those that every sign-in requests."""
    return [scope for scope in text.split() if scope not in RESERVED_SCOPES]


def redirect_ports(label: str, text: str) -> str:
    """Check ports separated by commas or spaces."""
    if not fullmatch(_PORTS, text) or not all(0 < p <= HIGHEST_PORT for p in ports_of(text)):
        raise SettingRefused(
            tr(
                "“{label}” must be numbers from 1 to {highest}, such as {example}.",
                label=tr(label),
                highest=HIGHEST_PORT,
                example="47631, 47632",
            )
        )
    return text


def ports_of(text: str) -> tuple[int, ...]:
    """Return the ports, in the order to try them."""
    return tuple(int(part) for part in text.replace(",", " ").split())


def feed_address(label: str, text: str) -> str:
    """Check the address of a release feed, which may be empty."""
    return checked_address(label, text) if text else ""


def proxy_address(label: str, text: str) -> str:
    """Check a proxy without a login, which may be empty."""
    if not text:
        return ""
    found = fullmatch(f"(?i){_PROXY}", text)
    port = int(found[3]) if found and found[3] else 1
    if "@" in text:
        raise SettingRefused(
            tr(
                "“{label}” must not contain a user name or password. Put those into HTTPS_PROXY.",
                label=tr(label),
            )
        )
    if not found or not 0 < port <= HIGHEST_PORT:
        raise _not_like(label, "http://proxy.example.org:8080")
    try:
        host = ascii_host(found[2].strip("[]"))
    except ValueError:
        raise _not_like(label, "http://proxy.example.org:8080") from None
    host = f"[{host}]" if ":" in host else host
    return f"{found[1].lower()}://{host}" + (f":{port}" if found[3] else "")


def _not_like(label: str, example: str) -> SettingRefused:
    return SettingRefused(
        tr("“{label}” must have the form {example}.", label=tr(label), example=example)
    )
