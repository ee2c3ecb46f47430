"""The usual wait for an engine, from jobs like the one that waits; and when a wait is unusual."""

from dataclasses import replace

import pytest

from ccwatch.core.estimate import Range
from ccwatch.core.job import Details, Job, JobId, Outcome, Progress, Service
from ccwatch.core.queue_time import UsualWaits, is_unusual, usual_wait

NOW = 1_790_000_000.0
MINUTE = 60.0
WAITING = Job(JobId("w"), details=Details(type="Full", state="active", submitted=NOW - 600))


def ran(number: int, waited: float, kind: str = "Full", **more: object) -> Job:
    details = Details(type=kind, state="success", submitted=NOW, started=NOW + waited)
    return replace(Job(JobId(f"j{number}"), details=details), **more)  # type: ignore[arg-type]


def dated(number: int, submitted: float, waited: float) -> Job:
    details = Details(type="Full", submitted=submitted, started=submitted + waited)
    return Job(JobId(f"j{number}"), details=details)


def test_four_of_five_waits_are_usual() -> None:
    waits = [ran(n, n * MINUTE) for n in range(1, 21)]
    assert usual_wait(WAITING, waits[::-1]) == Range(3 * MINUTE, 18 * MINUTE)


def test_jobs_of_another_type_count_only_if_too_few_are_alike() -> None:
    others = [ran(n, 900.0, "Calibration") for n in range(10)]
    alike = [ran(n + 20, 60.0) for n in range(4)]
    assert usual_wait(WAITING, [*others, *alike]) == Range(60.0, 900.0)
    alike.append(ran(30, 60.0))
    assert usual_wait(WAITING, [*others, *alike]) == Range(60.0, 60.0)


def test_what_is_not_comparable_teaches_nothing() -> None:
    elsewhere = [ran(n, 60.0, service=Service.ANALYSIS) for n in range(9)]
    never = [replace(ran(n, 0.0), details=Details(submitted=NOW)) for n in range(9)]
    assert usual_wait(WAITING, [*elsewhere, *never, *[WAITING] * 9]) is None


def test_only_the_latest_waits_count() -> None:
    jobs = [ran(n, 9000.0) for n in range(50)] + [ran(n + 50, 60.0) for n in range(50)]
    assert usual_wait(WAITING, jobs) == Range(60.0, 60.0)


def test_the_latest_are_those_submitted_last_whatever_their_order() -> None:
    jobs = [dated(n, NOW - 1000.0 * n, 60.0 if n < 50 else 9000.0) for n in range(100)]
    assert usual_wait(WAITING, jobs) == usual_wait(WAITING, jobs[::-1]) == Range(60.0, 60.0)


def test_what_is_usual_is_found_again_after_ten_minutes_or_if_the_clock_was_set_back() -> None:
    waits, short, long = (
        UsualWaits(),
        [ran(n, 60.0) for n in range(9)],
        [ran(n, 90.0) for n in range(9)],
    )
    assert waits.of(WAITING, short, NOW) == Range(60.0, 60.0)
    assert waits.of(WAITING, long, NOW + 599.0) == Range(60.0, 60.0)
    assert waits.of(WAITING, long, NOW + 600.0) == Range(90.0, 90.0)
    assert waits.of(WAITING, short, NOW) == Range(60.0, 60.0)


def test_each_service_and_type_has_its_own_usual_wait() -> None:
    waits = UsualWaits()
    jobs = [ran(n, 60.0) for n in range(9)] + [ran(n + 9, 300.0, "Tiling") for n in range(9)]
    tiling = replace(WAITING, details=Details(type="Tiling", submitted=NOW))
    assert waits.of(WAITING, jobs, NOW) == Range(60.0, 60.0)
    assert waits.of(tiling, jobs, NOW) == Range(300.0, 300.0)
    assert waits.of(replace(WAITING, service=Service.ANALYSIS), jobs, NOW) is None


@pytest.mark.parametrize(
    ("wait", "usual", "unusual"),
    [
        (29 * MINUTE, Range(0.0, 1.0), False),
        (31 * MINUTE, Range(0.0, 1.0), True),
        (59 * MINUTE, Range(5 * MINUTE, 20 * MINUTE), False),
        (61 * MINUTE, Range(5 * MINUTE, 20 * MINUTE), True),
        (239 * MINUTE, None, False),
        (241 * MINUTE, None, True),
    ],
)
def test_a_wait_is_unusual_beyond_three_usual_ones(
    wait: float, usual: Range | None, unusual: bool
) -> None:
    assert is_unusual(wait, usual) is unusual


@pytest.mark.parametrize(
    ("job", "seconds"),
    [
        (WAITING, 600.0),
        (ran(1, 90.0), 90.0),
        (ran(1, -90.0), None),
        (Job(JobId("a")), None),
        (Job(JobId("a"), details=Details(state="unsubmitted")), None),
        (replace(WAITING, outcome=Outcome.CANCELLED), None),
        (replace(WAITING, progress=Progress(5.0, "Active")), None),
    ],
)
def test_how_long_a_job_waited_is_known_from_its_dates(job: Job, seconds: float | None) -> None:
    assert job.queued_seconds(NOW) == seconds
