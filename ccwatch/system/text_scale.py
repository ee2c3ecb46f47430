"""Linux: GNOME's text size (“Large text”), which Qt does not apply on Wayland, from the portal.

On X11, Qt gets it as the resolution of the screen.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ccwatch.system.portal_settings import follow_settings

GROUP, KEY = "org.gnome.desktop.interface", "text-scaling-factor"
SMALLEST, LARGEST = 0.5, 3.0  # GNOME's own limits


async def follow_text_scale(changed: Callable[[float], object]) -> None:
    """Call `changed` with the factor now and at each change; returns without a portal."""
    last = None

    def look(values: Mapping[str, Any]) -> None:
        nonlocal last
        if (factor := factor_of(values.get(KEY))) != last:
            last = factor
            changed(factor)

    await follow_settings(GROUP, look)


def factor_of(value: object) -> float:
    """Return the factor in the portal's variant; 1 for anything that cannot be one."""
    factor = value[1] if isinstance(value, tuple) and len(value) == 2 else None
    usable = isinstance(factor, float) and SMALLEST <= factor <= LARGEST
    return factor if usable and isinstance(factor, float) else 1.0
