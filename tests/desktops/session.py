"""A real but invisible Wayland desktop: sway on a headless output, waybar, mako, a portal.

All its processes end with it. sway does not run for root.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from PySide6.QtGui import QImage

PACKAGES = {
    "sway": "sway",
    "waybar": "waybar",
    "mako": "mako-notifier",
    "grim": "grim",
    "wtype": "wtype",
    "foot": "foot",
    "gsettings": "libglib2.0-bin",
    "dbus-daemon": "dbus",
    "busctl": "systemd",
}
LIBRARIES = ("xdg-desktop-portal-gtk", "gsettings-desktop-schemas", "dconf-gsettings-backend")
_STEP, _STEPS = 0.2, 150
_SWAY = """output HEADLESS-1 mode 1280x800
output HEADLESS-1 bg #71808f solid_color
for_window [app_id=".*"] floating enable
focus_on_window_activation smart
seat seat0 fallback true
"""
_WAYBAR = {
    "layer": "top",
    "position": "bottom",
    "height": 28,
    "modules-right": ["tray", "clock"],
    "tray": {"icon-size": 18, "spacing": 8},
}
_SHARED = "WAYLAND_DISPLAY", "SWAYSOCK", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE"


def missing() -> list[str]:
    """Return the Debian packages of the programs that are not installed."""
    return sorted({package for name, package in PACKAGES.items() if not shutil.which(name)})


class SwaySession:
    """The session in a folder of its own; `env` is the environment of its programs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("home", "run"):
            (folder / name).mkdir(mode=0o700)
        self.env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_CURRENT_DESKTOP": "sway",
            "XDG_SESSION_TYPE": "wayland",
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "CCWATCH_HOME": str(folder / "ccwatch"),
        }
        self._running = ExitStack()

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self._running.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def _begin(self) -> None:
        address = f"unix:path={self.folder / 'run' / 'bus'}"
        self.start("dbus-daemon", "--session", "--nofork", f"--address={address}")
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address
        config = self.folder / "sway.config"
        config.write_text(_SWAY)
        (self.folder / "waybar.json").write_text(json.dumps(_WAYBAR))
        self.start("sway", "-c", str(config))
        run = self.folder / "run"
        until(lambda: any(run.glob("wayland-?")) and any(run.glob("sway-ipc*")), "sway starts")
        self.env["WAYLAND_DISPLAY"] = next(run.glob("wayland-?")).name
        self.env["SWAYSOCK"] = str(next(run.glob("sway-ipc*")))
        self.run("dbus-update-activation-environment", *_SHARED, "XDG_RUNTIME_DIR", "HOME")
        self.start("mako")

    def start_panel(self) -> "subprocess.Popen[bytes]":
        """Start the panel, which has the tray."""
        return self.start("waybar", "-c", str(self.folder / "waybar.json"))

    def start(self, *command: str, **more: str) -> "subprocess.Popen[bytes]":
        """Start a program, which ends with the session; `more` is added to its environment."""
        log = (self.folder / f"{Path(command[0]).name}.log").open("ab")
        process = subprocess.Popen(command, env=self.env | more, stdout=log, stderr=log)
        self._running.callback(log.close)
        self._running.callback(end, process)
        return process

    def run(self, *command: str, **more: str) -> str:
        """Run a program to its end; return what it prints."""
        done = subprocess.run(
            command, env=self.env | more, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    def ccwatch(self, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
        """Start the program."""
        return self.start(sys.executable, "-m", "ccwatch", *arguments, **more)

    def windows(self) -> list[dict[str, Any]]:
        """Return sway's description of each window."""

        def below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
            for child in (*node["nodes"], *node["floating_nodes"]):
                if child.get("app_id"):
                    yield child
                yield from below(child)

        return list(below(json.loads(self.run("swaymsg", "-t", "get_tree"))))

    def in_front(self) -> str:
        """Return the application ID of the focused window."""
        return next((it["app_id"] for it in self.windows() if it["focused"]), "")

    def focus(self, app: str) -> None:
        """Put another application's window in front, as its user would."""
        self.run("swaymsg", f'[app_id="{app}"] focus')
        until(lambda: self.in_front() == app, f"{app} is in front")

    def tray_icons(self) -> int:
        """Return how many icons the panel's tray has."""
        try:
            said = self.run(
                "busctl", "--user", "get-property", "org.kde.StatusNotifierWatcher",
                "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher",
                "RegisteredStatusNotifierItems",
            )  # fmt: skip
        except subprocess.CalledProcessError:
            return 0
        return int(said.split()[1])

    def notifications(self) -> list[dict[str, Any]]:
        """Return the notifications that mako shows, the newest first."""
        shown = json.loads(self.run("makoctl", "list"))["data"][0]
        return [{key: value["data"] for key, value in it.items()} for it in shown]

    def picture(self, name: str) -> QImage:
        """Save a picture of the screen, and return it."""
        path = self.folder / f"{name}.png"
        self.run("grim", str(path))
        return QImage(str(path))


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process, and wait for it."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until the condition is met; raises TimeoutError."""
    for _ in range(_STEPS):
        if condition():
            return
        time.sleep(_STEP)
    raise TimeoutError(what)


def share(picture: QImage, place: Sequence[int], wanted: Callable[[int], bool]) -> float:
    """Return the share of pixels in the rectangle whose lightness is wanted, by a sample."""
    left, top, width, height = place
    points = [
        picture.pixelColor(x, y).lightness()
        for x in range(max(left, 0), min(left + width, picture.width()), 5)
        for y in range(max(top, 0), min(top + height, picture.height()), 5)
    ]
    return sum(map(wanted, points)) / len(points)
