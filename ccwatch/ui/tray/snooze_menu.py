"""The choices for holding notices back, the same in the window and the tray."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from ccwatch.core.language import mark, tr

TOMORROW = "tomorrow"
CHOICES = (
    (mark("30 minutes"), 1800),
    (mark("1 hour"), 3600),
    (mark("Until tomorrow"), TOMORROW),
)


def fill_snooze_menu(menu: QMenu, wanted: Callable[[object], None], *, snoozed: bool) -> None:
    """Fill the menu; `wanted` gets seconds, "tomorrow", or None to end a snooze."""
    menu.clear()
    for label, length in CHOICES:
        menu.addAction(tr(label), partial(wanted, length))
    if snoozed:
        menu.addSeparator()
        menu.addAction(tr("End now"), partial(wanted, None))
