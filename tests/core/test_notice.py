"""The exact text of each event's notification; which are held back, and how several are merged."""

from dataclasses import replace

import pytest

from ccwatch.core.events import (
    Appeared,
    CameBack,
    Ended,
    Event,
    Limited,
    Moved,
    NotContinued,
    QueryFailed,
    Reopened,
    Seen,
    SignedIn,
    SignInWanted,
    Stalled,
    Started,
    StateChanged,
    StepChanged,
    Stretched,
    WaitsLong,
    WentUnreachable,
)
from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Details, Job, JobId, Outcome, Output, Progress, Remark, Trouble
from ccwatch.core.notice import Notice, merged, notice_for
from ccwatch.core.notice_kind import NoticeKind
from ccwatch.core.settings import Settings, with_value

A = JobId("a")
AT = 10_000.0
ON = Settings()
SEEN = Progress(41.0, "Active", "Run_Production")
JOB = Job(A, alias="Tunnel portal north", progress=SEEN)
BARE = Job(A, alias="Tunnel portal north")
NO_OVERLAP = Remark("E1", "", "Image IMG_0731.jpg has no overlap with its neighbours.")
THIN = "\u202f"


def failed(*reasons: Remark) -> Ended:
    return Ended(A, AT, Outcome.FAILED, None, 41.0, reasons)


def ended(outcome: Outcome, percentage: float | None = None) -> Ended:
    return Ended(A, AT, outcome, None, percentage)


