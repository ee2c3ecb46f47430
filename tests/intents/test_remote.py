"""Requests from other processes are carried out, and answered with language-neutral data."""

import json
import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ccwatch import __version__
from ccwatch.cloud.account import Account, TokenAccount
from ccwatch.core.events import CameBack, Limited, Scheduled, SignInWanted, WentUnreachable
from ccwatch.core.job import JobId, Phase, Service, Trouble
from ccwatch.core.language import ENGLISH, Language, speak
from ccwatch.intents.remote import RequestHandler
from ccwatch.ipc.messages import (
    AccountChange,
    AccountResult,
    AccountState,
    Done,
    JobChange,
    JobChanges,
    JobResult,
    Kind,
    ProgramStatus,
    Reply,
    Request,
    SignInKind,
    WantedJob,
    encode_reply,
)
from ccwatch.ipc.server import answered
from ccwatch.ui.window.message_bar import MessageBar
from tests.intents.window_fixture import ACTIVE, FAILED, AccountFixture
from tests.terminal.hostile import HOSTILE, steering
from tests.ui.sample_jobs import NOW

GUID = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"


class RemoteFixture(AccountFixture):
    def __init__(self, qtbot: QtBot, account: Account | None = None) -> None:
        super().__init__(qtbot, account)
        self.quits: list[bool] = []
        self.walls: list[bool] = []
        self.looks: list[bool] = []
        self.now = NOW
        self.remote = RequestHandler(
            self.intents,
            self.account,
            self.window,
            self.store,
            lambda: self.now,
            requests=lambda: (12, 4500),
            show_wall=lambda: self.walls.append(True),
            do=lambda act, _: act(),
            quit=lambda: self.quits.append(True),
            look_at_settings=lambda: self.looks.append(True),
        )

    def ask(self, kind: Kind, *jobs: str) -> Reply:
        return self.remote.answer(Request(kind, tuple(map(WantedJob, jobs))))

    def status(self) -> ProgramStatus:
        reply = self.ask(Kind.STATUS)
        assert isinstance(reply, ProgramStatus)
        return reply


@pytest.fixture
def fixture(qtbot: QtBot) -> RemoteFixture:
    return RemoteFixture(qtbot)


@pytest.fixture
def another_language() -> Iterator[None]:
    """Switch to a fake language that marks each text and formats numbers differently."""
    speak(Language(lambda text, comment, n: f"ÄÖ {text}", ",", "."))
    yield
    speak(ENGLISH)


def test_another_start_brings_the_window_forward(fixture: RemoteFixture) -> None:
    fixture.window.hide()
    assert fixture.ask(Kind.RAISE) == Done()
    assert fixture.window.isVisible()


def test_another_start_shows_the_wall_screen(fixture: RemoteFixture) -> None:
    assert fixture.ask(Kind.WALL) == Done()
    assert fixture.walls == [True]


