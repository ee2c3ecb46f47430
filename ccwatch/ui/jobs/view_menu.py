"""How the list looks: the order of the jobs and what a row shows, in one menu."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from ccwatch.core.language import mark, tr
from ccwatch.disk.window_file import PARTS
from ccwatch.ui.jobs.sort_orders import SORT_ORDERS
from ccwatch.ui.style.tokens import font

_PART_WORDS = {
    "type": mark("Type of job"),
    "course": mark("Line of the course"),
    "check": mark("Next check"),
}


class ViewMenu(QToolButton):
    """A button that names the order, with the menu of orders and parts.

    ordered(key, descending): another order is wanted; the same again reverses it.
    parts_changed(parts): what a row shows, a tuple of `PARTS`.
    """

    ordered = Signal(str, bool)
    parts_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFont(font(12))
        self.key, self.descending = "left", False
        menu = QMenu(self)
        self._orders: dict[str, QAction] = {}
        group = QActionGroup(self)
        for order in SORT_ORDERS:
            action = menu.addAction(tr(order.title))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, key=order.key: self._choose(key))
            group.addAction(action)
            self._orders[order.key] = action
        menu.addSeparator()
        self._reverse = menu.addAction(tr("Reverse order"))
        self._reverse.setCheckable(True)
        self._reverse.triggered.connect(lambda on: self.sort_by(self.key, descending=on))
        menu.addSection(tr("Rows show"))
        self._parts = {part: menu.addAction(tr(_PART_WORDS[part])) for part in PARTS}
        for action in self._parts.values():
            action.setCheckable(True)
            action.setChecked(True)
            action.triggered.connect(lambda _: self.parts_changed.emit(self.parts()))
        self.setMenu(menu)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Take up an order, and tell it; a key that there is not is as at first."""
        self.key = key if key in self._orders else "left"
        self.descending = descending
        action = self._orders[self.key]
        action.setChecked(True)
        self._reverse.setChecked(descending)
        self.setText(f"{'↓' if descending else '↑'} {action.text()} ▾")
        spoken = tr("Sorted by {column}", column=action.text())
        if descending:
            spoken = tr("Sorted by {column}, reversed", column=action.text())
        self.setAccessibleName(spoken)
        self.ordered.emit(self.key, descending)

    def parts(self) -> tuple[str, ...]:
        """Return what a row shows."""
        return tuple(part for part, action in self._parts.items() if action.isChecked())

    def show_parts(self, parts: Collection[str]) -> None:
        """Take up what a row shows, and tell it."""
        for part, action in self._parts.items():
            action.setChecked(part in parts)
        self.parts_changed.emit(self.parts())

    def _choose(self, key: str) -> None:
        self.sort_by(key, descending=key == self.key and not self.descending)
