"""Takes screenshots of the program on a virtual desktop; Linux only.

With --demo, of the demonstration after 10, 30 and 60 s, into build/demo/; without, of every screen
(see render_screens.py) and of what only a desktop shows, into docs/images/.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QRect  # noqa: E402 - found by the line above
from PySide6.QtGui import QImage  # noqa: E402
from small_png import with_few_colours  # noqa: E402

from tests.virtual_desktop import RIGHT, Desktop, Missing, Rectangle, wait_until  # noqa: E402

DEMO_SECONDS = (10, 30, 60)
DEMO_LASTS = 62.0
TITLE = "ccwatch – demo"
START_SECONDS = 20.0
DESKTOP_AT = 13.5
SETTLING = 0.7
CORNERS, MENU_CORNER, MARGIN = (900, 640), (620, 380), 16
FAMILY = "Inter"
AT_TWICE = ("window", "glyphs")
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
    """Take the requested screenshots; return the exit code."""
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
    """Run the demo for a minute and save three screenshots of the whole screen."""
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
    """Take all screenshots."""
    folder.mkdir(parents=True, exist_ok=True)
    code = _render(folder) or _render(folder, *AT_TWICE, scale=2)
    return code or _show_desktop(folder) or _show_corners(folder)


def _render(folder: Path, *screens: str, scale: int = 1) -> int:
    """Render the named screens, or all of them, at that many pixels per point."""
    render = [sys.executable, str(Path(__file__).with_name("render_screens.py"))]
    env = os.environ | {"QT_SCALE_FACTOR": str(scale)}
    return subprocess.run([*render, str(folder), *screens], env=env, check=False).returncode


def _show_desktop(folder: Path) -> int:
    """Save a screenshot of the whole screen, with the window, the tray and notifications."""
    with Desktop(face=FAMILY) as desktop:
        desktop.start(sys.executable, "-c", WALLPAPER)
        began = time.monotonic()
        program = _start_demo(desktop)
        wait_until(lambda: _failures(desktop), "a failure", DEMO_LASTS)
        _sleep_until(began + DESKTOP_AT)
        _save(desktop, folder / "desktop.png")
        return _end(desktop, program)


def _show_corners(folder: Path) -> int:
    """Save screenshots of a failure's notification, and of the tray with its menu."""
    with Desktop(CORNERS, face=FAMILY) as desktop:
        desktop.start(sys.executable, "-c", WALLPAPER)
        program = _start_demo(desktop, "--hidden")
        wait_until(lambda: _failures(desktop), "a failure", DEMO_LASTS)
        time.sleep(SETTLING)
        _save(desktop, folder / "notice.png", desktop.notification_window())
        desktop.click_tray(RIGHT)
        time.sleep(SETTLING)
        width, height = MENU_CORNER
        left, top = CORNERS[0] - width, CORNERS[1] - height
        _save(desktop, folder / "tray.png", Rectangle(left, top, width, height))
        return _end(desktop, program)


def _failures(desktop: Desktop) -> list[str]:
    return [told.title for told in desktop.notifications() if "Failed at" in told.body]


def _save(desktop: Desktop, picture: Path, part: Rectangle | None = None) -> None:
    """Save a screenshot, or a part of it with a margin."""
    image: QImage = desktop.screenshot(picture)
    if part:
        place = QRect(*part).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        image = image.copy(place & image.rect())
    if not with_few_colours(image).save(str(picture), quality=0):
        raise OSError(f"{picture} cannot be written")
    print(picture, flush=True)


def _start_demo(desktop: Desktop, *options: str) -> subprocess.Popen[bytes]:
    home = {"CCWATCH_HOME": str(desktop.folder / "ccwatch")}
    program = desktop.start(sys.executable, "-m", "ccwatch", "--demo", *options, env=home)
    if "--hidden" in options:
        wait_until(desktop.tray_icon_windows, "the icon in the tray", START_SECONDS)
    else:
        wait_until(lambda: TITLE in desktop.windows(), "the window", START_SECONDS)
    return program


def _end(desktop: Desktop, program: subprocess.Popen[bytes]) -> int:
    """Ask the program to quit; return its exit code, and print its output if that is not 0."""
    program.send_signal(signal.SIGTERM)
    if code := program.wait(START_SECONDS):
        print(f"ccwatch ended with {code}.\n{desktop.output()}", file=sys.stderr)
    return code


def _sleep_until(end: float) -> None:
    time.sleep(max(0.0, end - time.monotonic()))


if __name__ == "__main__":
    sys.exit(main())
