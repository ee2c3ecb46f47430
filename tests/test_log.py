"""No secret reaches a log, wherever in a record it stands."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccwatch.log import catch_all, log_to_file, redacted

MARK = "s3cr3tMARK"


@pytest.fixture
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    root, ours = logging.getLogger(), logging.getLogger("ccwatch")
    before, level = list(root.handlers), ours.level
    path = tmp_path / "logs" / "ccwatch.log"
    log_to_file(path)
    yield path
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    ours.setLevel(level)


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {MARK}.abc-_~+/=",
        f"?code={MARK}&state=1",
        f'{{"access_token": "{MARK}", "expires_in": 1}}',
        f"refresh_token={MARK}",
        f"'code_verifier': '{MARK}'",
        f"token eyJ{MARK}.eyJ{MARK}.{MARK}",
        f"{MARK}@example.org signed in",
    ],
)
def test_secrets_are_taken_out(text: str) -> None:
    assert MARK not in redacted(text)


def test_ordinary_words_stay() -> None:
    text = "job 5b3f0c1e failed at 41 %: error code E12, state=Active"
    assert redacted(text) == text


def test_arguments_and_tracebacks_are_redacted_too(log_file: Path) -> None:
    log = logging.getLogger("ccwatch.test")
    try:
        raise ValueError(f"Bearer {MARK}")
    except ValueError:
        log.exception("sent %s", f"access_token={MARK}")
    text = log_file.read_text("utf-8")
    assert MARK not in text
    assert "Traceback" in text


def test_an_uncaught_error_of_a_thread_is_logged(
    log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("sys.excepthook", None)
    catch_all()
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    assert "ZeroDivisionError" in log_file.read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_not_fatal(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    log_to_file(blocker / "logs" / "ccwatch.log")
