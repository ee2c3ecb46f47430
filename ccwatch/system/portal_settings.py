"""Linux: a group of the desktop's settings, from its portal.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from ccwatch.system.dbus import asked, connected

PATIENCE = 30.0  # seconds: the portal may have to be started
SERVICE = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Settings"
CHANGED = "SettingChanged"
_log = logging.getLogger(__name__)


async def follow_settings(group: str, changed: Callable[[Mapping[str, Any]], object]) -> None:
    """Call `changed` with the group's settings, as variants, now and at each change.

    Returns where there is no bus, or no portal on it.
    """
    bus = None
    try:
        async with asyncio.timeout(PATIENCE):
            bus, rule, values = await _connect(group)
        changed(values)
        while True:
            message = await bus.receive()
            if rule.matches(message) and message.body[0] == group:
                values[message.body[1]] = message.body[2]
                changed(values)
    except Exception as error:  # buses and portals fail in different ways
        _log.info("the settings %s are not followed: %s", group, type(error).__name__)
    finally:
        if bus is not None:
            bus.writer.transport.abort()


async def _connect(group: str) -> tuple[Any, Any, dict[str, Any]]:
    """Return the bus, the rule for the signal, and the portal's present values."""
    from jeepney import DBusAddress, MatchRule, message_bus, new_method_call

    bus = await connected("SESSION")
    try:
        portal = DBusAddress(PATH, SERVICE, INTERFACE)
        (found,) = await asked(bus, new_method_call(portal, "ReadAll", "as", ([group],)))
        (owner,) = await asked(bus, message_bus.GetNameOwner(SERVICE))
        rule = MatchRule(
            type="signal", sender=owner, path=PATH, interface=INTERFACE, member=CHANGED
        )
        await asked(bus, message_bus.AddMatch(rule))
    except BaseException:
        bus.writer.transport.abort()
        raise
    return bus, rule, dict(found.get(group, {}))
