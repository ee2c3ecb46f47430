"""What Debian calls the parts of each desktop: `python3 -m tests.desktops.packages [DESKTOP…]`.

Prints the packages of these desktops, or of all. Only the standard library is needed.
"""

import shutil
import sys
from pathlib import Path

COMMON = {
    "dbus-daemon": "dbus",
    "dbus-monitor": "dbus-bin",
    "dbus-update-activation-environment": "dbus-bin",
    "gsettings": "libglib2.0-bin",
    "busctl": "systemd",
}
LIBRARIES = (
    "at-spi2-core",
    "dconf-gsettings-backend",
    "fonts-dejavu-core",
    "fonts-inter",
    "gsettings-desktop-schemas",
    "gir1.2-atspi-2.0",
    "python3-pyatspi",
    "xdg-desktop-portal",
    "xdg-desktop-portal-gtk",
    "adwaita-icon-theme",
)
_X11 = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "xsetroot": "x11-xserver-utils",
    "xrdb": "x11-xserver-utils",
}
_DUNST = {"dunst": "dunst", "openbox": "openbox"}
PROGRAMS: dict[str, dict[str, str]] = {
    "sway": {
        "sway": "sway",
        "waybar": "waybar",
        "mako": "mako-notifier",
        "grim": "grim",
        "wtype": "wtype",
    },
    "gnome": {"gnome-shell": "gnome-shell", "gjs": "gjs"},
    "plasma": {
        "kwin_wayland": "kwin-wayland",
        "plasmashell": "plasma-workspace",
        "Xvfb": "xvfb",
        "xdotool": "xdotool",
    },
    "xfce": _X11
    | {
        "xfce4-panel": "xfce4-panel",
        "xfwm4": "xfwm4",
        "xfsettingsd": "xfce4-settings",
        "xfconf-query": "xfconf",
    },
    "lxqt": _X11
    | {"lxqt-panel": "lxqt-panel", "lxqt-notificationd": "lxqt-notificationd"}
    | {"openbox": "openbox"},
    "mate": _X11 | {"mate-panel": "mate-panel", "marco": "marco", "dconf": "dconf-cli"},
    "i3": _X11 | {"i3": "i3-wm", "i3bar": "i3-wm", "dunst": "dunst"},
    "tint2": _X11 | _DUNST | {"tint2": "tint2"},
    "polybar": _X11 | _DUNST | {"polybar": "polybar"},
}
PROGRAMS["gnome-appindicator"] = PROGRAMS["gnome"]
PARTS: dict[str, tuple[str, ...]] = {
    "gnome": ("gnome-settings-daemon", "xdg-desktop-portal-gnome", "fonts-cantarell"),
    "gnome-appindicator": (
        "gnome-settings-daemon",
        "xdg-desktop-portal-gnome",
        "fonts-cantarell",
        "gnome-shell-extension-appindicator",
    ),
    "plasma": (
        "qtwayland5",
        "qml-module-org-kde-kirigami2",
        "plasma-desktop",
        "plasma-integration",
        "breeze",
        "xdg-desktop-portal-kde",
    ),
    "xfce": ("xfce4-notifyd",),
    "lxqt": ("lxqt-themes",),
    "mate": ("mate-notification-daemon", "mate-settings-daemon"),
}


def packages(desktop: str) -> set[str]:
    """Return the Debian packages of a desktop and of what is tried on it."""
    programs = COMMON | PROGRAMS[desktop]
    return {*programs.values(), *LIBRARIES, *PARTS.get(desktop, ())}


def missing(desktop: str) -> list[str]:
    """Return the Debian packages of the programs that are not installed."""
    programs = COMMON | PROGRAMS[desktop]
    return sorted({package for name, package in programs.items() if not shutil.which(name)})


if __name__ == "__main__":
    needed = set(Path("packaging/linux/libraries.txt").read_text("utf-8").split())
    for name in sys.argv[1:] or PROGRAMS:
        needed |= packages(name)
    print(*sorted(needed))
