"""The queue against a naive model, and what it does in a pause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.due_queue import DueQueue
from ccwatch.core.job import JobId

JOBS = [JobId(name) for name in "abcde"]
A, B, C, *_ = JOBS

actions = st.lists(
    st.tuples(
        st.sampled_from(["plan", "hasten", "drop", "take"]),
        st.sampled_from(JOBS),
        st.floats(0, 1000),
    ),
    max_size=60,
)


@given(actions)
def test_it_does_what_a_plain_table_of_times_does(
    actions: list[tuple[str, JobId, float]],
) -> None:
    queue, table = DueQueue(), dict[JobId, float]()
    for action, job, due in actions:
        match action:
            case "plan":
                assert queue.plan(job, due) == due
                table[job] = due
            case "hasten":
                table[job] = min(due, table.get(job, due))
                assert queue.hasten(job, due) == table[job]
            case "drop":
                queue.drop(job)
                table.pop(job, None)
            case "take" if table:
                taken = queue.take()
                assert table.pop(taken) <= min(table.values(), default=1000)
        assert queue.next_due() == min(table.values(), default=None)
        assert queue.before(500) == sorted(
            (job for job in table if table[job] < 500), key=lambda job: (table[job], job)
        )


def test_taking_from_an_empty_queue_is_an_error() -> None:
    with pytest.raises(LookupError, match="nothing is planned"):
        DueQueue().take()


def test_equal_times_come_in_the_order_of_planning() -> None:
    queue = DueQueue()
    for job in (C, A, B):
        queue.plan(job, 5.0)
    assert [queue.take() for _ in range(3)] == [C, A, B]


def test_a_pause_gives_what_is_due_in_it_one_slot_each_the_longest_due_first() -> None:
    queue = DueQueue()
    queue.plan(A, 20.0)
    queue.plan(B, 10.0)
    queue.plan(C, 500.0)
    queue.plan(JobId("at its end"), 100.0)
    late = queue.hold(100.0)
    assert late == [B, A]
    assert [queue.plan(job, 30.0) for job in late] == [100, 101]
    assert queue.plan(JobId("new"), 40.0) == 102
    assert queue.plan(JobId("later"), 300.0) == 300
    assert queue.next_due() == 100


@given(st.lists(st.floats(0, 200), min_size=1, max_size=120), st.integers(0, 8))
def test_no_slot_lies_within_the_pause_and_all_lie_soon_behind(
    dues: list[float], more: int
) -> None:
    queue = DueQueue()
    for number, due in enumerate(dues):
        queue.plan(JobId(str(number)), due)
    slots = [queue.plan(job, 0.0) for job in queue.hold(100.0, more)]
    assert slots == sorted(set(slots))
    assert all(100 <= slot <= 130 for slot in slots)


def test_asking_again_within_a_pause_costs_no_place() -> None:
    queue = DueQueue()
    queue.plan(A, 5.0)
    queue.plan(B, 6.0)
    for job in queue.hold(100.0):
        queue.plan(job, 0.0)
    assert [queue.hasten(A, 50.0) for _ in range(3)] == [100, 100, 100]
    queue.plan(C, 400.0)
    assert queue.hasten(C, 50.0) == 102
    assert queue.hasten(C, 60.0) == 102


def test_slow_jobs_have_a_queue_of_their_own() -> None:
    queue = DueQueue()
    queue.plan(A, 1.0, slow=True)
    queue.plan(B, 3.0)
    queue.plan(C, 2.0, slow=True)
    assert (queue.next_due(), queue.next_due_of(slow=True)) == (1.0, 1.0)
    assert queue.next_due_of(slow=False) == 3.0
    assert queue.take() == B
    with pytest.raises(LookupError):
        queue.take()
    queue.plan(C, 2.0)  # it was answered quickly
    assert [queue.take(slow=True), queue.take()] == [A, C]
    assert queue.next_due() is None


def test_slow_jobs_share_the_slots_behind_a_pause() -> None:
    queue = DueQueue()
    queue.plan(A, 1.0, slow=True)
    queue.plan(B, 2.0)
    assert queue.hold(10.0) == [A, B]
    assert [queue.plan(A, 5.0, slow=True), queue.plan(B, 5.0)] == [10.0, 11.0]


def test_a_job_that_is_wanted_at_the_end_of_a_pause_is_due_then() -> None:
    queue = DueQueue()
    queue.hold(100.0)
    assert [queue.plan(job, 0.0) for job in (A, B)] == [100, 101]
    assert queue.hasten(B, 100.0) == 100
    assert queue.plan(C, 100.0) == 100
    assert queue.plan(C, 99.9) == 102


def test_a_job_that_is_due_no_later_keeps_its_place_among_equals() -> None:
    queue = DueQueue()
    for job in (A, B):
        queue.plan(job, 5.0)
    assert queue.hasten(A, 5.0) == 5.0
    assert [queue.take(), queue.take()] == [A, B]


def test_a_slow_job_that_is_hastened_stays_among_the_slow() -> None:
    queue = DueQueue()
    queue.hasten(A, 5.0, slow=True)
    assert (queue.next_due_of(slow=True), queue.next_due_of(slow=False)) == (5.0, None)


@pytest.mark.parametrize(("more", "gap"), [(None, 30 / 40), (0, 30 / 40), (20, 30 / 60)])
def test_all_that_want_a_slot_behind_a_pause_share_half_a_minute(
    more: int | None, gap: float
) -> None:
    queue = DueQueue()
    for number in range(40):
        queue.plan(JobId(str(number)), 0.0)
    late = queue.hold(100.0) if more is None else queue.hold(100.0, more)
    assert [queue.plan(job, 0.0) for job in late[:2]] == [100.0, 100.0 + gap]
