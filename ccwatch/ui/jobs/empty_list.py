"""The text in an empty list: how to add jobs, or that the filter hides all of them."""

from PySide6.QtWidgets import QWidget

from ccwatch.core.language import tr
from ccwatch.ui.style.text_painting import paint_hint


def paint_empty(widget: QWidget, *, filtered: bool) -> None:
    """Paint the text in the middle of the widget."""
    if filtered:
        paint_hint(widget, tr("No matching jobs"))
        return
    text = tr(
        "Paste a job’s ID or link above, drop it here, or choose from your own jobs in the "
        "menu at the top right."
    )
    paint_hint(widget, tr("No jobs yet"), text)
