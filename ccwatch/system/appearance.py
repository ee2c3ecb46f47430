"""Linux: the dark or light scheme and the accent colour of the desktop, from its portal.

Qt has a platform theme for it (xdgdesktopportal), which asks the portal while the program starts:
that takes half a second where the portal has to be started first, and up to 25 where it hangs.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ccwatch.system.dbus import asked, connected

PATIENCE = 30.0  # seconds: the portal may have to be started
SERVICE = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Settings"
CHANGED = "SettingChanged"
GROUP = "org.freedesktop.appearance"
SCHEME, ACCENT = "color-scheme", "accent-color"
_DARK = {1: True, 2: False}
Rgb = tuple[float, float, float]
_log = logging.getLogger(__name__)


class Appearance(NamedTuple):
    """What the user chose for the desktop; None: no preference. The accent is sRGB, 0 to 1."""

    dark: bool | None = None
    accent: Rgb | None = None


async def follow_appearance(changed: Callable[[Appearance], object]) -> None:
    """Call `changed` with the appearance now and at each change.

    Returns where there is no bus, or no portal on it.
    """
    bus = None
    try:
        async with asyncio.timeout(PATIENCE):
            bus, rule, values = await _connect()
        changed(appearance_of(values))
        while True:
            message = await bus.receive()
            if rule.matches(message) and message.body[0] == GROUP:
                values[message.body[1]] = message.body[2]
                changed(appearance_of(values))
    except Exception as error:  # buses and portals fail in different ways
        _log.info("the desktop's appearance is not followed: %s", type(error).__name__)
    finally:
        if bus is not None:
            bus.writer.transport.abort()


async def _connect() -> tuple[Any, Any, dict[str, Any]]:
    """Return the bus, the rule for the signal, and the portal's present values."""
    from jeepney import DBusAddress, MatchRule, message_bus, new_method_call

    bus = await connected("SESSION")
    try:
        portal = DBusAddress(PATH, SERVICE, INTERFACE)
        (found,) = await asked(bus, new_method_call(portal, "ReadAll", "as", ([GROUP],)))
        (owner,) = await asked(bus, message_bus.GetNameOwner(SERVICE))
        rule = MatchRule(
            type="signal", sender=owner, path=PATH, interface=INTERFACE, member=CHANGED
        )
        await asked(bus, message_bus.AddMatch(rule))
    except BaseException:
        bus.writer.transport.abort()
        raise
    return bus, rule, dict(found.get(GROUP, {}))


def appearance_of(values: Mapping[str, Any]) -> Appearance:
    """Return the appearance by the portal's values, which are variants; what is odd is None."""
    _, scheme = values.get(SCHEME, ("", None))
    _, accent = values.get(ACCENT, ("", None))
    dark = _DARK.get(scheme) if isinstance(scheme, int) else None
    return Appearance(dark, accent if _is_colour(accent) else None)


def _is_colour(value: object) -> bool:
    """Return whether this is a colour; the portal's "none" is out of range."""
    return (
        isinstance(value, tuple)
        and len(value) == 3
        and all(isinstance(part, float) and 0 <= part <= 1 for part in value)
    )
