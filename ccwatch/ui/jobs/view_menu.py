"""The menu for the list's order and for the parts shown in a row."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from ccwatch.core.language import mark, tr
from ccwatch.core.window_state import DEFAULT_ORDER, RowPart
from ccwatch.ui.jobs.sort_orders import BY_KEY, SORT_ORDERS
from ccwatch.ui.menu_text import translated
from ccwatch.ui.style.icon_button import IconButton
from ccwatch.ui.style.icons import Icon
from ccwatch.ui.style.tokens import font
from ccwatch.ui.style.type_scale import wear_font

_PART_WORDS = {
    RowPart.TYPE: mark("Job type"),
    RowPart.COURSE: mark("Progress line"),
    RowPart.NEXT_CHECK: mark("Next check"),
}


class ViewMenu(IconButton):
    """A button that names the current order, with a menu of orders and parts.

    ordered(key, descending): the order changed; choosing the same one again reverses it.
    parts_changed(parts): the parts shown in a row, a tuple of RowPart.
    """

    ordered = Signal(str, bool)
    parts_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__(after=Icon.DOWN)
        self.setObjectName("plain")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        wear_font(self, font(12))
        self.key, self.descending = DEFAULT_ORDER, False
        menu = QMenu(self)
        titles = [order.title for order in SORT_ORDERS]
        parts = [_PART_WORDS[part] for part in RowPart]
        texts = iter(translated([*titles, mark("Reverse order"), *parts]))
        self._orders: dict[str, QAction] = {}
        group = QActionGroup(self)
        for order in SORT_ORDERS:
            action = menu.addAction(next(texts))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, key=order.key: self._choose(key))
            group.addAction(action)
            self._orders[order.key] = action
        menu.addSeparator()
        self._reverse = menu.addAction(next(texts))
        self._reverse.setCheckable(True)
        self._reverse.triggered.connect(lambda on: self.sort_by(self.key, descending=on))
        menu.addSection(tr("Show in rows"))
        self._parts = {part: menu.addAction(next(texts)) for part in RowPart}
        for action in self._parts.values():
            action.setCheckable(True)
            action.setChecked(True)
            action.triggered.connect(lambda _: self.parts_changed.emit(self.parts()))
        self.setMenu(menu)

    def sort_by(self, key: str, *, descending: bool = False) -> None:
        """Set the order and emit it; an unknown key selects the default."""
        self.key = key if key in self._orders else DEFAULT_ORDER
        self.descending = descending
        self._orders[self.key].setChecked(True)
        self._reverse.setChecked(descending)
        title = tr(BY_KEY[self.key].title)
        self.show_text(title)
        self.show_icon(Icon.DESCENDING if descending else Icon.ASCENDING)
        spoken = tr("Sorted by {column}", column=title)
        if descending:
            spoken = tr("Sorted by {column}, reversed", column=title)
        self.setAccessibleName(spoken)
        self.ordered.emit(self.key, descending)

    def parts(self) -> tuple[RowPart, ...]:
        """Return the parts shown in a row."""
        return tuple(part for part, action in self._parts.items() if action.isChecked())

    def show_parts(self, parts: Collection[RowPart]) -> None:
        """Set the parts shown in a row and emit them."""
        for part, action in self._parts.items():
            action.setChecked(part in parts)
        self.parts_changed.emit(self.parts())

    def _choose(self, key: str) -> None:
        self.sort_by(key, descending=key == self.key and not self.descending)
