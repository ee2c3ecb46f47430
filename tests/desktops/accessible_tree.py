"""Prints what a program's windows tell a screen reader, as JSON; for Debian's own Python.

    python3 accessible_tree.py PROGRAM

Each element has its role, name, description, depth, place and whether it can have the focus.
"""

import json
import sys
from typing import Any

import pyatspi  # type: ignore[import-not-found]

_DEEPEST, _MOST = 20, 200


def elements(of: Any, depth: int = 0) -> list[dict[str, object]]:
    """Return what is shown of an element and of those below it."""
    states = of.getState()
    shown = states.contains(pyatspi.STATE_SHOWING)
    if depth > 1 and not shown:
        return []
    place = of.queryComponent().getExtents(pyatspi.DESKTOP_COORDS) if depth else None
    found = [
        {
            "role": of.getRoleName(),
            "name": of.name,
            "description": of.description,
            "depth": depth,
            "place": [place.x, place.y, place.width, place.height] if place else None,
            "focusable": bool(states.contains(pyatspi.STATE_FOCUSABLE)),
        }
    ]
    if depth < _DEEPEST:
        for number in range(min(of.childCount, _MOST)):
            if below := of.getChildAtIndex(number):
                found += elements(below, depth + 1)
    return found


print(
    json.dumps(
        [
            each
            for application in pyatspi.Registry.getDesktop(0)
            if application and application.name.startswith(sys.argv[1])
            for each in elements(application)
        ]
    )
)
