"""Hypothesis strategies for values and events of every type."""

import dataclasses
import types
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from ccwatch.core import events
from ccwatch.core.events import Event, JobEvent
from ccwatch.core.job import JobId
from ccwatch.disk.event_json import EVENT_TYPES

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
NUMBERS = st.floats(-1e12, 1e12) | st.integers(-(10**9), 10**9)


def of(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of a type as the program's dataclasses use them."""
    kind = getattr(kind, "__supertype__", kind)
    if get_origin(kind) in (Union, types.UnionType):
        return st.one_of([of(arm) for arm in get_args(kind)])
    if get_origin(kind) is tuple:
        return st.lists(of(get_args(kind)[0]), max_size=3).map(tuple)
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind, vars(events))
        fields = {field.name: of(hints[field.name]) for field in dataclasses.fields(kind)}
        return st.builds(kind, **fields)  # type: ignore[arg-type]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    plain = {str: TEXT, float: NUMBERS, bool: st.booleans(), type(None): st.none()}
    return plain[kind]


any_event: st.SearchStrategy[Event] = st.sampled_from(sorted(EVENT_TYPES)).flatmap(
    lambda name: of(EVENT_TYPES[name])
)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Return events of two jobs in the order of their times."""
    drawn = draw(st.lists(st.tuples(any_event, st.sampled_from("ab"), st.floats(0, 900))))
    at, found = 1_790_000_000.0, list[Event]()
    for event, job, pause in drawn:
        at += pause
        if isinstance(event, JobEvent):
            found.append(dataclasses.replace(event, at=at, job=JobId(job)))
        else:
            found.append(dataclasses.replace(event, at=at))
    return found
