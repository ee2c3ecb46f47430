"""Screens, notifications and the clipboard treat external text as plain characters."""

import asyncio
import html
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from PySide6.QtCore import Qt as QtNames
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMessageBox,
    QSystemTrayIcon,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ccwatch.core.errors import StorageFault
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import JobId
from ccwatch.core.jobs import Status
from ccwatch.core.notice import Notice
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.core.plain_text import printable
from ccwatch.core.tray_summary import summarise
from ccwatch.desktop.openers import open_folder
from ccwatch.notify.balloon import BalloonNotices
from ccwatch.notify.notifier import FirstThatWorks
from ccwatch.notify.system_notifications import DesktopNotices
from ccwatch.ui.clipboard import to_clipboard
from ccwatch.ui.dialogs.fatal_box import fatal_box
from ccwatch.ui.style.tooltips import BREAK, tooltip_text
from ccwatch.ui.tray.tray import Tray
from tests.exits.drivers import covers
from tests.exits.test_terminal_exits import after, told_of
from tests.hostile_texts import FAMILIES, hostile_texts, nameable, sample
from tests.session_bus import session_bus
from tests.terminal.hostile import steering
from tests.ui import screens
from tests.ui.foreign_texts import everywhere
from tests.ui.screens import SCREENS, Screen
from tests.ui.stage import settled, staged
from tests.ui.test_hostile_texts import shown
from tests.ui.tips import read

NAMES = tuple(FAMILIES)
BY_NAME = {screen.name: screen for screen in SCREENS}
# One of each kind: all families on all screens would take minutes.
TELLING = ("window-notes", "details-narrow", "sign-in-failed")


def rotated(place: int) -> str:
    """Return a text of all families, starting with a different one for each place."""
    names = NAMES[place % len(NAMES) :] + NAMES[: place % len(NAMES)]
    return " ".join(FAMILIES[name][place % len(FAMILIES[name])][:60] for name in names)


@contextmanager
def hostile(text: str) -> Iterator[None]:
    """Have the screens show this text wherever external text can appear.

    No setting can contain it, nor an address made of ports: see the tests of requests.
    """
    kept: dict[str, Any] = {"SETTINGS": screens.SETTINGS, "ADDRESSES": screens.ADDRESSES}
    with everywhere(text), mock.patch.multiple(screens, **kept):
        yield


def live(text: str) -> list[str]:
    """Return the parts of a text that a toolkit would turn into a link or an image, or load."""
    if not GuiQt.mightBeRichText(text):
        return []
    document = QTextDocument()
    document.setHtml(text)
    formats = [each for each in document.allFormats() if each.isCharFormat()]
    return [
        each.toCharFormat().anchorHref() or "a picture"
        for each in formats
        if each.toCharFormat().isAnchor() or each.isImageFormat()
    ]


def obeyed(screen: QWidget) -> list[str]:
    """Return a screen's texts that have an effect: control characters, markup, mnemonics."""
    found = [f"steers: {where}" for where, text in shown(screen) if steering(text)]
    for part in (screen, *screen.findChildren(QWidget)):
        name = f"{type(part).__name__} {part.objectName()}"
        found += [f"{name}: {it} in a tooltip" for it in live(part.toolTip())]
        if isinstance(part, QLabel) and part.textFormat() is not QtNames.TextFormat.PlainText:
            found += [f"{name}: markup"] * GuiQt.mightBeRichText(part.text())
        if isinstance(part, QTextEdit) or (
            isinstance(part, QMessageBox) and part.textFormat() is not QtNames.TextFormat.PlainText
        ):
            found.append(f"{name}: reads markup")
        if isinstance(part, QAbstractButton) and "evil" in part.text():
            found.append(f"{name}: a button speaks with another's voice")
    return sorted(set(found))


@covers(
    "ui/dialogs/about_dialog tooltip",
    "ui/dialogs/my_jobs_dialog tooltip",
    "ui/notices/model tooltip",
    "ui/settings/control rich text",
    "ui/dialogs/shortcuts_dialog rich text",
    "ui/style/text_label rich text",
    "every widget",
)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda it: it.name)
def test_a_screen_shows_a_hostile_text_as_characters(qapp: QApplication, screen: Screen) -> None:
    place = SCREENS.index(screen)
    with staged(qapp, "light") as stage, hostile(rotated(place)):
        widget = screen.show(stage)
        settled()
        assert obeyed(widget) == []


@pytest.mark.parametrize("name", TELLING)
def test_a_screen_takes_each_family_for_characters(qapp: QApplication, name: str) -> None:
    for text in (*sample(), FAMILIES["markup"][1], FAMILIES["markup"][2]):
        with staged(qapp, "light") as stage, hostile(text[:3000]):
            widget = BY_NAME[name].show(stage)
            settled()
            assert obeyed(widget) == [], text[:100]


