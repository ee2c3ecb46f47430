"""A reply as it came over HTTP."""

from dataclasses import dataclass, field

from ccwatch.core.errors import BadReply


@dataclass(frozen=True, slots=True)
class Reply:
    """What came over the wire, and when (UTC seconds); header names are lower case.

    `broke` says why the body is not whole, None when it is.
    """

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    at: float = 0.0
    broke: BadReply | None = None
