"""The saved state of the window: versioned JSON; an older file was just Qt's geometry."""

import base64
import json
from pathlib import Path
from typing import Any

from ccwatch.core.job import is_job_id, job_key
from ccwatch.core.window_state import ALL_PARTS, RowPart, WindowState
from ccwatch.system.files import write_private

VERSION = 1
LONGEST = 1 << 16
MOST_UNFOLDED = 200


def load(path: Path) -> WindowState:
    """Return the saved state; what cannot be read counts as absent."""
    try:
        content = path.read_bytes()[:LONGEST]
    except OSError:
        return WindowState()
    if not content.startswith(b"{"):
        return WindowState(geometry=content)
    try:
        return _read(json.loads(content))
    except (ValueError, RecursionError):
        return WindowState()


def save(path: Path, state: WindowState) -> None:
    """Save the state; raises StorageFault."""
    values = {
        "version": VERSION,
        "geometry": base64.b64encode(state.geometry).decode(),
        "split": state.split,
        "sort": state.sort,
        "descending": state.descending,
        "parts": state.parts,
        "offered": state.offered,
        "told_of_no_tray": state.told_of_no_tray,
        "unfolded": state.unfolded[:MOST_UNFOLDED],
        "offered_to_follow": state.offered_to_follow,
        "followed": state.followed,
        "unlisted": state.unlisted,
        "told_of_missed": state.told_of_missed,
    }
    write_private(path, json.dumps(values).encode())


def _read(values: dict[str, Any]) -> WindowState:
    """Return the valid values, each checked by itself; raises ValueError."""
    default = WindowState()
    geometry, split, sort = values.get("geometry"), values.get("split"), values.get("sort")
    parts, offered = values.get("parts"), values.get("offered")
    unfolded = values.get("unfolded")
    unlisted = values.get("unlisted")
    widths = split if isinstance(split, list) and len(split) == 2 else []
    return WindowState(
        base64.b64decode(geometry, validate=True) if isinstance(geometry, str) else b"",
        (widths[0], widths[1]) if widths and all(map(_is_width, widths)) else None,
        sort if isinstance(sort, str) else default.sort,
        values.get("descending") is True,
        tuple(part for part in RowPart if part in parts) if isinstance(parts, list) else ALL_PARTS,
        offered if isinstance(offered, str) else "",
        values.get("told_of_no_tray") is True,
        tuple(job_key(each) for each in unfolded if isinstance(each, str) and is_job_id(each))
        if isinstance(unfolded, list)
        else (),
        values.get("offered_to_follow") is True,
        values.get("followed") is True,
        tuple(filter(_is_text, unlisted)) if isinstance(unlisted, list) else (),
        values.get("told_of_missed") is True,
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_width(value: object) -> bool:
    return type(value) is int and 0 < value < 100_000
