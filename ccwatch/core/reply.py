"""An HTTP reply as received."""

from dataclasses import dataclass, field

from ccwatch.core.errors import BadReply


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP reply and when it was received (UTC seconds); header names are lower case.

    `broke` says why the body is incomplete, None if it is complete.
    """

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    at: float = 0.0
    broke: BadReply | None = None
