"""QActions for the commands, shared by menus, keys and buttons."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from ccwatch.ui.commands import (
    BY_ID,
    COMMANDS,
    Command,
    Group,
    Menu,
    Situation,
    Takes,
    commands_in,
)
from ccwatch.ui.menu_text import Entry, menu_texts

if TYPE_CHECKING:  # the tray starts without importing the job types
    from ccwatch.core.job import Job, JobId

Wanted = Callable[[str, "tuple[JobId, ...]"], object]


class CommandActions:
    """One QAction per command of the given menus, shared by every menu and button that offers it.

    `wanted` is called with the command's id and the ids of the selected jobs it applies to; `jobs`
    returns the current selection. While `held`, nothing visible changes.
    """

    def __init__(
        self,
        parent: QObject,
        menus: Collection[Menu],
        wanted: Wanted,
        jobs: "Callable[[], Sequence[Job]]" = tuple,
    ) -> None:
        self.situation = Situation()
        self.held = False
        self.over_bus = False
        self._parent = parent
        self._menus = frozenset(menus)
        self._wanted = wanted
        self._jobs = jobs
        self._lines: list[tuple[QAction, list[Command]]] = []
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            if self._menus.intersection(command.menus):
                self._make(command)
        self.refresh()

    def do(self, command: str) -> None:
        """Request the command, if it applies to the selected jobs."""
        takes = BY_ID[command].takes
        jobs = self._jobs() if takes is not Takes.NOTHING else ()
        if takes.fits(len(jobs)):
            self._wanted(command, tuple(job.id for job in jobs))

    def fill(self, menu: QMenu, kind: Menu) -> None:
        """Add the commands of this kind to the menu, in groups."""
        for group in Group:
            commands = [it for it in commands_in(kind) if it.group is group]
            if commands and not menu.isEmpty():
                self._lines.append((menu.addSeparator(), commands))
            for command in commands:
                action = self._actions[command.id]
                if command.opens:
                    below = QMenu(menu)
                    self.fill(below, command.opens)
                    action.setMenu(below)
                menu.addAction(action)
        self.refresh()

    def give_keys(self, widget: QWidget, *, for_jobs: bool) -> None:
        """Enable the shortcuts, of job commands in this widget only, of others in its window."""
        for command in COMMANDS:
            if command.keys and (command.takes is not Takes.NOTHING) is for_jobs:
                action = self._actions.get(command.id) or self._make(command)
                action.setShortcuts([QKeySequence(keys) for keys in command.keys])
                if for_jobs:
                    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                widget.addAction(action)
        self.refresh()

    def show(self, situation: Situation) -> None:
        """Offer the commands that fit the situation; deferred while `held`."""
        if situation != self.situation:
            self.situation = situation
            self.refresh()

    def refresh(self) -> None:
        """Update texts, mnemonics and availability, unless held."""
        if self.held:
            return
        commands = [BY_ID[name] for name in self._actions]
        entries = [
            Entry(it.called(self.situation), it.text, self._menus.intersection(it.menus))
            for it in commands
        ]
        texts = menu_texts(entries, over_bus=self.over_bus)
        for command, text in zip(commands, texts, strict=True):
            action = self._actions[command.id]
            action.setText(text)
            action.setVisible(command.visible(self.situation))
            action.setEnabled(command.offered(self.situation))
        for line, below in self._lines:
            line.setVisible(any(it.visible(self.situation) for it in below))

    def _make(self, command: Command) -> QAction:
        action = self._actions[command.id] = QAction(self._parent)
        if not command.opens:
            action.triggered.connect(partial(self._triggered, command.id))
        return action

    def _triggered(self, command: str, _: bool = False) -> None:
        self.do(command)
