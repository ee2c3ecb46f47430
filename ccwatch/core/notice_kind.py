"""The kinds of notifications: the subject of each, and the settings that enable it."""

from enum import Enum, StrEnum, auto


class Subject(Enum):
    """What a notification is about; the history can be filtered by it."""

    START = auto()
    PASSING = auto()  # redundant beside the same job's start or end
    STALL = auto()
    END = auto()
    FAILURE = auto()
    CONNECTION = auto()
    OTHER = auto()


class NoticeKind(StrEnum):
    """A kind; the value is its name in the journal.

    It is enabled when any setting in `switches` is on, or when it has none.
    """

    subject: Subject
    switches: tuple[str, ...]

    def __new__(cls, value: str, subject: Subject, *switches: str) -> "NoticeKind":
        """Return the member of that name."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.subject = subject
        member.switches = switches
        return member

    NEW = "new", Subject.START, "notify_new"
    STARTED = "started", Subject.START, "notify_started"
    STEP = "step", Subject.PASSING, "notify_step"
    PROGRESS = "progress", Subject.PASSING  # its setting is a number: every how many percent
    STALLED = "stalled", Subject.STALL, "notify_stalled"
    WAITING = "waiting", Subject.STALL, "notify_waiting"
    NOT_CONTINUED = "not-continued", Subject.STALL, "notify_stalled"
    FINISHED = "finished", Subject.END, "notify_finished"
    FAILED = "failed", Subject.FAILURE, "notify_failed"
    CANCELLED = "cancelled", Subject.END, "notify_cancelled"
    UNAVAILABLE = "unavailable", Subject.END, "notify_unavailable"
    # an end that cannot be read may be a failure
    UNREADABLE = "unreadable", Subject.END, "notify_failed", "notify_unavailable"
    SIGN_IN = "sign-in", Subject.CONNECTION, "notify_sign_in"
    UNREACHABLE = "unreachable", Subject.CONNECTION, "notify_service"
    BACK = "back", Subject.CONNECTION, "notify_service"
    SUMMARY = "summary", Subject.OTHER
    TEST = "test", Subject.OTHER
