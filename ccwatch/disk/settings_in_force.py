"""The settings in force, from presets, file and environment; an invalid value stops nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ccwatch.core.access_token import given_token
from ccwatch.core.errors import NotWritable, SettingRefused
from ccwatch.core.settings import Settings, with_environment
from ccwatch.disk import settings_file
from ccwatch.disk.paths import Paths
from ccwatch.disk.presets import adopt_presets


@dataclass(frozen=True, slots=True)
class InForce:
    """The settings, and the errors of values that are ignored: in files, and in variables.

    `unwritable` is why the home can only be read, None if it can be written to.
    """

    settings: Settings
    file_faults: tuple[str, ...] = ()
    variable_faults: tuple[str, ...] = ()
    unwritable: NotWritable | None = None


def open_home(paths: Paths, presets: Path | None, environ: Mapping[str, str]) -> InForce:
    """Prepare the home, then return its settings; every use of a home starts here.

    Raises StorageFault before anything is read from a home that other users own or may change. The
    presets are adopted if there is no settings file yet.
    """
    unwritable = None
    try:
        paths.prepare()
    except NotWritable as fault:
        unwritable = fault
    complaints = adopt_presets(paths.settings, presets)
    found = settings_in_force(paths.settings, environ)
    return replace(found, file_faults=(*complaints, *found.file_faults), unwritable=unwritable)


def settings_in_force(path: Path, environ: Mapping[str, str]) -> InForce:
    """Return the settings in force for a home that has been opened."""
    stored, complaints = settings_file.load(path)
    settings, refused = from_environment(stored, environ)
    return InForce(settings, tuple(complaints), refused)


def from_environment(
    settings: Settings, environ: Mapping[str, str]
) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings with the environment applied, and its errors."""
    settings, refused = with_environment(settings, environ)
    words = [f"{variable}: {error.message}" for variable, error in refused.items()]
    try:
        given_token(environ)
    except SettingRefused as error:
        words.append(error.message)
    return settings, tuple(words)
