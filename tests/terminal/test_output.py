"""All commands print through one module, which removes control characters."""

import ast
import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console

import ccwatch
from ccwatch.core.events import Added, Ended, QueryFailed, SignInWanted, WentUnreachable
from ccwatch.core.job import JobId, Outcome, Remark, Trouble
from ccwatch.core.jobs import Status
from ccwatch.terminal.job_lines import job_columns, job_fields, one_object
from ccwatch.terminal.job_table import job_table
from ccwatch.terminal.live_table import LiveTable
from ccwatch.terminal.output import complain, say, say_aside
from ccwatch.terminal.watch_view import json_lines, text_lines
from tests.fakes import StoppedClock
from tests.terminal.hostile import HOSTILE, hostile_job, steering

SOURCE = Path(ccwatch.__file__).parent
JOB = hostile_job("a-1")
RICH = re.compile(
    r"\b(Console|Live|get_console)$|[cC]onsole(\(\))?\.(print|out|log|rule|input)\w*$"
)
WRITERS = re.compile(r"\b(stdout|stderr)(\.buffer)?\.write(lines)?$")
TROUBLE = Trouble(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
EVENTS = (
    Added(JOB.id, 0.0, JOB.service),
    SignInWanted(1.0, HOSTILE),
    WentUnreachable(2.0, 1.0, TROUBLE),
    QueryFailed(JOB.id, 3.0, TROUBLE),
    Ended(JOB.id, 4.0, Outcome.FAILED, reasons=(Remark(HOSTILE, HOSTILE, HOSTILE),)),
)


def _prints(file: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in ("print", "input", "os.write") or WRITERS.search(called):
            found.append(f"{file.relative_to(SOURCE).as_posix()}:{node.lineno}")
    return found


def test_nothing_is_printed_but_by_one_module() -> None:
    files = sorted(SOURCE.rglob("*.py"))
    assert len(files) > 100
    assert {line.split(":")[0] for file in files for line in _prints(file)} == {
        "terminal/output.py"
    }


def test_a_table_is_printed_by_no_other_call() -> None:
    calls = [
        f"{file.relative_to(SOURCE).as_posix()}: {ast.unparse(node)}"
        for file in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and RICH.search(ast.unparse(node.func))
    ]
    assert sorted(re.sub(r"Live\(.*\)", "Live(…)", call) for call in calls) == [
        "commands/list_jobs.py: Console()",
        "commands/list_jobs.py: "
        "console.print(job_table(jobs, Status(), now, console.width, ids=True, track=track))",
        "commands/watch_jobs.py: Console()",
        "terminal/live_table.py: Live(…)",
        "terminal/live_table.py: self._console.print("
        "printable(text), markup=False, highlight=False, soft_wrap=True)",
    ]


def test_what_is_said_holds_nothing_that_steers(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"one {HOSTILE}\ttwo\nthree 63\u202f%")
    say_aside(HOSTILE)
    complain(f"{HOSTILE}\nccwatch: all is well")
    out, err = capsys.readouterr()
    assert not steering(out + err)
    assert out.endswith("\ttwo\nthree 63\u202f%\n")
    assert len(err.splitlines()) == 2


def test_lines_columns_and_json_of_a_hostile_job_are_plain(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for view in (text_lines(), json_lines()):
        for event in EVENTS:
            view.show(event, {JOB.id: JOB}, Status())
        view.say(HOSTILE)
    say(job_columns(JOB))
    say(one_object(job_fields(JOB, 0.0)))
    out, err = capsys.readouterr()
    assert "Bridge" in out
    assert not steering(out + err)
    assert "\t" not in err


def test_json_keeps_the_text_itself_for_a_script() -> None:
    text = one_object({"name": f"{HOSTILE}\x7f"})
    assert text.isascii()
    assert text.isprintable()
    assert json.loads(text)["name"] == f"{HOSTILE}\x7f"


def test_the_table_and_the_live_table_are_plain() -> None:
    file = io.StringIO()
    console = Console(file=file, width=200, color_system=None, legacy_windows=False)
    status = Status(signed_in=False, sign_in_reason=HOSTILE)
    stranger = hostile_job("x")
    stranger = type(stranger)(JobId(HOSTILE), details=stranger.details)
    console.print(job_table([JOB, stranger], status, 0.0, 200, ids=True))
    LiveTable(console, StoppedClock()).say(HOSTILE)
    assert "Bridge" in file.getvalue()
    assert not steering(file.getvalue())
