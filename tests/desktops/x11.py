"""Desktops of X11: a window manager, a panel and a notification daemon on an invisible screen."""

import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from tests.desktops.processes import end, until
from tests.desktops.session import LEFT, Session
from tests.desktops.versions import debian_versions
from tests.notification_daemon import write_config
from tests.virtual_desktop import framebuffer

WIDTH, HEIGHT = 1280, 800
_STRIP = 40
_LIB = "/usr/lib/x86_64-linux-gnu"


@dataclass(frozen=True)
class Parts:
    """What a desktop consists of: commands, in which {folder} is the session's folder."""

    current: str
    manager: str
    panel: str
    daemon: str
    before: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    versions: tuple[str, ...] = ()
    button_opens: bool = False
    live_resolution: Callable[["X11Session", float], None] | None = None


_XFCE_PANEL = """<?xml version="1.0"?>
<channel name="xfce4-panel" version="1.0">
<property name="configver" type="int" value="2"/>
<property name="panels" type="array"><value type="int" value="1"/>
<property name="panel-1" type="empty">
<property name="position" type="string" value="p=8;x=640;y=786"/>
<property name="length" type="uint" value="100"/>
<property name="position-locked" type="bool" value="true"/>
<property name="size" type="uint" value="28"/>
<property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/>
</property></property></property>
<property name="plugins" type="empty">
<property name="plugin-1" type="string" value="separator">
<property name="expand" type="bool" value="true"/>
<property name="style" type="uint" value="0"/></property>
<property name="plugin-2" type="string" value="systray"/>
</property></channel>
"""
_LXQT_PANEL = """[General]
panels=panel1
[panel1]
iconSize=22
lineCount=1
panelSize=28
plugins=spacer, statusnotifier
position=Bottom
width=100
width-percent=true
[spacer]
alignment=Left
expandable=true
type=spacer
[statusnotifier]
alignment=Right
type=statusnotifier
"""
_MATE_PANEL = """[org/mate/panel/general]
object-id-list=['notification-area']
toplevel-id-list=['bottom']
[org/mate/panel/toplevels/bottom]
expand=true
orientation='bottom'
size=28
[org/mate/panel/objects/notification-area]
applet-iid='NotificationAreaAppletFactory::NotificationArea'
object-type='applet'
toplevel-id='bottom'
position=0
panel-right-stick=true
locked=true
"""
_I3 = """# i3 config file (v4)
font pango:DejaVu Sans Mono 10
ipc-socket {folder}/i3.socket
floating_maximum_size -1 x -1
for_window [class=".*"] floating enable
bindsym Mod1+F4 kill
focus_on_window_activation smart
bar {{
 id bar
 position bottom
 i3bar_command true
 workspace_buttons no
}}
"""
_TINT2 = """panel_items = FS
panel_size = 100% 28
panel_position = bottom center horizontal
panel_background_id = 1
systray_padding = 4 2 4
rounded = 0
background_color = #222222 100
"""
_POLYBAR = """[bar/bottom]
width = 100%
height = 28
bottom = true
background = #222222
foreground = #dddddd
modules-left = nothing
tray-position = right
tray-maxsize = 20
[module/nothing]
type = custom/text
content = " "
"""


def _xfce_resolution(session: "X11Session", factor: float) -> None:
    dpi = ("-p", "/Xft/DPI", "--create", "-t", "int", "-s", str(round(96 * factor)))
    session.run("xfconf-query", "-c", "xsettings", *dpi)


def _mate_resolution(session: "X11Session", factor: float) -> None:
    session.run("gsettings", "set", "org.mate.font-rendering", "dpi", str(96.0 * factor))


_DUNST = "dunst -config {folder}/dunstrc"
DESKTOPS = {
    "xfce": Parts(
        "XFCE", "xfwm4", "xfce4-panel --disable-wm-check",
        f"{_LIB}/xfce4/notifyd/xfce4-notifyd",
        before=("xfsettingsd --disable-wm-check --no-daemon",),
        files={".config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml": _XFCE_PANEL},
        versions=("xfce4-panel", "xfwm4", "xfce4-notifyd"),
        button_opens=True,
        live_resolution=_xfce_resolution,
    ),
    "lxqt": Parts(
        "LXQt", "openbox", "lxqt-panel", "lxqt-notificationd",
        files={".config/lxqt/panel.conf": _LXQT_PANEL},
        versions=("lxqt-panel", "lxqt-notificationd", "openbox"),
    ),
    "mate": Parts(
        "MATE", "marco", "mate-panel", "/usr/lib/mate-notification-daemon/mate-notification-daemon",
        before=("mate-settings-daemon",),
        files={"mate.dconf": _MATE_PANEL},
        settings=("dconf load / < {folder}/home/mate.dconf",),
        versions=("mate-panel", "marco", "mate-notification-daemon"),
        live_resolution=_mate_resolution,
    ),
    "i3": Parts(
        "i3", "i3 -c {folder}/home/i3.config",
        "i3bar --bar_id=bar --socket={folder}/i3.socket", _DUNST,
        files={"i3.config": _I3},
        versions=("i3-wm", "dunst"),
    ),
    "tint2": Parts(
        "openbox", "openbox", "tint2 -c {folder}/home/tint2rc", _DUNST,
        files={"tint2rc": _TINT2},
        versions=("tint2", "openbox", "dunst"),
    ),
    "polybar": Parts(
        "openbox", "openbox", "polybar --config={folder}/home/polybar.ini bottom", _DUNST,
        files={"polybar.ini": _POLYBAR},
        versions=("polybar", "openbox", "dunst"),
    ),
}  # fmt: skip


