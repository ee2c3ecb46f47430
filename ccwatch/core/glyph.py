"""The shapes that stand for how things are. Apart from the jobs: the tray's icon comes first."""

from enum import Enum


class Glyph(Enum):
    """The shapes: the same in the list, the tray, a notice and the history."""

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
