"""The checks of the desktop: screen, tray and notifications, by Qt and the notification system."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import qasync
from PySide6 import __version__ as qt_version
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from ccwatch.core.check import Check
from ccwatch.core.glyph import Glyph
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.notify.notifier import NotShown
from ccwatch.notify.system_notifications import DesktopNotices
from ccwatch.resource_files import resource_path
from ccwatch.system.network import Network
from ccwatch.system.qt_start import QtStart
from ccwatch.system.wake.choice import signal_of_this_system
from ccwatch.system.wake.protocol import NoSignal
from ccwatch.terminal.output import complain

_NO_TRAY = (
    "This desktop has none; the window works without it. "
    "GNOME needs the extension “AppIndicator and KStatusNotifierItem Support”."
)
_NETWORK = {
    True: "Connected.",
    False: "The system reports no connection.",
    None: "Unknown: the system does not report it.",
}
_TEST = Notice(NoticeKind.TEST, Glyph.FINISHED, "Test notification", "Sent by ccwatch doctor.")


def desktop_checks() -> Iterator[Check]:
    """Yield the results; sends a test notification."""
    qInstallMessageHandler(QtStart(complain).take)
    application = QApplication(sys.argv[:1])
    qInstallMessageHandler(None)
    screens = ", ".join(
        f"{screen.size().width()} × {screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in application.screens()
    )
    yield Check("Desktop", True, f"Qt {qt_version}, {application.platformName()}, {screens}.")
    there = QSystemTrayIcon.isSystemTrayAvailable()
    yield Check("Tray", there, "Available." if there else _NO_TRAY)
    with qasync.QSelectorEventLoop(application) as loop:
        yield loop.run_until_complete(_notifications())
        yield loop.run_until_complete(_waking())
    online = Network().said()
    yield Check("Network", online, _NETWORK[online])


async def _notifications() -> Check:
    name, system = "Notifications", DesktopNotices(lambda *_: None)
    try:
        held_back = await system.show(0, _TEST, Path(resource_path("ccwatch.png")))
    except NotShown as reason:
        return Check(name, False, f"Not shown: {reason}.")
    system.close()
    if held_back:
        words = "The system accepted a test notification, but “Do not disturb” is on: turn it off."
        return Check(name, None, words)
    return Check(name, True, "The system accepted a test notification.")


async def _waking() -> Check:
    signal = signal_of_this_system()
    try:
        await signal.start(lambda: None)
    except NoSignal as reason:
        return Check(
            "Waking up", None, f"No wake-up signal ({reason}); ccwatch watches the clock instead."
        )
    signal.close()
    await asyncio.sleep(0)
    return Check("Waking up", True, f"The system sends a signal ({signal.name}).")
