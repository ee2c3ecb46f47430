import pytest

from ccwatch.core.job import Outcome
from ccwatch.stand_in.plan import Plan, Stall, State, Step, plan_for, state_at
from ccwatch.stand_in.samples import SAMPLES

STEPS = (Step("Prepare_Production", 100, 20), Step("Reconstruction", 400, 80))
STEADY = Plan(60, STEPS)
STALLING = Plan(60, STEPS, stall=Stall(50, 1000))
FAILING = Plan(60, STEPS, end=Outcome.FAILED, end_at=40)
CANCELLED = Plan(60, STEPS, stall=Stall(50, 1000), end=Outcome.CANCELLED, end_at=20)
FINE = Plan(0, (Step("Run_Production", 1000, 100),), decimals=1)
CURVED = Plan(0, (Step("Run_Production", 100, 100, curve=2),))


@pytest.mark.parametrize(
    ("plan", "seconds", "expected"),
    [
        (STEADY, 0, State("active")),
        (STEADY, 59.9, State("active")),
        (STEADY, 60, State("active", 0, "Prepare_Production", 60)),
        (STEADY, 110, State("active", 10, "Prepare_Production", 60)),
        (STEADY, 160, State("active", 20, "Reconstruction", 60)),
        (STEADY, 559, State("active", 99, "Reconstruction", 60)),
        (STEADY, 560, State("success", 100, "Reconstruction", 60, 560)),
        (STEADY, 1e9, State("success", 100, "Reconstruction", 60, 560)),
        (STALLING, 310, State("active", 50, "Reconstruction", 60)),
        (STALLING, 1310, State("active", 50, "Reconstruction", 60)),
        (STALLING, 1320, State("active", 52, "Reconstruction", 60)),
        (STALLING, 1560, State("success", 100, "Reconstruction", 60, 1560)),
        (FAILING, 259, State("active", 39, "Reconstruction", 60)),
        (FAILING, 260, State("failed", 40, "Reconstruction", 60, 260)),
        (CANCELLED, 160, State("cancelled", 20, "Reconstruction", 60, 160)),
        (FINE, 123, State("active", 12.3, "Run_Production", 0)),
        (FINE, 120, State("active", 12, "Run_Production", 0)),
        (CURVED, 50, State("active", 25, "Run_Production", 0)),
    ],
)
def test_a_plan_says_where_a_job_stands_at_any_second(
    plan: Plan, seconds: float, expected: State
) -> None:
    assert state_at(plan, seconds) == expected


def test_shares_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        Plan(0, (Step("Reconstruction", 10, 99),))


def test_a_plan_cannot_end_as_unavailable() -> None:
    with pytest.raises(ValueError, match="unavailable"):
        Plan(0, STEPS, end=Outcome.UNAVAILABLE)


@pytest.mark.parametrize("number", range(50))
def test_an_id_always_gets_the_same_plan_and_it_succeeds(number: int) -> None:
    plan = plan_for(f"job-{number}")
    assert plan == plan_for(f"job-{number}")
    assert state_at(plan, 0).state == "active"
    assert state_at(plan, 86400).state == "success"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_sample_ever_goes_back(sample: object) -> None:
    plan = next(each.plan for each in SAMPLES if each is sample)
    percentages = [state_at(plan, 30.0 * tick).percentage for tick in range(800)]
    assert percentages == sorted(percentages)


def at(name: str, minutes: float) -> State:
    """Return the state of a sample, minutes after the stand-in's start."""
    sample = next(each for each in SAMPLES if each.name == name)
    return state_at(sample.plan, sample.before + minutes * 60)


def test_most_samples_run_at_the_start_with_different_percentages() -> None:
    running = [state_at(each.plan, each.before) for each in SAMPLES]
    moving = [state.percentage for state in running if state.started is not None]
    assert len(moving) == 7
    assert len(set(moving)) == 7
    assert all(state.ended is None for state in running)


@pytest.mark.parametrize(
    ("name", "minutes", "state", "percentage"),
    [
        ("Harbour bridge, west span", 49.9, "active", 99),
        ("Harbour bridge, west span", 50, "success", 100),
        ("Quarry Lindenberg 2026-11", 1, "active", 12.7),
        ("Quarry Lindenberg 2026-11", 419, "active", 99.7),
        ("Quarry Lindenberg 2026-11", 420, "success", 100),
        ("Old town façades, block C", 11.5, "active", 84),
        ("Old town façades, block C", 12.1, "active", 87),
        ("Old town façades, block C", 81.5, "active", 87),
        ("Old town façades, block C", 83, "active", 91),
        ("Old town façades, block C", 89, "success", 100),
        ("Dam inspection, left bank", 24.9, "active", 0),
        ("Dam inspection, left bank", 31, "active", 2),
        ("Tunnel portal north", 9.9, "active", 40),
        ("Tunnel portal north", 10.1, "failed", 41),
        ("Windmill survey 7", 14.9, "active", 99),
        ("Windmill survey 7", 15, "success", 100),
        ("Test run, low quality", 19.9, "active", 32),
        ("Test run, low quality", 20.1, "cancelled", 33),
        ("Cathedral roof, drone flight 3", 247, "active", 99),
        ("Cathedral roof, drone flight 3", 248, "success", 100),
    ],
)
def test_each_sample_does_what_it_is_there_for(
    name: str, minutes: float, state: str, percentage: float
) -> None:
    found = at(name, minutes)
    assert (found.state, found.percentage) == (state, percentage)


def test_a_whole_percentage_is_told_as_an_integer() -> None:
    assert isinstance(state_at(FINE, 120).percentage, int)


def test_the_demo_tells_of_a_failure_an_end_and_a_stall_soon_and_goes_on_for_long() -> None:
    def moves(minutes: float) -> set[str]:
        """Return the names of the samples that move within the five minutes before."""
        names = [each.name for each in SAMPLES]
        return {name for name in names if at(name, minutes) != at(name, minutes - 5)}

    assert len(moves(10)) >= 6
    assert {at(each.name, 20).state for each in SAMPLES} >= {"failed", "success"}
    assert "Old town façades, block C" in moves(12)
    assert "Old town façades, block C" not in moves(45)
    assert at("Old town façades, block C", 45).step == "Run_Production"
    assert len(moves(185)) >= 3


def test_the_dam_waits_for_25_minutes() -> None:
    assert at("Dam inspection, left bank", 24.9).started is None
    assert at("Dam inspection, left bank", 25).started is not None
