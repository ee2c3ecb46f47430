"""Linux: the accent colour that the user chose for the desktop, from the desktop portal.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from ccwatch.system.dbus import asked, connected

PATIENCE = 10.0  # seconds: the portal may have to be started
SERVICE = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Settings"
CHANGED = "SettingChanged"
SETTING = ("org.freedesktop.appearance", "accent-color")
Rgb = tuple[float, float, float]
_log = logging.getLogger(__name__)


async def follow_accent(changed: Callable[[Rgb | None], object]) -> None:
    """Call `changed` with the colour (sRGB, 0 to 1; None: no preference), now and at each change.

    Returns where there is no bus, no portal, or none that knows the colour.
    """
    bus = None
    try:
        async with asyncio.timeout(PATIENCE):
            bus, rule, colour = await _connect()
        changed(colour)
        while True:
            message = await bus.receive()
            if rule.matches(message) and message.body[:2] == SETTING:
                changed(rgb_of(message.body[2]))
    except Exception as error:  # buses and portals fail in different ways
        _log.info("the desktop's accent colour is not followed: %s", type(error).__name__)
    finally:
        if bus is not None:
            bus.writer.transport.abort()


async def _connect() -> tuple[Any, Any, Rgb | None]:
    from jeepney import DBusAddress, MatchRule, message_bus, new_method_call

    bus = await connected("SESSION")
    try:
        portal = DBusAddress(PATH, SERVICE, INTERFACE)
        (value,) = await asked(bus, new_method_call(portal, "Read", "ss", SETTING))
        (owner,) = await asked(bus, message_bus.GetNameOwner(SERVICE))
        rule = MatchRule(
            type="signal", sender=owner, path=PATH, interface=INTERFACE, member=CHANGED
        )
        await asked(bus, message_bus.AddMatch(rule))
    except BaseException:
        bus.writer.transport.abort()
        raise
    return bus, rule, rgb_of(value)


def rgb_of(value: object) -> Rgb | None:
    """Return the colour in a variant, or a variant of a variant; out of range means none."""
    while isinstance(value, tuple) and len(value) == 2:
        value = value[1]
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    if not all(isinstance(part, float) and 0 <= part <= 1 for part in value):
        return None
    return value
