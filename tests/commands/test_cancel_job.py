"""The command `cancel`: against a stand-in, with and without a running program."""

import json
from collections.abc import Iterator

import pytest

from ccwatch.cli import main
from ccwatch.cloud.async_client import AsyncClient
from ccwatch.core.events import Added, Described, Renamed
from ccwatch.core.job import Details, JobId, Service
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths
from ccwatch.ipc.messages import Done, Kind, Reason, Refused
from ccwatch.stand_in import StandIn
from ccwatch.stand_in.family import CHAIN, FAMILY
from ccwatch.stand_in.plan import Plan
from ccwatch.stand_in.samples import SAMPLES, Sample, steps
from tests.commands.listener import running
from tests.terminal.hostile import HOSTILE, steering

Output = pytest.CaptureFixture[str]
START = 1_790_000_000.0
RUNNING = SAMPLES[0]
OF_ANALYSIS = next(it for it in FAMILY if it.service is Service.ANALYSIS_2)
PRODUCTION = CHAIN[1][0]


@pytest.fixture
def stand_in(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A stand-in at a fixed time, which the commands use with a token; cancelling is allowed."""
    running = StandIn(lambda: START)
    running.start()
    monkeypatch.setenv("CCWATCH_API_URL", running.url)
    monkeypatch.setenv("CCWATCH_ACCESS_TOKEN", "demo")
    paths.prepare()
    paths.settings.write_text(json.dumps({"allow_cancel": True}))
    yield running
    running.stop()


def changes(stand_in: StandIn) -> list[tuple[str, str]]:
    """Return the requests that were not only questions."""
    return [(it.method, it.path) for it in stand_in.requests if it.method != "GET"]


def test_without_yes_nothing_is_asked(stand_in: StandIn, capsys: Output) -> None:
    assert main(["cancel", RUNNING.id]) == 2
    assert "Add --yes to confirm it." in capsys.readouterr().err
    assert stand_in.requests == ()


@pytest.mark.parametrize("given", ["--ye", "-y", "--y", "--no-yes", "yes"])
def test_nothing_else_means_yes(stand_in: StandIn, capsys: Output, given: str) -> None:
    assert main(["cancel", RUNNING.id, given]) == 2
    assert stand_in.requests == ()


def test_switched_off_it_is_refused_and_says_how_to_switch_it_on(
    paths: Paths, stand_in: StandIn, capsys: Output
) -> None:
    paths.settings.write_text("{}")
    assert main(["cancel", RUNNING.id, "--yes"]) == 2
    assert "ccwatch config set allow_cancel true" in capsys.readouterr().err
    assert stand_in.requests == ()
    assert main(["config", "set", "allow_cancel", "true"]) == 0
    assert main(["cancel", RUNNING.id, "--yes"]) == 0


def test_a_job_of_version_1_is_cancelled_by_its_state(stand_in: StandIn, capsys: Output) -> None:
    url = f"https://example.org/contextcapture/jobs/{RUNNING.id}"
    assert main(["cancel", url, "--yes"]) == 0
    assert capsys.readouterr().out == f"The service is cancelling {RUNNING.name}.\n"
    assert changes(stand_in) == [("PATCH", f"/contextcapture/jobs/{RUNNING.id}")]
    assert {it.path for it in stand_in.requests} == {f"/contextcapture/jobs/{RUNNING.id}"}


def test_a_job_named_by_its_id_alone_is_found_in_its_service(
    stand_in: StandIn, capsys: Output
) -> None:
    assert main(["cancel", "--yes", OF_ANALYSIS.id.upper()]) == 0
    assert capsys.readouterr().out == f"The service is cancelling {OF_ANALYSIS.name}.\n"
    assert changes(stand_in) == [("DELETE", f"/reality-analysis/jobs/{OF_ANALYSIS.id}")]


def test_a_watched_job_is_sought_in_its_own_service_and_called_by_its_name(
    paths: Paths, stand_in: StandIn, capsys: Output
) -> None:
    journal = Journal(paths.database)
    job = JobId(PRODUCTION)
    journal.record(
        [
            Added(job, START, Service.MODELING_2),
            Described(job, START, Details(id=PRODUCTION.upper(), state="Active")),
            Renamed(job, START, "North shore"),
        ]
    )
    journal.close()
    assert main(["cancel", PRODUCTION, "--yes"]) == 0
    assert capsys.readouterr().out == "The service is cancelling North shore.\n"
    assert {it.path.split("/")[1] for it in stand_in.requests} == {"reality-modeling"}


def test_a_job_that_ended_is_not_asked_to_end(stand_in: StandIn, capsys: Output) -> None:
    stand_in.add_job(
        "old-job", Plan(1, steps(1, ("Calibration", 100.0))), name="Old", submitted=START - 4000
    )
    assert main(["cancel", "old-job", "--yes"]) == 6
    assert capsys.readouterr().err == "ccwatch: Old was not cancelled. Its state is: Finished.\n"
    assert changes(stand_in) == []


def test_what_is_being_cancelled_is_not_cancelled_again(stand_in: StandIn, capsys: Output) -> None:
    assert main(["cancel", OF_ANALYSIS.id, "--yes"]) == 0
    assert main(["cancel", OF_ANALYSIS.id, "--yes"]) == 6
    assert "Its state is: Ending." in capsys.readouterr().err
    assert len(changes(stand_in)) == 1


def test_the_services_own_reason_is_printed(stand_in: StandIn, capsys: Output) -> None:
    plan = Plan(0, steps(60, ("Objects", 100.0)))
    stand_in.add_job(
        "late-job",
        plan,
        name="Late",
        submitted=START - 59.5 * 60,
        service=Service.ANALYSIS_2,
    )
    assert main(["cancel", "late-job", "--yes"]) == 6
    said = capsys.readouterr().err
    assert said.startswith("ccwatch: Late was not cancelled. ")
    assert "The job is about to complete and can no longer be cancelled." in said


def test_a_job_that_no_service_has_is_not_found(stand_in: StandIn, capsys: Output) -> None:
    assert main(["cancel", "nowhere", "--yes"]) == 4
    assert "No service has a job with this ID." in capsys.readouterr().err
    assert len(stand_in.requests) == 6


def test_an_id_that_two_services_know_must_be_named_by_a_url(
    stand_in: StandIn, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def everywhere(client: object, service: Service, job: JobId) -> Details:
        return Details(id=job, name="Twin", state="active")

    monkeypatch.setattr(AsyncClient, "details", everywhere)
    assert main(["cancel", "twin-1", "--yes"]) == 2
    assert "Several services have a job with the ID twin-1" in capsys.readouterr().err
    assert changes(stand_in) == []


def test_without_a_sign_in_nothing_is_sent(
    stand_in: StandIn, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CCWATCH_ACCESS_TOKEN")
    assert main(["cancel", RUNNING.id, "--yes"]) == 3
    assert stand_in.requests == ()


def test_a_token_that_no_service_accepts_needs_a_sign_in(stand_in: StandIn, capsys: Output) -> None:
    stand_in.faults.add("401", None)
    assert main(["cancel", RUNNING.id, "--yes"]) == 3
    assert changes(stand_in) == []


@pytest.mark.parametrize("kind", ["500", "502", "503", "drop", "html"])
@pytest.mark.parametrize("job", [RUNNING, OF_ANALYSIS], ids=["v1", "v2"])
def test_an_unclear_reply_is_told_as_such_and_the_request_is_not_repeated(
    stand_in: StandIn, capsys: Output, job: Sample, kind: str
) -> None:
    for method in ("PATCH", "DELETE"):
        stand_in.faults.add(kind, None, path=f"{method} /")
    assert main(["cancel", job.id, "--yes"]) == 7
    said = capsys.readouterr().err
    assert said.startswith(f"ccwatch: It is not known whether {job.name} will be cancelled. ")
    assert f"ccwatch watch {job.id}" in said
    assert len(changes(stand_in)) == 1


@pytest.mark.parametrize("kind", ["500", "drop", "html", "429"])
def test_when_the_job_cannot_be_read_nothing_is_cancelled(
    stand_in: StandIn, capsys: Output, kind: str
) -> None:
    stand_in.faults.add(kind, None, path="GET /")
    assert main(["cancel", f"https://x.org/contextcapture/jobs/{RUNNING.id}", "--yes"]) == 1
    assert "was not cancelled" in capsys.readouterr().err
    assert changes(stand_in) == []


def test_what_the_service_and_the_user_call_a_job_cannot_steer_a_terminal(
    stand_in: StandIn, capsys: Output
) -> None:
    stand_in.faults.add("hostile", None)
    main(["cancel", RUNNING.id, "--yes"])
    said = "".join(capsys.readouterr())
    assert not steering(said)
    assert said.count("\n") == 1
    assert steering(HOSTILE)


def test_a_running_program_is_told_to_check_the_job_and_nothing_else(
    paths: Paths, stand_in: StandIn
) -> None:
    with running(paths, Done()) as asked:
        assert main(["cancel", RUNNING.id, "--yes"]) == 0
    (request,) = asked
    assert request["do"] == Kind.CHECK
    assert [job["id"] for job in request["jobs"]] == [RUNNING.id]


def test_a_running_program_of_another_version_changes_nothing(
    paths: Paths, stand_in: StandIn
) -> None:
    with running(paths, Refused(Reason.UNKNOWN, "0.1")):
        assert main(["cancel", RUNNING.id, "--yes"]) == 0
    assert len(changes(stand_in)) == 1


def test_when_the_service_wants_a_pause_nothing_is_cancelled(
    stand_in: StandIn, capsys: Output
) -> None:
    stand_in.faults.add("429", None)
    assert main(["cancel", RUNNING.id, "--yes"]) == 1
    assert "was not cancelled" in capsys.readouterr().err
    assert changes(stand_in) == []


def test_a_service_that_cannot_be_reached_cancels_nothing(
    stand_in: StandIn, capsys: Output
) -> None:
    stand_in.stop()
    assert main(["cancel", RUNNING.id, "--yes"]) == 1
    assert "was not cancelled" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["ccwatch://job/a-1", "cancel", RUNNING.id, "--yes"],
        ["ccwatch://job/a-1", "--yes"],
        ["--yes", f"ccwatch://job/{RUNNING.id}"],
        [f"ccwatch://cancel/{RUNNING.id}?yes"],
        [f"ccwatch://cancel/{RUNNING.id}/--yes"],
        ["--hidden", "cancel", RUNNING.id, "--yes"],
        ["--demo", "cancel", RUNNING.id, "--yes"],
    ],
)
def test_no_link_and_no_start_cancels_anything(
    stand_in: StandIn, capsys: Output, arguments: list[str]
) -> None:
    assert main(arguments) == 2
    assert stand_in.requests == ()
