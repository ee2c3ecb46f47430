"""Shows notices as balloons of the tray icon, where the system has nothing better."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QIcon

from ccwatch.core.language import mark, tr
from ccwatch.core.notice import Notice
from ccwatch.notify.notifier import ActionHandler, NoticeAction, NotShown

SHOWN_MS = 10_000


class Balloons(Protocol):
    """Something that can show balloons."""

    @property
    def balloon_clicked(self) -> SignalInstance:
        """Emitted when a balloon is clicked."""

    def show_balloon(self, title: str, text: str, picture: QIcon | None, lasting_ms: int) -> bool:
        """Show a balloon; return False if that is not possible."""


class BalloonNotices:
    """Balloons have no buttons, and a click is taken to be on the most recent one."""

    name = mark("tray balloon")

    def __init__(self, tray: Balloons, on_action: ActionHandler) -> None:
        self._tray = tray
        self._on_action = on_action
        self._last = 0
        tray.balloon_clicked.connect(self._clicked)

    async def show(self, number: int, notice: Notice, icon: Path | None) -> bool:
        """Show the notice; raises NotShown if there is no tray."""
        picture = QIcon(str(icon)) if icon else None
        if not self._tray.show_balloon(notice.title, notice.body, picture, SHOWN_MS):
            raise NotShown(tr("the tray icon cannot show one"))
        self._last = number
        return False

    def _clicked(self) -> None:
        self._on_action(self._last, NoticeAction.OPEN)
