"""Uncaught errors are logged, shown once, and reported without secrets."""

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccwatch import __version__
from ccwatch.core.errors import FilesReplaced
from ccwatch.error_reports import LONGEST_REPORT, ErrorReport, ErrorReporter, report_of

SECRET = "eyJhbGciOiJSUzI1NiJ9.secret.signature"


@pytest.fixture
def told() -> list[ErrorReport]:
    return []


@pytest.fixture
def error_reporter(
    told: list[ErrorReport], monkeypatch: pytest.MonkeyPatch
) -> Iterator[ErrorReporter]:
    for hook in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, hook, getattr(sys, hook))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = ErrorReporter()
    made.listen(told.append)
    made.catch_all()
    yield made
    made.close()


def break_down(secret: str = "") -> None:
    raise ZeroDivisionError(f"Bearer {secret}")


def test_an_uncaught_error_is_logged_and_told(
    error_reporter: ErrorReporter, told: list[ErrorReport], caplog: pytest.LogCaptureFixture
) -> None:
    try:
        break_down()
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    (report,) = told
    assert report.title == "Something went wrong (ZeroDivisionError). ccwatch keeps running."
    assert f"ccwatch {__version__}, Python" in report.text
    assert "break_down" in report.text
    assert "ZeroDivisionError" in caplog.text


def test_an_error_of_a_thread_and_of_an_object_that_ends_badly_are_told(
    error_reporter: ErrorReporter, told: list[ErrorReport]
) -> None:
    class Ends:
        def __del__(self) -> None:
            raise LookupError

    thread = threading.Thread(target=break_down)
    thread.start()
    thread.join()
    Ends()
    assert ["ZeroDivisionError" in told[0].title, "LookupError" in told[1].title] == [True] * 2


def test_what_breaks_in_a_callback_of_the_loop_is_told(
    error_reporter: ErrorReporter, told: list[ErrorReport], caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(error_reporter.in_loop)
        loop.call_soon(break_down)
        loop.call_exception_handler({"message": "a socket was left open"})
        await asyncio.sleep(0)

    asyncio.run(main())
    assert len(told) == 1
    assert "a socket was left open" in caplog.text


def test_the_same_error_is_told_once(
    error_reporter: ErrorReporter, told: list[ErrorReport]
) -> None:
    for number in range(50):
        try:
            break_down(str(number))
        except ZeroDivisionError as error:
            error_reporter.caught(error)
    assert len(told) == 1


def test_what_happens_before_anybody_listens_is_told_later(told: list[ErrorReport]) -> None:
    error_reporter = ErrorReporter()
    error_reporter.happened("It broke.", "Here.")
    error_reporter.listen(told.append)
    error_reporter.listen(told.append)
    assert [report.title for report in told] == ["It broke."]


def test_a_report_holds_no_secret_and_no_users_name(
    error_reporter: ErrorReporter, told: list[ErrorReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ada.lovelace")
    monkeypatch.setenv("USERPROFILE", "/home/ada.lovelace")
    try:
        break_down(SECRET)
    except ZeroDivisionError as error:
        error_reporter.caught(error)
    report = told[0].text + report_of(
        f"/home/ada.lovelace/x.py: code={SECRET}, ada.lovelace@example.org, "
        "/media/ada.lovelace/disk"
    )
    assert SECRET not in report
    assert "ada.lovelace" not in report
    assert "~/x.py" in report
    assert len(report_of("x" * 10**6)) == LONGEST_REPORT


_CRASHING = """
import os, signal, sys
from pathlib import Path
from ccwatch.error_reports import ErrorReporter

def in_the_depths():
    os.kill(os.getpid(), signal.SIGSEGV)

ErrorReporter().catch_crashes(Path(sys.argv[1]))
in_the_depths()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_crash_below_python_is_told_at_the_next_start(
    tmp_path: Path, told: list[ErrorReport]
) -> None:
    file = tmp_path / "crash.log"
    crashed = subprocess.run([sys.executable, "-c", _CRASHING, str(file)], check=False)
    assert crashed.returncode == -signal.SIGSEGV
    for number_of_starts in (1, 2):
        error_reporter = ErrorReporter()
        error_reporter.catch_crashes(file)
        error_reporter.listen(told.append)
        error_reporter.close()
        assert len(told) == 1, number_of_starts
    assert told[0].title == "ccwatch closed unexpectedly last time."
    assert "in_the_depths" in told[0].text


def test_where_nothing_can_be_written_there_is_no_file_of_crashes(tmp_path: Path) -> None:
    error_reporter = ErrorReporter()
    error_reporter.catch_crashes(tmp_path / "missing" / "crash.log")
    error_reporter.close()


def test_replaced_files_are_no_error_to_report(
    error_reporter: ErrorReporter, told: list[ErrorReport], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    error_reporter.caught(FilesReplaced())
    assert told == []
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert caplog.records[0].exc_info is None
