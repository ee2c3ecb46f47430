"""What the tray shows: which shape wins, the mean, and the lines of the tooltip."""

from dataclasses import replace

import pytest

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Details, Job, JobId, Outcome, Phase, Point, Progress
from ccwatch.core.job_glyph import GLYPHS, glyph_of
from ccwatch.core.jobs import Status
from ccwatch.core.tally import counts, tally_of
from ccwatch.core.tray_summary import summarise

NOW = 10_000.0
THIN = "\u202f"


def job(name: str, percentage: float | None = None, state: str = "Active", step: str = "") -> Job:
    """Return a job that was checked just now."""
    seen = Progress(percentage, state, step)
    return Job(JobId(name), alias=name.title(), progress=seen, checked=NOW, changed=NOW)


ACTIVE = job("active", 40.0)
QUEUED = job("queued", None, "Queued")
STALLED = replace(job("stalled", 80.0), stalled=True)
DONE = replace(job("done", 100.0, "Over"), outcome=Outcome.SUCCEEDED)
CANCELLED = replace(job("cancelled", 3.0), outcome=Outcome.CANCELLED)
FAILED = replace(job("failed", 41.0), outcome=Outcome.FAILED, unseen=True)
SEEN = replace(FAILED, unseen=False)
OLD = replace(ACTIVE, checked=NOW - 601)
FINE, OUT = Status(signed_in=True), Status(signed_in=False)
OFFLINE = Status(unreachable_since=1.0)


@pytest.mark.parametrize(
    ("jobs", "status", "glyph"),
    [
        ([], Status(), Glyph.IDLE),
        ([Job(JobId("new"))], FINE, Glyph.IDLE),
        ([ACTIVE, QUEUED, DONE], FINE, Glyph.ACTIVE),
        ([ACTIVE, STALLED], FINE, Glyph.ACTIVE),
        ([STALLED, QUEUED], FINE, Glyph.STALLED),
        ([job("over", 100.0, "Over")], FINE, Glyph.ACTIVE),
        ([QUEUED, DONE], FINE, Glyph.QUEUED),
        ([DONE, DONE], FINE, Glyph.FINISHED),
        ([DONE, CANCELLED], FINE, Glyph.IDLE),
        ([OLD, OLD], FINE, Glyph.STALE),
        ([OLD, ACTIVE], FINE, Glyph.ACTIVE),
        ([ACTIVE, OLD], OFFLINE, Glyph.OFFLINE),
        ([ACTIVE, FAILED], OFFLINE, Glyph.FAILED),
        ([ACTIVE, SEEN], FINE, Glyph.ACTIVE),
        ([SEEN], FINE, Glyph.IDLE),
        ([ACTIVE, FAILED], replace(OFFLINE, signed_in=False), Glyph.SIGN_IN),
        ([], OUT, Glyph.SIGN_IN),
    ],
)
def test_one_shape_wins(jobs: list[Job], status: Status, glyph: Glyph) -> None:
    assert summarise(jobs, status, NOW).glyph is glyph


def test_every_phase_has_a_shape() -> None:
    assert set(GLYPHS) == set(Phase)
    assert glyph_of(FAILED) is Glyph.FAILED


def test_the_percentage_is_the_mean_of_what_moves_never_rounded_up() -> None:
    jobs = [job("a", 100.0), job("b", 99.9), QUEUED, DONE, job("c", None)]
    assert summarise(jobs, FINE, NOW).percentage == 99.0
    assert summarise([job("a", 0.0)], FINE, NOW).percentage == 0.0
    assert summarise([job("c", None), DONE], FINE, NOW).percentage is None


def test_the_lines_name_five_jobs_the_furthest_first_and_count_the_rest() -> None:
    summary = summarise([job(f"j{n}", float(n)) for n in range(8)], FINE, NOW)
    assert [line.name for line in summary.lines] == ["J7", "J6", "J5", "J4", "J3"]
    assert summary.more == 3


def test_a_line_has_percentage_step_time_left_and_age() -> None:
    course = tuple(
        Point(NOW - 1200 + at, 40 + at / 60, "Run_Production") for at in range(0, 1201, 60)
    )
    moving = replace(job("a", 60.0, step="Run_Production"), course=course, checked=NOW - 12)
    (line,) = summarise([moving], FINE, NOW).lines
    assert line.text == f"60{THIN}% · 35 – 55 min left · Run production · checked 12 s ago"
    assert line.job == "a"


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (ACTIVE, f"40{THIN}%"),
        (STALLED, f"80{THIN}% · stalled"),
        (QUEUED, "Queued"),
        (job("a", None, "Active"), "Active"),
        (job("a", 5.0, "Active", "Run\u202e_Production\n"), f"5{THIN}% · Run production"),
        (job("a", 5.0, "Active", 30 * "s"), f"5{THIN}% · {23 * 's'}…"),
        (replace(ACTIVE, checked=None), f"40{THIN}%"),
        (replace(ACTIVE, checked=NOW + 50), f"40{THIN}%"),
        (replace(ACTIVE, checked=NOW - 0.9), f"40{THIN}%"),
        (replace(ACTIVE, checked=NOW - 1), f"40{THIN}% · checked 1 s ago"),
    ],
)
def test_a_line_says_what_is_known_and_no_more(entry: Job, text: str) -> None:
    (line,) = summarise([entry], FINE, NOW).lines
    assert line.text == text


def test_a_hostile_name_is_one_short_plain_line() -> None:
    evil = replace(ACTIVE, alias=None, details=Details(name="\u202eevil\n\x00" + "x" * 10**6))
    (line,) = summarise([evil], FINE, NOW).lines
    assert line.name.isprintable()
    assert len(line.name) <= 80


@pytest.mark.parametrize(
    ("jobs", "words"),
    [
        ([], "No jobs"),
        ([DONE], "1 job"),
        ([ACTIVE, ACTIVE, STALLED, QUEUED, SEEN, DONE, CANCELLED], None),
        ([FAILED, STALLED], "2 jobs · 2 need attention"),
    ],
)
def test_the_counts_say_what_is_active_and_what_needs_a_look(
    jobs: list[Job], words: str | None
) -> None:
    assert counts(tally_of(jobs)) == (words or "7 jobs · 2 active · 1 needs attention")


@pytest.mark.parametrize(
    ("status", "headline"),
    [
        (FINE, "2 jobs · 1 active"),
        (OUT, "Sign-in needed · 1 job waiting"),
        (OFFLINE, "Service not reachable"),
    ],
)
def test_the_headline_tells_what_holds_all_jobs(status: Status, headline: str) -> None:
    assert summarise([ACTIVE, DONE], status, NOW).headline == headline


def test_equal_jobs_give_an_equal_summary() -> None:
    jobs = [ACTIVE, QUEUED, STALLED]
    assert summarise(jobs, FINE, NOW + 0.4) == summarise(list(jobs), FINE, NOW)


@pytest.mark.parametrize(("said", "shown"), [(253.0, 100.0), (-7.0, 0.0), (-0.0, 0.0)])
def test_a_percentage_out_of_range_is_clamped_in_every_part(said: float, shown: float) -> None:
    summary = summarise([job("a", said)], FINE, NOW)
    assert summary.percentage == summary.lines[0].percentage == shown
    assert f"{shown:g}{THIN}%" in summary.lines[0].text
    assert "-" not in summary.lines[0].text
    assert summarise([job("a", said), job("b", 50.0)], FINE, NOW).percentage == (shown + 50) / 2
