"""Plasma on Wayland: KWin in a window that fills an invisible X server, which has the input."""

import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage

from tests.desktops.processes import end, until
from tests.desktops.session import LEFT, Session, Untried
from tests.desktops.versions import debian_versions
from tests.virtual_desktop import framebuffer

WIDTH, HEIGHT, PANEL_HEIGHT = 1280, 800, 44
_LAYOUT = """
var panel = new Panel;
panel.location = "bottom";
panel.height = 36;
panel.addWidget("org.kde.plasma.panelspacer");
panel.addWidget("org.kde.plasma.systemtray");
"""
# Prints what the trial asks for: KWin says it only to its scripts.
_SCRIPT = """
const found = workspace.clientList().filter(it => String(it.resourceClass) === "{app}");
const place = found.length ? found[0].frameGeometry : null;
{action}
const active = workspace.activeClient;
callDBus("{service}", "/", "{service}", "say",
    [active ? String(active.resourceClass) : "",
     place ? [place.x, place.y, place.width, place.height].join(" ") : ""].join("|"));
"""
_SHARED = (
    *("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "WAYLAND_DISPLAY", "KDE_FULL_SESSION"),
    *("KDE_SESSION_VERSION", "LIBGL_ALWAYS_SOFTWARE", "QT_QUICK_BACKEND"),
)
