"""Converts values to JSON and back, by the types of their fields."""

import dataclasses
import functools
import json
import types
from collections.abc import Callable
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from ccwatch.core.job import Output

Read = Callable[[Any], Any]


def to_json(value: Any) -> str:
    """Return a value of dataclasses, enums, tuples and plain types as JSON."""
    return json.dumps(_plain(value), separators=(",", ":"))


def from_json(kind: Any, text: str) -> Any:
    """Return the value of that type; raises ValueError if the text does not fit."""
    try:
        read, plain = _reader(kind), json.loads(text)
        return read(plain) if read else plain
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"no {kind.__name__}: {error}") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


@functools.cache
def _reader(kind: Any) -> Read | None:
    """Return the converter from JSON to this type, or None if none is needed."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _reader(next(arm for arm in get_args(kind) if arm is not types.NoneType))
        return inner and (lambda plain: None if plain is None else inner(plain))
    if origin is tuple:
        item = _reader(get_args(kind)[0])
        return (lambda plain: tuple(map(item, plain))) if item else tuple
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return functools.partial(_made, kind, _readers(kind))
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else None


def _readers(kind: type) -> dict[str, Read]:
    hints = get_type_hints(kind)
    return {name: read for name, hint in hints.items() if (read := _reader(hint))}


def _made(kind: type, readers: dict[str, Read], plain: Any) -> Any:
    """Return the value; consumes `plain`.

    An older version wrote an output as the text that is its format now.
    """
    if kind is Output and isinstance(plain, str):
        return Output(plain)
    for name, read in readers.items():
        if name in plain:
            plain[name] = read(plain[name])
    return kind(**plain)
