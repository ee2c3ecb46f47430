"""The commands sent to the running program, which is scripted here."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccwatch.cli import main
from ccwatch.clock import SystemClock
from ccwatch.commands import remote, status
from ccwatch.core.job import Phase
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc.messages import (
    AccountChange,
    AccountResult,
    AccountState,
    Done,
    ProgramStatus,
    Reason,
    Refused,
    SignInKind,
)
from ccwatch.system.file_lock import Lock
from ccwatch.terminal.help_text import STATUS_MORE
from tests.commands.listener import running
from tests.terminal.hostile import HOSTILE, steering

Output = pytest.CaptureFixture[str]
A, B = "a-1", "b_2"
pytestmark = pytest.mark.usefixtures("paths")


STATUS = ProgramStatus(
    program="9.8",
    account=AccountState(SignInKind.BROWSER, True, "ada@example.test", True),
    unreachable_since=1_790_000_000.0,
    unreachable_code="HTTP 503",
    paused_until=1_790_000_600.0,
    phases=dict.fromkeys(Phase, 0) | {Phase.ACTIVE: 2, Phase.FAILED: 1, Phase.SUCCEEDED: 1204},
    watched=2,
    to_look_at=1,
    requests_this_hour=1234,
    requests_per_hour=4500,
)
OLD = b'{"ok": true, "lines": ["ccwatch l\xc3\xa4uft."]}\n'
PHASES = """unknown queued active stalled ending over succeeded failed cancelled unavailable
unreadable"""
NOTHING = dict.fromkeys(PHASES.split(), 0)
MEMBERS = """version signed_in account sign_in sign_in_kept unreachable_since unreachable_code
paused_until requests_this_hour requests_per_hour"""
UNKNOWN = dict.fromkeys(MEMBERS.split())


def test_the_status_is_said_in_the_terminals_own_words(
    paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: 1_790_000_090.0)
    with running(paths, STATUS) as asked:
        assert main(["status"]) == 0
    assert asked == [{"version": 2, "do": "report-status"}]
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "ccwatch 9.8 is running.",
        "1,207 jobs · 2 active · 1 needs attention",
        "Signed in as ada@example.test.",
        "The service has not been reachable for 1 min 30 s (HTTP 503).",
        "The service asked ccwatch to wait for another 8 min.",
        "1,234 of 4,500 requests used this hour.",
    ]
    assert err == ""


@pytest.mark.parametrize(
    ("account", "said"),
    [
        (AccountState(SignInKind.NONE, False), ["No sign-in is set up."]),
        (AccountState(SignInKind.TOKEN, True), ["Signed in through CCWATCH_ACCESS_TOKEN."]),
        (
            AccountState(SignInKind.TOKEN, False),
            ["The service does not accept CCWATCH_ACCESS_TOKEN."],
        ),
        (AccountState(SignInKind.BROWSER, True), ["Signed in."]),
        (
            AccountState(SignInKind.BROWSER, False),
            ["Not signed in, so no jobs are checked. To sign in: ccwatch sign-in"],
        ),
        (
            AccountState(SignInKind.BROWSER),
            ["ccwatch does not know yet whether you are signed in."],
        ),
        (
            AccountState(SignInKind.BROWSER, True, "Ada", kept=False),
            [
                "Signed in as Ada.",
                "The sign-in could not be read or saved. To find out why: ccwatch doctor",
            ],
        ),
    ],
)
def test_the_status_says_who_is_signed_in(account: AccountState, said: list[str]) -> None:
    lines = status.status_lines(ProgramStatus("1", account), 0.0)
    assert lines == [
        "ccwatch 1 is running.", "No jobs", *said, "0 of 0 requests used this hour.",
    ]  # fmt: skip


def test_the_status_as_json_is_for_a_script(paths: Paths, capsys: Output) -> None:
    with running(paths, STATUS):
        assert main(["status", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found.pop("lines")[0] == "ccwatch 9.8 is running."
    assert found == {
        "running": True,
        "answering": True,
        "version": "9.8",
        "signed_in": True,
        "account": "ada@example.test",
        "sign_in": "browser",
        "sign_in_kept": True,
        "unreachable_since": "2026-09-21T14:13:20Z",
        "unreachable_code": "HTTP 503",
        "paused_until": "2026-09-21T14:23:20Z",
        "jobs": NOTHING | {"active": 2, "failed": 1, "succeeded": 1204},
        "watched": 2,
        "needs_attention": 1,
        "requests_this_hour": 1234,
        "requests_per_hour": 4500,
    }


def test_the_status_says_that_none_runs(capsys: Output) -> None:
    main(["add", A])
    capsys.readouterr()
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        **UNKNOWN,
        "running": False,
        "answering": False,
        "jobs": NOTHING | {"unknown": 1},
        "watched": 1,
        "needs_attention": 0,
        "lines": ["ccwatch is not running."],
    }
    assert main(["status"]) == 0
    assert capsys.readouterr() == ("ccwatch is not running.\n", "")


def test_the_members_of_the_status_are_documented() -> None:
    help_text = " ".join(STATUS_MORE.split())
    page = (Path(__file__).parents[2] / "docs/commands.md").read_text("utf-8")
    members = [*UNKNOWN, "running", "answering", "jobs", "watched", "needs_attention", "lines"]
    for member in members:
        assert member in help_text
        assert f"`{member}`" in page


@pytest.mark.parametrize("reply", [OLD, Refused(Reason.OTHER_VERSION, "9")])
def test_a_program_of_another_version_runs_and_is_to_be_restarted(
    paths: Paths, capsys: Output, reply: bytes | Refused
) -> None:
    with running(paths, reply):
        assert main(["status", "--json"]) == 8
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert (found["running"], found["answering"]) == (True, False)
    assert found["lines"] == ["Another version of ccwatch is running."]
    assert "Restart ccwatch" in err
    assert "läuft" not in out + err


@pytest.fixture
def silent(paths: Paths) -> Iterator[None]:
    """A program that holds the home's lock, but does not listen."""
    paths.prepare()
    lock = Lock(paths.lock)
    assert lock.acquire()
    yield
    lock.release()


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("command", ["status", "sign-in", "sign-out", "quit"])
def test_a_program_that_does_not_answer_is_not_said_to_be_off(capsys: Output, command: str) -> None:
    assert main([command]) == 8
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ccwatch: The running program: ccwatch is running, but does not answer.")


