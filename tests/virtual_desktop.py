"""A real but invisible desktop: X server, session bus, window manager, tray, notifications.

Plain Python, for tests and for screenshots. All its processes end with it; nothing of the caller's
environment reaches the programs on it.
"""

import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from PySide6.QtGui import QImage

from ccwatch.clock import SystemClock
from tests.notification_daemon import Notification, shown, write_config
from tests.tray_panels import TRAY, TRAYS

PACKAGES = {
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "openbox": "openbox",
    "xdotool": "xdotool",
    TRAY: TRAY,
    "dunst": "dunst",
    "dunstctl": "dunst",
}
# Long enough for a busy machine; waits end as soon as their condition is met.
PATIENCE = 30.0
LEFT, RIGHT = 1, 3
_STEP = 0.02
# No service activation: only what a test puts on the bus is there.
_BUS = """<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""

_FONTS = """<fontconfig><match><test name="family"><string>sans-serif</string></test>
<edit name="family" mode="prepend" binding="strong"><string>{face}</string></edit></match>
</fontconfig>"""
_COPY = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
application.clipboard().setText(sys.argv[1])
application.exec()
"""
_PASTE = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
sys.stdout.write(application.clipboard().text())
"""


class Missing(RuntimeError):
    """Programs that a desktop needs are not installed."""


class Rectangle(NamedTuple):
    """A window's place on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int


