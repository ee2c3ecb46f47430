"""Values to JSON and back, by the types of their fields; for events, details and progress."""

import dataclasses
import functools
import json
import types
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from ccwatch.core import events
from ccwatch.core.events import Event

EVENT_TYPES: dict[str, type] = {kind.__name__: kind for kind in get_args(Event)}


def to_json(value: Any) -> str:
    """Return a value of dataclasses, enums, tuples and plain types as JSON."""
    return json.dumps(_plain(value), separators=(",", ":"))


def from_json(kind: Any, text: str) -> Any:
    """Return the value of that type; raises ValueError when the text does not fit."""
    try:
        return _value(kind, json.loads(text))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"no {kind.__name__}: {error}") from None


def event_to_json(event: Event) -> tuple[str, str]:
    """Return the name of the event's type, and its fields as JSON."""
    return type(event).__name__, to_json(event)


def event_from_json(kind: str, text: str) -> Event:
    """Return the event; raises ValueError for unknown types and fields that do not fit."""
    if kind not in EVENT_TYPES:
        raise ValueError(f"no such event: {kind}")
    event: Event = from_json(EVENT_TYPES[kind], text)
    return event


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, vars(events))


def _value(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [arm for arm in get_args(kind) if arm is not types.NoneType]
        return None if plain is None else _value(inner[0], plain)
    if origin is tuple:
        return tuple(_value(get_args(kind)[0], item) for item in plain)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _value(hints[name], item) for name, item in plain.items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    return plain
