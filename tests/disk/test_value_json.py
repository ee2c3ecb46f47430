import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.events import Event
from ccwatch.core.job import Details, Output, Progress
from ccwatch.core.notice import Notice
from ccwatch.disk.event_json import EVENT_TYPES, event_from_json, event_to_json
from ccwatch.disk.value_json import from_json, to_json
from tests.disk.strategies import any_event, of


@given(any_event)
def test_every_event_comes_back(event: Event) -> None:
    assert event_from_json(*event_to_json(event)) == event


@pytest.mark.parametrize("kind", [Details, Progress, Notice])
@given(data=st.data())
def test_every_kept_value_comes_back(kind: type, data: st.DataObject) -> None:
    value = data.draw(of(kind))
    assert from_json(kind, to_json(value)) == value


def test_outputs_of_an_older_version_are_their_formats() -> None:
    assert from_json(Details, '{"outputs": ["3MX", "LAS"]}').outputs == (
        Output("3MX"),
        Output("LAS"),
    )


def test_all_events_are_known_by_name() -> None:
    assert set(EVENT_TYPES.values()) == set(get_args(Event))


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(
    st.sampled_from(["Nonsense", *EVENT_TYPES]), st.text(max_size=8) | json_values.map(json.dumps)
)
def test_what_does_not_fit_is_a_value_error_and_nothing_else(kind: str, text: str) -> None:
    try:
        event_from_json(kind, text)
    except ValueError:
        return


def test_a_deep_text_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="Described"):
        event_from_json("Described", "[" * 100_000)
