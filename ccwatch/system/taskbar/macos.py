"""macOS: a badge on the Dock's tile; not run on macOS so far.

https://developer.apple.com/documentation/appkit/nsdocktile/badgelabel
"""

from typing import Any

from ccwatch.core.badge import Badge, Mood


class DockTile:
    """Writes the percentage on the tile, an exclamation mark when something asks for a look.

    `tile` is the application's, through rubicon, which desktop-notifier brings along.
    """

    def __init__(self, tile: Any = None) -> None:
        self._tile = tile

    def show(self, badge: Badge) -> None:
        """Write the badge; raises ImportError without the bridge to Cocoa."""
        if self._tile is None:
            from rubicon.objc import ObjCClass

            self._tile = ObjCClass("NSApplication").sharedApplication.dockTile
        self._tile.badgeLabel = _label(badge)

    def close(self) -> None:
        """Take the badge away."""
        if self._tile is not None:
            self._tile.badgeLabel = None


def _label(badge: Badge) -> str | None:
    if badge.mood is Mood.WRONG:
        return "!"
    # Room is for four characters: no space before the sign.
    return None if badge.percentage is None else f"{badge.percentage}%"
