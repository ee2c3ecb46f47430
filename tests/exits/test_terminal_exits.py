"""Every command prints plain characters, with hostile arguments and hostile answers."""

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from ccwatch.cli import main
from ccwatch.commands import doctor, remote
from ccwatch.core.check import Check
from ccwatch.core.events import (
    Added,
    Described,
    Ended,
    Event,
    Limited,
    Seen,
    SignInWanted,
    StepChanged,
    WentUnreachable,
)
from ccwatch.core.job import (
    Details,
    Job,
    JobId,
    Outcome,
    Progress,
    Remark,
    Service,
    Trouble,
)
from ccwatch.core.job import Output as JobOutput
from ccwatch.core.jobs import Status, job_after
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc import client
from ccwatch.ipc.messages import (
    AccountState,
    JobChange,
    JobChanges,
    JobResult,
    ProgramStatus,
    Reason,
    Refused,
    SignInKind,
)
from ccwatch.terminal.job_lines import job_columns, job_fields, one_object
from ccwatch.terminal.job_table import job_table
from ccwatch.terminal.live_table import LiveTable
from ccwatch.terminal.output import complain, say, say_aside
from ccwatch.terminal.streams import streams
from ccwatch.terminal.watch_view import json_lines, text_lines
from tests.commands.listener import running
from tests.exits.drivers import covers
from tests.fakes import StoppedClock
from tests.hostile_texts import hostile_texts, sample, storable
from tests.terminal.hostile import steering

Output = pytest.CaptureFixture[str]
A = JobId("a-1")
FEW = sample()
JOBS = (
    "add",
    "remove",
    "watch",
    "list",
    "status",
    "sign-in",
    "sign-out",
    "doctor",
    "quit",
    "stand-in",
)
TYPED: tuple[tuple[str, ...], ...] = (
    (),
    *((command,) for command in JOBS),
    ("config",),
    ("config", "get"),
    ("config", "unset"),
    *(("config", "set", name) for name in ("client_id", "proxy", "scopes", "job_page", "language")),
    ("stand-in", "--port"),
    ("stand-in", "--speed"),
    ("watch", A, "--timeout"),
    ("list", "--json"),
)


@pytest.fixture(autouse=True)
def paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paths:
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path))
    monkeypatch.setattr(client, "BETWEEN_TRIES", 0.01)
    monkeypatch.setattr(remote, "BETWEEN_TRIES", 0.01)
    monkeypatch.setattr("ccwatch.desktop.launch.launch_desktop", lambda _: 0)
    return paths_for({"CCWATCH_HOME": str(tmp_path)})


def told_of(text: str, job: JobId = A) -> tuple[Event, ...]:
    """Return a job's events in which every text is this one."""
    remark, trouble = Remark(text, text, text), Trouble(text, text, text, text)
    seen = Progress(41.0, text, text)
    about = Details(
        text, text, text, quality=text, outputs=(JobOutput(text, text),), itwin=text,
        errors=(remark,),
    )  # fmt: skip
    return (
        Added(job, 1.0, Service.MODELING, text),
        Seen(job, 2.0, seen),
        StepChanged(job, 2.0, seen, text),
        Described(job, 3.0, about),
        WentUnreachable(4.0, 3.0, trouble),
        Limited(5.0, 60.0, trouble),
        SignInWanted(6.0, text),
        Ended(job, 7.0, Outcome.FAILED, reasons=(remark,)),
    )


def after(events: Sequence[Event], job: JobId = A) -> Job:
    known: Job | None = None
    for event in events:
        known = job_after(known, event) if getattr(event, "job", "") == job else known  # type: ignore[arg-type]
    assert known
    return known


def plain(output: Output) -> str:
    """Return what was printed, after checking that it contains no control characters."""
    out, err = output.readouterr()
    assert not steering(out + err)
    return out + err


@covers("terminal/output print", "terminal/streams stream")
def test_what_is_said_is_plain_and_a_complaint_is_one_line(capsys: Output) -> None:
    with streams():
        for text in hostile_texts():
            complain(text)
        assert len(capsys.readouterr().err.split("\n")) == len(hostile_texts()) + 1
        for text in hostile_texts():
            say(text)
            say_aside(text)
    plain(capsys)


@covers("terminal/output print")
def test_each_line_of_watch_and_list_is_one_line_and_plain(capsys: Output) -> None:
    lines = 0
    for text in hostile_texts():
        events = told_of(text[:2000])
        job = after(events)
        for event in events:
            for view in (text_lines(), json_lines()):
                view.show(event, {A: job}, Status())
        say(job_columns(job))
        say(one_object(job_fields(job, 0.0)))
        out = capsys.readouterr().out
        assert not steering(out)
        lines = lines or len(out.splitlines())
        assert len(out.split("\n")) == lines + 1
        assert job_columns(job).count("\t") == 4


