"""No secret reaches a log, wherever in a record it is."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.redaction import redacted
from ccwatch.log import (
    LARGEST_FILE,
    OLDER_FILES,
    log_to_file,
    qt_log_handler,
    set_level,
)

MARK = "s3cr3tMARK"


@pytest.fixture
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    root, ours = logging.getLogger(), logging.getLogger("ccwatch")
    before, level = list(root.handlers), ours.level
    monkeypatch.setattr(logging, "raiseExceptions", True)
    path = tmp_path / "logs" / "ccwatch.log"
    log_to_file(path)
    set_level("normal")
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
        f"login_hint={MARK}%40example.org",
        f"CCWATCH_ACCESS_TOKEN={MARK}",
        f"environ({{'CCWATCH_ACCESS_TOKEN': '{MARK}'}})",
        f"{{'code': ['{MARK}'], 'state': ['x']}}",
        f"[('code', '{MARK}'), ('state', 'x')]",
        f'{{\\"refresh_token\\": \\"{MARK}\\"}}',
        f'{{"id_token": "cut off {MARK}',
        f"code={MARK}%2F{MARK}&state=1",
        f"next=http%3A%2F%2Flocalhost%2F%3Fcode%3D{MARK}%26state%3D1",
        f"client_assertion={MARK}; authorization_code={MARK}",
        f"Authorization: Basic {MARK}=",
        f"proxy http://me:{MARK}@proxy:8080/ refused",
    ],
)
def test_secrets_are_taken_out(text: str) -> None:
    assert MARK not in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "job 5b3f0c1e failed at 41 %: error code E12, state=Active",
        "status_code=404, postcode=1234, GET https://api.bentley.com/contextcapture/jobs/8f6c",
        "The code, state and password were asked for; the access_token is missing.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert redacted(text) == text


def test_what_follows_a_secret_stays() -> None:
    text = f"GET /signin-callback?code={MARK}&state=1 HTTP/1.1"
    assert redacted(text) == "GET /signin-callback?code=…&state=1 HTTP/1.1"


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_token_is_taken_out_whatever_stands_around_it(before: str, after: str) -> None:
    assert MARK not in redacted(f"{before} Bearer {MARK} {after}")


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "piece",
    ["x", "code", "auth_", "access_", "a.b@", "a@b.", "eyJ", "://", "'", "code=[ ", "bearer "],
)
def test_a_long_text_is_not_a_long_wait(piece: str) -> None:
    redacted(piece * 50_000)


def test_arguments_and_tracebacks_are_redacted_too(log_file: Path) -> None:
    log = logging.getLogger("ccwatch.test")
    try:
        raise ValueError(f"Bearer {MARK}")
    except ValueError:
        log.exception("sent %s", f"access_token={MARK}")
    text = log_file.read_text("utf-8")
    assert MARK not in text
    assert "Traceback" in text


def test_a_folder_that_cannot_be_made_is_a_complaint(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("")
    assert str(blocker / "logs") in log_to_file(blocker / "logs" / "ccwatch.log")


def test_messages_of_qt_are_logged_by_their_level(log_file: Path) -> None:
    handle = qt_log_handler({"debug": logging.DEBUG, "critical": logging.CRITICAL})
    handle("debug", None, "painting")
    handle("critical", None, f"no platform plugin, code={MARK}")
    handle("unheard of", None, None)
    text = log_file.read_text("utf-8")
    assert "painting" not in text
    assert "CRITICAL ccwatch.qt: no platform plugin" in text
    assert MARK not in text
    assert "WARNING ccwatch.qt" in text


def test_what_cannot_be_written_is_not_printed_instead(
    log_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.log.RedactingFormatter.format", _disk_full)
    logging.getLogger("ccwatch.test").error("sent %s", f"access_token={MARK}")
    assert MARK not in capsys.readouterr().err


def _disk_full(*_: object) -> str:
    raise OSError(28, "No space left on device")


def test_no_text_steers_the_terminal_that_shows_the_log(log_file: Path) -> None:
    log = logging.getLogger("ccwatch.test")
    hostile = "\x1b[2J\x1b]0;title\x07\x9b1m\u202egnp\u2028end\r"
    log.error("job %s", hostile)
    try:
        raise ValueError(hostile)
    except ValueError:
        log.exception("broke")
    text = log_file.read_text("utf-8")
    assert "job  [2J ]0;title  1m gnp end \n" in text
    assert text.replace("\n", "").isprintable()


def test_no_quoted_text_passes_for_another_record(log_file: Path) -> None:
    log = logging.getLogger("ccwatch.test")
    forged = "\n2026-01-01 00:00:00,000 CRITICAL ccwatch: forged"
    log.error("job %s could not be read", forged)
    try:
        raise ValueError(forged)
    except ValueError:
        log.exception("broke")
    at_the_margin = [it for it in log_file.read_text("utf-8").splitlines() if it[:1] != " "]
    assert [it.split(" ", 2)[2] for it in at_the_margin] == [
        "ERROR ccwatch.test: job ",
        "ERROR ccwatch.test: broke",
    ]


def test_the_file_is_rotated_and_bounded(log_file: Path) -> None:
    log = logging.getLogger("ccwatch.test")
    for _ in range(60):
        log.info("x" * 100_000)
    sizes = [file.stat().st_size for file in log_file.parent.iterdir()]
    assert len(sizes) == 1 + OLDER_FILES
    assert max(sizes) <= LARGEST_FILE


def test_what_is_detailed_is_logged_when_it_is_wanted(log_file: Path) -> None:
    log = logging.getLogger("ccwatch.test")
    log.debug("one")
    set_level("detailed")
    log.debug("two")
    set_level("normal")
    log.debug("three")
    assert "two" in log_file.read_text("utf-8")
    assert "one" not in log_file.read_text("utf-8")
    assert "three" not in log_file.read_text("utf-8")
