"""Set-up of every test: no screen, and isolation from the developer's own environment."""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import file_modes

for name in list(os.environ):
    if name.startswith(("CCWATCH_", "QT_")) or name.lower().endswith(("_proxy", "_ca_bundle")):
        del os.environ[name]
for name in ("SSL_CERT_FILE", "XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"):
    os.environ.pop(name, None)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
if sys.platform == "win32":  # Qt's offscreen platform looks for fonts in its own folder there
    os.environ["QT_QPA_FONTDIR"] = str(Path(os.environ["SYSTEMROOT"]) / "Fonts")
if os.name == "posix":
    # What Qt, keyring, fontconfig and the program itself keep for a user; removed with the tests.
    _home = Path(tempfile.mkdtemp(prefix="ccwatch-tests-"))
    os.environ["HOME"] = str(_home)
    for _name, _folder in (
        ("CONFIG", ".config"),
        ("DATA", ".local/share"),
        ("STATE", ".local/state"),
    ):
        os.environ[f"XDG_{_name}_HOME"] = str(_home / _folder)
    os.environ["XDG_CACHE_HOME"] = str(_home / ".cache")
    for _name in ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"):
        os.environ.pop(_name, None)
# The browser of commands that tests run: a no-op.
os.environ["BROWSER"] = f'"{Path(sys.executable).as_posix()}" -c pass %s'

# A shell makes background processes ignore Ctrl-C, which is inherited.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A slow machine is not a failure; on CI the examples are the same each time.
settings.register_profile("ccwatch", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ccwatch")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Return to English, and delete the widgets that a test left to Qt.

    Only a running event loop deletes them by itself; otherwise thousands are styled again by each
    later test that changes the style.
    """
    yield
    _speak_english()
    if qt := sys.modules.get("PySide6.QtCore"):
        qt.QCoreApplication.sendPostedEvents(None, qt.QEvent.Type.DeferredDelete)


def _speak_english() -> None:
    if language := sys.modules.get("ccwatch.core.language"):
        language.speak(language.ENGLISH)
    qt = sys.modules.get("PySide6.QtCore")
    if qt and (application := qt.QCoreApplication.instance()):
        for translator in application.findChildren(qt.QTranslator):
            application.removeTranslator(translator)
            translator.deleteLater()


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable() -> Generator[None, Any, Any]:
    """Escape lone surrogates, which tests print and log: another process could not be sent them."""
    return _encodable((yield))


def _encodable(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode("utf-8")
        case dict():
            return {_encodable(key): _encodable(each) for key, each in value.items()}
        case list() | tuple():
            return type(value)(map(_encodable, value))
    return value


OPEN_TEXTS = "open texts"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many texts are not translated yet, if a test counted them."""
    for report in terminalreporter.getreports("passed"):
        for name, said in report.user_properties:
            if name == OPEN_TEXTS and said:
                terminalreporter.write_line(f"Not translated yet: {said}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak-seeds", default="1-10", help="which seeds tests/test_soak.py runs")
    parser.addoption(
        "--replies",
        type=int,
        default=500,
        help="how many replies tests generate from the definition of each operation",
    )
    parser.addoption(
        "--write-screens",
        action="store_true",
        help="take what tests/ui/test_screens.py sees as right",
    )
    parser.addoption(
        "--shuffle", metavar="SEED", help="run files, and the tests of each, in any order"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle the files and the tests of each, which stay together for the fixtures of a file."""
    if (seed := config.getoption("--shuffle")) is None:
        return
    chance = random.Random(seed)
    files = sorted({item.path for item in items})
    chance.shuffle(files)
    place = {file: number for number, file in enumerate(files)}
    chance.shuffle(items)
    items.sort(key=lambda item: place[item.path])


def pytest_unconfigure() -> None:
    if os.name == "posix":
        shutil.rmtree(_home, ignore_errors=True)


@pytest.fixture
def file_modes_hold() -> Iterator[None]:
    """Make file modes apply to this user, even to root."""
    if not file_modes.can_apply():
        pytest.skip("file modes do not apply to this user")
    with ExitStack() as stack:
        try:
            stack.enter_context(file_modes.applied())
        except PermissionError:
            pytest.skip("root may not drop a capability here")
        yield


@pytest.fixture
def british() -> Iterator[None]:
    """A locale whose day has 24 hours, whatever that of the system is."""
    from PySide6.QtCore import QLocale

    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have local time be that of Berlin."""
    if not hasattr(time, "tzset"):
        pytest.skip("Windows cannot change the time zone of a process")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
