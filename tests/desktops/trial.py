"""Tries the program on a desktop: each method tries one thing, and returns what to write about it.

A method raises AssertionError or TimeoutError if something is not as it should be.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from tests.desktops.pictures import changed, ring_contrast, share
from tests.desktops.processes import end, until
from tests.desktops.session import LAUNCHER, LEFT, OWN, RIGHT, Session, Untried

LEAST_CONTRAST = 3.0
_SETTLED = 1.0
_CORNER = QPoint(3, 3)
_EVENTS = [
    *("notify_started", "notify_step", "notify_finished", "notify_failed", "notify_cancelled"),
    *("notify_stalled", "notify_waiting", "notify_unavailable", "notify_new"),
]


class Trial:
    """The things to try, in an order in which each finds what it needs."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def prepare(self) -> None:
        """Start the program, hidden, on a desktop that has no panel yet."""
        self.session.prefer("prefer-dark")
        self.session.want_screen_reader()
        if not self.session.lacks_tray:
            self.session.start_panel()
            self._empty = self._still("panel-without-icon")
            self.session.stop_panel()
        self.session.start_launcher()
        self._program = self._start("--hidden", notify=False)

    def late_panel(self) -> str:
        """A panel that starts after the program gets the icon."""
        self._require_tray()
        time.sleep(5)
        self.session.start_panel()
        self._icon()
        return "yes"

    def panel_restarted(self) -> str:
        """A panel that restarts gets the icon again."""
        self._require_tray()
        self.session.stop_panel()
        self.session.start_panel()
        self._icon()
        return "yes"

    def icon(self) -> str:
        """The icon is in the panel."""
        box = self._icon()
        self.session.picture("icon").copy(box.adjusted(-40, -10, 40, 10)).scaled(
            (box.width() + 80) * 4, (box.height() + 20) * 4
        ).save(str(self.session.folder / "icon-enlarged.png"))
        assert min(box.width(), box.height()) >= 12, box
        return "yes"

    def contrast(self) -> str:
        """The ring is visible on the panel."""
        place = self._icon()
        found = ring_contrast(self.session.picture("contrast"), place)
        assert found >= LEAST_CONTRAST, f"{found:.1f}"
        return f"{found:.1f}"

    def tooltip(self) -> str:
        """The icon has a tooltip."""
        icon = self._icon()
        before = self._still("before-tooltip")
        for step in range(4):
            self.session.point(icon.center() + QPoint(step - 3, 0))
            time.sleep(0.2)
        until(lambda: self._differs(before) > 1000, "a tooltip", 6)
        self._still("tooltip")
        self.session.point(_CORNER)
        until(lambda: self._differs(before) == 0, "the tooltip's end", 6)
        return "yes"

    def clicks(self) -> str:
        """A click opens the window, the other button a menu."""
        icon = self._icon().center()
        if not self.session.click_opens_menu:
            self.session.click(icon)
            until(lambda: self.session.in_front().startswith(OWN), "the window is in front")
            self._still("opened")
            self._hide()
        before = self._still("before-menu")
        self.session.click(icon, LEFT if self.session.click_opens_menu else RIGHT)
        until(lambda: self._differs(before) > 5000, "a menu", 6)
        time.sleep(_SETTLED)
        self.session.picture("menu")
        self.session.close_menu()
        self.session.point(_CORNER)  # a tooltip would follow the menu
        until(lambda: self._differs(before) < 5000, "the menu's end", 6)
        return "menu" if self.session.click_opens_menu else "yes"

    def notification(self) -> str:
        """A notification is shown."""
        end(self._program)
        self.session.clear_notifications()
        self.session.watch_notifications()
        self._before = self._still("before-notification")
        self._program = self._start("--hidden", notify=True)
        until(lambda: "member=Notify" in self.session.notified(), "a notification arrives")
        until(lambda: self._differs(self._before) > 3000, "it is shown", 10)
        self._still("notification")
        return "yes"

    def notification_opens(self) -> str:
        """A click on a notification brings the window to the front."""
        assert not self.session.window(OWN)
        how = self.session.open_notification(self._shown())
        until(lambda: self.session.in_front().startswith(OWN), "the window is in front", 10)
        self._still("notification-clicked")
        return how

    def second_start(self) -> str:
        """A second start brings the window to the front."""
        end(self._program)
        self.session.clear_notifications()
        self._program = self._start(notify=False)
        until(lambda: self.session.window(OWN), "the window is shown")
        time.sleep(_SETTLED)
        self.session.focus(LAUNCHER)
        time.sleep(_SETTLED)  # the window manager may say so before the keys go there
        before = self._tokens()
        self.session.press("Return")
        until(lambda: self.session.in_front().startswith(OWN), "the window is in front", 15)
        if self.session.env["XDG_SESSION_TYPE"] == "wayland":
            until(lambda: self._tokens() > before, "the launcher's token is used", 5)
        assert self.session.is_native()
        return "yes"

    def _tokens(self) -> int:
        """Return how many activation tokens of other programs the program has used on Wayland."""
        log = self.session.log("ccwatch").read_text("utf-8", "replace")
        return log.count("activate(") - log.count("get_activation_token(")

    def dark_at_start(self) -> str:
        """With a dark desktop, the window is dark from the start."""
        self.session.focus(OWN)
        until(lambda: self._own_share(lambda tone: tone < 80) > 0.8, "it is dark", 10)
        self._still("dark")
        return "yes"

    def dark_live(self) -> str:
        """The window follows the desktop from dark to light and back."""
        self.session.prefer("default")
        until(lambda: self._own_share(lambda tone: tone > 180) > 0.8, "it is light", 10)
        self._still("light")
        self.session.prefer("prefer-dark")
        until(lambda: self._own_share(lambda tone: tone < 80) > 0.8, "it is dark again", 10)
        return "yes"

    def screen_reader(self) -> str:
        """Everything that can have the focus has an accessible name."""
        told: list[dict[str, Any]] = []

        def is_complete() -> bool:  # a row may move while it is read
            nonlocal told
            told = self.session.read_aloud()
            return all(it["name"] for it in told if it["focusable"])

        until(is_complete, "a name for everything", 10)
        (self.session.folder / "accessible.json").write_text(json.dumps(told, indent=1))
        rows = [it["name"] for it in told if it["role"] == "list item"]
        assert sum("%" in it for it in rows) >= 5, rows
        return "yes"

    def large_text(self) -> str:
        """With large text, the rows are higher."""
        self.session.focus(OWN)
        before = self._row_height()
        self.session.enlarge_text(1.5)
        try:
            self._start_again()
            until(lambda: self._row_height() >= before * 1.25, f"rows above {before:.0f} px", 10)
            self._still("large-text")
        finally:
            self.session.enlarge_text(1.0)
        return self._yes()

    def scaled_by_half(self) -> str:
        """With a scale of 1.5, the window is larger and complete."""
        return self._scaled(1.5)

    def scaled_twice(self) -> str:
        """With a scale of 2, the window is larger and complete."""
        return self._scaled(2.0)

    def _scaled(self, factor: float) -> str:
        self.session.scale(factor)
        try:
            self._start_again()
            time.sleep(_SETTLED)
            until(self._is_painted, "nothing is black")
            until(lambda: abs(self._ratio() - factor) < 0.1, "the content fits the window", 10)
            self._still(f"scale-{factor:g}")
        finally:
            self.session.scale(1.0)
        return self._yes()

    def _start_again(self) -> None:
        """Restart the program where it reads the scale only at its start."""
        if self.session.scales_at_start:
            self._restart(notify=False)
            until(lambda: self.session.window(OWN), "the window is shown")

    def _yes(self) -> str:
        return "yes, at its start" if self.session.scales_at_start else "yes"

    def _is_painted(self) -> bool:
        """Return whether almost nothing of the window is black, which no theme of it is."""
        window = self.session.window(OWN)
        return bool(window) and self._own_share(lambda tone: tone < 5) < 0.05

    def _row_height(self) -> float:
        """Return the height of the highest row on the screen."""
        told = self.session.read_aloud()
        rows = [it["place"] for it in told if it["role"] == "list item"]
        return float(max((row[3] for row in rows), default=0)) * self._ratio()

    def _ratio(self) -> float:
        """Return how many pixels of the screen one of the program's own has."""
        told = self.session.read_aloud()
        widths = [it["place"][2] for it in told if it["role"] == "frame"]
        return self.session.window(OWN).width() / float(widths[0]) if widths else 0.0

    def _icon(self) -> QRect:
        """Return the place of the icon, as soon as it is complete."""
        self._require_tray()
        found = QRect()

        def still() -> bool:
            nonlocal found
            seen = changed(self._empty, self.session.look(), self.session.panel())
            last, found = found, self.session.icon(seen)
            return not found.isEmpty() and found.width() >= 8 and last == found

        self.session.point(_CORNER)
        until(still, "the icon is in the panel", 20)
        return found

    def _require_tray(self) -> None:
        if self.session.lacks_tray:
            raise Untried(self.session.lacks_tray)

    def _shown(self) -> QRect:
        """Return the place of what has been shown outside of the panel."""
        after = self.session.look()
        outside = after.rect()
        panel = self.session.panel()
        if panel.top() > 0:
            outside.setBottom(panel.top() - 1)
        else:
            outside.setTop(panel.bottom() + 1)
        return changed(self._before, after, outside)

    def _differs(self, before: QImage) -> int:
        """Return the size of what has changed outside of the panel, in pixels."""
        self._before = before
        found = self._shown()
        return found.width() * found.height()

    def _own_share(self, wanted: Callable[[int], bool]) -> float:
        window = self.session.window(OWN)
        return share(self.session.look(), window, wanted) if window else 0.0

    def _still(self, name: str) -> QImage:
        """Return a picture once the screen has settled."""
        time.sleep(_SETTLED)
        return self.session.picture(name)

    def _hide(self) -> None:
        self.session.close(OWN)
        until(lambda: not self.session.window(OWN), "the window is hidden")
        self.session.point(_CORNER)

    def _restart(self, *arguments: str, notify: bool) -> None:
        """Start the demo from its beginning."""
        end(self._program)
        self._program = self._start(*arguments, notify=notify)

    def _start(self, *arguments: str, notify: bool) -> "subprocess.Popen[bytes]":
        settings = Path(self.session.env["CCWATCH_HOME"], "demo", "settings.json")
        settings.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.write_text(json.dumps(dict.fromkeys(_EVENTS, notify)), "utf-8")
        return self.session.start_program(*arguments, WAYLAND_DEBUG="1")


