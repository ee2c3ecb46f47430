"""Tries the program on sway, waybar and mako, and prints a row for docs/desktops.md.

`python -m tests.desktops.sway FOLDER` writes pictures and logs into the folder. It needs Debian's
packages, which it names, and an ordinary user: sway does not run for root.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from tests.desktops.sway_session import LIBRARIES, SwaySession, end, missing, share, until

OWN = "ccwatch"
_BROWSER = """#!/bin/sh
exec {python} -m ccwatch --demo
"""
# Qt asks for a token when it opens a page, and passes it to xdg-open.
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
window.resize(700, 500)
window.show()
application.exec()
"""


class Trial:
    """Each method tries one thing, and raises if it is not as it should be."""

    def __init__(self, session: SwaySession) -> None:
        self._session = session

    def native_window(self) -> None:
        """The window is one of Wayland's, with the ID of the desktop entry."""
        until(lambda: self._own(), "the window is shown")
        assert self._own()["shell"] == "xdg_shell"

    def late_panel(self) -> None:
        """A panel that starts after the program gets the icon."""
        assert self._session.tray_icons() == 0
        self._panel = self._session.start_panel()
        until(lambda: self._session.tray_icons() == 1, "the icon is in the tray")

    def panel_restarted(self) -> None:
        """A panel that restarts gets the icon again."""
        end(self._panel)
        self._panel = self._session.start_panel()
        until(lambda: self._session.tray_icons() == 1, "the icon is in the tray again")

    def notification(self) -> None:
        """A notification arrives, from the program, with a picture."""
        until(self._session.notifications, "a notification arrives")
        newest = self._session.notifications()[0]
        assert newest["app-name"] == OWN
        picture = QImage(newest["app-icon"].removeprefix("file://"))
        assert picture.width() >= 128

    def click_opens(self) -> None:
        """A click on a notification brings the window to the front."""
        self._session.focus("launcher")
        until(self._session.notifications, "a notification arrives")
        self._session.run("makoctl", "invoke", "default")
        until(lambda: self._session.in_front() == OWN, "the window is in front")

    def second_start(self) -> None:
        """A second start brings the window to the front, with the token of its launcher."""
        self._session.focus("launcher")
        before = self._tokens()
        self._session.run("wtype", "-s", "500", "-k", "Return", "-s", "500")
        until(lambda: self._session.in_front() == OWN, "the window is in front")
        until(lambda: self._tokens() > before, "the token is used")

    def dark_at_start(self) -> None:
        """With a dark desktop, the window is dark from the start."""
        self._session.focus(OWN)
        until(lambda: self._share("dark-at-start", lambda tone: tone < 80) > 0.8, "it is dark")

    def dark_live(self) -> None:
        """The window follows the desktop from dark to light and back."""
        self._prefer("default")
        until(lambda: self._share("light", lambda tone: tone > 180) > 0.8, "it is light")
        self._prefer("prefer-dark")
        until(lambda: self._share("dark", lambda tone: tone < 80) > 0.8, "it is dark again")

    def scaled(self) -> None:
        """A change of the output's scale leaves no part of the window black."""
        for scale, seconds in (("2", 2.0), ("1", 2.0), ("2", 0.0), ("1", 2.0)):
            self._session.run("swaymsg", "output", "HEADLESS-1", "scale", scale)
            time.sleep(seconds)
            until(partial(self._is_painted, f"scale-{scale}"), "nothing is black")

    def _is_painted(self, name: str) -> bool:
        return bool(self._own()) and self._share(name, lambda tone: tone < 5) < 0.05

    def _own(self) -> dict[str, Any]:
        return next((it for it in self._session.windows() if it["app_id"] == OWN), {})

    def _share(self, name: str, wanted: Callable[[int], bool]) -> float:
        """Return the share of the window's pixels whose lightness is wanted."""
        self._session.run("makoctl", "dismiss", "--all")
        picture = self._session.picture(name)
        rect = self._own()["rect"]
        scale = picture.width() / self._screen_width()
        place = [round(rect[key] * scale) for key in ("x", "y", "width", "height")]
        return share(picture, place, wanted)

    def _screen_width(self) -> int:
        outputs = json.loads(self._session.run("swaymsg", "-t", "get_outputs"))
        return int(outputs[0]["rect"]["width"])

    def _prefer(self, scheme: str) -> None:
        self._session.run("gsettings", "set", _INTERFACE, "color-scheme", scheme)

    def _tokens(self) -> int:
        """Return how many tokens of other programs the program has used."""
        log = (self._session.folder / f"{Path(sys.executable).name}.log").read_text(
            "utf-8", "replace"
        )
        return log.count("activate(") - log.count("get_activation_token(")


_INTERFACE = "org.gnome.desktop.interface"


def main(folder: Path) -> int:
    """Try everything; return 1 if something is not as it should be."""
    if lacking := missing():
        print(f"Install first: {' '.join([*lacking, *LIBRARIES])}", file=sys.stderr)
        return 2
    if os.getuid() == 0:
        print("Run this as an ordinary user: sway does not run for root.", file=sys.stderr)
        return 2
    failed = False
    with SwaySession(folder) as session:
        session.run("gsettings", "set", _INTERFACE, "color-scheme", "prefer-dark")
        browser = folder / "bin" / "xdg-open"
        browser.parent.mkdir()
        browser.write_text(_BROWSER.format(python=sys.executable))
        browser.chmod(0o755)
        trial = Trial(session)
        session.ccwatch("--demo", WAYLAND_DEBUG="1")
        trial.native_window()
        path = f"{browser.parent}:{session.env['PATH']}"
        session.start("/usr/bin/env", sys.executable, "-c", _LAUNCHER, PATH=path)
        until(lambda: session.in_front() == "launcher", "the launcher is shown")
        for attempt in (
            trial.native_window, trial.late_panel, trial.panel_restarted, trial.notification,
            trial.click_opens, trial.dark_at_start, trial.dark_live, trial.second_start,
            trial.scaled,
        ):  # fmt: skip
            try:
                attempt()
            except (AssertionError, TimeoutError) as error:
                failed = True
                print(f"| {attempt.__name__.replace('_', ' ')} | no: {error!r} |")
                session.picture(f"failed-{attempt.__name__}")
            else:
                print(f"| {attempt.__name__.replace('_', ' ')} | yes |")
            sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    given = Path(sys.argv[1])
    given.mkdir(parents=True)
    sys.exit(main(given.resolve()))