@pytest.mark.usefixtures("silent")
def test_a_program_that_does_not_answer_is_running_for_a_script(capsys: Output) -> None:
    assert main(["status", "--json"]) == 8
    found = json.loads(capsys.readouterr().out)
    lines = ["ccwatch is running, but does not answer."]
    assert found == {
        **UNKNOWN,
        "running": True,
        "answering": False,
        "jobs": NOTHING,
        "watched": 0,
        "needs_attention": 0,
        "lines": lines,
    }


@pytest.mark.parametrize(
    ("command", "result", "said"),
    [
        ("sign-in", AccountResult.SIGN_IN_OPENED, "Continue in the window of the running program."),
        ("sign-in", AccountResult.GIVEN_TOKEN, "CCWATCH_ACCESS_TOKEN"),
        ("sign-in", AccountResult.NOT_SET_UP, "No sign-in is set up"),
        ("sign-out", AccountResult.SIGNING_OUT, "The running program is signing out."),
        ("sign-out", AccountResult.NOT_SIGNED_IN, "You were not signed in."),
        ("sign-out", AccountResult.GIVEN_TOKEN, "CCWATCH_ACCESS_TOKEN"),
    ],
)
def test_the_running_program_signs_in_and_out(
    paths: Paths, capsys: Output, command: str, result: AccountResult, said: str
) -> None:
    with running(paths, AccountChange(result)) as asked:
        assert main([command]) == 0
    do = {"sign-in": "start-sign-in", "sign-out": "forget-sign-in"}[command]
    assert asked == [{"version": 2, "do": do}]
    out, err = capsys.readouterr()
    assert said in out
    assert err == ""


@pytest.mark.parametrize("arguments", [["status"], ["status", "--json"], ["sign-in"], ["quit"]])
def test_what_another_program_answers_cannot_steer_the_terminal(
    paths: Paths, capsys: Output, arguments: list[str]
) -> None:
    hostile = f"{HOSTILE}\nAll is well"
    account = AccountState(SignInKind.BROWSER, True, hostile)
    for reply in (
        ProgramStatus(hostile, account, 1.0, hostile),
        Refused(Reason.OTHER_VERSION, hostile),
        b'{"ok": true, "lines": [%s]}\n' % json.dumps(hostile).encode(),
    ):
        with running(paths, reply):
            main(arguments)
        out, err = capsys.readouterr()
        assert not steering(out + err)
        assert "\nAll is well" not in out + err
        Path(paths.channel).unlink(missing_ok=True)


def test_quit_asks_the_running_program_and_waits_until_it_has_ended(
    paths: Paths, capsys: Output
) -> None:
    with running(paths, Done()) as asked:
        assert main(["quit"]) == 0
    assert asked == [{"version": 2, "do": "quit"}]
    assert capsys.readouterr().out == "ccwatch is quitting.\n"


def test_the_demonstration_has_a_quit_of_its_own(paths: Paths, capsys: Output) -> None:
    demo = paths_for({"CCWATCH_HOME": str(paths.data)}, demo=True)
    with running(paths, Done()) as asked, running(demo, Done()) as demo_asked:
        assert main(["--demo", "quit"]) == 0
    assert demo_asked == [{"version": 2, "do": "quit"}]
    assert asked == []
    assert capsys.readouterr().out == "ccwatch is quitting.\n"
    assert main(["--demo", "quit"]) == 1


def test_a_program_of_another_version_quits_too(paths: Paths, capsys: Output) -> None:
    with running(paths, b'{"ok": true, "lines": ["ccwatch wird beendet."]}\n'):
        assert main(["quit"]) == 0
    assert capsys.readouterr() == ("ccwatch is quitting.\n", "")


@pytest.mark.usefixtures("silent")
def test_quit_says_when_the_program_has_not_ended(
    paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "QUIT_TRIES", 2)
    monkeypatch.setattr(remote, "BETWEEN_TRIES", 0.01)
    with running(paths, Done()):
        assert main(["quit"]) == 70
    assert "still shutting down" in capsys.readouterr().err


def test_quit_without_a_running_program_says_so(capsys: Output) -> None:
    assert main(["quit"]) == 1
    assert capsys.readouterr().out == "ccwatch is not running.\n"
