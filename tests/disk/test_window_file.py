"""How the window was left is read back; older, foreign and broken files do no harm."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.job import JobId
from ccwatch.core.window_state import RowPart, WindowState
from ccwatch.disk.window_file import VERSION, load, save

LEFT = WindowState(
    b"\x01\xd9\xd0\xcb\x00{}",
    (700, 420),
    "name",
    True,
    (RowPart.COURSE,),
    "job-1",
    True,
    (JobId("survey-1"),),
    True,
    True,
    ("reality-analysis",),
    True,
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "window.state"


@pytest.mark.parametrize("state", [LEFT, WindowState(), WindowState(parts=())])
def test_what_was_written_is_read_back(path: Path, state: WindowState) -> None:
    save(path, state)
    assert load(path) == state
    assert json.loads(path.read_bytes())["version"] == VERSION


def test_a_file_of_before_the_version_is_geometry_alone(path: Path) -> None:
    path.write_bytes(LEFT.geometry)
    assert load(path) == WindowState(geometry=LEFT.geometry)


def test_without_a_file_all_is_as_at_first(path: Path) -> None:
    assert load(path) == WindowState()
    path.mkdir()
    assert load(path) == WindowState()


@pytest.mark.parametrize(
    "content", [b"{", b"{}", b'{"geometry": "%"}', b"{" * 5000, b'{"a": "\xff"}', b""]
)
def test_a_broken_file_counts_as_none(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert load(path) == WindowState()


def test_a_value_that_does_not_fit_leaves_the_others(path: Path) -> None:
    known = {"geometry": "AdnQyw==", "split": [0, "x"], "sort": "name", "parts": ["course", "new"]}
    path.write_text(json.dumps({"version": 9, "more": {}, **known}))
    assert load(path) == WindowState(b"\x01\xd9\xd0\xcb", None, "name", False, (RowPart.COURSE,))


@pytest.mark.parametrize(
    ("width", "fits"), [(0, False), (1, True), (99_999, True), (100_000, False), (True, False)]
)
def test_a_width_fits_a_screen(path: Path, width: int, fits: bool) -> None:
    path.write_text(json.dumps({"split": [700, width]}))
    assert load(path).split == ((700, width) if fits else None)


@given(
    st.dictionaries(st.sampled_from(["geometry", "split", "sort", "descending", "parts"]), _JSON)
)
def test_any_values_give_a_state_that_can_be_used(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("window") / "window.state"
    path.write_text(json.dumps(values))
    state = load(path)
    assert isinstance(state.sort, str)
    assert set(state.parts) <= {"type", "course", "check"}
    assert state.split is None or min(state.split) > 0
