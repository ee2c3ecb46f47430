"""What one process hands over, the next one takes up, whatever version either is."""

import json
from pathlib import Path

import pytest

from ccwatch.core.window_state import Visibility
from ccwatch.ipc.handover import Handover, Wish, leave, taken_from

LEFT = Handover(
    Wish("show-job", ("job-1",), ("job-2", "job-3")), Visibility.SHOWN, "job-1", 1_800_000_000.0
)


def test_what_is_left_is_taken_up_once(tmp_path: Path) -> None:
    file = tmp_path / "handover.json"
    leave(file, LEFT)
    assert taken_from(file) == LEFT
    assert not file.exists()
    for seen in ("hidden", "minimised", "shown", "active"):
        file.write_text(json.dumps({"window": seen}))
        assert taken_from(file).window == seen
    assert taken_from(file) == Handover()


def test_without_a_disk_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    leave(tmp_path / "file" / "handover.json", LEFT)
    assert taken_from(tmp_path / "file" / "handover.json") == Handover()


def test_another_version_may_hand_over_more_or_less(tmp_path: Path) -> None:
    file = tmp_path / "handover.json"
    file.write_text(json.dumps({"window": "active", "mood": "new", "wish": {"command": "open"}}))
    assert taken_from(file) == Handover(Wish("open"), Visibility.ACTIVE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "[]",
        "null",
        '{"wish": 1, "window": [], "chosen": {}, "snoozed_until": "soon"}',
        '{"wish": {"command": 1, "jobs": "job", "offered": {}}, "snoozed_until": NaN}',
        '{"wish": {"jobs": [1, null, ""]}, "snoozed_until": -1}',
        '{"snoozed_until": 1e300, "window": ""}',
        '{"snoozed_until": true}',
        '{"window": "of another version"}',
        '{"window": {"shown": 1}}',
    ],
)
def test_what_cannot_be_read_counts_as_not_handed_over(tmp_path: Path, text: str) -> None:
    file = tmp_path / "handover.json"
    file.write_text(text)
    assert taken_from(file) == Handover()
