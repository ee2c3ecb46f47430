"""The settings that hold: presets begin, the file goes on, the environment wins over both."""

import json
from pathlib import Path

import pytest

from ccwatch.core.errors import NotWritable
from ccwatch.core.settings import Settings
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.settings_in_force import from_environment, open_home


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_for({"CCWATCH_HOME": str(tmp_path / "home")})


def test_at_a_first_start_presets_hold_and_the_environment_wins(
    paths: Paths, tmp_path: Path
) -> None:
    presets = tmp_path / "presets.json"
    presets.write_text(json.dumps({"client_id": "preset", "theme": "dark", "quiet": "maybe"}))
    environ = {"CCWATCH_CLIENT_ID": "given", "CCWATCH_API_URL": "http://api.example"}
    found = open_home(paths, presets, environ)
    assert found.settings == Settings(client_id="given", theme="dark")
    (complaint,), (refused,) = found.file_faults, found.variable_faults
    assert complaint.startswith(f"quiet in {presets}: ")
    assert refused.startswith("CCWATCH_API_URL: ")
    assert found.unwritable is None
    assert json.loads(paths.settings.read_text()) == {"client_id": "preset", "theme": "dark"}


def test_at_a_later_start_the_file_holds(paths: Paths, tmp_path: Path) -> None:
    paths.prepare()
    paths.settings.write_text('{"theme": "light", "quiet": "maybe"}')
    presets = tmp_path / "presets.json"
    presets.write_text('{"theme": "dark"}')
    found = open_home(paths, presets, {})
    assert found.settings == Settings(theme="light")
    (complaint,) = found.file_faults
    assert complaint.startswith(f"quiet in {paths.settings}: ")
    assert found.variable_faults == ()


@pytest.mark.usefixtures("file_modes_hold")
def test_a_home_that_can_only_be_read_is_read(paths: Paths) -> None:
    paths.prepare()
    paths.settings.write_text('{"theme": "dark"}')
    paths.data.chmod(0o500)
    found = open_home(paths, None, {})
    paths.data.chmod(0o700)
    assert isinstance(found.unwritable, NotWritable)
    assert found.settings == Settings(theme="dark")


def test_a_token_that_cannot_be_sent_is_refused_without_being_shown() -> None:
    settings, (refused,) = from_environment(Settings(), {"CCWATCH_ACCESS_TOKEN": "se cret"})
    assert settings == Settings()
    assert refused.startswith("CCWATCH_ACCESS_TOKEN has spaces")
    assert "cret" not in refused
