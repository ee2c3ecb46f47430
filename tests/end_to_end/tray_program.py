"""A small program with only a tray icon: prints the user's requests; opening it raises the ring."""

import sys
from dataclasses import replace

from PySide6.QtWidgets import QApplication

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import JobId
from ccwatch.core.tray_model import TrayLine, TraySummary
from ccwatch.ui.tray import tray as tray_module
from ccwatch.ui.tray.tray import Tray

LINES = (
    TrayLine(JobId("bridge"), "Harbour & pier_2", "63 %", Glyph.ACTIVE, 63.0),
    TrayLine(JobId("portal"), "Tunnel portal", "41 % · stalled", Glyph.STALLED, 41.0),
)


def main() -> int:
    """Run until Quit is chosen."""
    tray_module.LOOK_FOR_MS = tray_module.LOOK_AFTER_MS = 500
    application = QApplication(sys.argv[:1])
    application.setApplicationName("tray-program")
    application.setQuitOnLastWindowClosed(False)
    tray = Tray()
    summary = TraySummary(Glyph.ACTIVE, 10.0, "2 jobs · 1 active", LINES)

    def raise_ring() -> None:
        nonlocal summary
        summary = replace(summary, percentage=(summary.percentage or 0.0) + 10)
        tray.show(summary)
        _say("open")

    def carry(command: str, jobs: tuple[str, ...]) -> None:
        match command:
            case "open":
                raise_ring()
            case "quit":
                application.quit()
            case _:
                _say(" ".join((command, *jobs)))

    tray.wanted.connect(carry)
    tray.availability_changed.connect(lambda there: _say("there" if there else "gone"))
    tray.show(summary)
    tray.appear()
    _say("running")
    return application.exec()


def _say(text: str) -> None:
    print(f"<{text}>", flush=True)


if __name__ == "__main__":
    sys.exit(main())
