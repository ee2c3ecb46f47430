"""The command `doctor`: checks every part that can fail, and prints the results."""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator

from ccwatch import __version__
from ccwatch.clock import SystemClock
from ccwatch.commands.status import status_lines
from ccwatch.core.check import Check
from ccwatch.core.errors import CcwatchError, RunningProgramFault, SignInNeeded, StorageFault
from ccwatch.core.plain_text import plain_line
from ccwatch.core.redaction import redacted
from ccwatch.core.screen import no_screen
from ccwatch.core.settings import KeepSignIn, Settings
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.reading import soundness
from ccwatch.disk.settings_in_force import InForce, from_environment, open_home
from ccwatch.error_reports import without_home
from ccwatch.ipc.client import ask
from ccwatch.ipc.messages import Kind, ProgramStatus, Request
from ccwatch.system.environment import own_environment
from ccwatch.system.identity import IS_FROZEN
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.job_lines import one_object
from ccwatch.terminal.output import say

LEAST_SPACE = 50 << 20
DESKTOP_SECONDS = 30.0
_NOT_USED = "Not used: other users can change the data folder."
_ADVICE = "To report a problem, attach this report and the end of the log; neither contains tokens."


def examine(*, as_json: bool) -> Exit:
    """Print what works and what does not; FAULT if something does not."""
    failed = False
    found: list[Check] = []
    if not as_json:
        say(
            _without_secrets(
                f"ccwatch {__version__}, Python {platform.python_version()}, {_system()}"
            )
        )
    for check in _checks():
        failed = failed or check.passed is False
        found.append(check)
        if not as_json:
            say(_without_secrets(f"{check.symbol} {check.name}: {plain_line(check.words)}"))
    if as_json:
        rows = [
            {"name": each.name, "passed": each.passed, "words": _without_secrets(each.words)}
            for each in found
        ]
        say(one_object({"version": __version__, "system": _system(), "checks": rows}))
    else:
        say(_ADVICE)
    return Exit.FAULT if failed else Exit.SUCCEEDED


def examine_desktop() -> Exit:
    """Print as JSON the checks of the desktop that need Qt.

    Raises CcwatchError where a library that Qt needs is missing.
    """
    try:
        from ccwatch.commands.desktop_check import desktop_checks
    except ImportError as error:
        from ccwatch.system.missing_libraries import import_fault

        if fault := import_fault(error):
            raise fault from None
        raise
    for check in desktop_checks():
        say(one_object([check.name, check.passed, check.words]))
    return Exit.SUCCEEDED


def _checks() -> Iterator[Check]:
    paths = paths_for(os.environ)
    fault: StorageFault | None = None
    try:
        found = open_home(paths, None, own_environment())
        fault = found.unwritable
        usable = True
    except StorageFault as error:
        # Its settings and its sign-in may be another user's.
        fault, usable = error, False
        settings, refused = from_environment(Settings(), own_environment())
        found = InForce(settings, (), refused)
    yield _data_folder(paths, fault)
    yield _job_list(paths) if usable else Check("Job list", None, _NOT_USED)
    yield _running_program(paths)
    yield _settings(found) if usable else Check("Settings", None, _NOT_USED)
    yield Check("Log", None, str(paths.log))
    yield _credential_store(paths, found.settings.keep_sign_in)
    yield from (
        _connection(paths, found.settings)
        if usable
        else _connection_without_sign_in(found.settings)
    )
    yield from _desktop()


def _data_folder(paths: Paths, fault: StorageFault | None) -> Check:
    name = "Data folder"
    if fault:
        return Check(name, False, f"{fault.message} {fault.advice}")
    free = shutil.disk_usage(paths.data).free
    if free < LEAST_SPACE:
        return Check(name, False, f"{paths.data}: only {free >> 20} MB are free.")
    words = f"{paths.data}, where no other user may write, {free >> 20:,} MB free."
    return Check(name, True, words)


def _job_list(paths: Paths) -> Check:
    name = "Job list"
    try:
        paths.database.stat()
    except FileNotFoundError:
        return Check(name, None, "No jobs have been watched yet.")
    except OSError as error:
        return Check(name, False, f"{paths.database}: {error.strerror or error}.")
    try:
        return Check(name, True, f"OK ({soundness(paths.database)}).")
    except StorageFault as fault:
        return Check(
            name, False, f"{fault.message} The next start moves it aside and recovers what it can."
        )


def _running_program(paths: Paths) -> Check:
    name = "Program"
    try:
        status = ask(paths, Request(Kind.STATUS), ProgramStatus)
    except RunningProgramFault as fault:
        return Check(name, False, f"{fault.message} {fault.advice}")
    if status is None:
        return Check(name, None, "It is not running.")
    return Check(name, None, " ".join(status_lines(status, SystemClock().now())))


def _settings(found: InForce) -> Check:
    complaints = [*found.file_faults, *found.variable_faults]
    managed = sorted(name for name in own_environment() if name.startswith("CCWATCH_"))
    words = f"From the environment: {', '.join(managed) or 'none'}."
    return Check("Settings", not complaints, " ".join([*complaints, words]))


def _credential_store(paths: Paths, keep_sign_in: str) -> Check:
    from ccwatch.cloud.credential_store import CredentialStore

    name = "Credential store"
    chosen = f"Not used: keep_sign_in is “{keep_sign_in}”, so the sign-in is"
    if keep_sign_in == KeepSignIn.FILE:
        return Check(name, None, f"{chosen} stored unencrypted in {paths.sign_in}.")
    if keep_sign_in == KeepSignIn.SESSION:
        return Check(name, None, f"{chosen} forgotten when ccwatch quits.")
    store = CredentialStore("doctor")
    try:
        store.new_key()
        store.forget()
        kind = store.kind()
    except CcwatchError as error:
        return Check(name, False, f"{error.message} {error.advice}")
    return Check(name, True, f"{kind}, works.")


def _connection(paths: Paths, settings: Settings) -> Iterable[Check]:
    from ccwatch.cloud.connection import account_for
    from ccwatch.cloud.diagnosis import diagnose

    try:
        account = account_for(settings, own_environment(), paths.sign_in)
        account.restore()
        return diagnose(settings, account.access_token)
    except CcwatchError as error:
        return [Check("Connection", False, f"{error.message} {error.advice}".strip())]


def _connection_without_sign_in(settings: Settings) -> Iterable[Check]:
    """Test the connection without a sign-in, because one in another user's home is not trusted."""
    from ccwatch.cloud.diagnosis import diagnose

    def no_token() -> str:
        raise SignInNeeded(_NOT_USED, advice="")

    return diagnose(settings, no_token)


def _desktop() -> Iterator[Check]:
    """Check in a separate process: without a screen Qt terminates the process that starts it."""
    if reason := no_screen(sys.platform, os.environ.get):
        yield Check("Desktop", False, reason)
        return
    program = [sys.executable] if IS_FROZEN else [sys.executable, "-m", "ccwatch"]
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
        last = next(iter(done.stderr.strip().splitlines()[-1:]), "no reason was given")
        yield Check("Desktop", False, f"Qt could not start: {last.removeprefix('ccwatch: ')}")


def _system() -> str:
    return f"{platform.system()} {platform.release()} {platform.machine()}"


def _without_secrets(text: str) -> str:
    return without_home(redacted(text))
