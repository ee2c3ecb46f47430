"""What the user wants of jobs reaches the watcher, and the window says what became of it."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ccwatch.core.events import Described, Renamed
from ccwatch.core.job import Details, JobId, Remark, Service
from ccwatch.core.job_refs import JobRef
from ccwatch.ipc.messages import JobChange, JobResult
from tests.intents.desk import ACTIVE, FAILED, Desk
from tests.ui.sample_jobs import NOW, REASON

GUID = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_several_are_added_and_what_was_refused_stays(desk: Desk) -> None:
    text = f"new-1\nhttps://example.org/reality-analysis/jobs/new-2\n{ACTIVE.id}\nfoo://x"
    desk.add.setPlainText(text)
    desk.intents.add(text)
    [said] = desk.words(desk.notes)
    assert said == f"Already watched: {ACTIVE.id} “foo://x” holds no job id."
    assert {"new-1", "new-2"} < set(desk.store.jobs)
    assert desk.add.toPlainText() == "foo://x"
    assert desk.store.jobs[JobId("new-2")].service is Service.ANALYSIS_2
    assert desk.rows.current_job() == "new-1"
    assert ACTIVE.id in " ".join(desk.words(desk.notes))


def test_what_is_watched_already_is_chosen_and_said(desk: Desk) -> None:
    desk.choose(FAILED.id)
    desk.intents.add(ACTIVE.id)
    assert desk.rows.current_job() == ACTIVE.id
    assert desk.words(desk.notes) == [f"Already watched: {ACTIVE.id}"]
    assert desk.events == []


@pytest.mark.parametrize("spelling", [GUID.upper(), f"{{{GUID}}}", GUID.replace("-", "")])
def test_a_guid_is_one_job_in_any_spelling(desk: Desk, spelling: str) -> None:
    desk.intents.add(f"{spelling}\n{GUID}")
    assert len(desk.store.jobs) == 3
    desk.intents.add(spelling)
    assert desk.words(desk.notes) == [f"Already watched: {GUID}"]
    desk.intents.offer(f"ccwatch://job/{quote(spelling)}")
    assert desk.words(desk.notes) == [f"Already watched: {GUID}"], "nothing is asked"
    desk.intents.add_own([spelling])
    assert len(desk.store.jobs) == 3


def test_a_job_of_the_list_keeps_the_services_spelling(desk: Desk) -> None:
    desk.intents.add_own([GUID.upper()])
    assert desk.store.jobs[JobId(GUID)].spelling == GUID.upper()
    desk.intents.add(GUID)
    assert desk.words(desk.notes) == [f"Already watched: {GUID}"]
    desk.intents.remove([JobId(GUID)])
    desk.intents.undo_removal()
    assert desk.store.jobs[JobId(GUID)].spelling == GUID.upper()


def test_what_became_of_each_job_is_returned_in_order(desk: Desk) -> None:
    refs = [JobRef(JobId("new-1")), JobRef(ACTIVE.id), JobRef(JobId("new-1"))]
    assert desk.intents.add_refs(refs) == [
        JobChange("new-1", "new-1", JobResult.WATCHING),
        JobChange(ACTIVE.id, ACTIVE.id, JobResult.ALREADY_WATCHED),
        JobChange("new-1", "new-1", JobResult.ALREADY_WATCHED),
    ]
    assert desk.rows.current_job() == "new-1"
    assert desk.words(desk.notes) == [f"Already watched: {ACTIVE.id}"]


def test_removing_one_twice_removes_it_once(desk: Desk) -> None:
    results = [it.result for it in desk.intents.remove([ACTIVE.id, ACTIVE.id])]
    assert results == [JobResult.NO_LONGER_WATCHED, JobResult.NOT_WATCHED]
    assert desk.words(desk.notes) == [f"No longer watching {ACTIVE.name}."]


def test_a_text_without_a_job_says_so(desk: Desk) -> None:
    desk.intents.add(" \n ")
    assert desk.words(desk.notes) == ["There is no job id in that."]


def test_a_removal_taken_back_keeps_the_users_name(desk: Desk) -> None:
    desk.intents.rename(ACTIVE.id, "Pier 4")
    gone = JobChange(ACTIVE.id, "Pier 4", JobResult.NO_LONGER_WATCHED)
    assert desk.intents.remove([ACTIVE.id]) == [gone]
    assert ACTIVE.id not in desk.store.jobs
    assert desk.words(desk.notes) == ["No longer watching Pier 4."]
    desk.intents.undo_removal()
    assert desk.alias(ACTIVE.id) == "Pier 4"
    desk.intents.undo_removal()
    assert len(desk.store.jobs) == 2


def test_several_are_removed_and_taken_back_together(desk: Desk) -> None:
    desk.intents.remove([ACTIVE.id, FAILED.id])
    assert desk.words(desk.notes) == ["No longer watching 2 jobs."]
    desk.intents.undo_removal()
    assert set(desk.store.jobs) == {ACTIVE.id, FAILED.id}


def test_removing_what_is_not_watched_says_so(desk: Desk) -> None:
    none = JobChange("none", "none", JobResult.NOT_WATCHED)
    assert desk.intents.remove([JobId("none")]) == [none]
    assert desk.events == []
    assert not desk.notes.isVisible()


@pytest.mark.parametrize("name", ["", "Harbour bridge"])
def test_no_name_or_the_services_own_takes_the_alias_away(desk: Desk, name: str) -> None:
    desk.intents.rename(ACTIVE.id, "Pier 4")
    assert desk.alias(ACTIVE.id) == "Pier 4"
    desk.intents.rename(ACTIVE.id, name)
    assert desk.alias(ACTIVE.id) is None
    assert desk.store.jobs[ACTIVE.id].name == "Harbour bridge"


@pytest.mark.parametrize("job", [ACTIVE.id, "none"])
def test_a_name_that_changes_nothing_is_no_event(desk: Desk, job: str) -> None:
    desk.intents.rename(job, "Harbour bridge")
    assert desk.events == []


def test_a_job_is_muted_and_its_failure_looked_at(desk: Desk) -> None:
    desk.intents.mute(ACTIVE.id, True)
    desk.intents.look_at(FAILED.id)
    assert desk.store.jobs[ACTIVE.id].muted
    assert not desk.store.jobs[FAILED.id].unseen


def test_several_jobs_are_muted_until_all_are(desk: Desk) -> None:
    def muted() -> list[bool]:
        return [desk.store.jobs[job].muted for job in (ACTIVE.id, FAILED.id)]

    desk.intents.mute(FAILED.id, True)
    desk.intents.mute_or_unmute((ACTIVE.id, FAILED.id))
    assert muted() == [True, True]
    desk.intents.mute_or_unmute((ACTIVE.id, FAILED.id))
    assert muted() == [False, False]


def test_what_is_on_the_clipboard_is_added_in_front(desk: Desk) -> None:
    desk.window.hide()
    QGuiApplication.clipboard().setText("new-1\nnew-2")
    desk.intents.paste()
    assert {"new-1", "new-2"} <= set(desk.store.jobs)
    assert desk.window.isVisible()


def test_ids_are_copied_as_the_service_spells_them(desk: Desk) -> None:
    desk.intents.add_own([GUID.upper()])
    desk.intents.copy_ids((JobId(GUID), ACTIVE.id))
    assert QGuiApplication.clipboard().text() == f"{GUID.upper()}\n{ACTIVE.id}"


def test_errors_and_warnings_are_copied_whole_without_what_steers(desk: Desk) -> None:
    warned = Details("Bridge", warnings=(Remark("W1", "Lost", "\u202etwo\nlines"),))
    desk.store.apply(Described(ACTIVE.id, NOW, warned))
    desk.intents.copy_errors((FAILED.id, ACTIVE.id, JobId("none")))
    first, *rest = QGuiApplication.clipboard().text().split("\n")
    assert first == f"E1: {REASON.text}"
    assert "two" in rest[0]
    assert "\u202e" not in rest[0]


def test_jobs_of_ones_own_are_added(desk: Desk) -> None:
    desk.intents.add_own(["mine-1", ACTIVE.id])
    assert set(desk.store.jobs) == {ACTIVE.id, FAILED.id, "mine-1"}


def test_a_name_for_a_job_that_the_service_did_not_describe(desk: Desk) -> None:
    desk.intents.add("new-1")
    desk.intents.rename("new-1", "Quarry")
    assert desk.events[-1] == Renamed(JobId("new-1"), NOW, "Quarry")
    known = desk.store.jobs[JobId("new-1")]
    assert replace(known, details=Details("Other")).name == "Quarry"


def test_a_name_left_as_it_is_shown_is_no_new_name(desk: Desk) -> None:
    details = Details(name="Pier\u202e 4")
    desk.store.apply(Described(ACTIVE.id, NOW, details))
    desk.intents.rename(ACTIVE.id, "Pier 4")
    assert desk.alias(ACTIVE.id) is None
