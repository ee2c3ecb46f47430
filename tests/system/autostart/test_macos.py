"""The launch agent: the property list that launchd reads."""

import plistlib
from pathlib import Path
from typing import Any

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.system.autostart.macos import LABEL, LaunchAgent
from ccwatch.system.autostart.protocol import State

COMMAND = ("/Applications/ccwatch.app/Contents/MacOS/ccwatch", "--hidden")


def file_in(home: Path) -> Path:
    return home / "Library" / "LaunchAgents" / f"{LABEL}.plist"


def test_it_is_off_until_it_is_switched_on_and_off_again_afterwards(tmp_path: Path) -> None:
    start = LaunchAgent(tmp_path)
    assert start.state(COMMAND) is State.OFF
    start.switch_on(COMMAND)
    assert start.state(COMMAND) is State.ON
    start.switch_off()
    assert start.state(COMMAND) is State.OFF
    start.switch_off()


def test_launchd_is_told_what_to_run_at_login_and_that_it_has_windows(tmp_path: Path) -> None:
    LaunchAgent(tmp_path).switch_on(COMMAND)
    agent = plistlib.loads(file_in(tmp_path).read_bytes())
    assert agent["Label"] == LABEL
    assert agent["ProgramArguments"] == list(COMMAND)
    assert agent["RunAtLoad"] is True
    assert agent["LimitLoadToSessionType"] == "Aqua"
    assert "KeepAlive" not in agent  # Quit must be final


@pytest.mark.parametrize(
    ("agent", "state"),
    [
        ({"RunAtLoad": True, "ProgramArguments": list(COMMAND)}, State.ON),
        ({"RunAtLoad": True, "ProgramArguments": ["/old"]}, State.ANOTHER),
        ({"RunAtLoad": True, "ProgramArguments": list(COMMAND), "Disabled": True}, State.OFF),
        ({"ProgramArguments": list(COMMAND)}, State.OFF),
        (["no dictionary"], State.OFF),
    ],
)
def test_what_is_found_is_judged_as_launchd_would(tmp_path: Path, agent: Any, state: State) -> None:
    file_in(tmp_path).parent.mkdir(parents=True)
    file_in(tmp_path).write_bytes(plistlib.dumps(agent))
    assert LaunchAgent(tmp_path).state(COMMAND) is state


@pytest.mark.parametrize("letter", ["\x1b", "\r", "\n", "\x7f", "\x85", "<", "&", "]]>", "\ufffe"])
def test_a_path_may_hold_any_character(tmp_path: Path, letter: str) -> None:
    command = (f"/Applications/a{letter}b/ccwatch", "--hidden")
    LaunchAgent(tmp_path).switch_on(command)
    assert LaunchAgent(tmp_path).state(command) is State.ON
    assert plistlib.loads(file_in(tmp_path).read_bytes())["ProgramArguments"] == list(command)


def test_a_broken_list_starts_nothing(tmp_path: Path) -> None:
    file_in(tmp_path).parent.mkdir(parents=True)
    for content in (b"", b"{", b"<plist>", b"bplist00"):
        file_in(tmp_path).write_bytes(content)
        assert LaunchAgent(tmp_path).state(COMMAND) is State.OFF


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "Library").write_text("a file where the folder should be")
    with pytest.raises(StorageFault, match="Start at sign-in not changed"):
        LaunchAgent(tmp_path).switch_on(COMMAND)
