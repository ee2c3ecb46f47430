"""All text shown goes through the translator, and fits when it is longer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ccwatch.core.check import Check
from ccwatch.core.errors import SettingRefused, SignInFailed
from ccwatch.core.estimate import time_left
from ccwatch.core.events import (
    Added,
    CameBack,
    Ended,
    Event,
    Limited,
    Moved,
    Reopened,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    Stretched,
    WentUnreachable,
)
from ccwatch.core.job import Job, Outcome, Phase, Progress, Service, Trouble
from ccwatch.core.jobs import Status
from ccwatch.core.language import ENGLISH, speak, tr
from ccwatch.core.notice import Notice, merged, notice_for
from ccwatch.core.past import Past
from ccwatch.core.settings import Settings, with_value
from ccwatch.core.tally import counts, tally_of
from ccwatch.core.tray_summary import summarise
from ccwatch.error_reports import ErrorReport
from ccwatch.system.libraries import Library
from ccwatch.ui.details.chart import Chart
from ccwatch.ui.details.diagnostics_dialog import DiagnosticsDialog
from ccwatch.ui.dialogs.about_dialog import AboutDialog
from ccwatch.ui.dialogs.my_jobs_dialog import MyJobsDialog
from ccwatch.ui.dialogs.shortcuts_dialog import ShortcutsDialog
from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog
from ccwatch.ui.dialogs.welcome_page import WelcomePage
from ccwatch.ui.jobs.row_text import second_line, state_column, time_column
from ccwatch.ui.jobs.spoken_row import spoken
from ccwatch.ui.notices.page import NoticeLogPage
from ccwatch.ui.notices.text import delivery_at_length, delivery_status
from ccwatch.ui.notices.text import spoken as notice_spoken
from ccwatch.ui.settings.dialog import SettingsDialog
from ccwatch.ui.tray.tray import Tray
from ccwatch.ui.widget_keys import page
from tests.ui.dialogs.test_my_jobs_dialog import JOBS as OWN_JOBS
from tests.ui.pseudo_language import PSEUDO, clipped, texts, untranslated
from tests.ui.sample_course import GAP, POINTS
from tests.ui.sample_jobs import JOBS, NOW, REASON
from tests.ui.sample_notices import kept
from tests.ui.sample_notices import page as page_of
from tests.ui.shown_window import ShownWindow

HOST = "host.example.org"
ADDRESS = "http://localhost:47631/signin-callback"
ACTIVE = JOBS[Phase.ACTIVE]
SEEN = Progress(60.0, "Active", "Run_Production")
OUT = Trouble("[…]", "[…]", "[…]")
EVERYTHING = with_value(Settings(), "notify_progress_every", 10)
EVENTS: tuple[Event, ...] = (
    Added(ACTIVE.id, NOW, Service.MODELING),
    Started(ACTIVE.id, NOW, SEEN),
    Reopened(ACTIVE.id, NOW, SEEN),
    StepChanged(ACTIVE.id, NOW, SEEN, None),
    StateChanged(ACTIVE.id, NOW, SEEN, None),
    Moved(ACTIVE.id, NOW, SEEN, None),
    Moved(ACTIVE.id, NOW, SEEN, 45.0),
    Stalled(ACTIVE.id, NOW, NOW - 4000),
    *(Ended(ACTIVE.id, NOW, outcome) for outcome in Outcome),
    *(Ended(ACTIVE.id, NOW, outcome, None, 41.0, (REASON,) * 3) for outcome in Outcome),
    WentUnreachable(NOW, NOW - 100, OUT),
    CameBack(NOW, NOW - 100),
)


@pytest.fixture(autouse=True)
def _pseudo_language(qapp: object) -> Iterator[None]:
    speak(PSEUDO)
    QLocale.setDefault(QLocale.c())  # times independent of the system's format
    yield
    QLocale.setDefault(QLocale.system())
    speak(ENGLISH)


def check(qtbot: QtBot, part: QWidget, *known: str) -> None:
    """Fail for text that is not translated, or that does not fit once laid out."""
    assert [text for text in texts(part) if untranslated(text, *known)] == []

    def fits() -> None:
        assert clipped(part) == []

    qtbot.waitUntil(fits, timeout=2000)


def notices() -> list[Notice]:
    said = [notice_for(event, ACTIVE, EVERYTHING, 12) for event in EVENTS]
    said.append(notice_for(SignInWanted(NOW, "[…]"), None, EVERYTHING, 1))
    return [notice for notice in said if notice]


def test_a_text_that_was_never_handed_to_the_translator_is_found() -> None:
    assert untranslated(tr("Sign in")) == ""
    assert untranslated(tr("{name} — failed", name=ACTIVE.name)) == ""
    assert untranslated(f"12 jobs, {tr('Queued')}") == f"12 jobs, {tr('Queued')}"
    assert len(tr("Stop watching")) > 1.4 * len("Stop watching")


def test_a_text_without_room_is_found(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    button = QPushButton(tr("Sign in"), whole)
    whole.show()
    button.adjustSize()
    assert clipped(whole) == []
    button.resize(button.width() - 1, button.height())
    assert clipped(whole) == [button.text()]


@pytest.mark.parametrize("job", JOBS.values(), ids=[phase.value for phase in JOBS])
def test_a_row_and_its_accessible_text(job: Job) -> None:
    troubled = replace(job, trouble=OUT)
    for shown in (job, troubled):
        words = [second_line(shown, NOW), *state_column(shown, NOW), *time_column(shown, NOW)]
        words += [*time_column(replace(shown, next_check=NOW + 90), NOW), spoken(shown, NOW)]
        assert [text for text in words if untranslated(text)] == []


@pytest.mark.parametrize("job", JOBS.values(), ids=[phase.value for phase in JOBS])
def test_the_window_with_the_details_of_a_job(qtbot: QtBot, job: Job) -> None:
    shown = ShownWindow(qtbot, JOBS.values())
    shown.window.allow(browsing=True)
    shown.window.show_account(tr("Signed in as {name}", name="…"))
    shown.window.show_job(job.id)
    events = tuple(replace(event, at=NOW) for event in EVENTS)
    shown.window.show_past(job.id, Past(events, course=POINTS, gaps=(GAP,)))
    shown.window.show_unread(3)
    check(qtbot, shown.window)


def test_what_the_chart_reads_out(qtbot: QtBot) -> None:
    chart = Chart(lambda: NOW, time_left)
    qtbot.addWidget(chart)
    chart.show_job(ACTIVE)
    chart.show_past(Past(course=POINTS, gaps=(GAP,)))
    for at in (GAP.since - 60, GAP.until - 60):
        chart._read(at)
        assert chart.reading()
        assert untranslated(chart.reading(), "Prepare") == ""


def test_the_history_of_notices(qtbot: QtBot) -> None:
    history = NoticeLogPage(lambda: NOW)
    qtbot.addWidget(history)
    history.resize(500, 400)
    history.show()
    rows = [
        kept(4),
        kept(3, taken=False),
        kept(2, shown=None, held=NOW),
        kept(1, held=NOW, shown=NOW + 9000),
    ]
    history.show_notices(page_of(*rows, total=9))
    check(qtbot, history)
    for notice in (*rows, kept(1, shown=None), kept(1, held=NOW, taken=False)):
        words = (delivery_status(notice), delivery_at_length(notice), notice_spoken(notice))
        assert [text for text in words if untranslated(text, "Bridge", "step")] == []
    for empty in (page_of(), page_of(kept(1), total=9)):
        history._filter.setText("zzz")
        history.show_notices(empty)
        assert [text for text in history._list.empty_text if untranslated(text)] == []
    history.show_fault("[…]")
    assert untranslated(history._list.empty_text[0]) == ""


def test_diagnostics_are_in_english_and_their_window_is_not(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = DiagnosticsDialog("…", "job: a", parent)
    dialog.show()
    check(qtbot, dialog, "Close")  # translated by Qt


@pytest.mark.parametrize(
    "event",
    [
        SignInWanted(NOW, "[…]"),
        WentUnreachable(NOW, NOW - 100, OUT),
        Limited(NOW, NOW + 100, OUT),
        Stretched(NOW, 20.0),
    ],
    ids=lambda event: type(event).__name__,
)
def test_the_window_in_trouble(qtbot: QtBot, event: Event) -> None:
    shown = ShownWindow(qtbot, JOBS.values())
    shown.store.apply(event)
    shown.window.show_error_report(ErrorReport(tr("It works."), ""))
    shown.window.show_snooze("14:05")
    check(qtbot, shown.window)


def test_the_window_of_the_demo_and_an_offer_to_undo(qtbot: QtBot) -> None:
    shown = ShownWindow(qtbot, lapse=60)
    shown.window.offer_undo(tr("No longer watching {name}.", name="…"))
    check(qtbot, shown.window)


@pytest.mark.parametrize("group", range(4))
@pytest.mark.parametrize("managed", [False, True])
def test_the_settings(qtbot: QtBot, group: int, managed: bool) -> None:
    environ = {"CCWATCH_CLIENT_ID": "x", "CCWATCH_API_URL": "y"} if managed else {}
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SettingsDialog(Settings(), environ, parent)
    dialog.groups.setCurrentRow(group)
    dialog.show_answer(tr("Not shown: {reason}.", reason="…"))
    dialog.show_login_start(True, tr("In the tray, without a window."), tr("Try again."))
    dialog.show_connection([Check(tr("Proxy"), passed, "[…]") for passed in (True, False, None)])
    dialog.show()
    check(qtbot, dialog)


@pytest.mark.parametrize(
    ("name", "value"),
    [("proxy", "nonsense"), ("api_url", "http://x"), ("quiet_from", "7"), ("theme", "pink"),
     ("quiet", "perhaps"), ("requests_per_hour", 0), ("requests_per_hour", "x"), ("log", "\n")],
)  # fmt: skip
def test_the_errors_of_rejected_settings(name: str, value: object) -> None:
    with pytest.raises(SettingRefused) as refused:
        with_value(Settings(), name, value)
    assert untranslated(refused.value.message) == ""


@pytest.mark.parametrize("typed", ["", "no id", "native-1234"])
def test_the_first_page(qtbot: QtBot, typed: str) -> None:
    settings = with_value(Settings(client_id=typed), "api_url", f"https://{HOST}")
    page = WelcomePage(settings, [ADDRESS], ["api_url"])
    qtbot.addWidget(page)
    page.resize(1120, 900)
    page.show()
    page._sign_in()
    check(qtbot, page, ADDRESS, "itwin-platform", settings.authority)


def test_the_page_about_the_program(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    folders = {tr("Data"): "/x", tr("Settings"): "/x", tr("Log"): "/x"}
    dialog = AboutDialog("1.0", "Linux 6", folders, parent)
    dialog.show_libraries([Library("requests", "2.32", "Apache-2.0")])
    dialog.show()
    check(qtbot, dialog, "requests", "Apache-2.0", "Python", "Qt", "Linux", "/x")


def test_the_page_of_all_keys(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ShortcutsDialog(parent)
    dialog.show()
    keys = [key for _, deeds in page() for _, shown in deeds for key in shown]
    check(qtbot, dialog, *keys)


def test_signing_in(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SignInDialog(parent)
    dialog.show()
    check(qtbot, dialog)
    dialog.show_waiting(ADDRESS)
    check(qtbot, dialog)
    dialog.show_failed(SignInFailed("[…]", advice="[…]"))
    check(qtbot, dialog)


def test_my_jobs(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = MyJobsDialog(lambda: NOW, parent)
    names = [name for own in OWN_JOBS for name in (own.id, own.details.name or own.id)]
    dialog.show()
    check(qtbot, dialog, "Cancel")  # translated by Qt
    dialog.show_jobs((), set())
    check(qtbot, dialog, "Cancel")
    dialog.show_jobs(OWN_JOBS, {"new-1"})
    check(qtbot, dialog, "Cancel", *names)


def test_the_tray(qtbot: QtBot) -> None:
    tray = Tray()
    qtbot.addWidget(tray.menu)
    for status in (Status(), Status(signed_in=False), Status(unreachable_since=NOW, trouble=OUT)):
        summary = summarise(tuple(JOBS.values()) * 3, status, NOW + 30)
        tray.show(replace(summary, more=3))
        tray.show_snooze(snoozed=True)
        tray.show_unread(3)
        menus: list[QMenu] = [tray.menu, *tray.menu.findChildren(QMenu)]
        assert [text for menu in menus for text in texts(menu) if untranslated(text)] == []
        assert untranslated(tray._tip) == ""
    assert untranslated(counts(tally_of(JOBS.values()))) == ""


def test_each_notice() -> None:
    said = notices()
    together = [merged(said), merged(said, meanwhile=True)]
    words = [text for notice in (*said, *together) for text in (notice.title, notice.body)]
    assert len(said) >= 15
    assert [text for text in words if untranslated(text)] == []
