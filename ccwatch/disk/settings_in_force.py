"""The settings that hold, from presets, file and environment; one wrong value stops nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ccwatch.core.access_token import given_token
from ccwatch.core.errors import SettingRefused
from ccwatch.core.settings import Settings, with_environment
from ccwatch.disk import settings_file
from ccwatch.disk.presets import adopt_presets


@dataclass(frozen=True, slots=True)
class InForce:
    """The settings, and sentences about values that are not used: of files, and of variables."""

    settings: Settings
    complaints: tuple[str, ...]
    refused: tuple[str, ...]


def settings_in_force(path: Path, presets: Path | None, environ: Mapping[str, str]) -> InForce:
    """Return the settings that hold; the presets are adopted where there is no file yet."""
    complaints = adopt_presets(path, presets)
    stored, more = settings_file.load(path)
    settings, refused = with_environment(stored, environ)
    words = [f"{variable}: {error.message}" for variable, error in refused.items()]
    try:
        given_token(environ)
    except SettingRefused as error:
        words.append(error.message)
    return InForce(settings, (*complaints, *more), tuple(words))