FINISHED = replace(
    JOB,
    alias=None,
    details=Details("Bridge survey", "Reconstruction", started=0.0, ended=4200.0),
    progress=Progress(100, "Over", "Reconstruction"),
)
TOLD: list[tuple[Event, Job | None, str, str, Glyph]] = [
    (
        ended(Outcome.SUCCEEDED, 100),
        FINISHED,
        "Bridge survey",
        "Reconstruction finished\nIt took 1 h 10 min.",
        Glyph.FINISHED,
    ),
    (ended(Outcome.SUCCEEDED), BARE, "Tunnel portal north", "Finished", Glyph.FINISHED),
    (
        ended(Outcome.SUCCEEDED, 97.5),
        BARE,
        "Tunnel portal north",
        f"Finished at 97.5{THIN}%",
        Glyph.FINISHED,
    ),
    (
        ended(Outcome.SUCCEEDED, 97.5),
        FINISHED,
        "Bridge survey",
        f"Reconstruction finished · 97.5{THIN}%\nIt took 1 h 10 min.",
        Glyph.FINISHED,
    ),
    (
        ended(Outcome.SUCCEEDED),
        replace(
            BARE,
            details=Details(outputs=(Output("3MX", "o-1"), Output("LAS"), Output("scene", "o-2"))),
        ),
        "Tunnel portal north",
        "Finished\nOutputs: 3MX · o-1, scene · o-2",
        Glyph.FINISHED,
    ),
    (
        ended(Outcome.SUCCEEDED),
        replace(
            FINISHED,
            details=replace(
                FINISHED.details or Details(),
                outputs=(
                    Output("3MX", "1"),
                    Output("LAS", "2"),
                    Output("LAS", "3"),
                    Output(None, "4\u202e"),
                ),
            ),
        ),
        "Bridge survey",
        "Reconstruction finished\nIt took 1 h 10 min. Outputs: 3MX, LAS, 4",
        Glyph.FINISHED,
    ),
    (
        ended(Outcome.SUCCEEDED, 100),
        replace(FINISHED, details=Details("Bridge survey", "Full")),
        "Bridge survey",
        "Finished",
        Glyph.FINISHED,
    ),
    (
        WaitsLong(A, AT, 10_800.0, 300.0, 1200.0),
        BARE,
        "Tunnel portal north",
        "Queued for 3 h 00 min\nUsually 5 – 20 min.",
        Glyph.QUEUED,
    ),
    (
        WaitsLong(A, AT, 18_000.0),
        BARE,
        "Tunnel portal north",
        "Queued for 5 h 00 min",
        Glyph.QUEUED,
    ),
    (
        failed(NO_OVERLAP, NO_OVERLAP),
        JOB,
        "Tunnel portal north",
        f"Failed at 41{THIN}%\n"
        "Image IMG_0731.jpg has no overlap with its neighbours. 1 more error.",
        Glyph.FAILED,
    ),
    (
        failed(Remark("E1", "No overlap", ""), NO_OVERLAP, NO_OVERLAP),
        JOB,
        "Tunnel portal north",
        f"Failed at 41{THIN}%\nNo overlap. 2 more errors.",
        Glyph.FAILED,
    ),
    (
        ended(Outcome.FAILED),
        BARE,
        "Tunnel portal north",
        "Failed\nThe service gave no reason.",
        Glyph.FAILED,
    ),
    (
        ended(Outcome.CANCELLED, 33.0),
        JOB,
        "Tunnel portal north",
        f"Cancelled at 33{THIN}%",
        Glyph.CANCELLED,
    ),
    (
        ended(Outcome.UNAVAILABLE, 41.0),
        JOB,
        "Tunnel portal north",
        "No longer available\nThe service no longer has this job. Jobs are kept for 30 days.",
        Glyph.UNAVAILABLE,
    ),
    (
        Ended(A, AT, Outcome.UNAVAILABLE, found=False),
        JOB,
        "Tunnel portal north",
        "Not found\nNo service has a job with this ID.",
        Glyph.UNAVAILABLE,
    ),
    (
        Ended(A, AT, Outcome.UNREADABLE, None, 100.0, (Remark("HTTP 403", "Refused", "No."),)),
        JOB,
        "Tunnel portal north",
        "Ended, outcome unknown\nNo.",
        Glyph.UNAVAILABLE,
    ),
    (
        Appeared(A, AT),
        JOB,
        "Tunnel portal north",
        "New job\nReality Modeling · Active",
        Glyph.ACTIVE,
    ),
    (Appeared(A, AT), BARE, "Tunnel portal north", "New job\nReality Modeling", Glyph.IDLE),
    (
        Started(A, AT, SEEN),
        JOB,
        "Tunnel portal north",
        f"Started\nRun production · 41{THIN}%",
        Glyph.ACTIVE,
    ),
    (Started(A, AT, SEEN), BARE, "Tunnel portal north", "Started", Glyph.ACTIVE),
    (
        Reopened(A, AT, SEEN),
        JOB,
        "Tunnel portal north",
        f"Active again\nRun production · 41{THIN}%",
        Glyph.ACTIVE,
    ),
    (
        StepChanged(A, AT, SEEN, "Prepare_Production"),
        JOB,
        "Tunnel portal north",
        f"Run production · 41{THIN}%",
        Glyph.ACTIVE,
    ),
    (
        Stalled(A, AT, AT - 26 * 60),
        JOB,
        "Tunnel portal north",
        f"Stalled for 26 min\nRun production · 41{THIN}%",
        Glyph.STALLED,
    ),
    (
        SignInWanted(AT, "Signed out by the service."),
        None,
        "Sign-in needed",
        "Signed out by the service. 12 jobs are waiting.",
        Glyph.SIGN_IN,
    ),
    (
        NotContinued(A, AT, AT - 7200),
        FINISHED,
        "Bridge survey",
        "The next job was not submitted\n"
        "Reconstruction finished 2 h 00 min ago, and no job that continues it is known.",
        Glyph.STALLED,
    ),
    (
        WentUnreachable(AT, AT - 90, Trouble("Service not reachable", "No\nroute", "Check.")),
        None,
        "Service not reachable",
        "No route",
        Glyph.OFFLINE,
    ),
    (
        CameBack(AT, AT - 8000),
        None,
        "The service is reachable again",
        "It was not reachable for 2 h 13 min.",
        Glyph.ACTIVE,
    ),
]


