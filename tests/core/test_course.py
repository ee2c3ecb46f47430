"""The line of a chart: known where the job was asked for, not known where nothing answered."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.course import (
    Gap,
    Stretch,
    gap_at,
    gap_between,
    joined,
    known_at,
    open_gap,
    stretches,
    thinned,
)
from ccwatch.core.job import Job, JobId, Outcome, Point

HOUR = 3600.0


def test_a_pause_that_the_schedule_explains_is_no_gap() -> None:
    assert gap_between(None, 1000.0) is None
    assert gap_between(0.0, 360.0) is None
    assert gap_between(0.0, 360.5) == Gap(0.0, 360.5)


def test_a_clock_that_was_set_back_makes_no_gap() -> None:
    assert gap_between(9000.0, 10.0) is None


def test_what_is_not_known_now_is_a_gap_only_for_a_job_that_is_watched() -> None:
    job = Job(JobId("a"), checked=0.0)
    assert open_gap(job, HOUR) == Gap(0.0, HOUR)
    assert open_gap(Job(JobId("a"), checked=0.0, outcome=Outcome.FAILED), HOUR) is None


def test_a_line_without_gaps_is_one_known_stretch() -> None:
    points = [Point(0.0, 1.0), Point(60.0, 2.0), Point(120.0, 4.0)]
    assert stretches(points, [], 200.0) == (
        Stretch(True, ((0.0, 1.0), (60.0, 2.0), (120.0, 4.0), (200.0, 4.0))),
    )


def test_a_percentage_stood_until_the_query_before_it_changed() -> None:
    (line,) = stretches([Point(0.0, 1.0), Point(HOUR, 5.0)], [], HOUR)
    assert line.places == ((0.0, 1.0), (HOUR - 120.0, 1.0), (HOUR, 5.0))


def test_a_change_found_after_a_gap_is_drawn_as_not_known() -> None:
    points = [Point(0.0, 1.0), Point(HOUR, 5.0), Point(HOUR + 60, 6.0)]
    assert stretches(points, [Gap(300.0, HOUR)], HOUR + 60) == (
        Stretch(True, ((0.0, 1.0), (300.0, 1.0))),
        Stretch(False, ((300.0, 1.0), (HOUR, 5.0))),
        Stretch(True, ((HOUR, 5.0), (HOUR + 60, 6.0))),
    )


def test_a_rise_that_begins_in_a_gap_is_known_from_where_the_gap_ends() -> None:
    points = [Point(0.0, 1.0), Point(HOUR, 5.0)]
    assert stretches(points, [Gap(300.0, HOUR - 60)], HOUR) == (
        Stretch(True, ((0.0, 1.0), (300.0, 1.0))),
        Stretch(False, ((300.0, 1.0), (HOUR - 120, 1.0), (HOUR - 60, 3.0))),
        Stretch(True, ((HOUR - 60, 3.0), (HOUR, 5.0))),
    )


def test_a_gap_in_which_nothing_changed_is_not_known_either() -> None:
    known, unknown, again = stretches([Point(0.0, 7.0)], [Gap(600.0, 1800.0)], HOUR)
    assert (known.known, unknown.known, again.known) == (True, False, True)
    assert unknown.places == ((600.0, 7.0), (1800.0, 7.0))
    assert again.places == ((1800.0, 7.0), (HOUR, 7.0))


def test_a_gap_that_lasts_ends_the_line() -> None:
    pieces = stretches([Point(0.0, 7.0)], [Gap(600.0, HOUR)], HOUR)
    assert [(piece.known, piece.places[-1]) for piece in pieces] == [
        (True, (600.0, 7.0)),
        (False, (HOUR, 7.0)),
    ]


def test_queries_that_each_come_late_make_one_unknown_stretch_through_their_points() -> None:
    points = [Point(n * HOUR, float(n)) for n in range(4)]
    (line,) = stretches(points, [Gap(0.0, 3 * HOUR)], 3 * HOUR)
    assert line == Stretch(False, tuple((point.at, point.percentage) for point in points))


def test_one_point_alone_and_none_at_all() -> None:
    assert stretches([Point(5.0, 1.0)], [], 5.0) == (Stretch(True, ((5.0, 1.0),)),)
    assert stretches([], [Gap(1.0, 900.0)], 5.0) == ()


TIMES = st.lists(st.integers(0, 100_000), min_size=2, max_size=40, unique=True).map(sorted)


@given(TIMES, TIMES, st.integers(0, 120_000))
def test_any_line_goes_on_without_a_break_and_never_back(
    times: list[int], edges: list[int], end: int
) -> None:
    points = [Point(float(at), at % 100) for at in times]
    gaps = [Gap(float(a), float(b)) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    pieces = stretches(points, gaps, float(end))
    for piece, following in itertools.pairwise(pieces):
        assert piece.places[-1] == following.places[0]
        assert piece.known != following.known
    line = [place for piece in pieces for place in piece.places]
    assert [at for at, _ in line] == sorted(at for at, _ in line)
    assert {(point.at, float(point.percentage)) for point in points} <= set(line)


def test_the_recent_points_go_on_where_the_journal_ends() -> None:
    whole = [Point(0.0, 1.0), Point(10.0, 2.0), Point(20.0, 3.0)]
    recent = [Point(0.0, 1.0), Point(20.0, 3.0), Point(30.0, 4.0)]
    assert joined(whole, recent) == (*whole, recent[2])
    assert joined([], recent) == tuple(recent)


def test_a_long_course_is_thinned_to_what_a_chart_can_show() -> None:
    points = [Point(float(n), n % 90 + 0.5, "A" if n < 7777 else "B") for n in range(40_000)]
    thin = thinned(points, 300)
    assert len(thin) <= 4 * 300 + 1
    assert (thin[0], thin[-1]) == (points[0], points[-1])
    assert points[7777] in thin
    assert max(p.percentage for p in thin) == 89.5
    assert min(p.percentage for p in thin) == 0.5
    assert list(thin) == sorted(thin, key=lambda point: point.at)


def test_of_each_column_the_first_last_lowest_and_highest_point_stay_and_where_a_step_began() -> (
    None
):
    percentages = [5, 9, 5, 5, 5, 1, 5, 5, 7, 3, 5, 5, 5, 5]
    steps = "AAABBBBBBBBBBB"
    points = [
        Point(1000.0 + n, percentage, step)
        for n, (percentage, step) in enumerate(zip(percentages, steps, strict=True))
    ]
    thin = thinned(points, 2)
    assert [point.at - 1000 for point in thin] == [0, 1, 3, 5, 6, 7, 8, 9, 12, 13]


def test_only_a_course_of_more_than_four_points_a_column_is_thinned() -> None:
    points = [Point(float(n), 5.0) for n in range(9)]
    assert thinned(points[:8], 2) == tuple(points[:8])
    assert len(thinned(points, 2)) < 9


def test_points_of_one_moment_are_thinned_too() -> None:
    assert len(thinned([Point(5.0, float(n)) for n in range(99)], 2)) <= 8


@pytest.mark.parametrize(("at", "known"), [(-1.0, None), (0.0, 1.0), (9.0, 1.0), (11.0, 2.0)])
def test_what_was_known_at_a_time_is_the_point_before_it(at: float, known: float | None) -> None:
    point = known_at([Point(0.0, 1.0), Point(10.0, 2.0)], at)
    assert (point and point.percentage) == known


def test_the_edges_of_a_gap_are_known() -> None:
    gaps = [Gap(10.0, 500.0), Gap(900.0, 2000.0)]
    assert gap_at(gaps, 10.0) is None
    assert gap_at(gaps, 11.0) == gaps[0]
    assert gap_at(gaps, 500.0) == gaps[0]  # found at its end, the change belongs to it
    assert gap_at(gaps, 700.0) is None
    assert gap_at(gaps, 2001.0) is None
