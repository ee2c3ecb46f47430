"""The recorded courses: how the recorder reads progress, and that the files are whole."""

import pytest

from benchmarks.courses.recorder import Goal, fraction
from benchmarks.estimate_quality import taught
from benchmarks.real_courses import asked_of_real, recorded

FILM, PHOTOS = Goal(film=60.0), Goal(images=20)


@pytest.mark.parametrize(
    ("line", "goal", "far"),
    [
        ("out_time_us=15000000\n", FILM, 0.25),
        ("out_time_us=15000000\n", PHOTOS, None),
        ("Registering image #7 (5)", PHOTOS, 0.25),
        ("Processed file [3/12]", PHOTOS, 0.25),
        ("Matching block [1/4, 1/4] in 2.3s", PHOTOS, 1 / 16),
        ("Matching block [4/4, 4/4]", PHOTOS, 1.0),
        ("  [12/340] Compiling C++ object", Goal(), 12 / 340),
        ("[ 42%] Building CXX object", Goal(), 0.42),
        ("........ [ 42%]", Goal(), 0.42),
        ("[0/0] nothing to do", Goal(), None),
        ("no progress", Goal(), None),
    ],
)
def test_what_a_line_of_output_says(line: str, goal: Goal, far: float | None) -> None:
    assert fraction(line, goal) == (far if far is None else pytest.approx(far))


def test_there_are_forty_courses_that_only_rise_and_reach_the_end() -> None:
    runs = recorded()
    assert len(runs) >= 40
    for run in runs:
        assert run.far[0] == 0
        assert run.far[-1] == 100
        assert list(run.far) == sorted(run.far)
        assert list(run.times) == sorted(run.times)


def test_after_ten_jobs_about_four_of_five_ranges_of_real_courses_hold() -> None:
    later = taught(one for one in asked_of_real() if one.before >= 10)
    assert 0.7 <= later.inside <= 0.9
    assert later.said >= 0.4
