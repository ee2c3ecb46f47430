"""The commands' arguments: which are accepted or refused, and what is imported."""

import argparse
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from ccwatch import __version__, cli
from ccwatch.core.errors import (
    SettingRefused,
    SignInFailed,
    SignInNeeded,
    StorageFault,
)
from ccwatch.core.job import JobId, Service
from ccwatch.core.job_refs import JobRef

Calls = list[tuple[str, argparse.Namespace]]
A, B = JobRef(JobId("a-1")), JobRef(JobId("b_2"))
LINK = "https://connect-itwin.bentley.com/contextcapture/jobs/a-1"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The commands that were called, with their options, without running them."""
    made: Calls = []

    def recorder(name: str) -> Callable[[argparse.Namespace], int]:
        def record(options: argparse.Namespace) -> int:
            made.append((name, options))
            return 0

        return record

    for name in ("desktop", "add", "remove", "list", "watch", "status", "stand_in"):
        monkeypatch.setattr(cli, f"_{name}", recorder(name))
    return made


@pytest.mark.parametrize(
    ("line", "command", "expected"),
    [
        ("", "desktop", {"demo": False, "jobs": [], "verbose": False}),
        ("--demo", "desktop", {"demo": True, "hidden": False}),
        ("--hidden", "desktop", {"demo": False, "hidden": True, "jobs": []}),
        ("--verbose", "desktop", {"verbose": True}),
        ("ccwatch://job/a-1", "desktop", {"jobs": [A], "demo": False}),
        ("CCWATCH://job/a-1", "desktop", {"jobs": [A], "hidden": False}),
        ("-- ccwatch://job/a-1", "desktop", {"jobs": [A], "demo": False}),
        ("--demo ccwatch://job/a-1", "desktop", {"jobs": [A], "demo": True}),
        ("--hidden -- ccwatch://job/a-1", "desktop", {"jobs": [A], "hidden": True}),
        ("--", "desktop", {"jobs": [], "demo": False}),
        (LINK, "desktop", {"jobs": [JobRef(A.id, Service.MODELING)]}),
        ("add a-1 b_2", "add", {"jobs": ["a-1", "b_2"]}),
        ("remove a-1", "remove", {"jobs": [A]}),
        ("list", "list", {"json": False}),
        ("list --json --verbose", "list", {"json": True, "verbose": True}),
        ("--verbose list", "list", {"verbose": True}),
        ("watch a-1 b_2", "watch", {"jobs": [A, B], "json": False, "timeout": None}),
        (f"watch {LINK}", "watch", {"jobs": [JobRef(A.id, Service.MODELING)]}),
        ("watch a-1 --json --timeout 90.5", "watch", {"json": True, "timeout": 90.5}),
        ("watch -- -a", "watch", {"jobs": [JobRef(JobId("-a"))]}),
        ("status --json", "status", {"json": True}),
        ("stand-in --port 8100 --speed 60", "stand_in", {"port": 8100, "speed": 60.0}),
    ],
)
def test_arguments_are_understood(
    calls: Calls, line: str, command: str, expected: dict[str, Any]
) -> None:
    assert cli.main(line.split()) == 0
    [(name, options)] = calls
    assert name == command
    assert {key: getattr(options, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["watch"], "JOB"),
        (["watch", "not a job"], "“not a job” contains no job ID. Enter an ID"),
        (["watch", "https://example.org/"], "contains no job ID"),
        (["watch", "a", "--timeout", "0"], "above 0"),
        (["watch", "a", "--timeout", "-3"], "above 0"),
        (["watch", "a", "--timeout", "soon"], "above 0"),
        (["watch", "a", "--timeout", "inf"], "above 0"),
        (["watch", "a", "--timeout", "nan"], "above 0"),
        (["remove"], "JOB"),
        (["add"], "JOB"),
        (["wach", "a"], "wach"),
        (["list", "--jsn"], "--jsn"),
        (["--demo", "list"], "--demo takes no command but quit"),
        (["--hidden", "list"], "--hidden takes no command"),
        (["ccwatch://job/"], "contains no job ID"),
        (["https://example.org/"], "contains no job ID"),
        (["ccwatch://job/a-1", "list"], "A link takes no command"),
        (["ccwatch://job/a-1", "--hidden"], "A link takes no command"),
        (["ccwatch://job/a-1", "--demo"], "A link takes no command"),
        (["ccwatch://job/a-1", "--verbose"], "A link takes no command"),
        (["ccwatch://job/a-1", "--version"], "A link takes no command"),
        (["ccwatch://job/a-1", ""], "A link takes no command"),
        (["ccwatch://job/a-1", "ccwatch://job/b_2"], "A link takes no command"),
        (["--", "ccwatch://job/a-1", "--demo"], "A link takes no command"),
        (["--", "--demo"], "There is no command"),
        (["ccwatch://job/a-1", "ccwatch://job/a-1"], "A link takes no command"),
        (["--demo", "ccwatch://job/a-1", "--hidden"], "A link takes no command"),
        (["ccwatch://job/a-1 --demo"], "contains no job ID"),
        (["stand-in", "--port", "70000"], "port"),
        (["stand-in", "--speed", "0"], "above 0"),
    ],
)
def test_wrong_usage_says_what_to_do(
    calls: Calls, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "--help" in err
    assert not calls


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["wach", "a"], "watch"),
        (["signin"], "sign-in"),
        (["LIST"], "list"),
        (["--hiden"], "--hidden"),
        (["list", "--jsno"], "--json"),
        (["--jsno", "list"], "--json"),
        (["watch", "a", "--timout", "3"], "--timeout"),
        (["watch", "a", "--timout=3"], "--timeout"),
        (["stand-in", "--prot", "3"], "--port"),
    ],
)
def test_a_slip_of_the_fingers_is_answered_with_what_was_meant(
    calls: Calls, capsys: pytest.CaptureFixture[str], arguments: list[str], meant: str
) -> None:
    assert cli.main(arguments) == 2
    assert f"Did you mean “{meant}”?" in capsys.readouterr().err
    assert not calls


@pytest.mark.parametrize(
    "arguments",
    [
        [""],
        ["\udcff\udcfe"],
        ["x" * 100_000],
        ["\x1b[31mred\x07"],
        ["list", ""],
        ["list", "--\x1b]0;title\x07"],
        ["list", "--" + "x" * 100_000],
        ["watch", "\udcff"],
        ["watch", "x" * 100_000],
        ["watch", "a", "--timeout", "9" * 100_000],
        ["stand-in", "--port", "9" * 100_000],
        ["stand-in", "--port", "²"],
    ],
    ids=lambda arguments: ascii(arguments)[:40],
)
def test_odd_arguments_get_a_short_and_plain_answer(
    calls: Calls, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cli.main(arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("ccwatch: ")
    assert len(err) < 500
    assert "invalid _" not in err  # a private name of the program
    assert all(line.isprintable() for line in err.splitlines())
    assert not calls


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (SettingRefused("CCWATCH_API_URL: must be https."), 2, "CCWATCH_API_URL: must be https."),
        (SignInNeeded("You are not signed in."), 3, "set CCWATCH_ACCESS_TOKEN"),
        (SignInFailed("It was cancelled."), 3, "It was cancelled."),
        (StorageFault("It is read-only."), 70, "It is read-only."),
        (ZeroDivisionError("secret"), 70, "Something went wrong in ccwatch itself."),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_errors_become_exit_codes_and_a_message(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    said: str,
) -> None:
    def fail(_: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr(cli, "_list", fail)
    assert cli.main(["list"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "secret" not in err
    assert "Traceback" not in err
    assert type(error).__name__ not in err


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"ccwatch {__version__}\n"


@pytest.mark.parametrize(
    "command", ["", "add", "remove", "list", "watch", "status", "config", "stand-in"]
)
def test_help_comes_with_examples_or_a_description(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert cli.main([*command.split(), "--help"]) == 0
    assert "usage: ccwatch" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], {"PySide6", "qasync", "requests", "msal", "rich", "asyncio"}),
        (["list"], {"PySide6", "qasync", "requests", "msal", "desktop_notifier"}),
        (["config", "list"], {"PySide6", "qasync", "requests", "msal", "rich", "asyncio"}),
        (["config", "set", "quiet", "on"], {"PySide6", "qasync", "requests", "msal", "rich"}),
        (["watch", "a", "--timeout", "0.1"], {"PySide6", "qasync", "desktop_notifier"}),
    ],
)
def test_only_what_a_command_needs_is_imported(
    arguments: list[str], unwanted: set[str], tmp_path: object
) -> None:
    program = (
        "import sys; from ccwatch.cli import main; main(sys.argv[1:]);"
        f"print(sorted({unwanted!r} & set(sys.modules)), file=sys.stderr)"
    )
    environment = {
        "CCWATCH_HOME": str(tmp_path),
        "CCWATCH_API_URL": "http://127.0.0.1:9",
        "CCWATCH_ACCESS_TOKEN": "x",
    }
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == "[]"