@pytest.mark.parametrize(("event", "job", "title", "body", "glyph"), TOLD)
def test_the_text_is_plain_and_names_the_job_first(
    event: Event, job: Job | None, title: str, body: str, glyph: Glyph
) -> None:
    notice = notice_for(event, job, ON, 12)
    assert notice is not None
    assert (notice.title, notice.body, notice.glyph) == (title, body, glyph)
    assert notice.job == (job.id if job else None)
    assert notice.percentage == (job.percentage if job else None)
    assert "!" not in title + body


def test_a_missing_sign_in_that_holds_up_nothing_is_not_told() -> None:
    assert notice_for(SignInWanted(AT, "Signed out."), None, ON, 0) is None


@pytest.mark.parametrize(
    ("waiting", "said"), [(1, "1 job is waiting."), (12, "12 jobs are waiting.")]
)
def test_the_waiting_jobs_are_counted(waiting: int, said: str) -> None:
    notice = notice_for(SignInWanted(AT, "Signed out."), None, ON, waiting)
    assert notice is not None
    assert notice.body == f"Signed out. {said}"


@pytest.mark.parametrize(
    "event",
    [
        Seen(A, AT, SEEN),
        StateChanged(A, AT, SEEN, "x"),
        QueryFailed(A, AT, Trouble("T", "M")),
        Moved(A, AT, SEEN, 40.0),
        SignedIn(AT),
        Limited(AT, AT + 30, Trouble("T", "M")),
        Stretched(AT, 20.0),
    ],
)
def test_the_rest_is_not_told(event: Event) -> None:
    assert notice_for(event, JOB, ON, 1) is None


@pytest.mark.parametrize(
    ("switch", "event"),
    [
        ("notify_new", Appeared(A, AT)),
        ("notify_started", Started(A, AT, SEEN)),
        ("notify_started", Reopened(A, AT, SEEN)),
        ("notify_step", StepChanged(A, AT, SEEN, "x")),
        ("notify_finished", ended(Outcome.SUCCEEDED)),
        ("notify_failed", ended(Outcome.FAILED)),
        ("notify_cancelled", ended(Outcome.CANCELLED)),
        ("notify_unavailable", ended(Outcome.UNAVAILABLE)),
        ("notify_stalled", Stalled(A, AT, 0.0)),
        ("notify_waiting", WaitsLong(A, AT, 9000.0)),
        ("notify_sign_in", SignInWanted(AT, "Gone.")),
        ("notify_service", WentUnreachable(AT, 0.0, Trouble("T", "M"))),
        ("notify_service", CameBack(AT, 0.0)),
    ],
)
def test_every_kind_has_its_own_switch(switch: str, event: Event) -> None:
    job = JOB if hasattr(event, "job") else None
    only = ON
    for name in Settings.__slots__:
        if name.startswith("notify"):
            only = with_value(only, name, name == switch or "0")
    assert notice_for(event, job, only, 1) is not None
    assert notice_for(event, job, with_value(ON, switch, False), 1) is None
    if job:
        assert notice_for(event, replace(job, muted=True), ON, 1) is None


@pytest.mark.parametrize(
    ("failed", "unavailable", "told"),
    [("1", "1", True), ("1", "0", True), ("0", "1", True), ("0", "0", False)],
)
def test_an_end_that_may_be_a_failure_is_told_by_the_switch_of_either(
    failed: str, unavailable: str, told: bool
) -> None:
    wanted = with_value(ON, "notify_failed", failed)
    wanted = with_value(wanted, "notify_unavailable", unavailable)
    notice = notice_for(ended(Outcome.UNREADABLE), JOB, wanted, 1)
    assert (notice is not None) is told


