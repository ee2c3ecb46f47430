"""The channel's protocol: one request per connection, and its reply.

Each is a JSON object on one line in UTF-8. Messages contain data, never sentences: the program and
a terminal may use different languages.

    {"version": 2, "do": "status", …}      a request; `Request` lists further members
    {"version": 2, "reply": "status", …}   a reply; further members: the fields of its class

Anything that is not a request of this version is answered with `Refused`. Only what is needed to
restart the program (`ANY_VERSION`) works for every version: its format must never change.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ccwatch import __version__
from ccwatch.core.job import Phase, Service, is_job_id, job_key
from ccwatch.core.job_refs import JobRef
from ccwatch.ipc.strict_json import dump_object, members_of, parse_object, read_as
from ccwatch.system.activation import is_token

VERSION = 2
MOST_IN_REQUEST = (
    500  # even with the longest IDs and names, the reply stays well below the size limit
)
LATEST = 253_402_300_799.0  # the end of the year 9999, in UTC seconds
_MOST = 1_000_000_000


class Kind(StrEnum):
    """The requests to a running program."""

    RAISE = "raise"  # bring the window to the front
    WALL = "show-wall"  # show the wall screen
    ADD = "add-jobs"
    OFFER = "offer-jobs"  # a link named jobs: ask the user whether to watch them
    REMOVE = "remove-jobs"
    CHECK = "check-jobs"  # as soon as a request is allowed
    STATUS = "report-status"
    SIGN_IN = "start-sign-in"
    SIGN_OUT = "forget-sign-in"
    SETTINGS = "reload-settings"
    QUIT = "quit"  # cleanly, a moment after the reply


WITH_JOBS = frozenset({Kind.ADD, Kind.OFFER, Kind.REMOVE, Kind.CHECK})
ANY_VERSION = frozenset({Kind.RAISE, Kind.QUIT})


@dataclass(frozen=True, slots=True)
class WantedJob:
    """A job in a request; the service is known only if the user's text contained it."""

    id: str
    service: Service | None = None

    def __post_init__(self) -> None:
        """Reject what is not an ID."""
        if not is_job_id(job_key(self.id)):
            raise ValueError("not a job id")

    @property
    def ref(self) -> JobRef:
        """The job as a JobRef."""
        return JobRef(job_key(self.id), self.service)


@dataclass(frozen=True, slots=True)
class Request:
    """A request to the running program; `jobs` only for the kinds in `WITH_JOBS`.

    `token` lets the program's window come forward; it is left out if there is none.
    """

    do: Kind
    jobs: tuple[WantedJob, ...] = ()
    token: str = ""

    def __post_init__(self) -> None:
        """Reject unexpected, missing or too many jobs, and what cannot be a token."""
        if bool(self.jobs) != (self.do in WITH_JOBS) or len(self.jobs) > MOST_IN_REQUEST:
            raise ValueError(f"{self.do} with {len(self.jobs)} jobs")
        if self.token and not is_token(self.token):
            raise ValueError("not a token")


@dataclass(frozen=True, slots=True)
class Done:
    """The request has been carried out, or is about to be."""


class JobResult(StrEnum):
    """The result for one job of a request."""

    WATCHING = "watching"
    ALREADY_WATCHED = "already-watched"
    NO_LONGER_WATCHED = "no-longer-watched"
    NOT_WATCHED = "not-watched"


@dataclass(frozen=True, slots=True)
class JobChange:
    """One job and its result; `name` is the ID if no other is known."""

    id: str
    name: str
    result: JobResult


@dataclass(frozen=True, slots=True)
class JobChanges:
    """The results for a request's jobs, in its order."""

    jobs: tuple[JobChange, ...]


class AccountResult(StrEnum):
    """The result of signing in or out."""

    SIGN_IN_OPENED = "sign-in-opened"  # it continues in the program's window
    SIGNING_OUT = "signing-out"
    NOT_SIGNED_IN = "not-signed-in"
    GIVEN_TOKEN = "given-token"  # CCWATCH_ACCESS_TOKEN decides
    NOT_SET_UP = "not-set-up"


@dataclass(frozen=True, slots=True)
class AccountChange:
    """The result of signing in or out, with details."""

    result: AccountResult


