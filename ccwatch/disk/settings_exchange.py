"""The file of exported settings: one JSON object, written atomically."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ccwatch.core.errors import StorageFault
from ccwatch.core.language import tr
from ccwatch.disk.settings_file import read_values
from ccwatch.system.files import write_private

LARGEST = 1 << 20


def write(path: Path, values: Mapping[str, object]) -> None:
    """Write the settings; raises StorageFault."""
    text = json.dumps(dict(values), indent=2, sort_keys=True, ensure_ascii=False)
    try:
        write_private(path, text.encode() + b"\n")
    except StorageFault as fault:
        raise _fault(fault.message) from None


def read(path: Path) -> dict[str, Any]:
    """Return the settings in the file; raises StorageFault."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise _fault(f"{path}: {error.strerror or error}.") from None
    try:
        values, _ = read_values(content if len(content) <= LARGEST else b"")
    except ValueError:
        raise _fault(tr("{path} contains no settings.", path=path)) from None
    return values


def _fault(message: str) -> StorageFault:
    return StorageFault(message, title=tr("File cannot be used"), advice=tr("Choose another file."))
