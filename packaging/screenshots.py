"""Takes pictures of the program on a desktop of its own; Linux only.

With --demo, what the demonstration shows after 10, 30 and 60 s, into build/demo/; without, the
pictures of the README, into docs/images/.
"""

import argparse
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.desktop import Desktop, Missing, wait_until  # noqa: E402 - found by the line above

DEMO_SECONDS = (10, 30, 60)
DEMO_LASTS = 62.0
TITLE = "ccwatch – demo"
START_SECONDS = 20.0
WINDOW_AT, DESKTOP_AT = 36.0, 13.5
SETTLING = 0.7
WINDOW = (1120, 620)
BORDERS = (2, 24)
DARK_SCHEME = """[Colors:Window]
BackgroundNormal=23,25,30
ForegroundNormal=236,238,242
[General]
ColorScheme=BreezeDark
"""
WALLPAPER = """
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
wall = QWidget()
wall.setAttribute(Qt.WidgetAttribute.WA_X11NetWmWindowTypeDesktop)
wall.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
wall.setStyleSheet("background: #71808f")
wall.setGeometry(application.primaryScreen().geometry())
wall.show()
application.exec()
"""


def main() -> int:
    """Take the pictures that are asked for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="what a minute of the demo shows")
    options = parser.parse_args()
    try:
        return (
            show_demo(ROOT / "build" / "demo") if options.demo else show_all(ROOT / "docs/images")
        )
    except (Missing, TimeoutError) as fault:
        print(fault, file=sys.stderr)
        return 1


def show_demo(folder: Path) -> int:
    """Run the demo for a minute and leave three pictures of the whole screen."""
    folder.mkdir(parents=True, exist_ok=True)
    with Desktop() as desktop:
        print(f"ccwatch --demo runs for {DEMO_LASTS:g} s on a virtual screen.", flush=True)
        began = time.monotonic()
        program = _start_demo(desktop)
        for second in DEMO_SECONDS:
            _sleep_until(began + second)
            picture = folder / f"{second}s.png"
            desktop.screenshot(picture)
            told = len(desktop.notifications())
            print(f"After {second} s: {picture} ({told} notifications so far)", flush=True)
        _sleep_until(began + DEMO_LASTS)
        return _end(desktop, program)


def show_all(folder: Path) -> int:
    """Take the pictures of the README."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = [
        _show_window(folder / "window-light.png"),
        _show_window(folder / "window-dark.png", dark=True),
        _show_window(folder / "window-200.png", scale=2),
        _show_desktop(folder / "desktop.png"),
        _show_welcome(folder / "welcome.png"),
    ]
    return max(codes)


def _show_window(picture: Path, *, dark: bool = False, scale: int = 1) -> int:
    """Take a picture of the window alone, with a job chosen."""
    width, height = WINDOW[0] * scale + BORDERS[0], WINDOW[1] * scale + BORDERS[1]
    # The pointer stands in the last column, beside the window.
    with Desktop((width + 1, height), tray=False, notifications=False) as desktop:
        env = {"QT_SCALE_FACTOR": str(scale)}
        if dark:
            # Qt reads the colour scheme from the desktop's own settings; KDE's are a file.
            Path(desktop.env["XDG_CONFIG_HOME"], "kdeglobals").write_text(DARK_SCHEME)
            env |= {"QT_QPA_PLATFORMTHEME": "kde", "KDE_SESSION_VERSION": "6"}
        began = time.monotonic()
        program = _start_demo(desktop, env)
        _sleep_until(began + WINDOW_AT)
        desktop.press("Home")
        time.sleep(SETTLING)
        desktop.screenshot(picture).copy(0, 0, width, height).save(str(picture))
        print(picture, flush=True)
        return _end(desktop, program)


def _show_desktop(picture: Path) -> int:
    """Take a picture of the whole screen, with the window, the tray and a notification."""
    with Desktop() as desktop:
        desktop.start(sys.executable, "-c", WALLPAPER)
        began = time.monotonic()
        program = _start_demo(desktop)
        wait_until(desktop.notifications, "a notification", DEMO_LASTS)
        _sleep_until(began + DESKTOP_AT)
        desktop.screenshot(picture)
        print(picture, flush=True)
        return _end(desktop, program)


def _show_welcome(picture: Path) -> int:
    """Take a picture of the first start's page."""
    width, height = WINDOW[0] + BORDERS[0], WINDOW[1] + BORDERS[1]
    with Desktop((width + 1, height), tray=False, notifications=False) as desktop:
        program = _start(desktop, "ccwatch")
        time.sleep(SETTLING)
        desktop.screenshot(picture).copy(0, 0, width, height).save(str(picture))
        print(picture, flush=True)
        return _end(desktop, program)


def _start_demo(desktop: Desktop, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    return _start(desktop, TITLE, "--demo", env=env)


def _start(
    desktop: Desktop, title: str, *options: str, env: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    home = {"CCWATCH_HOME": str(desktop.folder / "ccwatch")}
    program = desktop.start(sys.executable, "-m", "ccwatch", *options, env=home | (env or {}))
    wait_until(lambda: title in desktop.windows(), "the window", START_SECONDS)
    return program


def _end(desktop: Desktop, program: subprocess.Popen[bytes]) -> int:
    """Ask the program to quit; return its exit code, and say what it wrote if that is not 0."""
    program.send_signal(signal.SIGTERM)
    if code := program.wait(START_SECONDS):
        print(f"ccwatch ended with {code}.\n{desktop.output()}", file=sys.stderr)
    return code


def _sleep_until(end: float) -> None:
    time.sleep(max(0.0, end - time.monotonic()))


if __name__ == "__main__":
    sys.exit(main())
