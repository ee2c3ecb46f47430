"""The settings file: JSON with what differs from the defaults, written atomically."""

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import tr
from ccwatch.core.settings import Settings, with_value
from ccwatch.files import set_aside, write_private

_writing = threading.Lock()


def load(path: Path) -> tuple[Settings, list[str]]:
    """Return the settings and what was wrong with the file, in words.

    A value that cannot be used counts as not given. A file that cannot be read is set aside,
    never deleted.
    """
    values, complaint = _read(path)
    complaints = [complaint] if complaint else []
    settings = Settings()
    for name in _known() & values.keys():
        try:
            settings = with_value(settings, name, values[name])
        except SettingRefused as error:
            complaints.append(f"{path.name}: {error.message}")
    return settings, complaints


def usable(path: Path) -> Settings:
    """Return what can be used of a file that is another's: it is only read."""
    settings = Settings()
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return settings
    for name in _known() & values.keys() if isinstance(values, dict) else ():
        with suppress(SettingRefused):
            settings = with_value(settings, name, values[name])
    return settings


def change(path: Path, values: Mapping[str, object]) -> None:
    """Write these settings, and no value that only the environment gave; raises StorageFault."""
    with _writing:
        settings, _ = load(path)
        for name, value in values.items():
            settings = with_value(settings, name, value)
        save(path, settings)


def save(path: Path, settings: Settings) -> None:
    """Write the settings; keys that this version does not know stay. Raises StorageFault."""
    values, _ = _read(path)
    default = Settings()
    for name in _known():
        value = getattr(settings, name)
        if value == getattr(default, name):
            values.pop(name, None)
        else:
            values[name] = value
    write_private(path, json.dumps(values, indent=2, sort_keys=True).encode())


def _known() -> set[str]:
    return {entry.name for entry in fields(Settings)}


def _read(path: Path) -> tuple[dict[str, Any], str | None]:
    try:
        values = json.loads(path.read_text("utf-8"))
        if isinstance(values, dict):
            return values, None
    except FileNotFoundError:
        return {}, None
    except OSError as error:
        return {}, f"{path}: {error.strerror or error}."
    except (ValueError, RecursionError):
        pass
    try:
        aside = set_aside(path, "broken")
    except OSError as error:
        reason = error.strerror or error
        return {}, tr(
            "The settings could not be read, and the file stays: {reason}.", reason=reason
        )
    return {}, tr("The settings could not be read. The file is now {file}.", file=aside.name)
