"""The shapes for states, in a module without jobs: the tray icon is loaded first."""

from enum import Enum


class Glyph(Enum):
    """The shapes, the same in the list, the tray, notifications and the history."""

    IDLE = "idle"
    ACTIVE = "active"
    QUEUED = "queued"
    STALLED = "stalled"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNAVAILABLE = "unavailable"
    SIGN_IN = "sign-in"
    OFFLINE = "offline"
    STALE = "stale"
