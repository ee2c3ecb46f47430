"""The description of a setting, and the check of a value against it.

Every value that passes can be used wherever it is read. The check of a text setting gets the
setting's marked label and the stripped text, returns the normalised text to store, and raises
SettingRefused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from re import fullmatch
from typing import Any

from ccwatch.core.addresses import (
    HIGHEST_PORT,
    ascii_host,
    checked_address,
    page_address,
    secure_address,
)
from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import tr

LONGEST_TEXT = 2000
_WHOLE_NUMBER = "[+-]?[0-9]{1,20}"
_SWITCH_WORDS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}
# MSAL adds these to every sign-in, and raises an error if they are given.
RESERVED_SCOPES = frozenset({"openid", "profile", "offline_access"})
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_CLIENT_ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,254}"
_SCOPE = r"[!#-\[\]-~]+"  # RFC 6749, scope-token
_PORTS = "[0-9]{1,5}([, ]+[0-9]{1,5})*"
_PROXY = r"(https?)://([^/@:\[\]\s]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?/?"
__all__ = [
    "LONGEST_TEXT",
    "About",
    "checked",
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


@dataclass(frozen=True, slots=True)
class About:
    """A setting's user-visible description (marked), and the limits of its value.

    `check` is for texts: given the marked label and the text, it returns the text to store.
    `destination`: the setting decides where requests or sign-ins go, or as which application.
    `system` is Python's name of the only platform on which the setting applies.
    """

    label: str
    help: str
    group: str
    low: int | None = None
    high: int | None = None
    env: str | None = None
    check: Callable[[str, str], str] | None = None
    choices: tuple[str, ...] = ()
    destination: bool = False
    system: str = ""


def checked(about: About, kind: type, value: Any) -> Any:
    """Return the value to store for one given typed or as text; raises SettingRefused."""
    if kind is bool:
        return _checked_switch(about, value)
    if kind is int:
        return _checked_number(about, value)
    label = tr(about.label)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or not value.strip().isprintable():
        raise SettingRefused(tr("“{label}” must be one line of text.", label=label))
    text = value.strip()
    if about.choices and text not in about.choices:
        choices = ", ".join(about.choices)
        raise SettingRefused(
            tr("“{label}” must be one of {choices}.", label=label, choices=choices)
        )
    return about.check(about.label, text) if about.check else text


def _checked_switch(about: About, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = str(value) if value in (0, 1) and isinstance(value, int) else value
    found = _SWITCH_WORDS.get(words.strip().lower()) if isinstance(words, str) else None
    if found is None:
        raise SettingRefused(tr("“{label}” must be true or false.", label=tr(about.label)))
    return found


def _checked_number(about: About, value: Any) -> int:
    label = tr(about.label)
    if isinstance(value, str) and fullmatch(_WHOLE_NUMBER, value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise SettingRefused(tr("“{label}” must be a whole number.", label=label))
    low, high = about.low or 0, about.high
    if value < low or (high is not None and value > high):
        raise SettingRefused(
            tr("“{label}” must be between {low} and {high}.", label=label, low=low, high=high)
        )
    return value


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
