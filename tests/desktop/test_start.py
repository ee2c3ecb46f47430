"""A second start hands over to the running program, or says why it cannot."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ccwatch.core.errors import CcwatchError, OtherVersion, RunningProgramFault
from ccwatch.desktop.start import run_desktop
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.ipc import client
from ccwatch.ipc.messages import Done
from ccwatch.system.file_lock import Lock
from tests.commands.listener import running

OPTIONS = argparse.Namespace(demo=False, hidden=False, wall=False, jobs=[])
OLD = b'{"ok": true, "lines": []}\n'


@pytest.fixture
def boxes() -> list[CcwatchError]:
    """The errors shown in a message box."""
    return []


@pytest.fixture
def held(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication, boxes: list[CcwatchError]
) -> Iterator[Paths]:
    """A home that is locked by another program."""
    monkeypatch.setenv("CCWATCH_HOME", str(tmp_path))
    monkeypatch.setattr("ccwatch.desktop.start._application", lambda: qapp)
    monkeypatch.setattr("ccwatch.ui.dialogs.fatal_box.show_fatal", boxes.append)
    monkeypatch.setattr(client, "PATIENCE", 0.1)
    monkeypatch.setattr(client, "BETWEEN_TRIES", 0.01)
    paths = paths_for({"CCWATCH_HOME": str(tmp_path)})
    paths.prepare()
    lock = Lock(paths.lock)
    assert lock.acquire()
    yield paths
    lock.release()


def test_a_program_that_answers_is_handed_over_to(held: Paths) -> None:
    with running(held, Done()) as asked:
        assert run_desktop(OPTIONS) == 0
    assert asked == [{"version": 2, "do": "raise"}]


@pytest.mark.usefixtures("held")
def test_a_program_that_does_not_answer_is_reported(boxes: list[CcwatchError]) -> None:
    with pytest.raises(RunningProgramFault, match="is running, but does not answer") as caught:
        run_desktop(OPTIONS)
    assert boxes == [caught.value]


def test_a_program_of_another_version_is_to_be_restarted(
    held: Paths, boxes: list[CcwatchError]
) -> None:
    with running(held, OLD), pytest.raises(OtherVersion, match="Restart ccwatch") as caught:
        run_desktop(OPTIONS)
    assert boxes == [caught.value]


HEARD = """
from PySide6.QtCore import QLoggingCategory, qCWarning, qInstallMessageHandler, qWarning
from ccwatch.desktop.start import _application
application = _application()
heard = []
qInstallMessageHandler(lambda kind, context, text: heard.append(text))
qWarning("of QtDBus, from its own thread")
category = QLoggingCategory("qt.qpa")
qCWarning(category, "of a window")
qInstallMessageHandler(None)
print(heard)
"""


def test_warnings_that_come_with_a_lock_held_reach_no_handler_in_python() -> None:
    """QtDBus warns without a category."""
    done = subprocess.run(
        [sys.executable, "-c", HEARD], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "['of a window']\n"
