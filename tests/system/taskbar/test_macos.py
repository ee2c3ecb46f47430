"""The Dock badge, with a fake tile."""

import pytest

from ccwatch.core.badge import NOTHING, Badge, Mood
from ccwatch.system.taskbar.macos import DockTile


class FakeTile:
    badgeLabel: str | None = None  # noqa: N815 - Cocoa's name


@pytest.mark.parametrize(
    ("badge", "label"),
    [
        (Badge(Mood.MOVING, 62, 3), "62%"),
        (Badge(Mood.WAITING, 0, 1), "0%"),
        (Badge(Mood.WRONG, 62, 3), "!"),
        (Badge(Mood.WRONG), "!"),
        (NOTHING, None),
    ],
)
def test_the_badge_says_how_far_or_that_something_is_wrong(badge: Badge, label: str | None) -> None:
    tile = FakeTile()
    tile.badgeLabel = "old"
    DockTile(tile).show(badge)
    assert tile.badgeLabel == label


def test_at_the_end_the_badge_goes() -> None:
    tile = FakeTile()
    dock = DockTile(tile)
    dock.show(Badge(Mood.MOVING, 62, 3))
    dock.close()
    assert tile.badgeLabel is None
