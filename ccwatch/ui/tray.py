"""The tray icon: a ring that says how far, a tooltip and a menu that say the rest."""

import sys

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ccwatch.core.summary import Glyph, Line, Summary
from ccwatch.ui.ring import glyph_icon
from ccwatch.ui.snooze_menu import fill_snooze_menu
from ccwatch.ui.theme import is_dark

LOOK_AGAIN_MS = 15_000
_OPENERS = (
    QSystemTrayIcon.ActivationReason.Trigger,
    QSystemTrayIcon.ActivationReason.DoubleClick,
)


class Tray(QObject):
    """Shows a summary; repaints only what differs from the last one.

    open_wanted(), job_wanted(job), paste_wanted(), settings_wanted(), quit_wanted(),
    snooze_wanted(seconds | "tomorrow" | None), sign_in_wanted(), sign_out_wanted();
    availability_changed(there): the system's tray came or went.
    """

    open_wanted = Signal()
    job_wanted = Signal(str)
    paste_wanted = Signal()
    snooze_wanted = Signal(object)
    sign_in_wanted = Signal()
    sign_out_wanted = Signal()
    settings_wanted = Signal()
    quit_wanted = Signal()
    availability_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.icon = QSystemTrayIcon()
        self._shown: Summary | None = None
        self._painted: tuple[object, ...] = ()
        self._lines: tuple[Line, ...] | None = None
        self._there = False
        self._menu = QMenu()
        self._jobs: list[QAction] = []
        self._fill_menu()
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(self._activated)
        self._menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self._show_lines))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _: self._paint())
        # A tray may come late, vanish and come back, and Qt does not say so.
        self._look = QTimer(self)
        self._look.setInterval(LOOK_AGAIN_MS)
        self._look.timeout.connect(self._look_for_tray)
        self.show(Summary(Glyph.IDLE, None, "No jobs"))

    def appear(self) -> None:
        """Put the icon into the tray, as soon as there is one."""
        self._look_for_tray()
        self._look.start()

    def vanish(self) -> None:
        """Take the icon out."""
        self._look.stop()
        self.icon.hide()

    def available(self) -> bool:
        """Return whether there is a tray to be seen in."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self, summary: Summary) -> None:
        """Show the summary, if it differs."""
        if summary != self._shown:
            self._shown = summary
            self._paint()
            self._show_lines()

    def show_account(self, signed_in: bool | None) -> None:
        """Offer to sign in or out."""
        self._sign_in.setVisible(signed_in is not True)
        self._sign_out.setVisible(signed_in is True)

    def show_snooze(self, snoozed: bool) -> None:
        """Offer to end a snooze when there is one."""
        fill_snooze_menu(self._snooze, self.snooze_wanted.emit, snoozed=snoozed)

    def _paint(self) -> None:
        if self._shown is None:
            return
        glyph, percentage = self._shown.glyph, self._shown.percentage
        ratio = max(screen.devicePixelRatio() for screen in QGuiApplication.screens())
        wanted = (glyph, percentage, ratio, is_dark())
        if wanted != self._painted:
            self._painted = wanted
            icon = glyph_icon(glyph, percentage, ratio, dark=is_dark())
            icon.setIsMask(sys.platform == "darwin")
            self.icon.setIcon(icon)

    def _show_lines(self) -> None:
        if self._shown is None or self._menu.isVisible():
            return
        self._headline.setText(_plain(self._shown.headline))
        tip = [self._shown.headline, *(f"{line.name} — {line.text}" for line in self._shown.lines)]
        if self._shown.more:
            tip.append(f"and {self._shown.more} more")
        self.icon.setToolTip("\n".join(tip))
        if self._shown.lines == self._lines:
            return
        self._lines = self._shown.lines
        if [action.data() for action in self._jobs] != [line.job for line in self._lines]:
            self._replace_jobs(self._lines)
        for action, line in zip(self._jobs, self._lines, strict=True):
            action.setText(_plain(f"{line.name} — {line.text}"))

    def _replace_jobs(self, lines: tuple[Line, ...]) -> None:
        for action in self._jobs:
            self._menu.removeAction(action)
            action.deleteLater()
        self._jobs = []
        for line in lines:
            action = QAction(self._menu)
            action.setData(line.job)
            action.triggered.connect(lambda _=False, job=line.job: self.job_wanted.emit(job))
            self._menu.insertAction(self._after_jobs, action)
            self._jobs.append(action)

    def _fill_menu(self) -> None:
        menu = self._menu
        self._headline = menu.addAction("")
        self._headline.setEnabled(False)
        self._after_jobs = menu.addSeparator()
        menu.addAction("Open ccwatch", self.open_wanted.emit)
        menu.addAction("Add from clipboard", self.paste_wanted.emit)
        self._snooze = menu.addMenu("Snooze")
        menu.addSeparator()
        self._sign_in = menu.addAction("Sign in", self.sign_in_wanted.emit)
        self._sign_out = menu.addAction("Sign out", self.sign_out_wanted.emit)
        menu.addAction("Settings…", self.settings_wanted.emit)
        menu.addSeparator()
        menu.addAction("Quit", self.quit_wanted.emit)
        self.show_account(None)
        self.show_snooze(snoozed=False)

    def _look_for_tray(self) -> None:
        there = self.available()
        if there and not self.icon.isVisible():
            self.icon.show()
        if there != self._there:
            self._there = there
            self.availability_changed.emit(there)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _OPENERS and sys.platform != "darwin":
            self.open_wanted.emit()


def _plain(text: str) -> str:
    """Return the text for a menu, in which & would underline the next letter."""
    return text.replace("&", "&&")
