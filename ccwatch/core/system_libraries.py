"""The libraries of a Linux system that Qt needs, and the packages that contain them."""

import re
from collections.abc import Sequence

# By the name that the dynamic linker searches: the package of Debian, of Fedora and of Arch Linux.
PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11"),
    "libbrotlidec.so.1": ("libbrotli1", "libbrotli", "brotli"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2"),
    "libgcc_s.so.1": ("libgcc-s1", "libgcc", "gcc-libs"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2", "krb5-libs", "krb5"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++", "gcc-libs"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    "libz.so.1": ("zlib1g", "zlib", "zlib"),
}
INSTALLERS = {
    "apt-get": "sudo apt-get install --no-install-recommends",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S --needed",
}
_SHOWN = 4  # the command names the rest
# glibc's words, in every language that it speaks: the name comes first.
# https://sourceware.org/git/?p=glibc.git;f=elf/dl-load.c
_UNLOADED = re.compile(r"\s*([\w.+-]+\.so[\w.]*): ")


def missing_library(words: str) -> str:
    """Return the library that the dynamic linker did not find, "" where its words name none."""
    found = _UNLOADED.match(words)
    return found.group(1) if found else ""


def without_libraries(missing: Sequence[str], installer: str) -> tuple[str, str]:
    """Return what is missing, and how to install it.

    `installer` is a key of INSTALLERS, or "" where the system has none of them.
    """
    names = {name for library in missing if (name := _package(library, installer))}
    if not names:
        advice = "Install what is missing with your system's packages, then start ccwatch."
        return f"Qt cannot start without {', '.join(missing)}.", advice
    others = " and others" if len(missing) > _SHOWN else ""
    command = f"{INSTALLERS[installer]} {' '.join(sorted(names))}"
    return (
        f"Qt cannot start without {', '.join(missing[:_SHOWN])}{others}.",
        f"Install what is missing: {command}",
    )


def _package(library: str, installer: str) -> str:
    known = PACKAGES.get(library)
    return known[[*INSTALLERS].index(installer)] if known and installer else ""
