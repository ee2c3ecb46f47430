"""Composition root of `doctor`: looks at every part that can fail, and says what it found."""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator

from ccwatch import __version__
from ccwatch.core.check import Check
from ccwatch.core.errors import CcwatchError, StorageFault
from ccwatch.core.settings import Settings, from_environment
from ccwatch.disk import settings_file
from ccwatch.disk.instance import hand_over
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.reading import soundness
from ccwatch.log import redacted
from ccwatch.mishaps import without_home
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.job_lines import one_object

LEAST_SPACE = 50 << 20
DESKTOP_SECONDS = 30.0
MARKS = {True: "✓", False: "✗", None: "–"}
_ADVICE = "To report a problem, add this and the end of the log; neither holds tokens."


def examine(*, as_json: bool) -> Exit:
    """Print what works and what does not; FAULT when something does not."""
    failed = False
    found: list[Check] = []
    if not as_json:
        print(_told(f"ccwatch {__version__}, Python {platform.python_version()}, {_system()}"))
    for check in _checks():
        failed = failed or check.passed is False
        found.append(check)
        if not as_json:
            print(_told(f"{MARKS[check.passed]} {check.name}: {check.words}"), flush=True)
    if as_json:
        rows = [
            {"name": each.name, "passed": each.passed, "words": _told(each.words)} for each in found
        ]
        print(one_object({"version": __version__, "system": _system(), "checks": rows}))
    else:
        print(_ADVICE)
    return Exit.FAULT if failed else Exit.SUCCEEDED


def examine_desktop() -> Exit:
    """Print as JSON what of the desktop can be found out only from within Qt."""
    from ccwatch.desktop_check import desktop_checks

    for check in desktop_checks():
        print(json.dumps([check.name, check.passed, check.words]), flush=True)
    return Exit.SUCCEEDED


def _checks() -> Iterator[Check]:
    paths = paths_for(os.environ)
    yield _data_folder(paths)
    yield _job_list(paths)
    yield _running_program(paths)
    settings, check = _settings(paths)
    yield check
    yield Check("Log", None, str(paths.log))
    yield _credential_store()
    yield from _connection(paths, settings)
    yield from _desktop()


def _data_folder(paths: Paths) -> Check:
    name = "Data folder"
    try:
        paths.prepare()
    except StorageFault as fault:
        return Check(name, False, f"{fault.message} {fault.advice}")
    free = shutil.disk_usage(paths.data).free
    if free < LEAST_SPACE:
        return Check(name, False, f"{paths.data}: only {free >> 20} MB are free.")
    return Check(name, True, f"{paths.data}, writable by you alone, {free >> 20:,} MB free.")


def _job_list(paths: Paths) -> Check:
    name = "Job list"
    if not paths.database.exists():
        return Check(name, None, "Nothing was watched yet.")
    try:
        return Check(name, True, f"Sound, {soundness(paths.database)}.")
    except StorageFault as fault:
        return Check(name, False, f"{fault.message} The next start sets it aside.")


def _running_program(paths: Paths) -> Check:
    answer = hand_over(paths, {"do": "status"})
    lines = answer.get("lines", []) if answer else []
    return Check("Program", None, " ".join(map(str, lines)) or "It is not running.")


def _settings(paths: Paths) -> tuple[Settings, Check]:
    name = "Settings"
    settings, complaints = settings_file.load(paths.settings)
    try:
        settings = from_environment(settings, os.environ)
    except CcwatchError as error:
        complaints.append(str(error))
    managed = sorted(name for name in os.environ if name.startswith("CCWATCH_"))
    words = f"From the environment: {', '.join(managed) or 'none'}."
    return settings, Check(name, not complaints, " ".join([*complaints, words]))


def _credential_store() -> Check:
    from ccwatch.cloud.credential_store import CredentialStore

    name = "Credential store"
    store = CredentialStore("doctor")
    try:
        store.new_key()
        store.forget()
        kind = store.kind()
    except CcwatchError as error:
        return Check(name, False, f"{error.message} {error.advice}")
    return Check(name, True, f"{kind}: it keeps and returns a key.")


def _connection(paths: Paths, settings: Settings) -> Iterable[Check]:
    from ccwatch.cloud.account import account_for
    from ccwatch.cloud.auth import MsalAccount
    from ccwatch.cloud.diagnosis import diagnose

    try:
        account = account_for(settings, os.environ, paths.sign_in)
        if isinstance(account, MsalAccount):
            account.restore()
        return diagnose(settings, account.access_token)
    except CcwatchError as error:
        return [Check("Connection", False, f"{error.message} {error.advice}".strip())]


def _desktop() -> Iterator[Check]:
    """Ask a process of its own: where Qt finds no screen it ends the process that asked."""
    if reason := _no_screen(sys.platform, os.environ.get):
        yield Check("Desktop", False, reason)
        return
    program = (
        [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ccwatch"]
    )
    try:
        done = subprocess.run(
            [*program, "doctor", "--desktop-only"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=DESKTOP_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        yield Check("Desktop", False, f"Qt did not start within {DESKTOP_SECONDS:g} s.")
        return
    for line in done.stdout.splitlines():
        yield Check(*json.loads(line))
    if done.returncode != 0:
        last = next(iter(done.stderr.strip().splitlines()[-1:]), "no reason given")
        yield Check("Desktop", False, f"Qt could not start: {last}")


def _no_screen(system: str, variable: Callable[[str], str | None]) -> str:
    if system in ("win32", "darwin") or variable("QT_QPA_PLATFORM"):
        return ""
    if variable("DISPLAY") or variable("WAYLAND_DISPLAY"):
        return ""
    return "There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set."


def _system() -> str:
    return f"{platform.system()} {platform.release()} {platform.machine()}"


def _told(text: str) -> str:
    return without_home(redacted(text))
