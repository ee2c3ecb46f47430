"""Commands for jobs reach the watcher, and the window shows the result."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ccwatch.core.events import Added, Described, LookedAt, Muted, Removed, Renamed
from ccwatch.core.job import Details, JobId, Remark, Service, job_key
from ccwatch.core.job_refs import JobRef
from ccwatch.ipc.messages import JobChange, JobResult
from tests.intents.window_fixture import ACTIVE, FAILED, WindowFixture
from tests.ui.sample_jobs import NOW, REASON

GUID = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"


@pytest.fixture
def fixture(qtbot: QtBot) -> WindowFixture:
    return WindowFixture(qtbot)


def test_several_are_added_and_what_was_refused_stays(fixture: WindowFixture) -> None:
    text = f"new-1\nhttps://example.org/reality-analysis/jobs/new-2\n{ACTIVE.id}\nfoo://x"
    fixture.add.setPlainText(text)
    fixture.intents.add(text)
    [said] = fixture.words(fixture.notes)
    assert said == f"Already watched: {ACTIVE.id} “foo://x” contains no job ID."
    assert {"new-1", "new-2"} < set(fixture.store.jobs)
    assert fixture.add.toPlainText() == "foo://x"
    assert fixture.store.jobs[JobId("new-2")].service is Service.ANALYSIS_2
    assert fixture.rows.current_job() == "new-1"
    assert ACTIVE.id in " ".join(fixture.words(fixture.notes))


def test_a_job_watched_already_is_selected_and_reported(fixture: WindowFixture) -> None:
    fixture.choose(FAILED.id)
    fixture.intents.add(ACTIVE.id)
    assert fixture.rows.current_job() == ACTIVE.id
    assert fixture.words(fixture.notes) == [f"Already watched: {ACTIVE.id}"]
    assert fixture.events == []


@pytest.mark.parametrize("spelling", [GUID.upper(), f"{{{GUID}}}", GUID.replace("-", "")])
def test_a_guid_is_one_job_in_any_spelling(fixture: WindowFixture, spelling: str) -> None:
    fixture.intents.add(f"{spelling}\n{GUID}")
    assert len(fixture.store.jobs) == 3
    fixture.intents.add(spelling)
    assert fixture.words(fixture.notes) == [f"Already watched: {GUID}"]
    fixture.intents.offer(f"ccwatch://job/{quote(spelling)}")
    assert fixture.words(fixture.notes) == [f"Already watched: {GUID}"], "nothing is asked"
    fixture.intents.add_own([own(spelling)])
    assert len(fixture.store.jobs) == 3


def test_a_job_of_the_list_keeps_the_services_spelling(fixture: WindowFixture) -> None:
    fixture.intents.add_own([own(GUID.upper())])
    assert fixture.store.jobs[JobId(GUID)].spelling == GUID.upper()
    added = Added(JobId(GUID), NOW, Service.MODELING, listed_as=JobId(GUID.upper()))
    assert fixture.events[0] == added
    fixture.intents.add(GUID)
    assert fixture.words(fixture.notes) == [f"Already watched: {GUID}"]
    fixture.intents.remove([JobId(GUID)])
    fixture.intents.undo_removal()
    assert fixture.store.jobs[JobId(GUID)].spelling == GUID.upper()


def own(spelling: str, service: Service = Service.MODELING) -> JobRef:
    return JobRef(job_key(spelling), service, JobId(spelling))


def test_the_result_for_each_job_is_returned_in_order(fixture: WindowFixture) -> None:
    refs = [JobRef(JobId("new-1")), JobRef(ACTIVE.id), JobRef(JobId("new-1"))]
    assert fixture.intents.add_refs(refs) == [
        JobChange("new-1", "new-1", JobResult.WATCHING),
        JobChange(ACTIVE.id, ACTIVE.id, JobResult.ALREADY_WATCHED),
        JobChange("new-1", "new-1", JobResult.ALREADY_WATCHED),
    ]
    assert fixture.rows.current_job() == "new-1"
    assert fixture.words(fixture.notes) == [f"Already watched: {ACTIVE.id}"]


def test_removing_one_twice_removes_it_once(fixture: WindowFixture) -> None:
    results = [it.result for it in fixture.intents.remove([ACTIVE.id, ACTIVE.id])]
    assert results == [JobResult.NO_LONGER_WATCHED, JobResult.NOT_WATCHED]
    removals = [event for event in fixture.events if isinstance(event, Removed)]
    assert removals == [Removed(ACTIVE.id, NOW)]
    assert fixture.words(fixture.notes) == [f"No longer watching {ACTIVE.name}."]


def test_a_text_without_a_job_says_so(fixture: WindowFixture) -> None:
    fixture.intents.add(" \n ")
    assert fixture.words(fixture.notes) == ["No job ID found."]


def test_a_removal_taken_back_keeps_the_users_name(fixture: WindowFixture) -> None:
    fixture.intents.rename(ACTIVE.id, "Pier 4")
    gone = JobChange(ACTIVE.id, "Pier 4", JobResult.NO_LONGER_WATCHED)
    assert fixture.intents.remove([ACTIVE.id]) == [gone]
    assert ACTIVE.id not in fixture.store.jobs
    assert fixture.words(fixture.notes) == ["No longer watching Pier 4."]
    fixture.intents.undo_removal()
    assert fixture.alias(ACTIVE.id) == "Pier 4"
    fixture.intents.undo_removal()
    assert len(fixture.store.jobs) == 2


def test_several_are_removed_and_taken_back_together(fixture: WindowFixture) -> None:
    fixture.intents.remove([ACTIVE.id, FAILED.id])
    assert fixture.words(fixture.notes) == ["No longer watching 2 jobs."]
    fixture.intents.undo_removal()
    assert set(fixture.store.jobs) == {ACTIVE.id, FAILED.id}


def test_a_removal_taken_back_keeps_the_service(fixture: WindowFixture) -> None:
    fixture.intents.add_refs([JobRef(JobId("new-1"), Service.ANALYSIS)])
    fixture.intents.remove([JobId("new-1")])
    fixture.intents.undo_removal()
    assert fixture.store.jobs[JobId("new-1")].service is Service.ANALYSIS


def test_removing_what_is_not_watched_says_so(fixture: WindowFixture) -> None:
    none = JobChange("none", "none", JobResult.NOT_WATCHED)
    assert fixture.intents.remove([JobId("none")]) == [none]
    assert fixture.events == []
    assert not fixture.notes.isVisible()


@pytest.mark.parametrize("name", ["", "Harbour bridge"])
def test_no_name_or_the_services_own_takes_the_alias_away(
    fixture: WindowFixture, name: str
) -> None:
    fixture.intents.rename(ACTIVE.id, "Pier 4")
    assert fixture.alias(ACTIVE.id) == "Pier 4"
    fixture.intents.rename(ACTIVE.id, name)
    assert fixture.alias(ACTIVE.id) is None
    assert fixture.store.jobs[ACTIVE.id].name == "Harbour bridge"


@pytest.mark.parametrize("job", [ACTIVE.id, JobId("none")])
def test_a_name_that_changes_nothing_is_no_event(fixture: WindowFixture, job: JobId) -> None:
    fixture.intents.rename(job, "Harbour bridge")
    assert fixture.events == []


def test_a_job_is_muted_and_its_failure_looked_at(fixture: WindowFixture) -> None:
    fixture.intents.mute(ACTIVE.id, True)
    fixture.intents.look_at(FAILED.id)
    assert fixture.events == [Muted(ACTIVE.id, NOW, True), LookedAt(FAILED.id, NOW)]
    assert fixture.store.jobs[ACTIVE.id].muted
    assert not fixture.store.jobs[FAILED.id].unseen


def test_each_chosen_job_is_checked(
    fixture: WindowFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[JobId] = []
    monkeypatch.setattr(fixture.watcher, "check_now", checked.append)
    fixture.intents.check((ACTIVE.id, FAILED.id))
    assert checked == [ACTIVE.id, FAILED.id]


def test_a_link_to_several_jobs_asks_once(fixture: WindowFixture) -> None:
    refs = [JobRef(JobId(name)) for name in ("new-1", ACTIVE.id, "new-2")]
    fixture.intents.offer_refs(refs)
    said = "A link asks ccwatch to watch 2 jobs. Watch them?"
    assert fixture.words(fixture.notes) == [said]
    fixture.button(fixture.notes, "Watch").click()
    assert {"new-1", "new-2"} < set(fixture.store.jobs)


def test_a_link_to_a_watched_job_shows_it(fixture: WindowFixture) -> None:
    fixture.choose(FAILED.id)
    fixture.intents.offer_refs([JobRef(ACTIVE.id), JobRef(FAILED.id)])
    assert fixture.rows.current_job() == ACTIVE.id
    assert not fixture.notes.isVisible()


def test_a_link_to_nothing_does_nothing(fixture: WindowFixture) -> None:
    fixture.intents.offer_refs([])
    assert not fixture.notes.isVisible()
    assert fixture.events == []


def test_a_link_that_is_agreed_to_is_watched_without_more_words(fixture: WindowFixture) -> None:
    fixture.intents.offer("ccwatch://job/new-1")
    assert fixture.words(fixture.notes) == ["A link asks ccwatch to watch new-1. Watch it?"]
    fixture.button(fixture.notes, "Watch").click()
    assert fixture.rows.current_job() == "new-1"
    assert not fixture.notes.isVisible()


def test_several_jobs_are_muted_until_all_are(fixture: WindowFixture) -> None:
    def muted() -> list[bool]:
        return [fixture.store.jobs[job].muted for job in (ACTIVE.id, FAILED.id)]

    fixture.intents.mute(FAILED.id, True)
    fixture.intents.mute_or_unmute((ACTIVE.id, FAILED.id))
    assert muted() == [True, True]
    fixture.intents.mute_or_unmute((ACTIVE.id, FAILED.id))
    assert muted() == [False, False]


def test_what_is_on_the_clipboard_is_added_in_front(fixture: WindowFixture) -> None:
    fixture.window.hide()
    QGuiApplication.clipboard().setText("new-1\nnew-2")
    fixture.intents.paste()
    assert {"new-1", "new-2"} <= set(fixture.store.jobs)
    assert fixture.window.isVisible()


def test_ids_are_copied_as_the_service_spells_them(fixture: WindowFixture) -> None:
    fixture.intents.add_own([own(GUID.upper())])
    fixture.intents.copy_ids((JobId(GUID), ACTIVE.id))
    assert QGuiApplication.clipboard().text() == f"{GUID.upper()}\n{ACTIVE.id}"


def test_errors_and_warnings_are_copied_whole_without_control_characters(
    fixture: WindowFixture,
) -> None:
    warned = Details("Bridge", warnings=(Remark("W1", "Lost", "\u202etwo\nlines"),))
    fixture.store.apply(Described(ACTIVE.id, NOW, warned))
    fixture.intents.copy_errors((FAILED.id, ACTIVE.id, JobId("none")))
    first, *rest = QGuiApplication.clipboard().text().split("\n")
    assert first == f"E1: {REASON.text}"
    assert "two" in rest[0]
    assert "\u202e" not in rest[0]


def test_the_users_own_jobs_are_added(fixture: WindowFixture) -> None:
    fixture.intents.add_own([own("mine-1", Service.ANALYSIS_2), own(ACTIVE.id)])
    assert set(fixture.store.jobs) == {ACTIVE.id, FAILED.id, "mine-1"}
    assert fixture.store.jobs[JobId("mine-1")].service is Service.ANALYSIS_2


def test_a_name_for_a_job_that_the_service_did_not_describe(fixture: WindowFixture) -> None:
    fixture.intents.add("new-1")
    fixture.intents.rename(JobId("new-1"), "Quarry")
    assert fixture.events[-1] == Renamed(JobId("new-1"), NOW, "Quarry")
    known = fixture.store.jobs[JobId("new-1")]
    assert replace(known, details=Details("Other")).name == "Quarry"


def test_a_name_left_as_it_is_shown_is_no_new_name(fixture: WindowFixture) -> None:
    details = Details(name="Pier\u202e 4")
    fixture.store.apply(Described(ACTIVE.id, NOW, details))
    fixture.intents.rename(ACTIVE.id, "Pier 4")
    assert fixture.alias(ACTIVE.id) is None
