"""The installed program laid out from right to left, by Qt's own option."""

import sys

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from PySide6.QtGui import QColor

from ccwatch.ui.style.tokens import LIGHT
from tests.end_to_end.ccwatch_program import ccwatch_command, end
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(120),
]
WIDEST_BUTTON = 200


def middle_of_add(desktop: Desktop) -> float:
    """Return where the window's only filled button is, as a share of the screen's width."""
    image = desktop.screenshot(desktop.folder / "screen.png")
    columns: list[int] = []
    for y in range(image.height()):
        columns = [x for x in range(image.width()) if QColor(image.pixel(x, y)) == LIGHT.active]
        if len(columns) > 20 and columns[-1] - columns[0] < WIDEST_BUTTON:
            return (columns[0] + columns[-1]) / 2 / image.width()
    raise TimeoutError("the button is not there")


@pytest.mark.parametrize("reverse", [False, True])
def test_the_option_mirrors_the_window(desktop: Desktop, reverse: bool) -> None:
    options = ["--demo", *(["-reverse"] if reverse else [])]
    home = {"CCWATCH_HOME": str(desktop.folder / "ccwatch")}
    program = desktop.start(*ccwatch_command(*options), env=home)
    wait_until(lambda: "ccwatch – demo" in desktop.windows(), "the window", 20)

    def is_at_its_side() -> bool:
        try:
            return (middle_of_add(desktop) > 0.5) is reverse
        except TimeoutError:
            return False

    wait_until(is_at_its_side, "the button on its side", 20)
    end(program)
