"""macOS: a badge on the Dock's tile; not run on macOS so far.

https://developer.apple.com/documentation/appkit/nsdocktile/badgelabel
"""

from typing import Any

from ccwatch.core.badge import Badge, Mood


class DockTile:
    """Shows the percentage on the tile, or an exclamation mark if something needs attention.

    `tile` is the application's, through rubicon, a dependency of desktop-notifier.
    """

    def __init__(self, tile: Any = None) -> None:
        self._tile = tile

    def show(self, badge: Badge) -> None:
        """Show the badge; raises ImportError without the bridge to Cocoa."""
        if self._tile is None:
            from rubicon.objc import ObjCClass

            self._tile = ObjCClass("NSApplication").sharedApplication.dockTile
        self._tile.badgeLabel = _label(badge)

    def close(self) -> None:
        """Remove the badge."""
        if self._tile is not None:
            self._tile.badgeLabel = None


def _label(badge: Badge) -> str | None:
    if badge.mood is Mood.WRONG:
        return "!"
    # There is room for four characters, so no space before the sign.
    return None if badge.percentage is None else f"{badge.percentage}%"
