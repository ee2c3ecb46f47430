"""The toolbar of the jobs page: add field, filter, history, snooze and menu."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from ccwatch.core.language import tr
from ccwatch.ui.command_actions import CommandActions
from ccwatch.ui.commands import Menu
from ccwatch.ui.style.icon_button import MenuButton
from ccwatch.ui.style.icons import Icon
from ccwatch.ui.style.layout_bands import FoldingBand
from ccwatch.ui.style.type_scale import FollowsFont, scaled
from ccwatch.ui.window.add_field import AddField
from ccwatch.ui.window.bell_button import BellButton
from ccwatch.ui.window.filter_field import FilterField


class Toolbar(FoldingBand, FollowsFont):
    """The toolbar, in two groups that wrap onto two lines in a narrow window."""

    def __init__(self, actions: CommandActions) -> None:
        super().__init__("bar", 14, 10)
        self.add = AddField()
        self.filter = FilterField()
        self.history = BellButton()
        self.history.clicked.connect(lambda: actions.do("history"))
        self._snooze = MenuButton("", tr("Pause notifications for a while"))
        self.show_snooze(None)
        self.more = MenuButton("", tr("More"), before=Icon.MORE)
        for button, kind in ((self._snooze, Menu.SNOOZE), (self.more, Menu.WINDOW)):
            menu = QMenu(button)
            actions.fill(menu, kind)
            button.setMenu(menu)
        self._lay_out()
        self.fit_font()

    def fit_font(self) -> None:
        self.filter.setMinimumWidth(scaled(90))
        self.filter.setMaximumWidth(scaled(150))

    def show_snooze(self, until: str | None) -> None:
        """Show until when notifications are snoozed."""
        text = tr("Snoozed until {time}", time=until) if until else tr("Snooze")
        self._snooze.show_text(text)

    def _lay_out(self) -> None:
        add = QPushButton(tr("Add"))
        add.setProperty("primary", True)
        add.clicked.connect(self.add.submit)
        self.filter.setObjectName("filter")
        top = Qt.AlignmentFlag.AlignTop
        self.first.addWidget(self.add, 1, top)
        self.first.addWidget(add, 0, top)
        self.first.addStretch()
        self.second.addWidget(self.filter, 1, top)
        self.second.addStretch()
        for control in (self.history, self._snooze, self.more):
            self.second.addWidget(control, 0, top)
