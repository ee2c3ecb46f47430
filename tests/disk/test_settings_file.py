import json
from pathlib import Path
from typing import Any

import pytest

from ccwatch.core.errors import SettingRefused, StorageFault
from ccwatch.core.settings import Settings
from ccwatch.disk.settings_file import change, load, save


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_no_file_is_the_defaults_without_complaint(path: Path) -> None:
    assert load(path) == (Settings(), [])
    assert not path.exists()


def test_what_is_saved_comes_back(path: Path) -> None:
    chosen = Settings(notify_step=False, client_id="native-ä", requests_per_minute=7)
    save(path, chosen)
    assert load(path) == (chosen, [])


def test_only_what_differs_from_the_defaults_is_written(path: Path) -> None:
    save(path, Settings(quiet=True))
    assert json.loads(path.read_text("utf-8")) == {"quiet": True}
    save(path, Settings())
    assert json.loads(path.read_text("utf-8")) == {}


def test_keys_that_are_not_known_stay(path: Path) -> None:
    path.write_text('{"of_a_later_version": [1, {"a": null}], "quiet": true}', "utf-8")
    assert load(path) == (Settings(quiet=True), [])
    save(path, Settings(notify_step=False))
    assert json.loads(path.read_text("utf-8")) == {
        "of_a_later_version": [1, {"a": None}],
        "notify_step": False,
    }


def test_the_file_is_the_users_alone_and_no_draft_is_left(path: Path) -> None:
    save(path, Settings(quiet=True))
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_one_setting_is_changed_alone(path: Path) -> None:
    change(path, {"quiet": True})
    change(path, {"requests_per_minute": 9})
    assert load(path) == (Settings(quiet=True, requests_per_minute=9), [])
    with pytest.raises(SettingRefused):
        change(path, {"requests_per_minute": 0})
    assert load(path) == (Settings(quiet=True, requests_per_minute=9), [])


@pytest.mark.parametrize("content", ["{", "[1]", "null", "", "\ufeff{}", "[" * 100_000])
def test_a_broken_file_is_set_aside_whole(path: Path, content: str) -> None:
    path.write_text(content, "utf-8")
    settings, (complaint,) = load(path)
    assert settings == Settings()
    aside = path.with_name("settings.json.broken-1")
    assert aside.name in complaint
    assert aside.read_text("utf-8") == content
    assert not path.exists()


def test_an_earlier_broken_file_is_not_overwritten(path: Path) -> None:
    for content in ("{1", "{2"):
        path.write_text(content)
        load(path)
    assert path.with_name("settings.json.broken-1").read_text() == "{1"
    assert path.with_name("settings.json.broken-2").read_text() == "{2"


def test_a_file_that_is_no_text_is_set_aside(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    settings, complaints = load(path)
    assert (settings, len(complaints)) == (Settings(), 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("requests_per_minute", 0),
        ("requests_per_minute", "many"),
        ("requests_per_minute", 1.5),
        ("notify_progress_every", 51),
        ("quiet", "maybe"),
        ("quiet_from", "25:00"),
        ("api_url", "http://api.example"),
        ("client_id", ["a"]),
        ("client_id", None),
    ],
)
def test_a_value_out_of_bounds_is_told_and_the_rest_holds(
    path: Path, name: str, value: Any
) -> None:
    path.write_text(json.dumps({name: value, "notify_step": False}), "utf-8")
    settings, complaints = load(path)
    assert settings == Settings(notify_step=False)
    assert len(complaints) == 1


def test_a_folder_that_is_not_there_is_a_storage_fault(tmp_path: Path) -> None:
    with pytest.raises(StorageFault):
        save(tmp_path / "missing" / "settings.json", Settings(quiet=True))


def test_a_file_that_cannot_be_read_is_told_and_left_alone(path: Path) -> None:
    path.mkdir()
    settings, complaints = load(path)
    assert (settings, len(complaints)) == (Settings(), 1)
    assert path.is_dir()
