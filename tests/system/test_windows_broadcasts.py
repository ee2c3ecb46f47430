"""Broadcasts to top-level windows reach a program without a visible window."""

import json
import subprocess
import sys

import pytest

if sys.platform != "win32":
    pytest.skip("these messages are those of Windows", allow_module_level=True)

PROGRAM = """
import asyncio, ctypes, json, sys
from ctypes import wintypes
from PySide6.QtCore import QTimer
import qasync
from ccwatch.system.termination import Application, TerminationSignals
from ccwatch.system.wake.windows import PowerBroadcast

user32 = ctypes.windll.user32
application = Application([])
happened = []

def send(number, wparam):
    # As Windows does, to each window; the call comes back when the message is answered.
    windows = []
    kind = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    note = kind(lambda window, _: windows.append(window) or True)
    user32.EnumThreadWindows(ctypes.windll.kernel32.GetCurrentThreadId(), note, 0)
    for window in windows:
        user32.SendMessageW(window, number, wparam, 0)
    happened.append(f"answered {number:#06x} {wparam}")

def broadcast():
    send(0x0218, 0x0012)
    send(0x0011, 0)
    send(0x0016, 0)
    send(0x0011, 0)
    send(0x0016, 1)

async def run():
    wanted = asyncio.Event()
    wishes = TerminationSignals()
    wishes.terminate_requested.connect(wanted.set)
    signal = PowerBroadcast()
    await signal.start(lambda: happened.append("woke"))
    QTimer.singleShot(0, broadcast)
    await wanted.wait()
    await asyncio.sleep(0.01)
    wishes.close()
    signal.close()
    happened.append("closed")

with qasync.QSelectorEventLoop(application) as loop:
    loop.run_until_complete(run())
print(json.dumps(happened))
"""


def test_waking_up_and_the_sessions_end_reach_a_program_without_a_visible_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "windows")
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout) == [
        "woke",
        "answered 0x0218 18",
        "answered 0x0011 0",
        "answered 0x0016 0",
        "answered 0x0011 0",
        "closed",
        "answered 0x0016 1",
    ]
