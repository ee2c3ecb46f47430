"""Plasma on Wayland: KWin in a window that fills an invisible X server, which has the input."""

import shutil
import subprocess
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage

from tests.desktops.processes import end, until
from tests.desktops.session import LEFT, Session, Untried
from tests.desktops.versions import debian_versions
from tests.virtual_desktop import framebuffer

WIDTH, HEIGHT, PANEL_HEIGHT = 1280, 800, 44
# KWin tells about its windows only to its own scripts, which can print.
_SCRIPT = """
const found = workspace.clientList().filter(it => String(it.resourceClass) === "{app}");
{action}
const active = workspace.activeClient;
const place = found.length && !found[0].minimized ? found[0].frameGeometry : null;
print("<{number}|" + (active ? active.resourceClass : "") + "|" +
    (place ? [place.x, place.y, place.width, place.height].join(" ") : "") + ">");
"""
_SHARED = (
    *("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "WAYLAND_DISPLAY", "KDE_FULL_SESSION"),
    *("KDE_SESSION_VERSION", "LIBGL_ALWAYS_SOFTWARE", "QT_QUICK_BACKEND"),
)
_SCHEMES = Path("/usr/share/color-schemes")


class PlasmaSession(Session):
    """The desktop; plasmashell is its panel."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder,
            XDG_CURRENT_DESKTOP="KDE",
            XDG_SESSION_TYPE="wayland",
            KDE_FULL_SESSION="true",
            KDE_SESSION_VERSION="5",
            LIBGL_ALWAYS_SOFTWARE="1",
            QT_QUICK_BACKEND="software",
            QT_LOGGING_RULES="kwin_scripting.debug=true",
        )
        self._numbers = count(1)

    def begin(self) -> None:
        """Start the X server and KWin."""
        self.start_bus()
        said = self.folder / "display"
        screen = f"-screen 0 {WIDTH}x{HEIGHT}x24 -fbdir {self.folder} -nolisten tcp"
        self.start("sh", "-c", f'exec Xvfb {screen} -displayfd 3 3>"{said}"', log="Xvfb")
        until(lambda: said.exists() and said.read_text().strip(), "the screen")
        self._display = f":{said.read_text().strip()}"
        # The installed file has a capability, without which it would not start here.
        kwin = self.folder / "kwin_wayland"
        shutil.copy(str(shutil.which("kwin_wayland")), kwin)
        size = ("--width", str(WIDTH), "--height", str(HEIGHT))
        self.start(
            *(str(kwin), "--x11-display", self._display, *size),
            *("--socket", "wayland-8", "--no-lockscreen"),
            log="kwin", KWIN_COMPOSE="Q", DISPLAY=self._display,
        )  # fmt: skip
        until((self.folder / "run" / "wayland-8").exists, "KWin")
        self.env["WAYLAND_DISPLAY"] = "wayland-8"
        self.use_portals("kde")
        self.share_env(*_SHARED)
        until(lambda: self._ask("nothing") is not None, "KWin's scripts")
        self.start("kded5", QT_QPA_PLATFORM="wayland")
        self.start_panel()
        time.sleep(6)
        self.stop_panel()

    def start_panel(self) -> None:
        """Start plasmashell, which also shows the notifications."""
        self._panel = self.start("plasmashell", "--no-respawn", QT_QPA_PLATFORM="wayland")
        self.run("gdbus", "wait", "--session", "--timeout", "30", "org.kde.StatusNotifierWatcher")
        time.sleep(6)

    def stop_panel(self) -> None:
        """End plasmashell."""
        end(self._panel)

    def panel(self) -> QRect:
        """Return the lower edge of the screen, without the clock."""
        return QRect(WIDTH // 2, HEIGHT - PANEL_HEIGHT, WIDTH // 2 - 90, PANEL_HEIGHT)

    def icon(self, changed: QRect) -> QRect:
        """Return the first square: the icons behind it have moved."""
        return QRect(changed.topLeft(), QSize(changed.height(), changed.height()))

    def look(self) -> QImage:
        """Read the X server's memory."""
        return framebuffer(self.folder / "Xvfb_screen0")

    def point(self, at: QPoint) -> None:
        """Move the pointer."""
        self._xdotool("mousemove", str(at.x()), str(at.y()))

    def click(self, at: QPoint, button: int = LEFT) -> None:
        """Click somewhere on the screen."""
        self.point(at)
        self._xdotool("sleep", "0.3", "click", str(button))

    def press(self, key: str) -> None:
        """Press a key."""
        self._xdotool("key", key)

    def in_front(self) -> str:
        """Return the application ID of the active window."""
        return (self._ask("nothing") or ("", ""))[0]

    def focus(self, app: str) -> None:
        """Activate a window."""
        self._ask(app, "workspace.activeClient = found[0];")
        until(lambda: self.in_front() == app, f"{app} is in front")

    def close(self, app: str) -> None:
        """Close a window."""
        self._ask(app, "found[0].closeWindow();")

    def window(self, app: str) -> QRect:
        """Return the place of a visible window."""
        place = (self._ask(app) or ("", ""))[1].split()
        return QRect(*(round(float(it)) for it in place)) if len(place) == 4 else QRect()

    def clear_notifications(self) -> None:
        """Start plasmashell again."""
        self.stop_panel()
        self.start_panel()

    def prefer(self, scheme: str) -> None:
        """Choose one of Breeze's colour schemes."""
        name = "BreezeDark" if scheme == "prefer-dark" else "BreezeLight"
        with suppress(subprocess.CalledProcessError):
            self.run("plasma-apply-colorscheme", name, QT_QPA_PLATFORM="offscreen")

    def enlarge_text(self, factor: float) -> None:
        """There is no one setting."""
        raise Untried("Plasma has no one setting for the size of text")

    def scale(self, factor: float) -> None:
        """Scales cannot be chosen here."""
        raise Untried(
            "inside an X server, KWin has one output, whose scale is chosen when it starts"
        )

    def versions(self) -> str:
        """Return the parts' names and versions."""
        return debian_versions(("plasma-workspace", "kwin-wayland"))

    def _ask(self, app: str, action: str = "") -> tuple[str, str] | None:
        """Run a script in KWin; return the active window's application and the place of one."""
        number = next(self._numbers)
        script = self.folder / "ask.js"
        script.write_text(
            _SCRIPT.replace("{app}", app).replace("{action}", action)
            .replace("{number}", str(number))
        )  # fmt: skip
        with suppress(subprocess.CalledProcessError):
            loaded = self._kwin(
                "/Scripting", "org.kde.kwin.Scripting.loadScript", str(script), str(number)
            )
            identity = loaded.strip("()\n ,")
            self._kwin(f"/{identity}", "org.kde.kwin.Script.run")
            for _ in range(20):
                log = self.log("kwin").read_text("utf-8", "replace")
                _, found, rest = log.rpartition(f"<{number}|")
                if found:
                    active, _, place = rest.partition(">")[0].partition("|")
                    self._kwin("/Scripting", "org.kde.kwin.Scripting.unloadScript", str(number))
                    return active, place
                time.sleep(0.05)
        return None

    def _kwin(self, path: str, method: str, *arguments: str) -> str:
        return self.run(
            *("gdbus", "call", "--session", "--dest", "org.kde.KWin", "--object-path", path),
            *("--method", method, *arguments),
        )

    def _xdotool(self, *arguments: str) -> None:
        self.run("xdotool", *arguments, DISPLAY=self._display)
