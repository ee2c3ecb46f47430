import json
import sys
from pathlib import Path
from typing import Any

import pytest

from ccwatch.core.errors import SettingRefused, StorageFault
from ccwatch.core.settings import Settings
from ccwatch.disk.settings_file import change, load, save, stored_names, usable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_no_file_is_the_defaults_without_complaint(path: Path) -> None:
    assert load(path) == (Settings(), [])
    assert not path.exists()


def test_what_is_saved_comes_back(path: Path) -> None:
    chosen = Settings(notify_step=False, job_page="https://a.example/{job}", requests_per_minute=7)
    save(path, chosen)
    assert load(path) == (chosen, [])


def test_only_what_differs_from_the_defaults_is_written(path: Path) -> None:
    save(path, Settings(quiet=True))
    assert json.loads(path.read_text("utf-8")) == {"quiet": True}
    save(path, Settings())
    assert json.loads(path.read_text("utf-8")) == {}


def test_the_file_is_written_to_be_read(path: Path) -> None:
    save(path, Settings(theme="dark", quiet=True))
    assert path.read_text("utf-8") == '{\n  "quiet": true,\n  "theme": "dark"\n}'


def test_keys_that_are_not_known_stay(path: Path) -> None:
    path.write_text('{"of_a_later_version": [1, {"a": null}], "quiet": true}', "utf-8")
    assert load(path) == (Settings(quiet=True), [])
    save(path, Settings(notify_step=False))
    assert json.loads(path.read_text("utf-8")) == {
        "of_a_later_version": [1, {"a": None}],
        "notify_step": False,
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists, not file modes")
def test_the_file_is_the_users_alone(path: Path) -> None:
    save(path, Settings(quiet=True))
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_draft_is_left(path: Path) -> None:
    save(path, Settings(quiet=True))
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_one_setting_is_changed_alone(path: Path) -> None:
    change(path, {"quiet": True})
    change(path, {"requests_per_minute": 9})
    assert load(path) == (Settings(quiet=True, requests_per_minute=9), [])
    with pytest.raises(SettingRefused):
        change(path, {"requests_per_minute": 0})
    assert load(path) == (Settings(quiet=True, requests_per_minute=9), [])


@pytest.mark.parametrize("content", ["{", "[1]", "null", "", "{NaN}", "[" * 100_000])
def test_a_broken_file_is_set_aside_whole(path: Path, content: str) -> None:
    path.write_text(content, "utf-8")
    settings, (complaint,) = load(path)
    assert settings == Settings()
    aside = path.with_name("settings.json.broken-1")
    assert complaint == f"The settings could not be read. The file was renamed to {aside}."
    assert aside.read_text("utf-8") == content
    assert not path.exists()


def test_a_change_of_a_broken_file_sets_it_aside_and_is_written(path: Path) -> None:
    path.write_text("{")
    change(path, {"quiet": True})
    assert load(path) == (Settings(quiet=True), [])
    assert path.with_name("settings.json.broken-1").read_text() == "{"


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
    settings, (complaint,) = load(path)
    assert settings == Settings(notify_step=False)
    assert complaint.startswith(f"{name} in {path}: “")
    assert complaint.endswith(" The default is used instead.")


def test_a_change_leaves_a_value_that_cannot_be_used_for_its_owner_to_mend(path: Path) -> None:
    path.write_text('{"redirect_ports": "99999"}', "utf-8")
    change(path, {"quiet": True})
    assert json.loads(path.read_text("utf-8")) == {"redirect_ports": "99999", "quiet": True}
    change(path, {"redirect_ports": Settings().redirect_ports})
    assert load(path) == (Settings(quiet=True), [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_as_an_editor_of_windows_writes_it_is_read(path: Path, encoding: str) -> None:
    path.write_text('{"quiet": true}', encoding)
    assert load(path) == (Settings(quiet=True), [])


def test_a_number_of_any_length_costs_its_own_setting_alone(path: Path) -> None:
    path.write_text(f'{{"requests_per_minute": {"9" * 5000}, "quiet": true}}')
    settings, (complaint,) = load(path)
    assert settings == Settings(quiet=True)
    assert "requests_per_minute" in complaint


def test_a_name_that_is_there_twice_is_told_and_the_last_counts(path: Path) -> None:
    path.write_text('{"quiet": false, "theme": "dark", "quiet": true, "x": {"theme": 1}}')
    settings, (complaint,) = load(path)
    assert settings == Settings(quiet=True, theme="dark")
    assert complaint == f"quiet is in {path} more than once; the last one counts."


@pytest.mark.usefixtures("file_modes_hold")
def test_a_file_that_cannot_be_read_is_not_written_over(path: Path) -> None:
    path.write_text('{"quiet": true}')
    path.chmod(0)
    with pytest.raises(StorageFault):
        change(path, {"theme": "dark"})
    path.chmod(0o600)
    assert load(path) == (Settings(quiet=True), [])


def test_a_file_that_cannot_be_set_aside_is_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    path.write_text("not settings")
    monkeypatch.setattr("ccwatch.disk.settings_file.set_aside", refused)
    stays = "The settings could not be read; the file was left as it is: Permission denied."
    assert load(path) == (Settings(), [stays])
    with pytest.raises(StorageFault) as fault:
        change(path, {"theme": "dark"})
    assert fault.value.message == stays
    assert path.read_text() == "not settings"


def test_a_folder_that_is_not_there_is_a_storage_fault(tmp_path: Path) -> None:
    with pytest.raises(StorageFault):
        save(tmp_path / "missing" / "settings.json", Settings(quiet=True))


def test_a_file_that_cannot_be_read_is_told_and_left_alone(path: Path) -> None:
    path.mkdir()
    settings, complaints = load(path)
    assert (settings, len(complaints)) == (Settings(), 1)
    assert path.is_dir()


def test_a_file_names_the_settings_that_it_sets_whatever_their_values(path: Path) -> None:
    assert stored_names(path) == set()
    path.write_text('{"quiet": "maybe", "theme": "system", "of_a_later_version": 1}')
    assert stored_names(path) == {"quiet", "theme"}
    path.write_text("[]")
    assert stored_names(path) == set()


def test_a_file_of_others_is_judged_and_never_moved(path: Path) -> None:
    path.write_text('{"quiet": true, "theme": "blue"}')
    settings, (complaint,) = usable(path)
    assert settings == Settings(quiet=True)
    assert complaint.startswith(f"theme in {path}: ")
    path.write_text("{")
    assert usable(path) == (Settings(), [f"{path} contains no settings."])
    assert path.read_text() == "{"
    path.unlink()
    assert usable(path) == (Settings(), [f"{path}: No such file or directory."])
