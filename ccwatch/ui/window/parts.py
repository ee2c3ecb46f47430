"""What is in the window, and where: the bar, the list, the details, the bands around them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QSplitter, QStackedWidget

from ccwatch.core.language import tr
from ccwatch.ui.details.pane import Details
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.jobs.job_model import JobModel
from ccwatch.ui.jobs.view_menu import ViewMenu
from ccwatch.ui.store import JobStore
from ccwatch.ui.style.bands import BackBand, Band, FoldingBand, MenuButton, SignedInDot, stacked
from ccwatch.ui.style.text_label import TextLabel
from ccwatch.ui.style.tokens import font
from ccwatch.ui.window.add_field import AddField
from ccwatch.ui.window.banner import Banner
from ccwatch.ui.window.bell_button import HistoryButton
from ccwatch.ui.window.filter_field import FilterField
from ccwatch.ui.window.message_bar import Notes


class WindowParts:
    """The widgets, laid out in `whole`; what they say and do is for the window to know."""

    def __init__(
        self, store: JobStore, now: Callable[[], float], waits: Callable[[], bool], lapse: float
    ) -> None:
        self.add = AddField()
        self.filter = FilterField()
        self.history = HistoryButton()
        self.snooze = MenuButton(tr("Snooze"), tr("Hold notices back for a while"))
        self.more = MenuButton("⋯", tr("More"))
        self.counts = TextLabel("", font(12), role="secondary", most_lines=1)
        self.view = ViewMenu()
        self.list = JobList(JobModel(store, now), now, store.time_left, waits)
        self.details = Details(now, store.time_left)
        self.banner = Banner(lapse)
        self.notes = Notes()
        self.account, self.signed_in = _account(), SignedInDot()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.back = BackBand()
        self.bar = FoldingBand("bar", 14, 10)
        self.pages = QStackedWidget()
        head, foot = self._fill_bands()
        self.left = stacked(head, self.list, foot)
        self.right = stacked(self.back, self.details)
        self._split_in_two()
        self.pages.addWidget(stacked(self.banner, self.split))
        self.whole = stacked(self.bar, self.notes, self.pages)

    def _fill_bands(self) -> tuple[Band, Band]:
        add = QPushButton(tr("Add"))
        add.setProperty("primary", True)
        add.clicked.connect(self.add.submit)
        self.filter.setObjectName("filter")
        self.filter.setMinimumWidth(90)
        self.filter.setMaximumWidth(150)
        bar, top = self.bar, Qt.AlignmentFlag.AlignTop
        self.add.setMinimumWidth(self.add.fit_words())
        bar.first.addWidget(self.add, 1, top)
        bar.first.addWidget(add, 0, top)
        bar.first.addStretch()
        bar.second.addWidget(self.filter, 1, top)
        bar.second.addStretch()
        for control in (self.history, self.snooze, self.more):
            bar.second.addWidget(control, 0, top)
        head = Band("head", 16, 7)
        head.row.addWidget(self.counts, 1)
        head.row.addWidget(self.view)
        foot = Band("foot", 16, 8)
        foot.row.addWidget(self.signed_in)
        foot.row.addWidget(self.account, 1)
        return head, foot

    def _split_in_two(self) -> None:
        split = self.split
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.left)
        split.addWidget(self.right)
        split.setStretchFactor(0, 1)
        split.setSizes([728, 392])
        split.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)


def _account() -> TextLabel:
    """Return the label that begins with a name and ends with numbers."""
    middle = Qt.TextElideMode.ElideMiddle
    return TextLabel("", font(12, figures=True), role="secondary", most_lines=1, elide=middle)
