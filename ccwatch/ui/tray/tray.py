"""The tray icon: a ring for the progress, a tooltip and a menu for everything else."""

import sys
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QDeadlineTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QScreen
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ccwatch.core.glyph import Glyph
from ccwatch.core.language import tr
from ccwatch.core.plain_text import one_line
from ccwatch.core.tray_model import SEPARATOR, TrayLine, TraySummary
from ccwatch.ui.command_actions import CommandActions
from ccwatch.ui.commands import Menu
from ccwatch.ui.menu_text import goes_over_bus, is_on_bus, literal
from ccwatch.ui.style.glyphs import PanelStyle, finest_ratio, glyph_icon, glyph_pixmap
from ccwatch.ui.style.tokens import is_dark

NOTIFICATIONS = "org.freedesktop.Notifications"
LOOK_FOR_MS = 3_000
LOOK_AFTER_MS = 300_000
TIP_LASTS_MS = 1_000  # GTK's panels show no tooltip that changes within half a second
LOOK_AGAIN_MS = 2_000  # a check asks the screen: half the cost of painting a ring
MENU_GLYPH = 16
LONGEST_NAME = 28
LONGEST_MENU_LINE = 60
LONGEST_TIP = 127 if sys.platform == "win32" else 10_000  # UTF-16 units
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_OPENERS = (
    QSystemTrayIcon.ActivationReason.Trigger,
    QSystemTrayIcon.ActivationReason.DoubleClick,
)


