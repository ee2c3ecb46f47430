"""A name in the tray's menu is read as it is, whichever way the menu is shown."""

import pytest

from ccwatch.ui.tray.menu_text import literal


@pytest.mark.parametrize(
    ("text", "shown", "over_bus"),
    [
        ("Dam & sons & co", "Dam && sons && co", "Dam && sons & co"),
        ("run_1_&", "run_1_&&", "run__1__&&"),
        ("plain", "plain", "plain"),
    ],
)
def test_no_letter_becomes_a_key(text: str, shown: str, over_bus: str) -> None:
    assert literal(text, over_bus=False) == shown
    assert literal(text, over_bus=True) == over_bus
