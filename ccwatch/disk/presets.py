"""Presets that an organisation's installer left for each user's first start."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from ccwatch.core.errors import StorageFault
from ccwatch.disk import settings_file
from ccwatch.system.identity import IS_FROZEN

NAME = "presets.json"
OF_LINUX = Path("/etc/ccwatch") / NAME


def presets_of_this_copy() -> Path | None:
    """Return the presets file of a packaged program; None when run from a source tree."""
    return presets_path(sys.executable, frozen=IS_FROZEN, system=sys.platform)


def presets_path(executable: str, *, frozen: bool, system: str) -> Path | None:
    """Return the presets file beside the program, on Linux the administrator's."""
    if not frozen:
        return None
    return OF_LINUX if system.startswith("linux") else Path(executable).with_name(NAME)


def adopt_presets(settings: Path, presets: Path | None) -> list[str]:
    """Create a user's settings from the presets; return problems with those, in words.

    Existing settings stay. Invalid values are skipped, as is a file that cannot be read or written:
    the program then starts with the defaults.
    """
    if presets is None or not os.path.isfile(presets) or os.path.lexists(settings):  # noqa: PTH113
        return []
    values, complaints = settings_file.usable(presets)
    with suppress(StorageFault, OSError):
        settings.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings_file.save(settings, values)
    return complaints
