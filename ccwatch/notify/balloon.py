"""Notices by the tray icon's own balloon, where the system has no better."""

from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from ccwatch.core.notice import Notice
from ccwatch.notify.notifier import Answer, Answered, NotShown

SHOWN_MS = 10_000


class BalloonNotices:
    """A balloon has no buttons, and a click on it can only mean the last one."""

    name = "tray balloon"

    def __init__(self, tray: QSystemTrayIcon, answered: Answered) -> None:
        self._tray = tray
        self._answered = answered
        self._last = 0
        tray.messageClicked.connect(self._clicked)

    async def show(self, number: int, notice: Notice, icon: Path | None) -> None:
        """Show the notice; raises NotShown without a tray."""
        if not self._tray.isVisible() or not self._tray.supportsMessages():
            raise NotShown("there is no tray icon")
        self._last = number
        picture = QIcon(str(icon)) if icon else self._tray.icon()
        self._tray.showMessage(notice.title, notice.body, picture, SHOWN_MS)

    def _clicked(self) -> None:
        self._answered(self._last, Answer.OPEN)