ATTEMPTS = (
    Trial.late_panel,
    Trial.panel_restarted,
    Trial.icon,
    Trial.contrast,
    Trial.tooltip,
    Trial.clicks,
    Trial.notification,
    Trial.notification_opens,
    Trial.second_start,
    Trial.dark_at_start,
    Trial.dark_live,
    Trial.screen_reader,
    Trial.large_text,
    Trial.scaled_by_half,
    Trial.scaled_twice,
)


def attempt_all(session: Session) -> dict[str, str]:
    """Try everything on a desktop; return, and write into its folder, what was found."""
    trial = Trial(session)
    trial.prepare()
    found = {"versions": session.versions()}
    for attempt in ATTEMPTS:
        name = attempt.__name__
        try:
            found[name] = attempt(trial)
        except Untried as reason:
            found[name] = f"not tried: {reason}"
        except (AssertionError, TimeoutError, CalledProcessError) as error:
            found[name] = f"no: {error}"
            session.picture(f"failed-{name}")
        print(f"{session.folder.name}: {name.replace('_', ' ')}: {found[name]}")
        sys.stdout.flush()
        write(session.folder, found)
    return found


def write(folder: Path, found: dict[str, str]) -> None:
    """Write what was found into the folder."""
    (folder / "results.json").write_text(json.dumps(found, indent=1), "utf-8")