class X11Session(Session):
    """The desktop of that name, on a screen of its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.parts = DESKTOPS[name]
        current = self.parts.current
        super().__init__(folder, XDG_CURRENT_DESKTOP=current, XDG_SESSION_TYPE="x11")
        self.scales_at_start = not self.parts.live_resolution

    def begin(self) -> None:
        """Start the screen, the window manager and the notification daemon."""
        self.start_bus()
        self._start_screen()
        self.use_portals("gtk")
        self.share_env("DISPLAY", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE")
        for path, content in self.parts.files.items():
            file = self.folder / "home" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(
                content.replace("{folder}", str(self.folder)).replace("{{", "{").replace("}}", "}")
            )
        write_config(self.folder, 30)
        for command in self.parts.settings:
            self.run("sh", "-c", command.format(folder=self.folder))
        for command in (*self.parts.before, self.parts.manager):
            self._start_part(command)
        until(lambda: self._asked("xdotool", "get_num_desktops"), "the window manager")
        self.run("xsetroot", "-solid", "#71808f")
        self._start_daemon()

    def _start_daemon(self) -> None:
        self._daemon = self._start_part(self.parts.daemon)
        # Otherwise the bus would start the daemon of another desktop.
        self.run("gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.Notifications")

    def clear_notifications(self) -> None:
        """Start the notification daemon again."""
        end(self._daemon)
        self._start_daemon()

    def open_notification(self, place: QRect) -> str:
        """Click on the notification, or on its button where a click on it only closes it."""
        if not self.parts.button_opens:
            return super().open_notification(place)
        program = Path(self.parts.daemon).name
        button = next(
            it for it in self.read_aloud(program)
            if it["role"] == "push button" and it["name"] == "Open"
        )  # fmt: skip
        self.click(QRect(*button["place"]).center())
        return "by its button"

    def _start_screen(self) -> None:
        screen = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(self.folder)]
        said = self.folder / "display"
        command = f'exec Xvfb {" ".join(screen)} -nolisten tcp -displayfd 3 3>"{said}"'
        self.start("sh", "-c", command, log="Xvfb")
        until(lambda: said.exists() and said.read_text().strip(), "the screen")
        self.env["DISPLAY"] = f":{said.read_text().strip()}"

    def _start_part(self, command: str) -> "subprocess.Popen[bytes]":
        return self.start(*command.format(folder=self.folder).split())

    def start_panel(self) -> None:
        """Start the panel."""
        self._panel = self._start_part(self.parts.panel)

    def stop_panel(self) -> None:
        """End the panel."""
        end(self._panel)

    def panel(self) -> QRect:
        """Return the lower edge of the screen."""
        return QRect(0, HEIGHT - _STRIP, WIDTH, _STRIP)

    def look(self) -> QImage:
        """Read the screen's memory."""
        return framebuffer(self.folder / "Xvfb_screen0")

    def point(self, at: QPoint) -> None:
        """Move the pointer."""
        self.run("xdotool", "mousemove", str(at.x()), str(at.y()))

    def click(self, at: QPoint, button: int = LEFT) -> None:
        """Click somewhere on the screen."""
        self.point(at)
        self.run("xdotool", "sleep", "0.3", "click", str(button))

    def press(self, key: str) -> None:
        """Press a key."""
        self.run("xdotool", "key", key)

    def in_front(self) -> str:
        """Return the title of the active window."""
        return self._asked("xdotool", "getactivewindow", "getwindowname")

    def focus(self, app: str) -> None:
        """Activate a window."""
        self.run("xdotool", "windowactivate", self._found(app))
        until(lambda: self.in_front().startswith(app), f"{app} is in front")

    def close(self, app: str) -> None:
        """Close a window by its keys."""
        self.focus(app)
        self.press("alt+F4")

    def window(self, app: str) -> QRect:
        """Return the place of a visible window."""
        if not (number := self._found(app)):
            return QRect()
        said = self._asked("xdotool", "getwindowgeometry", "--shell", number)
        found = dict(line.split("=") for line in said.splitlines())
        return QRect(*(int(found.get(key, 0)) for key in ("X", "Y", "WIDTH", "HEIGHT")))

    def _found(self, app: str) -> str:
        named = ("--onlyvisible", "--name", f"^{app}( – demo)?$")
        return (self._asked("xdotool", "search", *named).split() or [""])[-1]

    def _asked(self, *command: str) -> str:
        with suppress(subprocess.CalledProcessError):
            return self.run(*command).strip()
        return ""

    def versions(self) -> str:
        """Return the parts' names and versions."""
        return debian_versions(self.parts.versions)

    def enlarge_text(self, factor: float) -> None:
        """Choose the resolution, by which X11 enlarges text and programs themselves."""
        self.scale(factor)

    def scale(self, factor: float) -> None:
        """Choose the resolution of the screen."""
        if self.parts.live_resolution:
            self.parts.live_resolution(self, factor)
        else:
            self.run("sh", "-c", f"echo Xft.dpi: {96 * factor:.0f} | xrdb -merge")


SESSIONS = {name: partial(X11Session, name=name) for name in DESKTOPS}