class SignInKind(StrEnum):
    """How the program signs in."""

    BROWSER = "browser"
    TOKEN = "token"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class AccountState:
    """The state of the account; what is unknown is None.

    `name` is the signed-in user's; `kept` whether the sign-in outlasts the program, and a stored
    one could be read.
    """

    sign_in: SignInKind
    signed_in: bool | None = None
    name: str | None = None
    kept: bool | None = None


@dataclass(frozen=True, slots=True)
class ProgramStatus:
    """What the running program is doing; times are UTC seconds.

    `unreachable_code` is the service's or the network's own error code: "HTTP 503". `phases` counts
    the jobs, `to_look_at` those that stalled or failed unseen.
    """

    program: str
    account: AccountState
    unreachable_since: float | None = None
    unreachable_code: str = ""
    paused_until: float | None = None
    phases: dict[Phase, int] = field(default_factory=dict)
    watched: int = 0
    to_look_at: int = 0
    requests_this_hour: int = 0
    requests_per_hour: int = 0

    def __post_init__(self) -> None:
        """Reject impossible times and counts."""
        for at in (self.unreachable_since, self.paused_until):
            if at is not None and not 0 <= at <= LATEST:
                raise ValueError("not a time")
        counts = (self.watched, self.to_look_at, self.requests_this_hour, self.requests_per_hour)
        if not all(0 <= count <= _MOST for count in (*counts, *self.phases.values())):
            raise ValueError("not a count")


class Reason(StrEnum):
    """Why a request was refused."""

    OTHER_VERSION = "other-version"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    FAILED = "failed"  # an error while carrying it out; the program's log has the reason


@dataclass(frozen=True, slots=True)
class Refused:
    """The request was not carried out; `program` is the version of the program that answered."""

    reason: Reason
    program: str = __version__


Reply = Done | JobChanges | AccountChange | ProgramStatus | Refused
_REPLIES: dict[str, type[Reply]] = {
    "done": Done,
    "jobs": JobChanges,
    "account": AccountChange,
    "status": ProgramStatus,
    "refused": Refused,
}
_NAMES = {kind: name for name, kind in _REPLIES.items()}


class UnreadableRequest(ValueError):
    """The line is not a request; `reason` is what to answer."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def encode_request(request: Request) -> bytes:
    """Return the request as one line."""
    members = members_of(request)
    if request.do not in WITH_JOBS:
        del members["jobs"]
    if not request.token:
        del members["token"]
    return dump_object({"version": VERSION, **members})


def decode_request(line: bytes) -> Request:
    """Return the request on an untrusted line.

    Raises UnreadableRequest.
    """
    try:
        members = parse_object(line)
    except ValueError:
        raise UnreadableRequest(Reason.UNREADABLE) from None
    kind = _kind(members.get("do"))
    if not _is_of_this_version(members):
        if kind is None or kind not in ANY_VERSION:
            raise UnreadableRequest(Reason.OTHER_VERSION)
        return Request(kind)
    if kind is None:
        raise UnreadableRequest(Reason.UNKNOWN)
    if (kind in WITH_JOBS) != ("jobs" in members):
        raise UnreadableRequest(Reason.UNREADABLE)
    members = {"jobs": [], "token": "", **members}
    try:
        request: Request = read_as(Request, members)
    except ValueError:
        raise UnreadableRequest(Reason.UNREADABLE) from None
    return request


def _kind(word: object) -> Kind | None:
    try:
        return Kind(word)  # type: ignore[arg-type] # a word is looked up, whatever it is
    except ValueError:
        return None


def encode_reply(reply: Reply) -> bytes:
    """Return the reply as one line."""
    return dump_object({"version": VERSION, "reply": _NAMES[type(reply)], **members_of(reply)})


def decode_reply(line: bytes) -> Reply:
    """Return the reply on a line; one of another version counts as a refusal.

    Raises ValueError for anything that is not a reply.
    """
    members = parse_object(line)
    if not _is_of_this_version(members):
        program = members.get("program")
        return Refused(Reason.OTHER_VERSION, program if isinstance(program, str) else "")
    name = members.pop("reply", None)
    if not isinstance(name, str) or name not in _REPLIES:
        raise ValueError("no such reply")
    reply: Reply = read_as(_REPLIES[name], members)
    return reply


def _is_of_this_version(members: dict[str, Any]) -> bool:
    """Return whether the members are of this version, and remove the version from them."""
    version = members.pop("version", None)
    return type(version) is int and version == VERSION
