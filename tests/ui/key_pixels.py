"""The colours that must appear on each screen: a table of checks of its image."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QWidget,
)

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job
from ccwatch.core.job_glyph import glyph_of
from ccwatch.core.window_state import ALL_PARTS
from ccwatch.ui.details.chart import Chart
from ccwatch.ui.details.pane import DetailsPane
from ccwatch.ui.jobs.job_list import JobList
from ccwatch.ui.jobs.job_model import FOLD_ROLE, JOB_ROLE
from ccwatch.ui.jobs.row_layout import row_layout
from ccwatch.ui.notices.list_view import NoticeList
from ccwatch.ui.style.glyphs import SMALL
from ccwatch.ui.style.layout_bands import SignedInDot
from ccwatch.ui.style.tokens import (
    DARK_CONTRAST,
    ROW_GLYPH,
    ROW_HEIGHT,
    Tokens,
    glyph_colour,
    tokens,
)
from ccwatch.ui.window.banner import Banner
from tests.ui.glyph_sheet import PANELS, SHOWN, SIZES, GlyphSheet
from tests.ui.painted import Painted, same
from tests.ui.painted_shapes import (
    FEWEST,
    RINGS,
    arc_faults,
    colour_faults,
    glyph_faults,
    state_faults,
)
from tests.ui.screen_structure import words

Look = Callable[[Painted, Tokens], Iterator[str]]
GLYPH_LEFT = 16
LEGIBLE = 3.0  # thin strokes do not reach the full colour
EDGE = 6
_FRAMED = (QLineEdit, QPushButton, QToolButton)


def rows(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check each row: background, glyph, state, name."""
    view = painted.part(JobList)
    top_left = painted.place(view.viewport()).topLeft()
    for number in range(view.model().rowCount()):
        index = view.model().index(number, 0)
        row = view.visualRect(index).translated(top_left)
        if not painted.screen.rect().contains(row):
            continue
        job: Job = index.data(JOB_ROLE)
        chosen = view.selectionModel().isSelected(index)
        ground = look.selection if chosen else look.panel
        yield from colour_faults(painted, row.topLeft() + QPoint(8, 4), ground, job.name)
        edge = look.active if chosen else ground
        yield from colour_faults(
            painted, row.topLeft() + QPoint(1, 20), edge, f"edge of {job.name}"
        )
        square = QRect(row.x() + GLYPH_LEFT, row.y(), ROW_GLYPH, ROW_GLYPH)
        square.moveTop(row.y() + (ROW_HEIGHT - ROW_GLYPH) // 2)
        yield from glyph_faults(painted, square, glyph_of(job), job.percentage, look)
        layout = row_layout(row, index.data(FOLD_ROLE), ALL_PARTS)
        yield from state_faults(painted, layout.state, job, look)
        name = QRect(row.x() + 72, row.y() + 6, 80, 40)
        if painted.legibility(name) < LEGIBLE:
            yield f"name of {job.name} cannot be read"


def details(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check the chart's line and background, and the timeline's dots."""
    job = _chosen(painted)
    chart = painted.place(painted.part(Chart))
    line = glyph_colour(glyph_of(job), look)
    if painted.count(chart, line) < 5 * FEWEST:
        yield "the chart has no line"
    pane = painted.place(painted.part(DetailsPane))
    yield from colour_faults(
        painted, pane.topLeft() + QPoint(6, 6), look.panel, "ground of the details"
    )


def account(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check the account's dot, and the window's background beside it."""
    dot = painted.place(painted.part(SignedInDot))
    yield from colour_faults(painted, dot.center(), look.finished, "dot of the account")
    yield from colour_faults(
        painted, dot.topLeft() - QPoint(4, 0), look.window, "ground of the foot"
    )


def primary(text: str) -> Look:
    """Return a check of the primary button."""

    def look_at(painted: Painted, look: Tokens) -> Iterator[str]:
        button = painted.place(painted.part(QPushButton, text))
        ground = QPoint(button.left() + EDGE, button.center().y())
        yield from colour_faults(painted, ground, look.active, f"button {text}")
        if not painted.count(button, look.on_active):
            yield f"the button {text} has no words"

    return look_at


def banner(colour: str) -> Look:
    """Return a check of the banner's glyph in this token's colour."""

    def look_at(painted: Painted, look: Tokens) -> Iterator[str]:
        strip = painted.place(painted.part(Banner))
        glyph = QRect(strip.x() + 16, strip.y(), 18, strip.height())
        if painted.count(glyph, getattr(look, colour)) < FEWEST:
            yield "the banner has no glyph in its colour"

    return look_at


def notices(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check the dots of unread notices, and every glyph."""
    view = painted.part(NoticeList)
    top_left = painted.place(view.viewport()).topLeft()
    rows = [view.visualRect(view.model().index(row, 0)).translated(top_left) for row in range(5)]
    dots = [same(painted.at(row.topLeft() + QPoint(18, 26)), look.active) for row in rows]
    if dots != [False, True, True, True, False]:
        yield f"unread dots are {dots}"
    square = QRect(rows[1].x() + 32, rows[1].y() + 12, 28, 28)
    yield from glyph_faults(painted, square, Glyph.STALLED, 87, look)


def chosen_group(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check the selected group of settings."""
    groups = painted.part(QListWidget)
    item = groups.visualItemRect(groups.currentItem())
    item.translate(painted.place(groups.viewport()).topLeft())
    ground = QPoint(item.right() - EDGE, item.center().y())
    yield from colour_faults(painted, ground, look.selection, "chosen group")


def boxes(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check the checkboxes, checked and unchecked."""
    for box in painted.screen.findChildren(QCheckBox):
        if box.isVisible():
            left = QRect(painted.place(box).topLeft(), painted.place(box).size())
            left.setWidth(16)
            filled = painted.count(left, look.active) > 60
            if filled is not box.isChecked():
                yield f"the box “{box.text()}” is painted {'' if filled else 'un'}ticked"


def progress_bar(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check the progress bar."""
    bar = painted.place(painted.part(QProgressBar))
    colours = (look.active, look.track)
    if sum(painted.count(bar, colour) for colour in colours) < bar.width():
        yield "the bar of what is under way cannot be seen"


def ticked_jobs(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check the glyph of the finished job."""
    tree = painted.part(QTreeWidget)
    finished = tree.model().index(5, 0)
    row = tree.visualRect(finished).translated(painted.place(tree.viewport()).topLeft())
    if painted.count(row, look.finished) < FEWEST:
        yield "the finished job has no glyph in its colour"
    yield from chosen_row(painted, look)


def chosen_row(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check the selected row of a list: background and text."""
    view = painted.part(QAbstractItemView)
    row = view.visualRect(view.currentIndex()).translated(painted.place(view.viewport()).topLeft())
    ground = QPoint(row.right() - EDGE, row.center().y())
    yield from colour_faults(painted, ground, look.selection, "chosen row")
    if painted.legibility(row.adjusted(2, 2, -2, -2)) < 2 * LEGIBLE:
        yield "the chosen row cannot be read"


def sheet(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check every glyph in every size on both panels; the ring is within its outline."""
    sheet = painted.screen
    assert isinstance(sheet, GlyphSheet)
    for panel, ground in enumerate(PANELS):
        for size in SIZES:
            for column, (name, glyph, percent) in enumerate(SHOWN):
                edge = max(1, round(min(size / 16, 2) * 1.1))
                square = sheet.place(column, size, panel).adjusted(edge, edge, -edge, -edge)
                where = f"{name} at {size} on {ground}"
                colour = glyph_colour(glyph, DARK_CONTRAST)
                if glyph in RINGS and size >= SMALL:
                    yield from arc_faults(painted, square, percent or 0, colour, where)
                elif glyph is not Glyph.IDLE and not painted.count(square, colour):
                    yield f"{where} has nothing of its colour"


def legible(painted: Painted, look: Tokens) -> Iterator[str]:
    """Check that all text contrasts with its background."""
    for part in painted.screen.findChildren(QWidget):
        if isinstance(part.parentWidget(), QLineEdit):
            continue  # Qt's button to clear it fades in
        if isinstance(part, QLabel | QAbstractButton | QLineEdit) and part.isVisible():
            said, room = words(part), painted.place(part)
            if room.height() < part.height() / 2:
                continue  # mostly scrolled out of view
            if isinstance(part, QLineEdit):
                said = part.text() or part.placeholderText()
            if isinstance(part, _FRAMED):
                room.adjust(4, 4, -4, -4)  # a frame may stand out as well
            if said and not room.isEmpty() and painted.legibility(room) < LEGIBLE:
                yield f"“{said}” cannot be read"


WINDOW: tuple[Look, ...] = (rows, details, account, primary("Add"))
LOOKS: dict[str, tuple[Look, ...]] = {
    "window": WINDOW,
    "window-failed": WINDOW,
    "window-finished": WINDOW,
    "window-empty": (account, primary("Add")),
    "window-narrow": (rows, account, primary("Add")),
    "details-narrow": (primary("Add"),),
    "window-signed-out": (rows, details, banner("attention"), primary("Add"), primary("Sign in")),
    "window-offline": (*WINDOW, banner("idle")),
    "window-paused": (*WINDOW, banner("idle")),
    "window-stretched": (*WINDOW, banner("idle")),
    "window-notes": (*WINDOW, banner("active")),
    "history": (notices,),
    "welcome": (primary("Sign in"),),
    "settings-general": (chosen_group, boxes),
    "settings-notices": (chosen_group, boxes),
    "settings-account": (chosen_group,),
    "settings-service": (chosen_group,),
    "settings-search": (boxes,),
    "settings-choices": (chosen_row,),
    "sign-in-waiting": (progress_bar,),
    "sign-in-failed": (primary("Try again"),),
    "my-jobs": (ticked_jobs,),
    "glyphs": (sheet,),
}


def wrong(screen: str, painted: Painted) -> list[str]:
    """Return everything that does not have the colour it should."""
    look = tokens()
    looks = (*LOOKS.get(screen, ()), legible)
    return [said for look_at in looks for said in look_at(painted, look)]


def _chosen(painted: Painted) -> Job:
    job: Job = painted.part(JobList).currentIndex().data(JOB_ROLE)
    return job
