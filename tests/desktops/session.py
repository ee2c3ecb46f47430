"""What a trial asks of a desktop."""

import json
import subprocess
import sys
from abc import abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from tests.desktops.processes import Processes, until

OWN, LAUNCHER = "ccwatch", "launcher"
LEFT, RIGHT = 1, 3
_INTERFACE = "org.gnome.desktop.interface"
_OPENED = """#!/bin/sh
exec {python} -m ccwatch --demo
"""
# A key opens a page. Qt asks for an activation token then, and passes it to xdg-open.
_LAUNCHER = """
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
class Launcher(QWidget):
    def keyPressEvent(self, event):
        QDesktopServices.openUrl(QUrl("https://example.org/"))
application = QApplication(["launcher"])
application.setDesktopFileName("launcher")
window = Launcher()
window.setWindowTitle("launcher")
window.resize(700, 500)
window.show()
application.exec()
"""


class Untried(Exception):
    """Why something cannot be tried on this desktop."""


class Session(Processes):
    """A desktop without a panel, until one is started. Places are in pixels of its pictures."""

    lacks_tray = ""  # why it cannot show tray icons
    click_opens_menu = False  # with either button
    scales_at_start = False  # running programs do not notice a change of scale

    @abstractmethod
    def start_panel(self) -> None:
        """Start the panel, which has the tray."""

    @abstractmethod
    def stop_panel(self) -> None:
        """End the panel."""

    @abstractmethod
    def panel(self) -> QRect:
        """Return the place of the part of the panel that has the tray."""

    def icon(self, changed: QRect) -> QRect:
        """Return the place of the icon in the part of the panel that changed with it."""
        return changed

    @abstractmethod
    def look(self) -> QImage:
        """Return a picture of the screen."""

    def picture(self, name: str) -> QImage:
        """Save a picture of the screen, and return it."""
        image = self.look()
        image.save(str(self.folder / f"{name}.png"))
        return image

    @abstractmethod
    def point(self, at: QPoint) -> None:
        """Move the pointer."""

    @abstractmethod
    def click(self, at: QPoint, button: int = LEFT) -> None:
        """Click somewhere on the screen."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press a key, named as X11 does, in the window in front."""

    def close_menu(self) -> None:
        """Close the menu of the tray icon."""
        self.press("Escape")

    @abstractmethod
    def in_front(self) -> str:
        """Return the name of the application whose window has the focus."""

    @abstractmethod
    def focus(self, app: str) -> None:
        """Bring a window to the front, as its user would."""

    @abstractmethod
    def close(self, app: str) -> None:
        """Close a window, as its user would."""

    @abstractmethod
    def window(self, app: str) -> QRect:
        """Return the place of a visible window, empty without one."""

    @abstractmethod
    def versions(self) -> str:
        """Return the names and versions of the desktop's parts."""

    def is_native(self) -> bool:
        """Return whether the program's window is one of the desktop's own kind."""
        return True

    def prefer(self, scheme: str) -> None:
        """Choose dark or light for the whole desktop: prefer-dark, default."""
        self.run("gsettings", "set", _INTERFACE, "color-scheme", scheme)

    def enlarge_text(self, factor: float) -> None:
        """Choose the size of text for the whole desktop."""
        self.run("gsettings", "set", _INTERFACE, "text-scaling-factor", str(factor))

    def open_notification(self, place: QRect) -> str:
        """Click on a notification that is shown there; return what to write about it."""
        self.click(QPoint(place.center().x(), place.top() + min(30, place.height() // 2)))
        return "yes"

    @abstractmethod
    def clear_notifications(self) -> None:
        """Remove all notifications from the screen."""

    @abstractmethod
    def scale(self, factor: float) -> None:
        """Choose the scale of the screen."""

    def start_program(self, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
        """Start the program's demo."""
        command = (sys.executable, "-m", "ccwatch", "--demo", *arguments)
        return self.start(*command, log="ccwatch", **more)

    def start_launcher(self) -> None:
        """Start another program, in which any key starts the program again."""
        opened = self.folder / "bin" / "xdg-open"
        opened.parent.mkdir()
        opened.write_text(_OPENED.format(python=sys.executable))
        opened.chmod(0o755)
        path = f"{opened.parent}:{self.env['PATH']}"
        self.start(sys.executable, "-c", _LAUNCHER, log="launcher", PATH=path)
        until(lambda: self.window(LAUNCHER), "the launcher is shown")

    def watch_notifications(self) -> None:
        """Write what the notification daemon receives and sends into a log."""
        of = "interface='org.freedesktop.Notifications'"
        self.start("dbus-monitor", "--session", of, log="notifications")

    def notified(self) -> str:
        """Return what was written about notifications so far."""
        return self.log("notifications").read_text("utf-8", "replace")

    def read_aloud(self, program: str = OWN) -> list[dict[str, Any]]:
        """Return the accessible elements of a program's windows, outer ones first."""
        script = str(Path(__file__).with_name("accessible_tree.py"))
        said = ""

        def read() -> bool:
            nonlocal said
            with suppress(subprocess.CalledProcessError):  # an element vanished meanwhile
                said = self.run("/usr/bin/python3", script, program, PYTHONPATH="")
            return bool(said)

        until(read, f"the accessible tree of {program}", 10)
        return list(json.loads(said))

    def want_screen_reader(self) -> None:
        """Have programs be readable by a screen reader."""
        self.run(
            *("gdbus", "call", "--session", "--dest", "org.a11y.Bus"),
            *("--object-path", "/org/a11y/bus", "--method", "org.freedesktop.DBus.Properties.Set"),
            *("org.a11y.Status", "ScreenReaderEnabled", "<true>"),
        )
