"""Linux: GNOME's text size (“Large text”), which Qt does not apply on Wayland, from the portal.

On X11, Qt gets it as the resolution of the screen.
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from ccwatch.system.dbus import asked, connected

PATIENCE = 30.0  # seconds: the portal may have to be started
SERVICE = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Settings"
CHANGED = "SettingChanged"
GROUP, KEY = "org.gnome.desktop.interface", "text-scaling-factor"
SMALLEST, LARGEST = 0.5, 3.0  # GNOME's own limits
_log = logging.getLogger(__name__)


async def follow_text_scale(changed: Callable[[float], object]) -> None:
    """Call `changed` with the factor now and at each change; returns without bus or portal."""
    bus = None
    try:
        async with asyncio.timeout(PATIENCE):
            bus, rule, value = await _connect()
        changed(factor_of(value))
        while True:
            message = await bus.receive()
            if rule.matches(message) and message.body[:2] == (GROUP, KEY):
                changed(factor_of(message.body[2]))
    except Exception as error:  # buses and portals fail in different ways
        _log.info("the desktop's text size is not followed: %s", type(error).__name__)
    finally:
        if bus is not None:
            bus.writer.transport.abort()


async def _connect() -> tuple[Any, Any, Any]:
    """Return the bus, the rule for the signal, and the present value."""
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
    return bus, rule, found.get(GROUP, {}).get(KEY)


def factor_of(value: object) -> float:
    """Return the factor in the portal's variant; 1 for anything that cannot be one."""
    factor = value[1] if isinstance(value, tuple) and len(value) == 2 else None
    usable = isinstance(factor, float) and SMALLEST <= factor <= LARGEST
    return factor if usable and isinstance(factor, float) else 1.0
