"""A job is cancelled only where the settings allow it, and after the user confirmed it."""

import inspect
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ccwatch.cloud.async_client import AsyncClient
from ccwatch.cloud.client import HttpClient
from ccwatch.core.errors import (
    CcwatchError,
    OutcomeUnknown,
    RateLimited,
    Refused,
    SignInNeeded,
    Unreachable,
)
from ccwatch.core.events import (
    CancelAccepted,
    Ended,
    Limited,
    Removed,
    Scheduled,
    ServiceFound,
)
from ccwatch.core.job import JobId, Outcome, Phase, Service, Trouble
from ccwatch.core.job_words import state_word
from ccwatch.core.settings import Settings
from ccwatch.intents.cancelling import CancelIntents
from ccwatch.intents.current_settings import CurrentSettings
from ccwatch.ipc.messages import Kind
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan
from ccwatch.stand_in.samples import steps
from ccwatch.ui.dialogs.cancel_dialog import CancelDialog
from tests.intents.window_fixture import ACTIVE, FAILED, NoWorkers, WindowFixture, run
from tests.ui.sample_jobs import NOW

ALLOWED = replace(Settings(), allow_cancel=True)


class Cancelling:
    """A client that answers every cancellation with nothing, or with an error."""

    def __init__(self) -> None:
        self.error: CcwatchError | None = None
        self.asked: list[tuple[Service, JobId]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    async def cancel(self, service: Service, job: JobId) -> None:
        self.asked.append((service, job))
        self.meanwhile()
        if self.error:
            raise self.error


class CancelFixture(WindowFixture):
    def __init__(self, qtbot: QtBot, settings: Settings = ALLOWED) -> None:
        super().__init__(qtbot)
        self.client = Cancelling()
        self.current = CurrentSettings(settings)
        client: Any = self.client
        self.cancelling = CancelIntents(
            self.current, client, self.watcher, self.store, self.window, lambda: NOW, spawn=run
        )

    def dialogs(self) -> list[CancelDialog]:
        found = self.window.findChildren(CancelDialog)
        return [dialog for dialog in found if dialog.isVisible()]

    def press(self, label: str) -> None:
        (dialog,) = self.dialogs()
        for button in dialog.findChildren(QPushButton):
            if button.text() == label:
                button.click()

    def confirmed(self, job: JobId = ACTIVE.id) -> str:
        """Confirm the cancellation, and return what the window says."""
        self.cancelling.confirm(job)
        self.press("Cancel job")
        return " ".join(self.words(self.notes))


@pytest.fixture
def fixture(qtbot: QtBot) -> CancelFixture:
    return CancelFixture(qtbot)


def test_nothing_is_sent_before_it_is_confirmed(fixture: CancelFixture) -> None:
    fixture.cancelling.confirm(ACTIVE.id)
    assert len(fixture.dialogs()) == 1
    assert fixture.client.asked == []
    fixture.press("Keep job")
    assert fixture.dialogs() == []
    assert fixture.client.asked == []
    assert fixture.events == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_no_key_confirms_it_without_a_choice(fixture: CancelFixture, key: Qt.Key) -> None:
    fixture.cancelling.confirm(ACTIVE.id)
    (dialog,) = fixture.dialogs()
    QTest.keyClick(dialog, key)
    assert fixture.dialogs() == []
    assert fixture.client.asked == []


def test_closing_the_dialog_keeps_the_job(fixture: CancelFixture) -> None:
    fixture.cancelling.confirm(ACTIVE.id)
    fixture.dialogs()[0].close()
    assert fixture.client.asked == []


def test_a_confirmed_job_is_cancelled_once_and_checked_soon(fixture: CancelFixture) -> None:
    said = fixture.confirmed()
    assert fixture.client.asked == [(ACTIVE.service, ACTIVE.spelling)]
    assert said == f"The service is cancelling {ACTIVE.name}."
    assert CancelAccepted(ACTIVE.id, NOW) in fixture.events
    due = [it for it in fixture.events if isinstance(it, Scheduled)]
    assert due[-1].due is not None
    assert due[-1].due <= NOW + 15
    job = fixture.store.jobs[ACTIVE.id]
    assert (job.phase, state_word(job)) == (Phase.ENDING, "Cancelling…")


def test_without_the_setting_nobody_is_asked(qtbot: QtBot) -> None:
    fixture = CancelFixture(qtbot, Settings())
    fixture.cancelling.confirm(ACTIVE.id)
    assert fixture.dialogs() == []


def test_switching_it_off_while_the_dialog_is_open_counts(fixture: CancelFixture) -> None:
    fixture.cancelling.confirm(ACTIVE.id)
    fixture.current.put(Settings())
    fixture.press("Cancel job")
    assert fixture.client.asked == []


@pytest.mark.parametrize("job", [FAILED.id, JobId("unknown")])
def test_a_job_that_ended_or_is_not_watched_is_not_asked_about(
    fixture: CancelFixture, job: JobId
) -> None:
    fixture.cancelling.confirm(job)
    assert fixture.dialogs() == []


def test_a_job_that_ended_while_the_dialog_was_open_is_not_cancelled(
    fixture: CancelFixture,
) -> None:
    fixture.cancelling.confirm(ACTIVE.id)
    fixture.store.apply(Ended(ACTIVE.id, NOW, Outcome.SUCCEEDED))
    fixture.press("Cancel job")
    assert fixture.client.asked == []
    assert fixture.words(fixture.notes) == [f"{ACTIVE.name} was not cancelled: Finished"]


def test_a_job_removed_while_the_dialog_was_open_is_not_cancelled(fixture: CancelFixture) -> None:
    fixture.cancelling.confirm(ACTIVE.id)
    fixture.watcher.edit(Removed(ACTIVE.id, NOW))
    fixture.press("Cancel job")
    assert fixture.client.asked == []


def test_a_job_that_ended_while_the_service_was_asked_stays_ended(fixture: CancelFixture) -> None:
    ended = Ended(ACTIVE.id, NOW, Outcome.SUCCEEDED)
    watch = fixture.watcher._jobs[ACTIVE.id]
    fixture.client.meanwhile = lambda: fixture.watcher._jobs.publish(watch, ended)
    fixture.confirmed()
    job = fixture.store.jobs[ACTIVE.id]
    assert (job.outcome, job.phase) == (Outcome.SUCCEEDED, Phase.SUCCEEDED)


def test_a_second_request_is_not_made_while_one_is_under_way(fixture: CancelFixture) -> None:
    fixture.client.meanwhile = lambda: fixture.cancelling.confirm(ACTIVE.id)
    fixture.confirmed()
    assert len(fixture.client.asked) == 1
    assert fixture.dialogs() == []
    fixture.cancelling.confirm(ACTIVE.id)
    assert fixture.dialogs() == [], "it is being cancelled already"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            Refused("Invalid request. The job is about to complete."),
            "was not cancelled: Invalid request. The job is about to complete.",
        ),
        (Unreachable("The service refused the connection."), "was not cancelled: The service"),
        (SignInNeeded("You are not signed in."), "was not cancelled: You are not signed in."),
        (
            RateLimited("The service asked ccwatch to wait.", retry_after=30),
            "was not cancelled: The service asked ccwatch to wait. Try again in 30 s.",
        ),
    ],
)
def test_a_refusal_is_shown_with_its_reason(
    fixture: CancelFixture, error: CcwatchError, said: str
) -> None:
    fixture.client.error = error
    assert f"{ACTIVE.name} {said}" in fixture.confirmed()
    assert not fixture.store.jobs[ACTIVE.id].cancelling
    assert len(fixture.client.asked) == 1