@pytest.mark.parametrize(
    "request_", [Request(Kind.RAISE, token="t-1"), Request(Kind.OFFER, (WantedJob("n"),), "t-1")]
)
def test_the_window_comes_forward_with_the_token_of_the_other_start(
    fixture: RemoteFixture, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(
        fixture.window, "come_forward", lambda: seen.append(os.environ["XDG_ACTIVATION_TOKEN"])
    )
    assert fixture.remote.answer(request_) == Done()
    assert set(seen) == {"t-1"}
    assert "XDG_ACTIVATION_TOKEN" not in os.environ


def test_another_start_adds_and_removes_jobs(fixture: RemoteFixture) -> None:
    assert fixture.ask(Kind.ADD, "new-1", ACTIVE.id) == JobChanges(
        (
            JobChange("new-1", "new-1", JobResult.WATCHING),
            JobChange(ACTIVE.id, ACTIVE.id, JobResult.ALREADY_WATCHED),
        )
    )
    assert fixture.ask(Kind.REMOVE, "new-1", "none") == JobChanges(
        (
            JobChange("new-1", "new-1", JobResult.NO_LONGER_WATCHED),
            JobChange("none", "none", JobResult.NOT_WATCHED),
        )
    )
    assert set(fixture.store.jobs) == {ACTIVE.id, FAILED.id}


def test_the_service_named_by_a_link_is_kept(fixture: RemoteFixture) -> None:
    fixture.remote.answer(Request(Kind.ADD, (WantedJob("new-1", Service.ANALYSIS),)))
    assert fixture.store.jobs[JobId("new-1")].service is Service.ANALYSIS


def test_another_start_may_spell_a_job_in_another_way(fixture: RemoteFixture) -> None:
    fixture.ask(Kind.ADD, GUID)
    again = fixture.ask(Kind.ADD, GUID.upper(), f"{{{GUID}}}")
    assert again == JobChanges((JobChange(GUID, GUID, JobResult.ALREADY_WATCHED),) * 2)
    gone = fixture.ask(Kind.REMOVE, GUID.upper())
    assert gone == JobChanges((JobChange(GUID, GUID, JobResult.NO_LONGER_WATCHED),))


def test_another_start_can_quit_the_program(fixture: RemoteFixture) -> None:
    assert fixture.ask(Kind.QUIT) == Done()
    assert fixture.quits == [True]


def test_another_start_can_reload_the_settings(fixture: RemoteFixture) -> None:
    assert fixture.ask(Kind.SETTINGS) == Done()
    assert fixture.looks == [True]


def test_a_link_asks_before_it_adds(fixture: RemoteFixture) -> None:
    assert fixture.ask(Kind.OFFER, "new-1") == Done()
    assert "new-1" not in fixture.store.jobs
    (button,) = (b for b in fixture.window.findChildren(QPushButton) if b.text() == "Watch")
    button.click()
    assert "new-1" in fixture.store.jobs
    fixture.window.hide()
    assert fixture.ask(Kind.OFFER, "new-1") == Done()
    assert fixture.window.isVisible()


def test_a_link_carries_nothing_but_ids(fixture: RemoteFixture) -> None:
    before = dict(fixture.store.jobs)
    for id in ("<b>x</b> ../etc $(reboot)", "new-2\nnew-3", "https://example.org/jobs/new-4"):
        job = {"id": id, "service": None}
        sent = json.dumps({"version": 2, "do": "offer-jobs", "jobs": [job]}).encode()
        assert json.loads(answered(sent, fixture.remote.answer))["reply"] == "refused"
    assert dict(fixture.store.jobs) == before
    assert "Watch" not in {button.text() for button in fixture.window.findChildren(QPushButton)}


def test_the_status_of_a_quiet_program(fixture: RemoteFixture) -> None:
    phases = dict.fromkeys(Phase, 0) | {Phase.ACTIVE: 1, Phase.FAILED: 1}
    assert fixture.status() == ProgramStatus(
        program=__version__,
        account=AccountState(SignInKind.NONE),
        phases=phases,
        watched=1,
        to_look_at=1,
        requests_this_hour=12,
        requests_per_hour=4500,
    )


def test_the_status_has_what_keeps_the_program_waiting(fixture: RemoteFixture) -> None:
    fixture.store.apply(SignInWanted(NOW, "Signed out."))
    fixture.store.apply(Limited(NOW, NOW + 60, Trouble("Limit", "Too many.", code="HTTP 429")))
    fixture.now = NOW + 20
    assert fixture.status().unreachable_code == "", "the service answered: it asked ccwatch to wait"
    fixture.store.apply(WentUnreachable(NOW, NOW - 90, Trouble("Gone", "No.", code="HTTP 503")))
    found = fixture.status()
    assert found.account.signed_in is False
    assert (found.unreachable_since, found.unreachable_code) == (NOW - 90, "HTTP 503")
    assert found.paused_until == NOW + 60
    fixture.now = NOW + 60
    fixture.store.apply(CameBack(NOW, NOW))
    found = fixture.status()
    assert (found.unreachable_since, found.unreachable_code) == (None, "")
    assert found.paused_until is None


def test_a_given_token_counts_until_it_is_refused(qtbot: QtBot) -> None:
    fixture = RemoteFixture(qtbot, TokenAccount("t"))
    assert fixture.status().account == AccountState(SignInKind.TOKEN, signed_in=True)
    fixture.store.apply(SignInWanted(NOW, "Refused."))
    assert fixture.status().account == AccountState(SignInKind.TOKEN, signed_in=False)


def test_another_start_can_sign_in_and_out(fixture: RemoteFixture) -> None:
    assert fixture.ask(Kind.SIGN_IN) == AccountChange(AccountResult.NOT_SET_UP)
    assert fixture.welcomes == 1
    assert fixture.ask(Kind.SIGN_OUT) == AccountChange(AccountResult.NOT_SIGNED_IN)


@pytest.mark.usefixtures("another_language")
def test_replies_do_not_depend_on_the_programs_language(qtbot: QtBot) -> None:
    fixture = RemoteFixture(qtbot)
    fixture.store.apply(SignInWanted(NOW, "ÄÖ Abgemeldet."))
    fixture.store.apply(Limited(NOW, NOW + 60, Trouble("ÄÖ", "ÄÖ", "ÄÖ", "HTTP 429")))
    fixture.store.apply(WentUnreachable(NOW, NOW, Trouble("ÄÖ", "ÄÖ", "ÄÖ", "HTTP 503")))
    for kind in Kind:
        jobs = ("new-1", "none", ACTIVE.id) if kind.value.endswith("-jobs") else ()
        sent = encode_reply(fixture.ask(kind, *jobs))
        assert "ÄÖ" not in json.dumps(json.loads(sent), ensure_ascii=False)


def test_a_hostile_name_cannot_inject_into_the_undo_bar(fixture: RemoteFixture) -> None:
    fixture.intents.rename(ACTIVE.id, HOSTILE)
    reply = fixture.ask(Kind.REMOVE, ACTIVE.id)
    assert isinstance(reply, JobChanges)
    assert reply.jobs[0].name.startswith("Bridge")
    (bar,) = fixture.window.findChildren(MessageBar)
    assert not steering("".join([reply.jobs[0].name, *fixture.words(bar)]))
    assert "Bridge" in "".join(fixture.words(bar))


def test_jobs_are_checked_as_soon_as_a_request_is_allowed(fixture: RemoteFixture) -> None:
    assert fixture.ask(Kind.CHECK, ACTIVE.id, "unknown") == Done()
    (planned,) = fixture.events
    assert isinstance(planned, Scheduled)
    assert (planned.job, planned.due) == (ACTIVE.id, NOW)
