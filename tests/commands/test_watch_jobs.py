"""The commands without a window, on real files; what a running program does is a script."""

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from ccwatch.cli import main
from ccwatch.cloud.account import SignInResult
from ccwatch.cloud.user_account import UserAccount
from ccwatch.commands import watch_jobs as headless
from ccwatch.core.events import Seen
from ccwatch.core.job import JobId, Progress, Service
from ccwatch.disk.journal import Journal
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.reading import read_jobs
from ccwatch.system.lock import Lock
from tests.terminal.hostile import HOSTILE, steering

Output = pytest.CaptureFixture[str]
A, B = "a-1", "b_2"


@pytest.fixture(autouse=True)
def paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paths:
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path))
    monkeypatch.setattr(headless, "BETWEEN_TRIES", 0.01)
    return paths_for({"CCWATCH_HOME": str(tmp_path)})


@contextmanager
def running(paths: Paths, answer: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Have a program listen that answers each message like that; yield what it was told."""
    if sys.platform == "win32":
        pytest.skip("the channel is a named pipe here")
    told: list[dict[str, Any]] = []
    paths.prepare()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(paths.channel)
        listener.listen()

        def serve() -> None:
            link, _ = listener.accept()
            with link, link.makefile("rw", encoding="utf-8") as file:
                told.append(json.loads(file.readline()))
                file.write(json.dumps(answer) + "\n")
                file.flush()

        thread = threading.Thread(target=serve)
        thread.start()
        yield told
        thread.join(5)


def stored(paths: Paths) -> list[str]:
    return [job.id for job in read_jobs(paths.database)]


def test_what_is_added_is_watched_at_the_next_start(paths: Paths, capsys: Output) -> None:
    link = "https://example.org/realitydataanalysis/jobs/b_2"
    assert main(["add", A, link, A]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Watching {A}",
        f"Watching {B}",
        f"Already watched: {A}",
    ]
    assert stored(paths) == [A, B]
    assert read_jobs(paths.database)[1].service is Service.ANALYSIS


@pytest.mark.parametrize("spelled", [str.upper, "{{{}}}".format, lambda id: id.replace("-", "")])
def test_a_guid_is_one_job_in_any_spelling(
    paths: Paths, capsys: Output, spelled: Callable[[str], str]
) -> None:
    guid = "8f6c3a52-0d1e-4b7a-9c55-6f0e2a7d2b41"
    assert main(["add", spelled(guid), guid, guid.upper()]) == 0
    assert stored(paths) == [guid]
    assert capsys.readouterr().out.splitlines()[1:] == [f"Already watched: {guid}"] * 2
    assert main(["remove", spelled(guid)]) == 0
    assert stored(paths) == []


def test_what_is_no_job_is_refused_and_the_rest_is_added(paths: Paths, capsys: Output) -> None:
    assert main(["add", "no job", A]) == 2
    out, err = capsys.readouterr()
    assert out == f"Watching {A}\n"
    assert "“no job” holds no job id." in err
    assert stored(paths) == [A]


def test_what_is_removed_is_watched_no_longer(paths: Paths, capsys: Output) -> None:
    main(["add", A, B])
    capsys.readouterr()
    assert main(["remove", B, "unknown"]) == 0
    assert capsys.readouterr().out == f"No longer watching {B}\nNot watched: unknown\n"
    assert stored(paths) == [A]


@pytest.mark.parametrize("command", ["add", "remove"])
def test_a_running_program_does_it_itself(paths: Paths, capsys: Output, command: str) -> None:
    with running(paths, {"ok": True, "lines": ["As you wish"]}) as told:
        assert main([command, A]) == 0
    assert told == [{"do": command, "jobs": [A]}]
    assert capsys.readouterr().out == "As you wish\n"
    assert stored(paths) == []


@pytest.mark.parametrize("arguments", [["add", A], ["remove", A], ["status"], ["sign-in"]])
def test_what_another_program_answers_cannot_steer_the_terminal(
    paths: Paths, capsys: Output, arguments: list[str]
) -> None:
    with running(paths, {"ok": True, "lines": [f"No longer watching {HOSTILE}\nAll is well", 7]}):
        assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert not steering(out + err)
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize("answer", [{"ok": False, "error": HOSTILE}, {"ok": False, "error": [1]}])
def test_a_refusal_cannot_steer_the_terminal(
    paths: Paths, capsys: Output, answer: dict[str, Any]
) -> None:
    with running(paths, answer):
        assert main(["add", A]) == 70
    assert not steering(capsys.readouterr().err)


@pytest.mark.parametrize("lines", ["text", None, {"a": 1}, 5])
def test_an_answer_without_lines_says_nothing(paths: Paths, capsys: Output, lines: object) -> None:
    with running(paths, {"ok": True, "lines": lines}):
        assert main(["status"]) == 0
    assert capsys.readouterr().out.strip() == ""


@pytest.mark.parametrize(
    "arguments", [["add", HOSTILE], ["watch", HOSTILE], [HOSTILE], ["list", f"--{HOSTILE}"]]
)
def test_what_was_typed_is_quoted_without_what_steers(capsys: Output, arguments: list[str]) -> None:
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert "Bridge" in err
    assert not steering(err)


def test_a_running_program_that_refuses_is_quoted(paths: Paths, capsys: Output) -> None:
    with running(paths, {"ok": False, "error": "Not now."}):
        assert main(["add", A]) == 70
    assert "The running program refused: Not now." in capsys.readouterr().err


def test_data_that_another_program_holds_is_left_alone(paths: Paths, capsys: Output) -> None:
    paths.prepare()
    lock = Lock(paths.lock)
    assert lock.acquire()
    try:
        assert main(["add", A]) == 70
    finally:
        lock.release()
    assert "Another ccwatch" in capsys.readouterr().err
    assert stored(paths) == []


def test_the_list_is_columns_in_a_pipe(capsys: Output) -> None:
    main(["add", A, B])
    capsys.readouterr()
    assert main(["list"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert rows == [[A, "Not known yet", "—", "—", A], [B, "Not known yet", "—", "—", B]]


def test_the_list_as_json_is_an_array(paths: Paths, capsys: Output) -> None:
    main(["add", A])
    with closing(Journal(paths.database)) as journal:
        journal.record([Seen(JobId(A), 1_790_000_000.0, Progress(56, "Active", "Reconstruction"))])
    capsys.readouterr()
    assert main(["list", "--json"]) == 0
    [job] = json.loads(capsys.readouterr().out)
    assert list(job) == [
        *("job", "name", "service", "watch", "state", "percentage", "step"),
        *("added", "checked", "next_check", "outcome"),
    ]
    assert (job["job"], job["percentage"], job["step"]) == (A, 56, "Reconstruction")
    assert (job["checked"], job["next_check"]) == ("2026-09-21T14:13:20Z", None)


@pytest.mark.parametrize(("arguments", "out"), [(["list"], ""), (["list", "--json"], "[]\n")])
def test_an_empty_list_is_no_error_and_makes_no_file(
    paths: Paths, capsys: Output, arguments: list[str], out: str
) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr() == (out, "")
    assert not paths.database.exists()


def test_the_status_of_a_running_program_is_its_own_words(paths: Paths, capsys: Output) -> None:
    with running(paths, {"ok": True, "lines": ["2 jobs · 1 active"]}) as told:
        assert main(["status"]) == 0
    assert told == [{"do": "status"}]
    assert capsys.readouterr().out == "2 jobs · 1 active\n"


def test_the_status_says_that_none_runs(capsys: Output) -> None:
    main(["add", A])
    capsys.readouterr()
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "running": False,
        "watched": 1,
        "lines": ["ccwatch is not running."],
    }


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("CCWATCH_API_URL", "http://example.org", "plain http is for this computer only"),
        ("CCWATCH_API_URL", "nonsense", "CCWATCH_API_URL"),
        ("CCWATCH_AUTHORITY", "http://example.org", "plain http is for this computer only"),
        ("CCWATCH_AUTHORITY", "http://127.0.0.1:5000", "must be an https address"),
        ("CCWATCH_REDIRECT_PORTS", "many", "CCWATCH_REDIRECT_PORTS"),
        ("CCWATCH_REDIRECT_PORTS", "99999", "CCWATCH_REDIRECT_PORTS"),
        ("CCWATCH_CLIENT_ID", "two words", "CCWATCH_CLIENT_ID"),
        ("CCWATCH_ACCESS_TOKEN", "se\ncret", "CCWATCH_ACCESS_TOKEN"),
    ],
)
def test_settings_that_cannot_be_used_are_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: Output, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    for command in (["watch", A], ["sign-in"]):
        assert main(command) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert said in err
        assert "cret" not in err
    for harmless in (["list"], ["status"], ["quit"], ["config", "list"], ["add", A]):
        assert main(harmless) in (0, 1)


def test_watching_without_any_sign_in_says_what_to_set(capsys: Output) -> None:
    assert main(["watch", A, "--json"]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["event"] == "sign-in"
    assert "CCWATCH_ACCESS_TOKEN" in err


def test_a_client_id_without_a_terminal_cannot_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-app")
    assert main(["watch", A]) == 3
    assert "Nobody is signed in" in capsys.readouterr().err


def test_a_person_at_a_terminal_is_shown_where_to_sign_in(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def sign_in(
        account: UserAccount, show: Callable[[str], None], cancelled: threading.Event
    ) -> SignInResult:
        show("https://ims.example.org/authorize?x=1")
        return SignInResult("ada@example.org")

    monkeypatch.setattr(UserAccount, "sign_in", sign_in)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("CCWATCH_CLIENT_ID", "native-app")
    assert main(["watch", A, "--timeout", "0.3", "--json"]) == 5
    out, err = capsys.readouterr()
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["sign-in"]
    assert "https://ims.example.org/authorize?x=1\n" in err


def test_a_broken_settings_file_is_told_and_set_aside(paths: Paths, capsys: Output) -> None:
    paths.prepare()
    paths.settings.write_text("{")
    assert main(["watch", A]) == 3
    assert "settings.json.broken-1" in capsys.readouterr().err


def test_a_wrong_value_in_the_file_is_told_with_its_key_and_not_used(
    paths: Paths, capsys: Output
) -> None:
    paths.prepare()
    paths.settings.write_text('{"redirect_ports": "99999", "client_id": "native-1"}')
    assert main(["watch", A]) == 3, "nobody is signed in"
    assert f"redirect_ports in {paths.settings}: " in capsys.readouterr().err


@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["add", A]])
def test_a_home_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Output, command: list[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path / "file"))
    assert main(command) == 70
    out, err = capsys.readouterr()
    assert out == ""
    assert f"CCWATCH_HOME: {tmp_path / 'file'}: " in err


def test_a_list_that_is_damaged_or_no_file_is_named(paths: Paths, capsys: Output) -> None:
    paths.prepare()
    paths.database.write_bytes(b"no database " * 100)
    assert main(["list"]) == 70
    assert str(paths.database) in capsys.readouterr().err
    paths.database.unlink()
    paths.database.mkdir()
    assert main(["list"]) == 70
    assert str(paths.database) in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights there")
def test_a_list_in_a_folder_that_is_open_to_all_comes_with_a_warning(
    paths: Paths, capsys: Output
) -> None:
    main(["add", A])
    paths.data.chmod(0o777)
    capsys.readouterr()
    assert main(["list"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(A)
    assert "can be changed by everybody" in err


def test_quit_asks_the_running_program_and_waits_until_it_has_ended(
    paths: Paths, capsys: Output
) -> None:
    with running(paths, {"ok": True, "lines": ["ccwatch quits."]}) as told:
        assert main(["quit"]) == 0
    assert told == [{"do": "quit"}]
    assert capsys.readouterr().out == "ccwatch quits.\n"


def test_quit_says_when_the_program_has_not_ended(
    paths: Paths, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(headless, "QUIT_TRIES", 2)
    paths.prepare()
    lock = Lock(paths.lock)
    assert lock.acquire()
    with running(paths, {"ok": True, "lines": []}):
        assert main(["quit"]) == 70
    assert "not ended" in capsys.readouterr().err
    lock.release()


def test_quit_without_a_running_program_says_so(capsys: Output) -> None:
    assert main(["quit"]) == 1
    assert capsys.readouterr().out == "ccwatch is not running.\n"
