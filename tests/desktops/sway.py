"""sway on a headless output, with waybar and mako; pictures by grim."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from tests.desktops.processes import end, until
from tests.desktops.session import LEFT, RIGHT, Session
from tests.desktops.versions import debian_versions
from tests.desktops.virtual_pointer import add_pointer

WIDTH, HEIGHT, PANEL_HEIGHT = 1280, 800, 28
_BUTTONS = {LEFT: "button1", RIGHT: "button3"}
_CONFIG = """output HEADLESS-1 mode 1280x800
output HEADLESS-1 bg #71808f solid_color
for_window [app_id=".*"] floating enable
focus_on_window_activation smart
seat seat0 fallback true
"""
_WAYBAR = {
    "layer": "top",
    "position": "bottom",
    "height": PANEL_HEIGHT,
    "modules-right": ["tray"],
    "tray": {"spacing": 8},
}
_SHARED = "WAYLAND_DISPLAY", "SWAYSOCK", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE"


class SwaySession(Session):
    """The desktop; for root, its parts run as another user, since sway does not run for root."""

    def __init__(self, folder: Path, *, portals: bool = True) -> None:
        super().__init__(
            folder,
            XDG_CURRENT_DESKTOP="sway",
            XDG_SESSION_TYPE="wayland",
            WLR_BACKENDS="headless",
            WLR_LIBINPUT_NO_DEVICES="1",
            WLR_RENDERER="pixman",
        )
        self._portals = portals

    def begin(self) -> None:
        """Start the compositor and the notification daemon."""
        self.start_bus()
        config = self.folder / "sway.config"
        config.write_text(_CONFIG)
        (self.folder / "waybar.json").write_text(json.dumps(_WAYBAR))
        self.start_part("sway", "-c", str(config))
        run = self.folder / "run"
        until(lambda: any(run.glob("wayland-?")) and any(run.glob("sway-ipc*")), "sway starts")
        # A whole path, which needs no XDG_RUNTIME_DIR.
        self.env["WAYLAND_DISPLAY"] = str(next(run.glob("wayland-?")))
        self.env["SWAYSOCK"] = str(next(run.glob("sway-ipc*")))
        self._running.callback(add_pointer(self.env["WAYLAND_DISPLAY"]).close)
        if self._portals:
            self.use_portals("gtk")
            self.share_env(*_SHARED)
        self.start_part("mako")

    def start_panel(self) -> None:
        """Start waybar."""
        self._panel = self.start_part("waybar", "-c", str(self.folder / "waybar.json"))

    def stop_panel(self) -> None:
        """End waybar."""
        end(self._panel)

    def panel(self) -> QRect:
        """Return the lower edge of the screen."""
        return QRect(0, HEIGHT - PANEL_HEIGHT - 2, WIDTH, PANEL_HEIGHT + 2)

    def look(self) -> QImage:
        """Have grim take a picture."""
        path = self.folder / "look.png"
        self.run("grim", str(path))
        return QImage(str(path))

    def point(self, at: QPoint) -> None:
        """Move the pointer; sway takes units of the scaled screen."""
        scale = self._scale()
        self._swaymsg(
            "seat", "seat0", "cursor", "set", *(f"{it / scale:.0f}" for it in at.toTuple())
        )

    def click(self, at: QPoint, button: int = LEFT) -> None:
        """Click somewhere on the screen."""
        self.point(at)
        for change in ("press", "release"):
            self._swaymsg("seat", "seat0", "cursor", change, _BUTTONS[button])

    def close_menu(self) -> None:
        """Start waybar again: its menus do not get wtype's keys."""
        self.stop_panel()
        self.start_panel()

    def press(self, key: str) -> None:
        """Press a key."""
        self.run("wtype", "-s", "300", "-k", key, "-s", "300")

    def in_front(self) -> str:
        """Return the application ID of the focused window."""
        return next((str(it["app_id"]) for it in self._windows() if it["focused"]), "")

    def focus(self, app: str) -> None:
        """Give a window the focus."""
        self._swaymsg(f'[app_id="{app}"] focus')
        until(lambda: self.in_front() == app, f"{app} is in front")

    def close(self, app: str) -> None:
        """Close a window."""
        self._swaymsg(f'[app_id="{app}"] kill')

    def window(self, app: str) -> QRect:
        """Return the place of a visible window."""
        rect: dict[str, int] = next(
            (it["rect"] for it in self._windows() if it["app_id"] == app), {}
        )
        scale = self._scale()
        found = (round(rect.get(key, 0) * scale) for key in ("x", "y", "width", "height"))
        return QRect(*found)

    def is_native(self) -> bool:
        """Return whether the program's window is one of Wayland's."""
        return any(
            it["app_id"] == "ccwatch" for it in self._windows() if it["shell"] == "xdg_shell"
        )

    def clear_notifications(self) -> None:
        """Dismiss all notifications."""
        self.run("makoctl", "dismiss", "--all")

    def scale(self, factor: float) -> None:
        """Choose the scale of the output."""
        self._swaymsg("output", "HEADLESS-1", "scale", str(factor))

    def versions(self) -> str:
        """Return the parts' names and versions."""
        return debian_versions(("sway", "waybar", "mako-notifier"))

    def _scale(self) -> float:
        return float(json.loads(self._swaymsg("-t", "get_outputs"))[0]["scale"])

    def _swaymsg(self, *arguments: str) -> str:
        return self.run("swaymsg", *arguments)

    def _windows(self) -> list[dict[str, Any]]:
        """Return sway's description of each window."""

        def below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
            for child in (*node["nodes"], *node["floating_nodes"]):
                if child.get("app_id"):
                    yield child
                yield from below(child)

        try:
            tree = self._swaymsg("-t", "get_tree")
        except subprocess.CalledProcessError:
            return []
        return list(below(json.loads(tree)))