@covers("commands/list_jobs renderer", "terminal/live_table renderer")
def test_a_table_has_a_row_for_each_job_and_nothing_that_steers() -> None:
    file = io.StringIO()
    console = Console(file=file, width=160, color_system=None, legacy_windows=False)
    live = LiveTable(console, StoppedClock())
    for text in hostile_texts()[:400]:
        file.truncate(file.seek(0))
        job = after(told_of(text[:2000]))
        status = Status(signed_in=False, sign_in_reason=text)
        console.print(job_table([job, job], status, 0.0, 160, ids=True))
        assert len([line for line in file.getvalue().splitlines() if str(A) in line]) == 2
        live.say(text[:2000])
        live.show(SignInWanted(0.0, text), {A: job}, status)
        assert not steering(file.getvalue())
        assert "\x1b" not in file.getvalue()


@covers("terminal/arguments argparse")
@pytest.mark.parametrize("command", TYPED, ids=lambda it: " ".join(it) or "none")
def test_what_is_typed_is_quoted_and_steers_nothing(
    command: tuple[str, ...], capsys: Output
) -> None:
    for text in FEW:
        if command == ("stand-in", "--speed"):
            text = f"x{text}"
        code = main([*command, text.replace("\0", "")])
        assert code in (0, 1, 2, 3), text
        plain(capsys)


COMMANDS = (
    ["add", A], ["remove", A], ["status"], ["status", "--json"], ["sign-in"], ["sign-out"],
    ["config", "set", "theme", "dark"], ["list"], ["list", "--json"],
)  # fmt: skip


@pytest.mark.parametrize("text", FEW)
def test_what_a_running_program_answers_steers_nothing(
    text: str, paths: Paths, capsys: Output
) -> None:
    changes = tuple(JobChange(text, text, result) for result in JobResult)
    account = AccountState(SignInKind.BROWSER, True, text)
    replies = (
        ProgramStatus(text, account, 1.0, text),
        JobChanges(changes),
        Refused(Reason.OTHER_VERSION, text),
        json.dumps({"ok": True, "lines": [text]}).encode() + b"\n",
        json.dumps({"version": 2, "reply": text}).encode() + b"\n",
    )
    for reply in replies:
        with running(paths, reply):
            for command in COMMANDS:
                assert main(command) in (0, 3, 8)
                lines = plain(capsys).split("\n")
                assert len(lines) <= 6  # the program's answer or its action, and the end
        Path(paths.channel).unlink(missing_ok=True)


@covers("commands/doctor process")
@pytest.mark.parametrize("text", FEW)
def test_what_the_journal_the_settings_and_a_check_hold_steers_nothing(
    text: str, paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = storable(text)
    paths.prepare()
    with closing(Journal(paths.database)) as journal:
        journal.record(told_of(text)[:4])
        journal.record([Added(JobId(text), 9.0, Service.MODELING)])
    values = {"proxy": text, "language": text, text: text, "job_page": [text]}
    paths.settings.write_text(json.dumps(values), "utf-8")
    monkeypatch.setenv("CCWATCH_CLIENT_ID", text.replace("\0", "")[:5000])
    checks = [Check("Connection", False, text)]
    monkeypatch.setattr(doctor, "_connection", lambda *_: checks)
    done = type("Done", (), {"stdout": "", "stderr": text, "returncode": 1})
    started: list[list[str]] = []
    monkeypatch.setattr(doctor, "no_screen", lambda *_: "")

    def run(command: list[str] | str, **_: object) -> object:
        if isinstance(command, list):  # keyring has Python run "ver" on Windows
            started.append(command)
        return done

    monkeypatch.setattr(subprocess, "run", run)
    for command in (
        ["list"], ["list", "--json"], ["status", "--json"], ["config", "list"], ["config", "path"],
        ["config", "list", "--json"], ["config", "get", "proxy"], ["doctor"], ["doctor", "--json"],
        ["remove", A], ["watch", A], ["sign-out"],
    ):  # fmt: skip
        assert main(command) in (0, 2, 3, 70)
        shown = plain(capsys)
        assert "Traceback" not in shown
        if command == ["doctor"]:
            marked = [line for line in shown.split("\n") if line[:2] in ("✓ ", "✗ ", "– ")]
            assert len(marked) == len(shown.split("\n")) - 3
    assert [it[-2:] for it in started] == [["doctor", "--desktop-only"]] * 2


@pytest.mark.parametrize("text", FEW)
def test_a_table_on_a_terminal_steers_nothing(
    text: str, paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths.prepare()
    with closing(Journal(paths.database)) as journal:
        journal.record(told_of(storable(text))[:4])
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert main(["list"]) == 0
    assert str(A) in plain(capsys)
