"""GNOME Shell without a screen, with or without its extension for tray icons.

Pictures and input go through the shell's own D-Bus interfaces, which --unsafe-mode opens.
"""

import json
import re
import subprocess
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from tests.desktops.processes import until
from tests.desktops.session import LEFT, Session
from tests.desktops.versions import debian_versions

WIDTH, HEIGHT, PANEL_HEIGHT = 1920, 1200, 32
_EXTENSION = "ubuntu-appindicators@ubuntu.com"
_SYSTEM_BUS = """<busconfig><type>system</type><listen>{address}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""
_POINTER = """
const {Clutter, GLib} = imports.gi;
const now = () => GLib.get_monotonic_time();
const device = kind => Clutter.get_default_backend().get_default_seat()
    .create_virtual_device(Clutter.InputDeviceType[kind]);
global.pointer = global.pointer || device('POINTER_DEVICE');
global.keys = global.keys || device('KEYBOARD_DEVICE');
"""
_SHARED = (
    *("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "WAYLAND_DISPLAY", "LIBGL_ALWAYS_SOFTWARE"),
    "DBUS_SYSTEM_BUS_ADDRESS",
)


class GnomeSession(Session):
    """The shell always has its panel: what starts and stops is the extension."""

    click_opens_menu = True

    def __init__(self, folder: Path, *, extension: bool) -> None:
        super().__init__(
            folder,
            XDG_CURRENT_DESKTOP="GNOME",
            XDG_SESSION_TYPE="wayland",
            LIBGL_ALWAYS_SOFTWARE="1",
            WAYLAND_DISPLAY="wayland-9",
        )
        self._factor = 1.0
        if not extension:
            self.lacks_tray = "the desktop has no tray icons"

    def begin(self) -> None:
        """Start the buses and the shell."""
        self.start_bus()
        address = f"unix:path={self.folder / 'run' / 'system-bus'}"
        config = self.folder / "system-bus.conf"
        config.write_text(_SYSTEM_BUS.format(address=address))
        self.start("dbus-daemon", "--nofork", f"--config-file={config}", log="system-bus")
        self.env["DBUS_SYSTEM_BUS_ADDRESS"] = address
        self.use_portals("gnome", "gtk")
        self.share_env(*_SHARED)
        self._set("org.gnome.shell", "welcome-dialog-last-shown-version", "99")
        self._set("org.gnome.desktop.interface", "enable-animations", "false")
        # With it, all scales are of units that are the same for all windows, as in Plasma.
        self._set("org.gnome.mutter", "experimental-features", "['scale-monitor-framebuffer']")
        monitor = ("--virtual-monitor", f"{WIDTH}x{HEIGHT}")
        self.start(
            "gnome-shell", "--headless", "--unsafe-mode", "--wayland-display=wayland-9", *monitor
        )
        until(lambda: self._evaluate("Main.layoutManager._startingUp") == "false", "the shell", 60)
        self._evaluate("Main.overview.hide()")
        # Only the shell itself may take pictures.
        self._evaluate("global.context.unsafe_mode = true")
        self._evaluate(_POINTER + "'done'")  # the first input of a new device may be lost

    def start_panel(self) -> None:
        """Enable the extension."""
        self._set("org.gnome.shell", "enabled-extensions", f"['{_EXTENSION}']")

    def stop_panel(self) -> None:
        """Disable the extension."""
        self._set("org.gnome.shell", "enabled-extensions", "[]")

    def panel(self) -> QRect:
        """Return the right half of the bar: the clock is in its middle."""
        return QRect(WIDTH * 3 // 5, 0, WIDTH * 2 // 5, PANEL_HEIGHT)

    def look(self) -> QImage:
        """Have the shell take a picture."""
        path = self.folder / "look.png"
        self._call(
            "org.gnome.Shell.Screenshot", "/org/gnome/Shell/Screenshot",
            "org.gnome.Shell.Screenshot.Screenshot", "false", "false", str(path),
        )  # fmt: skip
        return QImage(str(path))

    def point(self, at: QPoint) -> None:
        """Move the pointer."""
        self._evaluate(_POINTER + _motion(at))

    def click(self, at: QPoint, button: int = LEFT) -> None:
        """Click somewhere on the screen."""
        self.point(at - QPoint(2, 0))
        self.point(at)
        number = 1 if button == LEFT else 3
        for pressed in (1, 0):
            self.run("sleep", "0.15")
            self._evaluate(_POINTER + f"global.pointer.notify_button(now(), {number}, {pressed})")

    def press(self, key: str) -> None:
        """Press a key."""
        for pressed in (1, 0):
            self._evaluate(
                _POINTER + f"global.keys.notify_keyval(now(), Clutter.KEY_{key}, {pressed})"
            )
            self.run("sleep", "0.1")

    def in_front(self) -> str:
        """Return the application ID of the focused window."""
        return self._evaluate(
            "global.display.focus_window ? global.display.focus_window.get_wm_class() : ''"
        )

    def focus(self, app: str) -> None:
        """Activate a window."""
        self._evaluate(_WINDOW % app + "found.activate(global.get_current_time())")
        until(lambda: self.in_front() == app, f"{app} is in front")

    def close(self, app: str) -> None:
        """Close a window."""
        self._evaluate(_WINDOW % app + "found.delete(global.get_current_time())")

    def window(self, app: str) -> QRect:
        """Return the place of a visible window."""
        said = self._evaluate(
            _WINDOW % app
            + "let r = found ? found.get_frame_rect() : null;"
            + "r ? [r.x, r.y, r.width, r.height] : []"
        )
        with suppress(ValueError):
            found = json.loads(said)
            if len(found) == 4:
                return QRect(*(round(it * self._factor) for it in found))
        return QRect()

    def is_native(self) -> bool:
        """Return whether the program's window is one of Wayland's."""
        return self._evaluate(_WINDOW % "ccwatch" + "found.get_client_type()") == "0"

    def clear_notifications(self) -> None:
        """Remove all notifications."""
        self._evaluate("Main.messageTray.getSources().forEach(source => source.destroy()); 'done'")

    def scale(self, factor: float) -> None:
        """Choose the scale of the virtual monitor, or the nearest that is offered."""
        state = self._display("GetCurrentState")
        serial = re.search(r"uint32 (\d+)", state)
        monitor = re.search(r"'(Meta-\d+)'", state)
        mode = re.search(r"'(\d+x\d+@[\d.]+)'", state)
        assert serial
        assert monitor
        assert mode
        offered = re.search(r"\[([\d., ]+)\], \{'is-current'", state)
        assert offered
        nearest = min(map(float, offered[1].split(",")), key=lambda it: abs(it - factor))
        one = f"[(0, 0, {nearest}, 0, true, [('{monitor[1]}', '{mode[1]}', {{}})])]"
        self._display("ApplyMonitorsConfig", serial[1], "1", one, "{}")
        self._factor = nearest

    def _display(self, method: str, *arguments: str) -> str:
        service, path = "org.gnome.Mutter.DisplayConfig", "/org/gnome/Mutter/DisplayConfig"
        return self.run(
            *("gdbus", "call", "--session", "--dest", service, "--object-path", path),
            *("--method", f"{service}.{method}", *arguments),
        )

    def versions(self) -> str:
        """Return the parts' names and versions."""
        parts = () if self.lacks_tray else ("gnome-shell-extension-appindicator",)
        return debian_versions(("gnome-shell", *parts))

    def _set(self, schema: str, key: str, value: str) -> None:
        self.run("gsettings", "set", schema, key, value)

    def _evaluate(self, script: str) -> str:
        """Return what a script in the shell evaluates to, as JSON without its quotation marks."""
        said = self._call(
            "org.gnome.Shell", "/org/gnome/Shell", "org.gnome.Shell.Eval", script
        ).strip()
        if not said.startswith("(true, "):
            return ""
        return said[len("(true, ") : -1].strip("'").strip('"')

    def _call(self, service: str, path: str, method: str, *arguments: str) -> str:
        with suppress(subprocess.CalledProcessError):
            return self.run(
                *("gdbus", "call", "--session", "--dest", service, "--object-path", path),
                *("--method", method, *arguments),
            )
        return ""


def _motion(at: QPoint) -> str:
    return f"global.pointer.notify_absolute_motion(now(), {at.x()}, {at.y()}); 'done'"


_WINDOW = """let found = global.get_window_actors().map(actor => actor.meta_window)
    .find(it => it.get_wm_class() === '%s');
"""
