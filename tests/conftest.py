"""What holds for every test: no screen, and nothing of the developer's own environment."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from tests import file_modes

for name in list(os.environ):
    if name.startswith(("CCWATCH_", "QT_")) or name.lower().endswith(("_proxy", "_ca_bundle")):
        del os.environ[name]
os.environ.pop("SSL_CERT_FILE", None)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
if sys.platform == "win32":  # where this platform of Qt looks for fonts in a folder of its own
    os.environ["QT_QPA_FONTDIR"] = str(Path(os.environ["SYSTEMROOT"]) / "Fonts")
if os.name == "posix":
    # What Qt, keyring, fontconfig and the program itself keep for a user; gone with the tests.
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
# What opens pages in the commands that tests run: nothing.
os.environ["BROWSER"] = f'"{Path(sys.executable).as_posix()}" -c pass %s'

# A shell has what it starts in the background ignore Ctrl-C, and that is inherited.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A slow machine is no failure; on CI the examples are the same each time.
settings.register_profile("ccwatch", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("ccwatch")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak-seeds", default="1-10", help="which seeds tests/test_soak.py runs")
    parser.addoption(
        "--write-screens",
        action="store_true",
        help="take what tests/ui/test_screens.py sees as right",
    )


def pytest_unconfigure() -> None:
    if os.name == "posix":
        shutil.rmtree(_home, ignore_errors=True)


@pytest.fixture
def file_modes_hold() -> Iterator[None]:
    """Have the modes of files and folders bind this user, root too."""
    if not file_modes.can_apply():
        pytest.skip("file modes bind no user here")
    with ExitStack() as stack:
        try:
            stack.enter_context(file_modes.applied())
        except PermissionError:
            pytest.skip("this root may not give up a privilege")
        yield
