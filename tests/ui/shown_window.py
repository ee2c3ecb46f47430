"""A window on the screen, and all intents it emitted."""

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.job import Job, JobId
from ccwatch.desktop.wiring import acts_of_window
from ccwatch.ui.details.pane import DetailsPane
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.add_field import AddField
from ccwatch.ui.window.banner import Banner
from ccwatch.ui.window.job_window import JobWindow
from ccwatch.ui.window.message_bar import MessageBar
from tests.ui.sample_jobs import NOW

Kind = TypeVar("Kind", bound=QWidget)
SIGNALS = ("add", "renamed", "looked_at", "past")


class ShownWindow:
    """A window with its parts; `heard` records each command and signal with its arguments.

    Commands that the window handles itself are carried out, as in the program.
    """

    def __init__(self, qtbot: QtBot, jobs: Iterable[Job] = (), *, lapse: float = 1.0) -> None:
        self.now = NOW
        self.qtbot = qtbot
        self.store = JobStore(jobs)
        self.window = JobWindow(self.store, lambda: self.now, lapse=lapse)
        qtbot.addWidget(self.window)
        self.heard: list[tuple[str, tuple[Any, ...]]] = []
        self.window.intents.command.connect(self._hear_command)
        for name in SIGNALS:
            signal = getattr(self.window.intents, name)
            signal.connect(lambda *said, it=name: self.heard.append((it, said)))
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def said(self, name: str) -> list[Any]:
        """Return the arguments of each emission of that command or signal."""
        told = [said for signal, said in self.heard if signal == name]
        return [said[0] if len(said) == 1 else said for said in told]

    def _hear_command(self, command: str, jobs: tuple[JobId, ...]) -> None:
        self.heard.append((command, jobs))
        if act := acts_of_window(self.window).get(command):
            act(*jobs)

    @property
    def rows(self) -> JobList:
        return self._part(JobList)

    @property
    def add(self) -> AddField:
        return self._part(AddField)

    @property
    def banner(self) -> Banner:
        return self._part(Banner)

    @property
    def notes(self) -> MessageBar:
        return self._part(MessageBar)

    @property
    def details(self) -> DetailsPane:
        return self._part(DetailsPane)

    def names(self) -> list[str]:
        order = self.rows.order
        return [order.index(row, 0).data() for row in range(order.rowCount())]

    def choose(self, *jobs: str) -> None:
        """Select these jobs in the list."""
        self.rows.clearSelection()
        for job in jobs:
            row = self.names().index(self.store.jobs[JobId(job)].name)
            index = self.rows.model().index(row, 0)
            model = self.rows.selectionModel()
            model.setCurrentIndex(index, model.SelectionFlag.Select)
        self.rows.setFocus()

    def words(self, part: QWidget) -> list[str]:
        """Return all visible texts in the widget."""
        self.qtbot.wait(1)  # lets Qt delete replaced widgets and show new ones
        labels = part.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def button(self, part: QWidget, text: str) -> QPushButton:
        return next(it for it in part.findChildren(QPushButton) if it.text() == text)

    def _part(self, kind: type[Kind]) -> Kind:
        found = self.window.findChild(kind)
        assert found is not None
        return found


def entries(menu: QMenu) -> dict[str, QAction]:
    """Return the visible entries by their texts without mnemonics."""
    return {unmarked(action.text()): action for action in menu.actions() if action.isVisible()}


def unmarked(text: str) -> str:
    """Return a menu text without its mnemonic; && stays."""
    return re.sub("&(&?)", r"\1\1", text)
