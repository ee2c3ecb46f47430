"""`list --mine` asks the services, with or without a running program."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from ccwatch.cli import main
from ccwatch.clock import SystemClock
from ccwatch.core.events import Added, Seen
from ccwatch.core.job import JobId, Outcome, Progress, Service
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.plan import Plan
from ccwatch.stand_in.samples import steps

Output = pytest.CaptureFixture[str]
DAY = 86_400.0
WORK = Plan(60.0, steps(600, ("Work", 100.0)))
SHORT = Plan(60.0, steps(10, ("Work", 100.0)), end=Outcome.FAILED, end_at=50)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, paths: Paths) -> Iterator[StandIn]:
    clock = SystemClock()
    running = StandIn(clock.now, samples=False)
    for service in Service:
        running.add_job(
            f"run-{service}", WORK, name=f"Running, {service}", service=service,
            submitted=clock.now() - 3600,
        )  # fmt: skip
        for days in (29, 70):
            running.add_job(
                f"end-{days}-{service}", SHORT, name="Ended", service=service,
                submitted=clock.now() - days * DAY,
            )  # fmt: skip
    running.start()
    monkeypatch.setenv("CCWATCH_API_URL", running.url)
    monkeypatch.setenv("CCWATCH_ACCESS_TOKEN", "t")
    yield running
    running.stop()


def listed(capsys: Output) -> dict[str, dict[str, Any]]:
    assert main(["list", "--mine", "--json"]) == 0
    return {job["job"]: job for job in json.loads(capsys.readouterr().out)}


def test_the_jobs_of_all_services_are_listed_with_theirs(stand_in: StandIn, capsys: Output) -> None:
    jobs = listed(capsys)
    assert set(jobs) == {f"{what}-{it}" for it in Service for what in ("run", "end-29")}
    for service in Service:
        running, ended = jobs[f"run-{service}"], jobs[f"end-29-{service}"]
        assert (running["service"], running["outcome"]) == (service.value, None)
        assert running["name"] == f"Running, {service}"
        assert running["state"].lower() == "active"
        assert (running["added"], running["watch"]) == (None, False)
        assert (ended["service"], ended["outcome"]) == (service.value, "failed")


def test_what_is_known_of_watched_jobs_is_added(
    stand_in: StandIn, paths: Paths, capsys: Output
) -> None:
    job = JobId("run-reality-modeling")
    with closing(Journal(paths.database)) as journal:
        added = Added(job, 1_790_000_000.0, Service.MODELING_2)
        journal.record([added, Seen(job, 1_790_000_001.0, Progress(56, "Active"))])
    found = listed(capsys)[job]
    assert (found["watch"], found["percentage"]) == (True, 56)
    assert found["added"] == "2026-09-21T14:13:20Z"


def test_into_a_pipe_it_is_columns_newest_first(stand_in: StandIn, capsys: Output) -> None:
    assert main(["list", "--mine"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 12
    assert [row[1] for row in rows] == ["Active"] * 6 + ["Failed"] * 6


def test_a_service_that_fails_is_said_and_in_the_exit_code(
    stand_in: StandIn, capsys: Output
) -> None:
    stand_in.faults.add("503", path="/reality-analysis/jobs")
    assert main(["list", "--mine", "--json"]) == 1
    out, err = capsys.readouterr()
    assert len(json.loads(out)) == 10
    assert "Reality Analysis v2" in err


def test_without_a_sign_in_it_says_how_to(
    paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["list", "--mine"]) == 3
    assert "ccwatch sign-in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["watch"], "the following arguments are required: JOB"),
        (["watch", "a-1", "--mine"], "--mine takes no JOB."),
        (["watch", "a-1", "--until-idle"], "--until-idle needs --mine."),
    ],
)
def test_jobs_are_named_in_one_way(arguments: list[str], said: str, capsys: Output) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
