"""The configuration of a test desktop's notification daemon, and what it showed."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification as requested from the notification daemon; `at` in UTC seconds."""

    number: int
    program: str
    title: str
    body: str
    at: float


_CONFIG = """[global]
monitor = 0
width = 380
height = 200
origin = top-right
offset = 16x16
notification_limit = 0
indicate_hidden = no
sort = no
font = Sans 10
padding = 12
horizontal_padding = 14
text_icon_padding = 12
frame_width = 1
frame_color = "#c9ced6"
corner_radius = 8
separator_height = 1
separator_color = frame
markup = full
format = "<b>%s</b>\\n%b"
icon_position = left
min_icon_size = 36
max_icon_size = 36
show_indicators = no
sticky_history = yes
history_length = 1000
mouse_left_click = do_action, close_current
mouse_right_click = close_current
always_run_script = true
[all]
script = {script}
background = "#ffffff"
foreground = "#1b1f27"
timeout = {seconds}
"""
_RECORD = """#!/bin/sh
printf '%s\\0%s\\0%s\\0%s\\0%s\\0' "$DUNST_ID" "$DUNST_APP_NAME" "$DUNST_SUMMARY" "$DUNST_BODY" \\
    "$(date +%s.%N)" >> '{log}'
"""


def write_config(folder: Path, seconds_shown: int) -> Path:
    """Write the daemon's configuration into the folder; return its file."""
    script = folder / "record-notification"
    script.write_text(_RECORD.format(log=_log(folder)))
    script.chmod(0o700)
    config = folder / "dunstrc"
    config.write_text(_CONFIG.format(script=script, seconds=seconds_shown))
    return config


def shown(folder: Path) -> list[Notification]:
    """Return all notifications that were shown so far, the oldest first."""
    log = _log(folder)
    fields = log.read_text(errors="replace").split("\0") if log.exists() else []
    rows = zip(*(fields[part::5] for part in range(5)), strict=False)
    return sorted(
        (Notification(int(row[0]), row[1], row[2], row[3], float(row[4])) for row in rows),
        key=lambda notification: notification.number,
    )


def _log(folder: Path) -> Path:
    return folder / "notifications"
