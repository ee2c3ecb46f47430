"""Converts events to JSON and back, by the name of their type."""

from typing import get_args

from ccwatch.core.events import Event
from ccwatch.disk.value_json import from_json, to_json

EVENT_TYPES: dict[str, type] = {kind.__name__: kind for kind in get_args(Event)}


def event_to_json(event: Event) -> tuple[str, str]:
    """Return the name of the event's type, and its fields as JSON."""
    return type(event).__name__, to_json(event)


def event_from_json(kind: str, text: str) -> Event:
    """Return the event; raises ValueError for unknown types and invalid fields."""
    if kind not in EVENT_TYPES:
        raise ValueError(f"no such event: {kind}")
    event: Event = from_json(EVENT_TYPES[kind], text)
    return event
