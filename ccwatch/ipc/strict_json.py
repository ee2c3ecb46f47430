"""Converts dataclasses to JSON objects and back, with exactly matching types."""

import dataclasses
import functools
import json
import math
import types
from collections.abc import Callable
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]


def parse_object(line: bytes) -> dict[str, Any]:
    """Return the JSON object on a UTF-8 line; raises ValueError for anything else.

    Duplicate names, numbers that JSON does not have, and excessive nesting are rejected.
    """
    try:
        found = json.loads(
            line.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def dump_object(members: dict[str, Any]) -> bytes:
    """Return the object as JSON on one line, in ASCII."""
    return json.dumps(members, allow_nan=False).encode("ascii") + b"\n"


def members_of(value: Any) -> dict[str, Any]:
    """Return a dataclass's fields as JSON members."""
    return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}


def read_as(kind: Any, members: Any) -> Any:
    """Return the dataclass with these members; raises ValueError.

    All are required, no others are allowed, and each must have its exact type: 1 is not a bool,
    true not a number.
    """
    return _reader(kind)(members)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return members_of(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    return value


@functools.cache
def _reader(kind: Any) -> Reader:
    origin, arms = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        (inner,) = (_reader(arm) for arm in arms if arm is not types.NoneType)
        return lambda plain: None if plain is None else inner(plain)
    if origin is tuple:
        return functools.partial(_tuple, _reader(arms[0]))
    if origin is dict:
        return functools.partial(_dict, _reader(arms[0]), _reader(arms[1]))
    if dataclasses.is_dataclass(kind):
        return functools.partial(_dataclass, kind)
    if issubclass(kind, Enum):
        return functools.partial(_member, kind)
    return _number if kind is float else functools.partial(_exactly, kind)


def _tuple(read: Reader, plain: Any) -> tuple[Any, ...]:
    return tuple(map(read, _exactly(list, plain)))


def _dict(read_key: Reader, read: Reader, plain: Any) -> dict[Any, Any]:
    return {read_key(key): read(item) for key, item in _exactly(dict, plain).items()}


def _dataclass(kind: Any, plain: Any) -> Any:
    hints = get_type_hints(kind)
    if _exactly(dict, plain).keys() != hints.keys():
        raise ValueError(f"{kind.__name__} has the members {', '.join(hints) or 'none'}")
    return kind(**{name: _reader(hint)(plain[name]) for name, hint in hints.items()})


def _member(kind: type[Enum], plain: Any) -> Enum:
    return kind(_exactly(str, plain))


def _number(plain: Any) -> float:
    if type(plain) not in (int, float):
        raise ValueError("not a number")
    try:
        number = float(plain)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _exactly(kind: type, plain: Any) -> Any:
    if type(plain) is not kind:
        raise ValueError(f"not {kind.__name__}")
    return plain


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member occurs twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
