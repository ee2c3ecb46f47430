"""The entry point of the frozen program, and the environment of programs that it starts."""

import subprocess
import sys

import pytest
from start import give_back_library_path

_WITHOUT_OUTPUT = """
import sys
sys.stdin = sys.stdout = sys.stderr = None
from ccwatch.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_the_browser_finds_its_own_libraries() -> None:
    environ = {
        "LD_LIBRARY_PATH": "/usr/lib/ccwatch/_internal:/mine",
        "LD_LIBRARY_PATH_ORIG": "/mine",
    }
    give_back_library_path(environ)
    assert environ["LD_LIBRARY_PATH"] == "/mine"
    environ = {"LD_LIBRARY_PATH": "/usr/lib/ccwatch/_internal"}
    give_back_library_path(environ)
    assert "LD_LIBRARY_PATH" not in environ


def test_the_program_started_by_itself_finds_its_own_libraries() -> None:
    environ: dict[str, str] = {}
    give_back_library_path(environ)
    assert environ == {"PYINSTALLER_RESET_ENVIRONMENT": "1"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["no-such-command"], 2),
        (["list"], 0),
        (["list", "--json"], 0),
        (["status"], 0),
        (["add", "not a job"], 2),
        (["watch", "some-job", "--timeout", "1"], 3),
        (["--verbose", "list"], 0),
    ],
)
def test_without_a_console_commands_end_as_ever(
    arguments: list[str], code: int, tmp_path: pytest.TempPathFactory
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _WITHOUT_OUTPUT, *arguments],
        env={"CCWATCH_HOME": str(tmp_path), "PATH": "", "SYSTEMROOT": "C:\\Windows"},
        check=False,
    )
    assert done.returncode == code
