"""Times in the format for scripts and tables."""

from datetime import UTC, datetime


def iso(at: float | None) -> str | None:
    """Return UTC seconds as "2026-11-24T12:01:07Z"."""
    if at is None:
        return None
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
