"""Names in a tray's menu, which must be read as they are: no mark for a key, no lost letter."""

import sys

WATCHER = "org.kde.StatusNotifierWatcher"


def literal(text: str, *, over_bus: bool) -> str:
    """Return the text for a menu entry that is to show it as it is.

    In Qt's menus & marks a key, and && is an &. A menu sent over D-Bus has _ and __ for that
    (com.canonical.dbusmenu); Qt turns the first & into _ there and lets the rest pass.
    """
    if over_bus:
        return text.replace("_", "__").replace("&", "&&", 1)
    return text.replace("&", "&&")


def goes_over_bus() -> bool:
    """Return whether the tray shows its icons and menus by D-Bus: asked as Qt itself asks."""
    if sys.platform != "linux":
        return False
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.sessionBus()
    return bus.isConnected() and bool(bus.interface().isServiceRegistered(WATCHER).value())
