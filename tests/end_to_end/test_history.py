"""The history of notifications in the installed program is correct, whatever the system shows."""

import csv
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("the virtual desktop is an X server's", allow_module_level=True)

from tests.end_to_end.ccwatch_program import Ccwatch, end
from tests.virtual_desktop import Desktop, wait_until

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.timeout(120),
]


class Row(NamedTuple):
    """The journal's record of one notification."""

    number: int
    taken: int | None
    read: float | None


def notices(ccwatch: Ccwatch) -> list[Row]:
    """Return the notifications that were shown, newest first."""
    path = ccwatch.data / "ccwatch.db"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as journal:
        query = "SELECT number, taken, read FROM notices WHERE shown IS NOT NULL"
        return [Row(*row) for row in journal.execute(f"{query} ORDER BY number DESC")]


def unread(ccwatch: Ccwatch) -> int:
    return sum(row.read is None for row in notices(ccwatch))


def test_where_nothing_shows_notices_the_history_has_them_all(programs: None) -> None:
    with Desktop(tray=False, notifications=False) as desktop:
        ccwatch = Ccwatch(desktop, demo=True)
        program = ccwatch.start()
        wait_until(lambda: [row.taken for row in notices(ccwatch)].count(0) >= 2, "notices", 40)
        assert not any(row.taken for row in notices(ccwatch))  # None: the step of a survey
        wait_until(lambda: desktop.active_window() == ccwatch.title, "the window in front")
        before = unread(ccwatch)
        desktop.press("ctrl+h")
        desktop.press("Escape")
        # A key pressed before the page is laid out leaves it before anything was read.
        wait_until(lambda: _looked_at(desktop, ccwatch, before), "notices that were read")
        assert end(program) < 3


def _looked_at(desktop: Desktop, ccwatch: Ccwatch, before: int) -> bool:
    if unread(ccwatch) < before:
        return True
    desktop.press("ctrl+h")
    desktop.screenshot(desktop.folder / "screen.png")
    desktop.press("Escape")
    return False


def test_a_click_on_a_pop_up_reads_its_notice_and_a_table_is_exported(desktop: Desktop) -> None:
    ccwatch = Ccwatch(desktop, demo=True)
    program = ccwatch.start()
    wait_until(desktop.notifications, "a notification", 40)
    desktop.click_notification()
    wait_until(lambda: any(row.read is not None for row in notices(ccwatch)), "a notice read")
    assert any(row.taken == 1 for row in notices(ccwatch))

    wait_until(lambda: desktop.active_window() == ccwatch.title, "the window in front")
    table = desktop.folder / "table.csv"
    wait_until(lambda: _asked_where_to(desktop), "the question where to")
    desktop.press("ctrl+a")
    desktop.type(str(table))
    wait_until(lambda: _saved(desktop, table), "the table")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["event"] == "added"
    assert {row["event"] for row in rows} >= {"added", "progress"}
    end(program)


def _saved(desktop: Desktop, table: Path) -> bool:
    """Press the key that saves, which first accepts the dialog's suggestion."""
    if not table.exists():
        desktop.press("Return")
    return table.exists()


def _asked_where_to(desktop: Desktop) -> bool:
    """Choose the second last entry of the selected job's menu; return whether a dialog appears."""
    desktop.press("Menu")
    desktop.press("Up", "Up", "Return")
    with suppress(TimeoutError):
        wait_until(lambda: "Export history" in desktop.windows(), "the question where to", 2)
    return "Export history" in desktop.windows()