class Desktop:
    """A desktop while its `with` block lasts; `env` is for the programs that run on it.

    `tray` and `notifications` say whether it has those; the tray can also be started and stopped.
    `face` is its font family, if installed.
    """

    def __init__(
        self,
        size: tuple[int, int] = (1280, 800),
        *,
        tray: bool = True,
        notifications: bool = True,
        seconds_shown: int = 12,
        face: str = "",
    ) -> None:
        self._size = size
        self._has_tray, self._has_notifications = tray, notifications
        self._seconds_shown = seconds_shown
        self._face = face
        self._tray: subprocess.Popen[bytes] | None = None
        self._ends = ExitStack()
        self.env: dict[str, str] = {}

    def __enter__(self) -> Self:
        require_programs(PACKAGES)
        with ExitStack() as ends:
            made = ends.enter_context(tempfile.TemporaryDirectory(prefix="desktop-"))
            self.folder = Path(made)
            self._prepare()
            ends.callback(self._end_all)
            try:
                self._start_parts()
            except TimeoutError:  # a part did not start: try once more, from the screen on
                self._end_all()
                self._running.clear()
                self._start_parts()
            self._ends = ends.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def _prepare(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []
        folders = {"HOME": "home", "XDG_RUNTIME_DIR": "run", "XDG_CONFIG_HOME": "config"}
        folders |= {"XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state"}
        self.env = {name: str(self.folder / folder) for name, folder in folders.items()}
        for folder in self.env.values():
            Path(folder).mkdir(mode=0o700)
        if self._face:
            fonts = Path(self.env["XDG_CONFIG_HOME"], "fontconfig/fonts.conf")
            fonts.parent.mkdir()
            fonts.write_text(_FONTS.format(face=self._face))
        self.env |= {"LANG": "C.UTF-8", "QT_QPA_PLATFORM": "xcb", "PATH": os.environ["PATH"]}

    def _start_parts(self) -> None:
        width, height = self._size
        screen = ["-screen", "0", f"{width}x{height}x24", "-fbdir", str(self.folder)]
        number = self._start_telling("Xvfb", *screen, "-nolisten", "tcp", "-displayfd")
        self.env["DISPLAY"] = f":{number}"
        bus = self.folder / "bus.conf"
        bus.write_text(_BUS.format(folder=self.folder))
        options = ["--nofork", "--nopidfile", f"--config-file={bus}"]
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._start_telling(
            "dbus-daemon", *options, "--print-address"
        )
        self.start("openbox")
        wait_until(lambda: self._xdotool("get_num_desktops"), "the window manager")
        # In the middle, where it starts, the pointer would hover a row, which stops the list's
        # updates.
        self._xdotool("mousemove", str(width - 1), "0")
        if self._has_tray:
            self.start_tray()
        if self._has_notifications:
            self._start_notifications()

    def start(self, *command: str, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a program that ends with the desktop. Its output is in `output`."""
        with (self.folder / "output").open("ab") as output:
            program = subprocess.Popen(
                command,
                env=self.env | (env or {}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.folder,
            )
        self._running.append(program)
        return program

    def output(self) -> str:
        """Return what all programs wrote so far."""
        return (self.folder / "output").read_text(errors="replace")

    def start_tray(self) -> None:
        """Start a tray (of the XEmbed kind)."""
        self._tray = self.start(TRAY, *TRAYS[TRAY])
        wait_until(self._panels, "the tray")

    def stop_tray(self) -> None:
        """Stop the tray."""
        if self._tray:
            end_program(self._tray)
            self._running.remove(self._tray)
            self._tray = None

    def screenshot(self, path: Path) -> QImage:
        """Save and return a screenshot."""
        image = framebuffer(self.folder / "Xvfb_screen0")
        if not image.save(str(path)):
            raise OSError(f"{path} cannot be written")
        return image

    def windows(self) -> list[str]:
        """Return the titles of the visible windows."""
        managed = ("--all", "--onlyvisible", "--desktop", "0", "--name", "")
        found = self._xdotool("search", *managed).split()
        return [title for window in found if (title := self._title(window))]

    def windows_of(self, program: str) -> list[str]:
        """Return the visible windows with this class, menus too, by their numbers."""
        return self._search("--class", program)

    def minimised(self) -> list[str]:
        """Return the titles of the windows that the window manager hides."""
        found = self._xdotool("search", "--all", "--desktop", "0", "--name", "").split()
        managed = [title for window in found if (title := self._title(window))]
        seen = self.windows()
        return [title for title in managed if title not in seen]

    def activate(self, title: str) -> None:
        """Give the window of that title the focus, like a click on it."""
        self._xdotool("search", "--onlyvisible", "--name", f"^{title}$", "windowactivate")

    def active_window(self) -> str:
        """Return the title of the focused window, "" without one."""
        return self._xdotool("getactivewindow", "getwindowname").strip()

    def notifications(self) -> list[Notification]:
        """Return all notifications that were shown so far, the oldest first."""
        return shown(self.folder)

    def click_notification(self, button: int = LEFT) -> None:
        """Click on the topmost notification on the screen."""
        place = self.notification_window()
        self.click(place.x + 40, place.y + 20, button)

    def click_notification_about(self, words: str) -> None:
        """Click on the notification with this text, once those above it are gone."""

        def above() -> int:
            told = self.notifications()
            displayed = told[len(told) - int(self._run("dunstctl", "count", "displayed") or 0) :]
            texts = [each.title + each.body for each in displayed]
            return next(place for place, text in enumerate(texts) if words in text)

        for left in range(above(), 0, -1):
            self.click_notification(RIGHT)
            wait_until(partial(_is_below, above, left), "the end of the notification above")
        self.click_notification()

    def notification_window(self) -> Rectangle:
        """Return the area of the notifications, as soon as there is one."""
        wait_until(lambda: self._search("--class", "Dunst"), "a notification")
        return self._place(self._search("--class", "Dunst")[0])

    def tray_icon_windows(self) -> list[Rectangle]:
        """Return the positions of the icons in the tray."""
        found = self._panels()
        panels = [self._place(panel) for panel in found]
        others = [window for window in self._search() if window not in found] if panels else []
        named = [window for window in others if self._title(window)]
        return sorted(
            place
            for place in {self._place(window) for window in named}
            for panel in panels
            if _inside(place, panel)
        )

    def click_tray(self, button: int = LEFT) -> None:
        """Click on the first icon in the tray, as soon as there is one."""
        wait_until(self.tray_icon_windows, "an icon in the tray")
        icon = self.tray_icon_windows()[0]
        self.click(icon.x + icon.width // 2, icon.y + icon.height // 2, button)

    def click(self, x: int, y: int, button: int = LEFT) -> None:
        """Click somewhere on the screen."""
        self._xdotool("mousemove", str(x), str(y), "click", str(button))

    def press(self, *keys: str) -> None:
        """Press keys, named as xdotool names them, in the window that has the focus."""
        self._xdotool("key", *keys)

    def type(self, text: str) -> None:
        """Type a text into the window that has the focus."""
        self._xdotool("type", text)

    def put_on_clipboard(self, text: str) -> None:
        """Copy a text, like another program."""
        self.start(sys.executable, "-c", _COPY, text)
        wait_until(lambda: self.clipboard() == text, "the text on the clipboard")

    def clipboard(self) -> str:
        """Return the text on the clipboard."""
        return self._run(sys.executable, "-c", _PASTE)

    def _panels(self) -> list[str]:
        return self._search("--class", TRAY)

    def _search(self, by: str = "--name", value: str = "") -> list[str]:
        """Return the visible windows; every window has a name with an empty string in it."""
        return self._xdotool("search", "--onlyvisible", by, value).split()

    def _title(self, window: str) -> str:
        return self._xdotool("getwindowname", window).strip()

    def _place(self, window: str) -> Rectangle:
        shell = self._xdotool("getwindowgeometry", "--shell", window)
        found = dict(line.split("=") for line in shell.splitlines())
        return Rectangle(*(int(found.get(key, 0)) for key in ("X", "Y", "WIDTH", "HEIGHT")))

    def _start_notifications(self) -> None:
        config = write_config(self.folder, self._seconds_shown)
        self.start("dunst", "-config", str(config))
        wait_until(lambda: self._run("dunstctl", "count", "displayed"), "the notification daemon")

    def _start_telling(self, *command: str) -> str:
        """Start a program whose last option takes a file descriptor; return the line it writes."""
        end, other_end = os.pipe()
        with open(end) as told:  # noqa: PTH123 - a descriptor, no path
            try:
                self._running.append(
                    subprocess.Popen(
                        [*command[:-1], *_with_value(command[-1], other_end)],
                        env=self.env,
                        pass_fds=[other_end],
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                    )
                )
            finally:
                os.close(other_end)
            if not (line := told.readline().strip()):
                raise RuntimeError(f"{command[0]} did not start")
            return line

    def _xdotool(self, *arguments: str) -> str:
        return self._run("xdotool", *arguments)

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return done.stdout if done.returncode == 0 else ""

    def _end_all(self) -> None:
        for program in reversed(self._running):
            end_program(program)


def require_programs(packages: dict[str, str]) -> None:
    """Raise Missing, with the Debian packages to install, if a program is not installed."""
    missing = {package for program, package in packages.items() if not shutil.which(program)}
    if missing:
        raise Missing(f"A desktop needs: apt install {' '.join(sorted(missing))}")


def wait_until(
    true: Callable[[], object], what: str, seconds: float = PATIENCE, step: float = _STEP
) -> None:
    """Return once the condition is true; raises TimeoutError, naming the condition."""
    clock = SystemClock()
    while not true():
        if clock.steady() > seconds:
            raise TimeoutError(f"{what} did not come within {seconds:g} s")
        time.sleep(step)


def _is_below(count: Callable[[], int], limit: int) -> bool:
    return count() < limit


def _with_value(option: str, descriptor: int) -> Sequence[str]:
    return [f"{option}={descriptor}"] if option.startswith("--") else [option, str(descriptor)]


def _inside(inner: Rectangle, outer: Rectangle) -> bool:
    x, y = inner.x - outer.x, inner.y - outer.y
    fits = inner.width <= outer.width and inner.height <= outer.height
    return fits and 0 <= x <= outer.width and 0 <= y <= outer.height


def framebuffer(file: Path) -> QImage:
    """Read the X server's memory, in the format of xwd: a header, a colour map, rows of BGRX."""
    content = file.read_bytes()
    header = struct.unpack(">25I", content[:100])
    width, height, row = header[4], header[5], header[12]
    start = header[0] + header[19] * 12
    pixels = content[start : start + row * height]
    return QImage(pixels, width, height, row, QImage.Format.Format_RGB32).copy()


def end_program(program: subprocess.Popen[bytes], seconds: float = 3.0) -> None:
    """End a program, by force if it has not ended after these seconds."""
    if program.poll() is None:
        program.send_signal(signal.SIGTERM)
    try:
        program.wait(seconds)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
