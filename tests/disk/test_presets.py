"""An installer's presets: the beginning of a user's settings, and no more."""

import json
import sys
from pathlib import Path

import pytest

from ccwatch.core.settings import Settings
from ccwatch.disk.presets import OF_LINUX, adopt_presets, presets_of_this_copy, presets_path
from ccwatch.disk.settings_file import load

QA = "https://qa-api.bentley.com"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def presets(folder: Path, content: str) -> Path:
    path = folder / "presets.json"
    path.write_text(content, "utf-8")
    return path


def test_a_first_start_takes_the_presets(settings: Path, tmp_path: Path) -> None:
    adopt_presets(settings, presets(tmp_path, json.dumps({"client_id": "app-1", "api_url": QA})))
    assert load(settings) == (Settings(client_id="app-1", api_url=QA), [])


def test_settings_that_are_there_stay(settings: Path, tmp_path: Path) -> None:
    settings.parent.mkdir()
    settings.write_text('{"client_id": "mine"}', "utf-8")
    adopt_presets(settings, presets(tmp_path, '{"client_id": "theirs"}'))
    assert load(settings)[0].client_id == "mine"


def test_what_cannot_be_used_is_left_out(settings: Path, tmp_path: Path) -> None:
    found = {"client_id": "app-1", "api_url": "http://api.example", "no_setting": 1}
    path = presets(tmp_path, json.dumps(found))
    (complaint,) = adopt_presets(settings, path)
    assert complaint.startswith(f"api_url in {path}: “Service URL”")
    assert load(settings) == (Settings(client_id="app-1"), [])


@pytest.mark.parametrize("content", ["", "{", "[]", '"text"', "[" * 100_000])
def test_presets_that_are_none_leave_the_defaults_and_stay(
    settings: Path, tmp_path: Path, content: str
) -> None:
    path = presets(tmp_path, content)
    assert adopt_presets(settings, path) == [f"{path} contains no settings."]
    assert load(settings) == (Settings(), [])
    assert path.read_text("utf-8") == content


def test_without_presets_nothing_is_written(settings: Path, tmp_path: Path) -> None:
    adopt_presets(settings, None)
    adopt_presets(settings, tmp_path / "none.json")
    assert not settings.exists()


def test_a_packaged_program_looks_for_presets_where_it_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ccwatch.disk.presets.IS_FROZEN", True)
    monkeypatch.setattr(sys, "executable", "/apps/ccwatch/ccwatch.exe")
    monkeypatch.setattr(sys, "platform", "win32")
    assert presets_of_this_copy() == Path("/apps/ccwatch/presets.json")
    monkeypatch.setattr(sys, "platform", "linux")
    assert presets_of_this_copy() == Path("/etc/ccwatch/presets.json")


def test_only_a_packaged_program_has_presets() -> None:
    assert presets_of_this_copy() is None
    assert presets_path("/usr/bin/python", frozen=False, system="linux") is None
    assert presets_path("/usr/lib/ccwatch/ccwatch", frozen=True, system="linux") == OF_LINUX
    beside = presets_path("/apps/ccwatch/ccwatch.exe", frozen=True, system="win32")
    assert beside == Path("/apps/ccwatch/presets.json")
