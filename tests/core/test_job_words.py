"""The words for what is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.job import Details, Job, JobId, Outcome, Phase, Progress, Remark, Service
from ccwatch.core.job_words import (
    PHASE_WORDS,
    SERVICE_WORDS,
    count,
    job_name,
    jobs_wait,
    percent,
    remark_lines,
    state_word,
    step_word,
    whole_name,
)
from ccwatch.core.percentage import shown_percentage
from ccwatch.core.plain_text import one_line

A = JobId("a")
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
