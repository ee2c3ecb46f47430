"""The words for what is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.estimate import Range
from ccwatch.core.job import Details, Job, JobId, Outcome, Phase, Progress, Remark, Service
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line
from ccwatch.core.words import (
    PHASE_WORDS,
    SERVICE_WORDS,
    between,
    count,
    job_name,
    jobs_wait,
    percent,
    remark_lines,
    span,
    state_word,
    step_word,
    time_left,
    whole_name,
)

A = JobId("a")
MINUTE, HOUR = 60, 3600
HOSTILE = "\u202egnp.\u2066exe\x00\x1b[31m\r\nBridge\t\ud800"


@pytest.mark.parametrize(
    ("percentage", "words"),
    [
        (None, "—"),
        (0, "0\u202f%"),
        (0.0, "0\u202f%"),
        (56, "56\u202f%"),
        (56.0, "56\u202f%"),
        (56.25, "56.2\u202f%"),
        (0.7, "0.7\u202f%"),
        (99.96, "99.9\u202f%"),
        (99.999999999, "99.9\u202f%"),
        (100, "100\u202f%"),
        (120, "100\u202f%"),
        (253, "100\u202f%"),
        (100.0000001, "100\u202f%"),
        (1e12, "100\u202f%"),
        (-7, "0\u202f%"),
        (-0.0, "0\u202f%"),
        (-0.4, "0\u202f%"),
        (-0.04, "0\u202f%"),
        (-1e12, "0\u202f%"),
        (5e-324, "0\u202f%"),
    ],
)
def test_a_percentage_has_a_thin_space_and_is_never_rounded_up(
    percentage: float | None, words: str
) -> None:
    assert percent(percentage) == words


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12))
def test_whatever_the_percentage_what_is_said_is_from_0_to_100(percentage: float) -> None:
    said = percent(percentage).removesuffix("\u202f%")
    assert 0 <= float(said) <= 100
    assert not said.startswith("-")


@given(st.floats(0, 100) | st.integers(0, 100))
def test_a_percentage_is_said_within_a_tenth_below(percentage: float) -> None:
    said = float(percent(percentage).replace(",", "").removesuffix("\u202f%"))
    assert percentage - 0.1 < said <= percentage + 1e-6
    assert said < 100 or percentage > 99.9999


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (48.9, "48 s"),
        (60, "1 min"),
        (112, "1 min 52 s"),
        (179, "2 min 59 s"),
        (180, "3 min"),
        (190, "3 min"),
        (26 * MINUTE + 59, "26 min"),
        (HOUR, "1 h 00 min"),
        (2 * HOUR + 8 * MINUTE, "2 h 08 min"),
        (24 * HOUR - 1, "23 h 59 min"),
        (24 * HOUR, "1 d 0 h"),
        (75 * HOUR, "3 d 3 h"),
    ],
)
def test_a_span_is_said_in_its_largest_units(seconds: float, words: str) -> None:
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, "—"),
        (Range(0, 0), "under 1 min"),
        (Range(10, 59), "under 1 min"),
        (Range(10, 60), "up to 1 min"),
        (Range(10, 100), "up to 2 min"),
        (Range(4 * MINUTE, 4 * MINUTE + 5), "about 4 min"),
        (Range(5 * MINUTE, 8 * MINUTE), "5 – 8 min"),
        (Range(10.9 * MINUTE, 20 * MINUTE), "10 – 20 min"),
        (Range(40 * MINUTE, 52 * MINUTE), "40 – 50 min"),
        (Range(30 * MINUTE, HOUR), "30 min – 1 h"),
        (Range(64 * MINUTE, 104 * MINUTE), "1 h – 1 h 40"),
        (Range(50 * MINUTE, 70 * MINUTE), "50 min – 1 h 10"),
        (Range(70 * MINUTE, 100 * MINUTE), "1 h 10 – 1 h 40"),
        (Range(3 * HOUR, 5 * HOUR), "3 h – 5 h"),
        (Range(59.6 * MINUTE, 61 * MINUTE), "about 1 h"),
        (Range(41 * HOUR, 50 * HOUR), "41 h – 50 h"),
        (Range(48 * HOUR, 50 * HOUR), "about 2 days"),
        (Range(72 * HOUR, 96 * HOUR), "3 – 4 days"),
        (Range(70 * HOUR, 75 * HOUR), "about 3 days"),
    ],
)
def test_the_time_left_is_a_rounded_range(left: Range | None, words: str) -> None:
    assert time_left(left) == words


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_any_range_has_words_with_an_en_dash_or_none_at_all(low: float, more: float) -> None:
    words = time_left(Range(low, low + more))
    assert "-" not in words
    assert words.startswith(("under", "up to", "about")) or " – " in words


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (None, "—"),
        ("", "—"),
        ("  _ ", "—"),
        ("Reconstruction", "Reconstruction"),
        ("Run_Production", "Run production"),
        ("Prepare_Production", "Prepare production"),
        ("Convert_Files_LAS", "Convert files LAS"),
        ("Run\u202e_Production\n", "Run production"),
        ("x" * 2000, "x" * 79 + "…"),
    ],
)
def test_a_step_is_said_in_words(step: str | None, words: str) -> None:
    assert step_word(step) == words


def test_every_phase_and_service_has_words() -> None:
    assert set(PHASE_WORDS) == set(Phase)
    assert set(SERVICE_WORDS) == set(Service)


@pytest.mark.parametrize(
    ("job", "word"),
    [
        (Job(A), "Not known yet"),
        (Job(A, progress=Progress(1.0, "ACTIVE")), "Active"),
        (Job(A, progress=Progress(1.0, "Paused")), "Paused"),
        (Job(A, progress=Progress(1.0, "Pa\u202eused\n")), "Pa used"),
        (Job(A, progress=Progress(1.0, "\u202e")), "Not known yet"),
        (Job(A, progress=Progress(1.0, "x" * 2000)), "x" * 79 + "…"),
        (Job(A, progress=Progress(1.0, "Over")), "Ended"),
        (Job(A, outcome=Outcome.SUCCEEDED), "Finished"),
        (Job(A, outcome=Outcome.UNAVAILABLE), "Not found"),
        (Job(A, progress=Progress(1.0), outcome=Outcome.UNAVAILABLE), "No longer available"),
        (Job(A, details=Details(), outcome=Outcome.UNAVAILABLE), "No longer available"),
        (
            Job(A, progress=Progress(100.0, "Over"), outcome=Outcome.UNREADABLE),
            "Ended, outcome unknown",
        ),
    ],
)
def test_a_state_has_our_word_and_an_unknown_one_the_services(job: Job, word: str) -> None:
    assert state_word(job) == word


def test_hostile_text_becomes_one_plain_line() -> None:
    assert one_line(HOSTILE) == "gnp. exe [31m Bridge"
    assert one_line("x" * 10**6, 20) == "x" * 19 + "…"
    assert one_line("x" * 20, 20) == "x" * 20
    assert one_line("Brücke ⛰ 日本 👷") == "Brücke ⛰ 日本 👷"


@given(st.text(), st.integers(1, 50))
def test_one_line_is_plain_short_and_stable(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most
    assert line.isprintable()
    assert one_line(line, most) == line.strip()


@pytest.mark.parametrize(
    ("job", "name"),
    [
        (Job(A), "a"),
        (Job(A, alias="\u202e\n\x00"), "a"),
        (Job(A, details=Details(name="Bridge\nsurvey")), "Bridge survey"),
        (Job(A, details=Details(name="b" * 10**6)), "b" * 79 + "…"),
    ],
)
def test_a_name_is_one_short_plain_line_or_the_id(job: Job, name: str) -> None:
    assert job_name(job) == name


@pytest.mark.parametrize(
    ("job", "name"),
    [
        (Job(A), "a"),
        (Job(A, alias="\u202e\n\x00"), "a"),
        (Job(A, details=Details(name="Bridge\n" + "y" * 500)), "Bridge " + "y" * 500),
    ],
)
def test_a_whole_name_is_one_plain_line_of_any_length_or_the_id(job: Job, name: str) -> None:
    assert whole_name(job) == name


@pytest.mark.parametrize(
    ("waiting", "said"),
    [(0, ""), (1, "1 job is waiting."), (1204, "1,204 jobs are waiting.")],
)
def test_what_a_missing_sign_in_holds_up_is_counted(waiting: int, said: str) -> None:
    assert jobs_wait(waiting) == said


def test_remarks_are_a_plain_line_each_with_its_code() -> None:
    remarks = [Remark("E1", "", "No\noverlap."), Remark("", "Title", ""), Remark("W1", "", "Dark.")]
    assert remark_lines(remarks) == "E1: No overlap.\nTitle\nW1: Dark."
    assert remark_lines([]) == ""


@pytest.mark.parametrize(
    ("said", "shown"), [(253, "100.0"), (-7, "0.0"), (-0.0, "0.0"), (56, "56")]
)
def test_what_is_shown_has_no_sign(said: float, shown: str) -> None:
    assert str(shown_percentage(said)) == shown


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "—"), (0, "0"), (-0.0, "0"), (5, "5"), (1.5, "1.5"), (-1, "—"), (-0.001, "—")],
)
def test_there_is_never_less_than_none(value: float | None, said: str) -> None:
    assert count(value, 3) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (100.0, 160.0, "1 min"),
        (100.0, 100.0, "0 s"),
        (100.0, 99.0, "—"),
        (None, 99.0, "—"),
        (100.0, None, "—"),
    ],
)
def test_a_time_between_swapped_dates_is_not_known(
    start: float | None, end: float | None, said: str
) -> None:
    assert between(start, end) == said


@pytest.mark.parametrize("high", [366 * 86_400.0, 1e12, float("inf")])
def test_an_absurd_time_left_is_not_known(high: float) -> None:
    assert time_left(Range(60.0, high)) == "—"