@pytest.mark.parametrize(
    ("every", "was", "seen", "told"),
    [
        (0, 9.0, 10.0, False),
        (10, 9.9, 10.0, True),
        (10, 10.0, 19.9, False),
        (10, 12.0, 35.0, True),
        (10, 20.0, 19.0, False),
        (10, None, 50.0, False),
        (50, 49, 50, True),
    ],
)
def test_progress_is_told_at_every_so_many_percent(
    every: int, was: float | None, seen: float, told: bool
) -> None:
    progress = Progress(seen, "Active", "Run_Production")
    job = replace(JOB, progress=progress)
    settings = replace(ON, notify_progress_every=every)
    notice = notice_for(Moved(A, AT, progress, was), job, settings, 1)
    assert (notice is not None) is told
    if notice:
        assert notice.title == "Tunnel portal north"
        assert notice.body == f"{seen:g}{THIN}% · Run production"
        assert (notice.job, notice.glyph) == (A, Glyph.ACTIVE)


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [(None, None), (50.0, Outcome.CANCELLED), (None, Outcome.CANCELLED)],
)
def test_no_progress_is_told_of_an_unknown_percentage_nor_after_the_end(
    seen: float | None, outcome: Outcome | None
) -> None:
    progress = Progress(seen, "Active", "Run_Production")
    job = replace(JOB, progress=progress, outcome=outcome)
    settings = replace(ON, notify_progress_every=10)
    assert notice_for(Moved(A, AT, progress, 9.0), job, settings, 1) is None


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("No overlap", "No overlap."),
        ("No overlap.", "No overlap."),
        ("No overlap!", "No overlap!"),
        ("No overlap?", "No overlap?"),
        ("No overlap…", "No overlap…"),
    ],
)
def test_a_reason_becomes_a_sentence_before_more_is_said(reason: str, said: str) -> None:
    notice = notice_for(failed(Remark("E1", "", reason), NO_OVERLAP), JOB, ON, 1)
    assert notice is not None
    assert notice.body == f"Failed at 41{THIN}%\n{said} 1 more error."


@pytest.mark.parametrize(("event", "job", "title", "body", "glyph"), TOLD)
def test_only_failures_and_sign_in_are_urgent(
    event: Event, job: Job | None, title: str, body: str, glyph: Glyph
) -> None:
    notice = notice_for(event, job, ON, 12)
    assert notice is not None
    assert notice.urgent is (glyph in (Glyph.FAILED, Glyph.SIGN_IN))


def test_hostile_names_and_reasons_come_out_as_short_plain_lines() -> None:
    evil = "\u202eevil\u2066\n\x00\x1b[1m" + "x" * 10**6
    job = Job(A, details=Details(name=evil), progress=Progress(1.0, evil, evil))
    events: list[Event] = [
        failed(Remark(evil, evil, evil), NO_OVERLAP),
        StepChanged(A, AT, SEEN, evil),
        Started(A, AT, SEEN),
        ended(Outcome.SUCCEEDED),
        SignInWanted(AT, evil),
        WentUnreachable(AT, 0.0, Trouble("Service not reachable", evil)),
    ]
    for event in events:
        notice = notice_for(event, job, ON, 1)
        assert notice is not None
        assert len(notice.body.splitlines()) <= 2
        for text in (notice.title, *notice.body.splitlines()):
            assert text.replace(THIN, " ").isprintable()
            assert len(text) < 400


NEWS = Notice(NoticeKind.STARTED, Glyph.ACTIVE, "a", "Started\nRun production", A)
FAILURE = Notice(NoticeKind.FAILED, Glyph.FAILED, "b", "Failed\nWhy.", JobId("b"), urgent=True)


def step(job: str) -> Notice:
    return Notice(NoticeKind.STEP, Glyph.ACTIVE, job, "Run production", JobId(job))


def test_one_notice_stays_as_it_is() -> None:
    assert merged([NEWS]) is NEWS
    assert merged([NEWS], meanwhile=True) is NEWS