@covers("ui/style/tooltips tooltip", "ui/style/tooltips rich text", "ui/jobs/row_delegate tooltip")
@pytest.mark.usefixtures("qapp")
def test_a_tooltip_shows_markup_as_it_is() -> None:
    for text in hostile_texts():
        tip = tooltip_text(text[:3000])
        assert not live(tip)
        assert not steering(tip.replace(BREAK, ""))
        assert read(tip).split() == printable(text[:3000]).split()


@covers("ui/dialogs/fatal_box rich text")
def test_the_box_at_a_failed_start_shows_plain_text(qtbot: QtBot) -> None:
    for text in sample(3):
        box = fatal_box(StorageFault(text[:999], title=text[:999], advice=text[:999]))
        qtbot.addWidget(box)
        faults = [it for it in obeyed(box) if not it.startswith("steers")]
        assert faults == []
        for words in (box.text(), box.informativeText()):
            assert not steering(words.replace(BREAK, ""))
        for label in box.findChildren(QLabel):
            assert not label.text() or label.textFormat() is QtNames.TextFormat.PlainText


@covers("ui/clipboard clipboard")
@pytest.mark.usefixtures("qapp")
def test_what_is_copied_steers_no_terminal() -> None:
    for text in hostile_texts():
        to_clipboard(text)
        mime = QGuiApplication.clipboard().mimeData()
        assert not steering(mime.text())
        assert not mime.hasHtml()
        assert not mime.hasUrls()


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with session_bus(tmp_path_factory.mktemp("bus")) as address:
        yield address


def notice(text: str) -> Notice:
    return Notice(NoticeKind.FAILED, Glyph.FAILED, text, text, JobId("a-1"), urgent=True)


@covers("notify/system_notifications sending")
@pytest.mark.parametrize("markup", [True, False])
def test_a_notification_is_plain_and_its_markup_escaped(
    bus: str, monkeypatch: pytest.MonkeyPatch, *, markup: bool
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    texts = [text[:999] for text in hostile_texts()[::25]]
    from tests.notify.fake_daemon import daemon_on  # needs dbus-fast, which is for Linux

    async def main() -> None:
        async with daemon_on(bus, "body", "actions", *["body-markup"] * markup) as daemon:
            system = DesktopNotices(lambda *_: None)
            notices = FirstThatWorks([system])
            for number, text in enumerate(texts):
                await notices.show(number, notice(text), None)
            asked = daemon.asked
            system.close()
        assert len(asked) == len(texts)
        for each in asked:
            assert not steering(each.title + each.body)
            assert "\n" not in each.title
            assert set(each.actions.values()) == {"", "Open", "Mute this job", "Snooze"}
            assert each.urgency == 2
            if markup:
                assert "<" not in each.body
                assert html.escape(html.unescape(each.body), quote=False) == each.body

    asyncio.run(main())


@covers("ui/tray/tray balloon", "ui/tray/tray tooltip")
@pytest.mark.parametrize("over_bus", [True, False])
def test_a_balloon_is_plain_and_escaped_where_a_bus_takes_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, over_bus: bool
) -> None:
    told: list[tuple[str, str]] = []
    tips: list[str] = []
    monkeypatch.setattr(Tray, "available", lambda _: True)
    monkeypatch.setattr("ccwatch.ui.tray.tray.goes_over_bus", lambda: over_bus)
    monkeypatch.setattr("ccwatch.ui.tray.tray.is_on_bus", lambda _: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda _: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, a, b, *__: told.append((a, b)))
    monkeypatch.setattr(QSystemTrayIcon, "setToolTip", lambda _, tip: tips.append(tip))
    tray = Tray()
    tray.appear()
    notices = FirstThatWorks([BalloonNotices(tray, lambda *_: None)])
    for number, text in enumerate(hostile_texts()[::10]):
        asyncio.run(notices.show(number, notice(text), None))
        status = Status(signed_in=False, sign_in_reason=text)
        tray.show(summarise([after(told_of(text[:999])[:4])], status, 9.0))
    tray.vanish()
    assert len(told) == len(hostile_texts()[::10])
    for title, body in told:
        assert not steering(title + body)
        assert "\n" not in title
        assert not (over_bus and "<" in body)
    assert not steering("".join(tips))
    assert max(tip.count("\n") for tip in tips) < 9


@covers("desktop/openers opening")
@pytest.mark.usefixtures("qapp")
def test_a_folder_is_opened_as_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    for text in hostile_texts()[::4]:
        folder = Path("/home") / nameable(text)
        open_folder(folder)
        assert opened[-1].isLocalFile()
        assert opened[-1].host() == ""
        assert opened[-1].toLocalFile() == folder.as_posix()
        assert not opened[-1].hasQuery()
        assert not opened[-1].hasFragment()
