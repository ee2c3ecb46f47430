"""The key of a stored sign-in in a real Secret Service, in each of its states."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the Secret Service is of Linux desktops", allow_module_level=True)

from tests.secret_service import secret_service, silent_secret_service
from tests.virtual_desktop import Desktop

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(180),
    pytest.mark.usefixtures("sign_in_parts"),
]

# Each step in a separate process, like starts of the program.
STEP = """
import sys
from pathlib import Path
from ccwatch.cloud.token_file import TokenCache

cache = TokenCache(Path(sys.argv[2]), ("https://ims.example.org", "native-1"))
if sys.argv[1] == "save":
    cache.save("marked")
else:
    print(cache.load())
print(cache.fault)
"""
LIMIT = 20.0


@pytest.fixture
def bus(programs: None) -> Iterator[Desktop]:
    with Desktop(tray=False, notifications=False) as made:
        (made.folder / "sign-in").mkdir()
        yield made


def step(desktop: Desktop, what: str) -> list[str]:
    """Save or load in another process; return its result and its output."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", STEP, what, str(desktop.folder / "sign-in")],
        env=desktop.env | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=LIMIT + 10,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_an_unlocked_one_gives_the_key_back(bus: Desktop) -> None:
    with secret_service(bus):
        assert step(bus, "save") == ["None"]
        assert step(bus, "load") == ["marked", "None"]


State = Callable[[Desktop], AbstractContextManager[None]]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (lambda bus: secret_service(bus, unlocked=False), "is locked"),
        (silent_secret_service, "does not answer"),
        (lambda bus: nullcontext(), "No credential store"),
    ],
    ids=["locked", "silent", "absent"],
)
def test_one_that_gives_no_key_is_named_and_holds_nothing_up(
    bus: Desktop, state: State, said: str
) -> None:
    with secret_service(bus):
        step(bus, "save")
    with state(bus):
        began = time.monotonic()
        found, fault = step(bus, "load")
        assert time.monotonic() - began < LIMIT
        assert found == ""
        assert said in fault
    with secret_service(bus):
        assert step(bus, "load") == ["marked", "None"]