def test_several_become_one_with_failures_first_and_four_named() -> None:
    failure = replace(FAILURE, percentage=41.0)
    notice = merged([NEWS, *map(step, "cdef"), failure], meanwhile=True)
    assert notice.title == "While you were away: 6 changes"
    lines = notice.body.splitlines()
    assert lines[:3] == ["b — Failed. Why.", "a — Started", "c — Run production"]
    assert lines[-1] == "and 2 more"
    assert len(lines) == 5
    assert (notice.glyph, notice.job, notice.urgent) == (Glyph.FAILED, "b", True)
    assert (notice.kind, notice.percentage) == (NoticeKind.SUMMARY, 41.0)
    assert len(merged([NEWS, *map(step, "cde")]).body.splitlines()) == 4


def test_a_step_says_nothing_beside_the_same_jobs_start() -> None:
    assert merged([step("a"), NEWS]) is NEWS
    assert merged([NEWS, step("c")]).title == "2 changes"
    assert merged([step("a"), step("b")]).title == "2 changes"
    late = step("a")
    assert merged([step("a"), late]) is late


def test_that_a_job_is_new_says_nothing_beside_its_end() -> None:
    def new(job: str) -> Notice:
        return Notice(NoticeKind.NEW, Glyph.FAILED, f"{job} — new", job=JobId(job))

    assert merged([new("b"), FAILURE]) is FAILURE
    assert merged([new("b"), new("c"), FAILURE], meanwhile=True).title.endswith("2 changes")
    assert merged([new("a"), NEWS]).title == "2 changes"


STALLED = Notice(NoticeKind.STALLED, Glyph.STALLED, "b", "Stalled for 26 min", JobId("b"))


@pytest.mark.parametrize("meanwhile", [False, True])
def test_several_about_one_job_have_its_name_as_title(meanwhile: bool) -> None:
    notice = merged([STALLED, FAILURE], meanwhile=meanwhile)
    assert (notice.kind, notice.title, notice.job) == (NoticeKind.SUMMARY, "b", "b")
    assert notice.body == "Failed. Why.\nStalled for 26 min"
    assert notice.urgent


def test_several_about_jobs_of_one_name_or_about_none_are_counted() -> None:
    namesake = replace(STALLED, job=JobId("c"))
    notice = merged([STALLED, namesake])
    assert (notice.title, notice.body) == (
        "2 changes",
        "b — Stalled for 26 min\nb — Stalled for 26 min",
    )
    gone = Notice(NoticeKind.UNREACHABLE, Glyph.OFFLINE, "Service not reachable", "No route.")
    back = Notice(NoticeKind.BACK, Glyph.ACTIVE, "The service is reachable again")
    notice = merged([gone, back], meanwhile=True)
    assert notice.title == "While you were away: 2 changes"
    assert notice.body == "Service not reachable — No route.\nThe service is reachable again"


def test_a_missing_sign_in_among_others_says_why() -> None:
    needed = notice_for(SignInWanted(AT, "Signed out by the service."), None, ON, 12)
    assert needed is not None
    assert merged([NEWS, needed]).body.splitlines() == [
        "Sign-in needed — Signed out by the service. 12 jobs are waiting.",
        "a — Started",
    ]


@pytest.mark.parametrize(
    ("was", "now"), [(100.0, 253.0), (253.0, 300.0), (0.0, -7.0), (-30.0, -7.0)]
)
def test_a_percentage_that_moves_out_of_range_is_no_progress(was: float, now: float) -> None:
    progress = Progress(now, "Active", "S")
    job = Job(A, progress=progress)
    settings = with_value(Settings(), "notify_progress_every", 10)
    assert notice_for(Moved(A, AT, progress, was), job, settings, 1) is None


def test_an_end_is_told_with_a_percentage_in_range() -> None:
    job = Job(A, alias="Bridge", details=Details(started=AT, ended=AT - 60))
    told = notice_for(ended(Outcome.CANCELLED, 253.0), job, Settings(), 1)
    assert told is not None
    assert (told.title, told.body) == ("Bridge", "Cancelled at 100\u202f%")
    done = notice_for(ended(Outcome.SUCCEEDED, -7.0), job, Settings(), 1)
    assert done is not None
    assert (done.title, done.body) == ("Bridge", "Finished at 0\u202f%")