class Tray(QObject):
    """Shows a summary; repaints only what differs from the last one.

    wanted(command, jobs): the command's ID, and the IDs of the jobs it applies to, if any;
    availability_changed(there): the system's tray appeared or vanished; balloon_clicked().
    """

    wanted = Signal(str, object)
    availability_changed = Signal(bool)
    balloon_clicked = Signal()

    def __init__(self, style: PanelStyle = PanelStyle.AUTOMATIC) -> None:
        super().__init__()
        self._style = style
        self._icon: QSystemTrayIcon | None = None
        self._picture = QIcon()
        self._tip = ""
        self._tip_lasts = QDeadlineTimer(0)
        self._next_tip = QTimer(self)
        self._next_tip.setSingleShot(True)
        self._next_tip.timeout.connect(self._set_tip)
        self._shown: TraySummary | None = None
        self._painted: tuple[object, ...] = ()
        self._lines: tuple[TrayLine, ...] = ()
        self._jobs: list[QAction] = []
        self.menu = QMenu()
        self._actions = CommandActions(self, (Menu.TRAY, Menu.SNOOZE), self.wanted.emit)
        self._fill_menu()
        self.menu.aboutToShow.connect(self._menu_opens)
        self.menu.aboutToHide.connect(self._menu_closed)
        # A tray may appear late, vanish and come back, and Qt does not report it. While it is
        # there, each summary checks it: a timer would wake the computer for nothing.
        self._look = QTimer(self)
        self._look.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._look.timeout.connect(self._look_for_tray)
        self._looked = QDeadlineTimer(0)
        self._follow_screens()
        self.show(TraySummary(Glyph.IDLE, None, tr("No jobs")))

    def appear(self) -> None:
        """Show the icon in the tray, as soon as there is one."""
        self._look.start(LOOK_FOR_MS)
        self._look_for_tray()

    def vanish(self) -> None:
        """Remove the icon."""
        self._look.stop()
        self._take_icon_out()

    def available(self) -> bool:
        """Return whether the system has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self, summary: TraySummary) -> None:
        """Show the summary, if it changed."""
        if self._look.isActive() and self._looked.hasExpired():
            self._look_for_tray()
        if summary != self._shown:
            self._shown = summary
            self._paint()
            self._show_tip(summary)
            self._show_lines()

    def show_account(self, signed_in: bool | None, *, given_token: bool = False) -> None:
        """Offer to sign in or out, whichever applies; neither with a given token."""
        self._actions.show(
            replace(self._actions.situation, signed_in=signed_in, given_token=given_token)
        )

    def show_unread(self, count: int) -> None:
        """Show the number of unread notices."""
        self._actions.show(replace(self._actions.situation, unread=count))

    def show_snooze(self, snoozed: bool) -> None:
        """Offer to end the snooze if there is one."""
        self._actions.show(replace(self._actions.situation, snoozed=snoozed))

    def choose_style(self, style: PanelStyle) -> None:
        """Paint the icon in that style from now on."""
        self._style = style
        self._paint()

    def show_balloon(self, title: str, text: str, picture: QIcon | None, lasting_ms: int) -> bool:
        """Show a balloon at the icon; return False if that is not possible."""
        if self._icon is None or not self._icon.supportsMessages():
            return False
        if self._actions.over_bus:  # Qt passes it on as is, and the receiver may interpret markup
            if not is_on_bus(NOTIFICATIONS):  # Qt would not notice
                return False
            text = text.translate(_MARKUP)  # html.escape loads half a megabyte of entities
        self._icon.showMessage(title, text, picture or self._picture, lasting_ms)
        return True

    def _paint(self) -> None:
        if self._shown is None:
            return
        style = PanelStyle.TEMPLATE if sys.platform == "darwin" else self._style
        wanted = (self._shown.glyph, self._shown.percentage, finest_ratio(), style)
        if wanted != self._painted:
            self._painted = wanted
            self._picture = glyph_icon(*wanted)
            self._picture.setIsMask(style is PanelStyle.TEMPLATE)
            if self._icon:
                self._icon.setIcon(self._picture)

    def _show_tip(self, summary: TraySummary) -> None:
        if (tip := _tip(summary)) != self._tip:
            self._tip = tip
            if self._tip_lasts.hasExpired():
                self._set_tip()
            elif not self._next_tip.isActive():
                self._next_tip.start(self._tip_lasts.remainingTime())

    def _set_tip(self) -> None:
        if self._icon:
            self._tip_lasts.setRemainingTime(TIP_LASTS_MS)
            self._icon.setToolTip(self._tip)

    def _show_lines(self) -> None:
        """Update the menu, but never while it is open."""
        if self._shown is None or self._actions.held:
            return
        over_bus = self._actions.over_bus
        self._headline.setText(literal(self._shown.headline, over_bus=over_bus))
        lines = self._shown.lines
        if lines == self._lines:
            return
        if [line.job for line in lines] != [line.job for line in self._lines]:
            self._replace_jobs(lines)
        self._lines = lines
        for action, line in zip(self._jobs, lines, strict=True):
            action.setText(literal(_menu_line(line), over_bus=over_bus))
            action.setIcon(_line_icon(line))

    def _replace_jobs(self, lines: tuple[TrayLine, ...]) -> None:
        for action in self._jobs:
            self.menu.removeAction(action)
            action.deleteLater()
        self._jobs = []
        for line in lines:
            action = QAction(self.menu)
            wanted = partial(self.wanted.emit, "show-job", (line.job,))
            action.triggered.connect(lambda _=False, wanted=wanted: wanted())
            self.menu.insertAction(self._after_jobs, action)
            self._jobs.append(action)

    def _fill_menu(self) -> None:
        self._headline = self.menu.addAction("")
        self._headline.setEnabled(False)
        self._actions.fill(self.menu, Menu.TRAY)
        self._after_jobs = self.menu.actions()[1]

    def _menu_opens(self) -> None:
        # Not every tray reports that its menu closed: show held-back changes now at the latest.
        self._hold(False)
        self._hold(True)

    def _menu_closed(self) -> None:
        # Only after the click has been handled.
        QTimer.singleShot(0, self, partial(self._hold, False))

    def _hold(self, hold: bool) -> None:
        """Freeze the menu, or unfreeze and update it."""
        self._actions.held = hold
        self._actions.refresh()
        self._show_lines()

    def _look_for_tray(self) -> None:
        self._looked.setRemainingTime(LOOK_AGAIN_MS)
        there = self.available()
        if there != (self._icon is not None):
            if there:
                self._put_icon_in()
            else:
                self._take_icon_out()
            self._look.start(LOOK_AFTER_MS if there else LOOK_FOR_MS)
            self.availability_changed.emit(there)

    def _put_icon_in(self) -> None:
        """Create an icon: one created without a tray would not find a later one over D-Bus."""
        self._actions.over_bus, self._lines = goes_over_bus(), ()
        self._actions.refresh()
        self._show_lines()
        self._icon = QSystemTrayIcon(self._picture, self)
        self._icon.setToolTip(self._tip)
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.balloon_clicked)
        self._icon.show()

    def _take_icon_out(self) -> None:
        if self._icon:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _follow_screens(self) -> None:
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._follow_screen)
        application.screenRemoved.connect(lambda _: self._paint())
        for screen in QGuiApplication.screens():
            self._follow_screen(screen)

    def _follow_screen(self, screen: QScreen) -> None:
        screen.logicalDotsPerInchChanged.connect(lambda _: self._paint())
        screen.geometryChanged.connect(lambda _: self._paint())
        self._paint()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _OPENERS and sys.platform != "darwin":
            self._actions.do("open")


def _tip(summary: TraySummary) -> str:
    """Return the headline and the jobs; if too long, with shorter lines, then fewer jobs."""
    most = len(summary.lines)
    choices = [(9, most), (2, most), *((1, shown) for shown in range(most, -1, -1))]
    tips = (_tip_of(summary, parts, shown) for parts, shown in choices)
    fitting = (tip for tip in tips if len(tip.encode("utf-16-le")) // 2 <= LONGEST_TIP)
    return next(fitting, summary.headline)


def _tip_of(summary: TraySummary, parts: int, shown: int) -> str:
    """Return the tooltip with this many jobs, and this many parts of each line."""
    more = summary.more + len(summary.lines) - shown
    lines = [
        _words(replace(line, text=SEPARATOR.join(line.text.split(SEPARATOR)[:parts])))
        for line in summary.lines[:shown]
    ]
    lines += [tr("and {n} more|and {n} more", "", more)] if more else []
    return "\n".join([summary.headline, *lines])


def _words(line: TrayLine) -> str:
    """Return the line, its name shortened to leave room for the rest."""
    return f"{one_line(line.name, LONGEST_NAME)} — {line.text}"


def _menu_line(line: TrayLine) -> str:
    """Return the line with as many of its parts as fit, the first at least."""
    parts = line.text.split(SEPARATOR)
    lines = (
        _words(replace(line, text=SEPARATOR.join(parts[:kept])))
        for kept in range(len(parts), 0, -1)
    )
    first = _words(replace(line, text=parts[0]))
    return next((it for it in lines if len(it) <= LONGEST_MENU_LINE), first)


def _line_icon(line: TrayLine) -> QIcon:
    percent = None if line.percentage is None else int(line.percentage)
    return QIcon(glyph_pixmap(line.glyph, percent, MENU_GLYPH, finest_ratio(), is_dark()))
