"""The cost of the ring in a real tray: painted and set, once for each percentage.

`python benchmarks/ring.py` (Linux)
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = str(Path(__file__).parents[1])
sys.path.insert(0, ROOT)

from tests.virtual_desktop import Desktop


class Ring(NamedTuple):
    """Milliseconds of processor time for a changed ring, and for an unchanged one."""

    changed: float
    same: float


def run_program() -> None:
    """Show every percentage twice in this screen's tray; print the cost of each."""
    from PySide6.QtCore import QCoreApplication, QEventLoop
    from PySide6.QtWidgets import QApplication, QSystemTrayIcon

    from ccwatch.core.glyph import Glyph
    from ccwatch.core.tray_model import TraySummary
    from ccwatch.ui.tray.tray import Tray

    application = QApplication([])
    tray = Tray()
    tray.appear()
    took: dict[bool, list[float]] = {True: [], False: []}

    def settle(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QCoreApplication.sendPostedEvents()

    settle(2.0)
    icon = tray.findChild(QSystemTrayIcon)
    assert icon is not None, "there is no tray"
    for percent in range(100):
        for changed in (True, False):
            before = time.process_time()
            tray.show(TraySummary(Glyph.ACTIVE, float(percent), "1 job · 1 active"))
            took[changed].append((time.process_time() - before) * 1000)
            settle(0.01)
    print(statistics.median(took[True]), statistics.median(took[False]))


def measured() -> Ring:
    """Return the cost on a virtual screen."""
    with Desktop(notifications=False) as desktop:
        env = {**desktop.env, "PYTHONPATH": ROOT}
        command = [sys.executable, __file__, "--program"]
        run = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return Ring(*map(float, run.stdout.split()))


if __name__ == "__main__":
    if "--program" in sys.argv:
        run_program()
    else:
        ring = measured()
        print(f"another ring: {ring.changed:.3f} ms, the same again: {ring.same:.3f} ms")
