"""The toolbar of the jobs page: add field, filter, history, snooze and menu."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from ccwatch.core.language import tr
from ccwatch.ui.command_actions import CommandActions
from ccwatch.ui.commands import Menu
from ccwatch.ui.style.layout_bands import FoldingBand, MenuButton
from ccwatch.ui.window.add_field import AddField
from ccwatch.ui.window.bell_button import BellButton
from ccwatch.ui.window.filter_field import FilterField


class Toolbar(FoldingBand):
    """The toolbar, in two groups that wrap onto two lines in a narrow window."""

    def __init__(self, actions: CommandActions) -> None:
        super().__init__("bar", 14, 10)
        self.add = AddField()
        self.filter = FilterField()
        self.history = BellButton()
        self.history.clicked.connect(lambda: actions.do("history"))
        self._snooze = MenuButton("", tr("Pause notifications for a while"))
        self.show_snooze(None)
        self.more = MenuButton("⋯", tr("More"))
        for button, kind in ((self._snooze, Menu.SNOOZE), (self.more, Menu.WINDOW)):
            menu = QMenu(button)
            actions.fill(menu, kind)
            button.setMenu(menu)
        self._lay_out()

    def show_snooze(self, until: str | None) -> None:
        """Show until when notifications are snoozed."""
        self._snooze.setText(tr("Snoozed until {time} ▾", time=until) if until else tr("Snooze ▾"))

    def _lay_out(self) -> None:
        add = QPushButton(tr("Add"))
        add.setProperty("primary", True)
        add.clicked.connect(self.add.submit)
        self.filter.setObjectName("filter")
        self.filter.setMinimumWidth(90)
        self.filter.setMaximumWidth(150)
        top = Qt.AlignmentFlag.AlignTop
        self.add.setMinimumWidth(self.add.fit_words())
        self.first.addWidget(self.add, 1, top)
        self.first.addWidget(add, 0, top)
        self.first.addStretch()
        self.second.addWidget(self.filter, 1, top)
        self.second.addStretch()
        for control in (self.history, self._snooze, self.more):
            self.second.addWidget(control, 0, top)
