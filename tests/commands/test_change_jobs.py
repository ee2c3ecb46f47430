"""The commands `add` and `remove`, on real files; the running program is scripted."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ccwatch.cli import main
from ccwatch.core.events import Added, Renamed
from ccwatch.core.job import JobId, Service
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths
from ccwatch.disk.reading import stored_jobs
from ccwatch.ipc.messages import (
    JobChange,
    JobChanges,
    JobResult,
    Reason,
    Refused,
)
from ccwatch.system.file_lock import Lock
from tests.commands.listener import running
from tests.terminal.hostile import HOSTILE, steering

Output = pytest.CaptureFixture[str]
A, B = "a-1", "b_2"
pytestmark = pytest.mark.usefixtures("paths")


def stored(paths: Paths) -> list[str]:
    return [job.id for job in stored_jobs(paths.database)]


def test_what_is_added_is_watched_at_the_next_start(paths: Paths, capsys: Output) -> None:
    link = "https://example.org/realitydataanalysis/jobs/b_2"
    assert main(["add", A, link, A]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Watching {A}",
        f"Watching {B}",
        f"Already watched: {A}",
    ]
    assert stored(paths) == [A, B]
    assert stored_jobs(paths.database)[1].service is Service.ANALYSIS


@pytest.mark.parametrize("spelled", [str.upper, "{{{}}}".format, lambda id: id.replace("-", "")])
def test_a_guid_is_one_job_in_any_spelling(
    paths: Paths, capsys: Output, spelled: Callable[[str], str]
) -> None:
    guid = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"
    assert main(["add", spelled(guid), guid, guid.upper()]) == 0
    assert stored(paths) == [guid]
    assert capsys.readouterr().out.splitlines()[1:] == [f"Already watched: {guid}"] * 2
    assert main(["remove", spelled(guid)]) == 0
    assert stored(paths) == []


def test_what_is_no_job_is_refused_and_the_rest_is_added(paths: Paths, capsys: Output) -> None:
    assert main(["add", "no job", A]) == 2
    out, err = capsys.readouterr()
    assert out == f"Watching {A}\n"
    assert "“no job” contains no job ID." in err
    assert stored(paths) == [A]


def test_what_is_removed_is_watched_no_longer(paths: Paths, capsys: Output) -> None:
    main(["add", A, B])
    capsys.readouterr()
    assert main(["remove", B, "unknown"]) == 0
    assert capsys.readouterr().out == f"No longer watching {B}\nNot watched: unknown\n"
    assert stored(paths) == [A]


WATCHING = JobChange(A, A, JobResult.WATCHING)
OLD = b'{"ok": true, "lines": ["ccwatch l\xc3\xa4uft."]}\n'


@pytest.mark.parametrize(
    ("command", "change", "said"),
    [
        ("add", WATCHING, f"Watching {A}"),
        ("add", JobChange(A, A, JobResult.ALREADY_WATCHED), f"Already watched: {A}"),
        (
            "remove",
            JobChange(A, "Pier 4", JobResult.NO_LONGER_WATCHED),
            "No longer watching Pier 4",
        ),
        ("remove", JobChange(A, A, JobResult.NOT_WATCHED), f"Not watched: {A}"),
    ],
)
def test_a_running_program_does_it_itself(
    paths: Paths, capsys: Output, command: str, change: JobChange, said: str
) -> None:
    with running(paths, JobChanges((change,))) as asked:
        assert main([command, A]) == 0
    jobs = [{"id": A, "service": None}]
    assert asked == [{"version": 2, "do": f"{command}-jobs", "jobs": jobs}]
    assert capsys.readouterr() == (f"{said}\n", "")
    assert stored(paths) == []


def test_a_running_program_is_told_ids_and_services_never_links(paths: Paths) -> None:
    with running(paths, JobChanges(())) as asked:
        main(["add", "https://example.org/realitydataanalysis/jobs/b_2?token=x", "no job"])
    assert asked[0]["jobs"] == [{"id": B, "service": "realitydataanalysis"}]


def test_more_jobs_than_a_request_holds_are_asked_for_in_parts(paths: Paths) -> None:
    with running(paths, JobChanges(())) as asked:
        assert main(["add", *(f"job-{number}" for number in range(1100))]) == 0
    assert [len(request["jobs"]) for request in asked] == [500, 500, 100]
    assert main(["add", *(f"job-{number}" for number in range(1100))]) == 0
    assert len(stored(paths)) == 1100


@pytest.mark.parametrize("command", ["add", "remove"])
def test_what_another_program_answers_cannot_steer_the_terminal(
    paths: Paths, capsys: Output, command: str
) -> None:
    hostile = f"{HOSTILE}\nAll is well"
    changes = tuple(JobChange(hostile, hostile, result) for result in JobResult)
    with running(paths, JobChanges(changes)):
        assert main([command, A]) == 0
    out, err = capsys.readouterr()
    assert not steering(out + err)
    assert len(out.splitlines()) == 4


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (OLD, "Restart ccwatch"),
        (Refused(Reason.OTHER_VERSION, HOSTILE), "Restart ccwatch"),
        (Refused(Reason.FAILED), "could not do that"),
    ],
)
def test_a_running_program_that_refuses_is_said_with_what_to_do(
    paths: Paths, capsys: Output, reply: bytes | Refused, said: str
) -> None:
    for command in ("add", "remove"):
        with running(paths, reply):
            assert main([command, A]) == 8
        out, err = capsys.readouterr()
        assert out == ""
        assert said in err
        assert "läuft" not in err
        assert not steering(err)
        Path(paths.channel).unlink(missing_ok=True)
    assert stored(paths) == []


@pytest.mark.parametrize("command", ["add", "remove"])
def test_data_that_a_silent_program_holds_is_left_alone(
    paths: Paths, capsys: Output, command: str
) -> None:
    paths.prepare()
    lock = Lock(paths.lock)
    assert lock.acquire()
    try:
        assert main([command, A]) == 8
    finally:
        lock.release()
    assert "is running, but does not answer" in capsys.readouterr().err
    assert stored(paths) == []


def test_who_takes_the_home_just_now_is_asked(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    replies = [None, JobChanges((WATCHING,))]
    monkeypatch.setattr("ccwatch.commands.change_jobs.ask", lambda *_: replies.pop(0))
    paths.prepare()
    lock = Lock(paths.lock)
    assert lock.acquire()
    assert main(["add", A]) == 0
    lock.release()
    assert capsys.readouterr().out == f"Watching {A}\n"


def test_a_name_of_the_users_is_said_at_the_removal(paths: Paths, capsys: Output) -> None:
    paths.prepare()
    with closing(Journal(paths.database)) as journal:
        id = JobId(A)
        journal.record([Added(id, 1.0, Service.MODELING), Renamed(id, 2.0, "Pier 4")])
    main(["remove", A, A])
    assert capsys.readouterr().out == f"No longer watching Pier 4\nNot watched: {A}\n"
