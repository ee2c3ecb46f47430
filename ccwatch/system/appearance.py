"""Linux: the dark or light scheme and the accent colour of the desktop, from its portal.

Qt has a platform theme for it (xdgdesktopportal), which asks the portal while the program starts:
that takes half a second where the portal has to be started first, and up to 25 where it hangs.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ccwatch.system.portal_settings import follow_settings

GROUP = "org.freedesktop.appearance"
SCHEME, ACCENT = "color-scheme", "accent-color"
_DARK = {1: True, 2: False}
Rgb = tuple[float, float, float]


class Appearance(NamedTuple):
    """What the user chose for the desktop; None: no preference. The accent is sRGB, 0 to 1."""

    dark: bool | None = None
    accent: Rgb | None = None


async def follow_appearance(changed: Callable[[Appearance], object]) -> None:
    """Call `changed` with the appearance now and at each change; returns without a portal."""
    await follow_settings(GROUP, lambda values: changed(appearance_of(values)))


def appearance_of(values: Mapping[str, Any]) -> Appearance:
    """Return the appearance by the portal's values, which are variants; what is odd is None."""
    _, scheme = values.get(SCHEME, ("", None))
    _, accent = values.get(ACCENT, ("", None))
    dark = _DARK.get(scheme) if isinstance(scheme, int) else None
    return Appearance(dark, accent if _is_colour(accent) else None)


def _is_colour(value: object) -> bool:
    """Return whether this is a colour; the portal's "none" is out of range."""
    return (
        isinstance(value, tuple)
        and len(value) == 3
        and all(isinstance(part, float) and 0 <= part <= 1 for part in value)
    )