def test_a_limit_of_the_service_holds_for_all_jobs(fixture: CancelFixture) -> None:
    fixture.client.error = RateLimited("The service asked ccwatch to wait.", retry_after=30)
    fixture.confirmed()
    (limited,) = [event for event in fixture.events if isinstance(event, Limited)]
    assert limited.until == NOW + 30
    due = [event.due for event in fixture.events if isinstance(event, Scheduled) and event.due]
    assert due
    assert min(due) >= NOW + 30


def test_an_unknown_outcome_is_said_to_be_unknown_and_the_job_is_checked(
    fixture: CancelFixture,
) -> None:
    fixture.client.error = OutcomeUnknown("The service did not answer in time.")
    assert fixture.confirmed() == (
        f"It is not known whether {ACTIVE.name} will be cancelled. The service did not answer in "
        "time. The next check of the job shows whether it was carried out."
    )
    assert not fixture.store.jobs[ACTIVE.id].cancelling
    assert len(fixture.client.asked) == 1
    assert isinstance(fixture.events[-1], Scheduled)


def test_in_a_pause_that_the_service_asked_for_nothing_is_sent(fixture: CancelFixture) -> None:
    trouble = Trouble("Request limit reached", "The service asked ccwatch to wait.")
    fixture.store.apply(Limited(NOW - 10, NOW + 20, trouble))
    assert fixture.confirmed().endswith("The service asked ccwatch to wait. Try again in 20 s.")
    assert fixture.client.asked == []


@pytest.mark.parametrize("service", Service)
def test_the_stand_in_cancels_a_job_of_each_service(qtbot: QtBot, service: Service) -> None:
    fixture = CancelFixture(qtbot)
    fixture.store.apply(ServiceFound(ACTIVE.id, NOW, service))
    stand_in = StandIn(lambda: NOW)
    stand_in.start()
    plan = Plan(0, steps(60, ("Run", 100.0)))
    stand_in.add_job(ACTIVE.id, plan, name="Pier", submitted=NOW - 600, service=service)
    with closing(HttpClient(stand_in.url, lambda: "demo")) as http:
        fixture.cancelling = CancelIntents(
            fixture.current,
            AsyncClient(http, lambda: None, NoWorkers()),
            fixture.watcher,
            fixture.store,
            fixture.window,
            lambda: NOW,
            spawn=run,
        )
        assert fixture.confirmed() == f"The service is cancelling {ACTIVE.name}."
        state = http.details(service, ACTIVE.id).state
    stand_in.stop()
    assert state == ("TerminatingOnCancel" if service.has_messages else "cancelled")
    assert [it.method for it in stand_in.requests if it.method != "GET"] == [
        "DELETE" if service.has_messages else "PATCH"
    ]


def test_no_message_from_another_process_can_ask_for_it() -> None:
    assert not any("cancel" in kind.value for kind in Kind)
    import ccwatch.intents.remote as remote

    assert "cancel" not in inspect.getsource(remote).lower()
