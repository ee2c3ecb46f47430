"""A round of queries after a start, a sleep or a sign-in: when it begins and when it is over."""

from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.catch_up import CatchUp
from ccwatch.core.job import JobId, Service

A, B, C = map(JobId, "abc")


def test_a_round_is_over_with_the_last_of_its_jobs() -> None:
    round_ = CatchUp()
    assert round_.begin([A, B])
    assert not round_.done(A)
    assert round_.done(B)


def test_without_jobs_there_is_no_round() -> None:
    round_ = CatchUp()
    assert not round_.begin([])
    assert not round_.done(A)
    assert not round_.abandon()


def test_a_job_that_is_done_twice_or_is_not_of_the_round_ends_nothing() -> None:
    round_ = CatchUp()
    round_.begin([A, B])
    assert [round_.done(job) for job in (C, A, A)] == [False] * 3
    assert round_.done(B)
    assert not round_.done(B)


def test_a_round_that_is_under_way_takes_in_more_jobs() -> None:
    round_ = CatchUp()
    round_.begin([A])
    assert round_.begin([A, B])
    assert round_.begin([])
    assert not round_.done(A)
    assert round_.done(B)


def test_an_abandoned_round_is_over_at_once_and_its_jobs_end_nothing_any_more() -> None:
    round_ = CatchUp()
    round_.begin([A, B])
    assert round_.abandon()
    assert not round_.abandon()
    assert not round_.done(A)
    assert round_.begin([C])
    assert round_.done(C)


@given(st.lists(st.tuples(st.sampled_from(["begin", "done", "abandon"]), st.sampled_from([A, B]))))
def test_every_round_that_begins_ends_once(actions: list[tuple[str, JobId]]) -> None:
    round_, under_way = CatchUp(), False
    for action, job in actions:
        if action == "begin":
            assert round_.begin([job])
            under_way = True
        elif round_.done(job) if action == "done" else round_.abandon():
            assert under_way
            under_way = False
    assert round_.abandon() is under_way


def test_a_list_and_the_jobs_that_it_brings_are_one_round() -> None:
    round_ = CatchUp()
    round_.begin([Service.ANALYSIS])
    round_.join(A)
    assert not round_.done(Service.ANALYSIS)
    assert round_.done(A)


def test_nothing_joins_a_round_that_is_over() -> None:
    round_ = CatchUp()
    round_.join(A)
    assert not round_.done(A)
    assert not round_.abandon()
