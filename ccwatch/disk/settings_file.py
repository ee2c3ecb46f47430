"""The settings file: JSON with the values that differ from the defaults, written atomically."""

import json
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ccwatch.core.errors import StorageFault
from ccwatch.core.language import tr
from ccwatch.core.settings import Settings, names, with_value, with_values
from ccwatch.system.files import set_aside, write_private

MOST_DIGITS = 4000  # Python refuses to parse a number of more than 4300 digits
_writing = threading.Lock()


def load(path: Path) -> tuple[Settings, list[str]]:
    """Return the settings, and what was wrong with the file, in words.

    An invalid value counts as not set. A file that cannot be read is set aside, never deleted.
    """
    try:
        return _judged(path)
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [f"{path}: {error.strerror or error}."]
    except ValueError:
        return Settings(), [_set_aside(path)]


def usable(path: Path) -> tuple[Settings, list[str]]:
    """Return the valid settings of a file that is only read, and what was wrong with it."""
    try:
        return _judged(path)
    except OSError as error:
        return Settings(), [f"{path}: {error.strerror or error}."]
    except ValueError:
        return Settings(), [tr("{path} contains no settings.", path=path)]


def change(path: Path, values: Mapping[str, object]) -> None:
    """Write these settings; all others in the file stay unchanged.

    Raises SettingRefused, and StorageFault also for a file that cannot be read.
    """
    settings = Settings()
    for name, value in values.items():
        settings = with_value(settings, name, value)
    with _writing:
        _write(path, settings, values.keys())


def save(path: Path, settings: Settings) -> None:
    """Write all settings; unknown keys in the file stay. Raises StorageFault."""
    _write(path, settings, names())


def read_values(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """Return the values of a JSON object by name, and the names that occur more than once.

    The last occurrence counts. Raises ValueError for anything else.
    """
    counted: Counter[str] = Counter()

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counted.clear()  # the outermost object comes last
        counted.update(name for name, _ in pairs)
        return dict(pairs)

    try:
        values = json.loads(content, object_pairs_hook=collect, parse_int=_whole_number)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(values, dict):
        raise ValueError("not an object")
    return values, [name for name, times in counted.items() if times > 1]


def stored_names(path: Path) -> set[str]:
    """Return the names of the settings that the file sets, whatever their values."""
    try:
        values, _ = read_values(path.read_bytes())
    except (OSError, ValueError):
        return set()
    return values.keys() & set(names())


def _judged(path: Path) -> tuple[Settings, list[str]]:
    values, repeated = read_values(path.read_bytes())
    settings, refused = with_values(Settings(), values)
    complaints = [
        tr(
            "{name} in {file}: {reason} The default is used instead.",
            name=name,
            file=path,
            reason=error.message,
        )
        for name, error in refused.items()
    ]
    complaints += [
        tr("{name} is in {file} more than once; the last one counts.", name=name, file=path)
        for name in names()
        if name in repeated
    ]
    return settings, complaints


def _write(path: Path, settings: Settings, changed: Iterable[str]) -> None:
    try:
        values, _ = read_values(path.read_bytes())
    except FileNotFoundError:
        values = {}
    except OSError as error:
        raise StorageFault(f"{path}: {error.strerror or error}.") from None
    except ValueError:
        words = _set_aside(path)
        if path.exists():
            raise StorageFault(words) from None
        values = {}
    default = Settings()
    for name in changed:
        value = getattr(settings, name)
        if value == getattr(default, name):
            values.pop(name, None)
        else:
            values[name] = value
    write_private(path, json.dumps(values, indent=2, sort_keys=True).encode())


def _set_aside(path: Path) -> str:
    """Rename a file that is not JSON; return what was done with it, in words."""
    try:
        aside = set_aside(path, "broken")
    except OSError as error:
        reason = error.strerror or error
        return tr(
            "The settings could not be read; the file was left as it is: {reason}.", reason=reason
        )
    return tr("The settings could not be read. The file was renamed to {file}.", file=aside)


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)
