"""The contract's result for each fault at each moment of the fault matrix."""

from dataclasses import dataclass, replace

MOMENTS = {
    "idle": "while idle",
    "due": "while due",
    "outcome": "during the outcome lookup",
    "unread": "during every outcome lookup",
    "start": "at start",
    "quit": "at quit",
    "lasting": "for ten minutes",
}
OUTCOMES = ("outcome", "unread")


@dataclass(frozen=True)
class Cell:
    """One result: the row's text, the tray's shape, notifications, and the following queries.

    `asked` are seconds from the fault to the queries that followed, at most four.
    """

    row: str
    tray: str
    notices: tuple[str, ...]
    asked: tuple[int, ...]

    def columns(self) -> tuple[str, ...]:
        """Return the cell's four parts as text."""
        asked = ", ".join(map(str, self.asked)) or "no more"
        return self.row, self.tray, "; ".join(self.notices) or "—", asked


NORMAL = "Full · Reconstruction"
ENDED = "Bridge — Finished"
UNREACHABLE, UNREADABLE = "Service not reachable", "Unexpected reply"
# fault: the row's text when there is nothing better
TROUBLES = {
    "no connection": (UNREACHABLE, "The service refused the connection."),
    "time-out": (UNREACHABLE, "The service did not answer in time."),
    "certificate of another host": (
        UNREACHABLE,
        "The certificate is not trusted: Hostname mismatch.",
    ),
    "reply cut": (UNREACHABLE, "The connection was lost."),
    "drip-fed body": (UNREACHABLE, "The service did not answer in time."),
    "endless body": (UNREADABLE, "The reply is too long."),
    "500": ("Service error", "Internal Server Error."),
    "502 with a page": ("Service error", "The service answered 502."),
    "503": ("Service error", "Service Unavailable."),
    "captive portal, 200": (UNREADABLE, "The reply is not JSON."),
    "captive portal, redirect": (UNREADABLE, "The service answered with a redirect (302)."),
    "not JSON": (UNREADABLE, "The reply is not JSON."),
    "empty body": (UNREADABLE, "The reply is not JSON."),
    "wrong types": (UNREADABLE, "The reply contains no progress."),
    "null members": (UNREADABLE, "The reply contains no progress."),
    "100,000 levels deep": (UNREADABLE, "The reply is not JSON."),
    "wrong encoding": (UNREADABLE, "The reply does not have the encoding that it declares."),
    "wrong charset": (UNREADABLE, "The reply is not JSON."),
    "404 with a page": (UNREADABLE, "The reply (404) did not come from the service."),
    "403": (
        "Request refused",
        "The user has insufficient permissions for the requested operation.",
    ),
}
# Progress, when the job itself was queried.
NO_JOB = ("wrong types", "null members", "NaN", "number of 10,000 digits")
ON_SCHEDULE = {
    "idle": (25, 85, 205, 325),
    "due": (60, 180, 300, 420),
    "outcome": (),
    "unread": (15, 45, 105),
    "start": (15, 45, 105, 225),
    "quit": (1, 16, 46, 106),
    "lasting": (60, 180, 300, 420),
}
OVER = Cell("Full · Finished", "finished", (ENDED,), ())
UNREAD = "Bridge — Ended, outcome unknown"
GONE = Cell("Full · No longer available", "idle", ("Bridge — No longer available",), ())
LIMITED = (
    "Request limit reached · More requests were received than the subscription rate-limit allows."
)
SIGNED_OUT = Cell(NORMAL, "sign-in", ("Sign-in needed",), ())
# Texts are shown as they are, in one line and shortened; markup is only characters.
HOSTILE = "<b>bold</b><img src='http://127.0.0.1:9/x'><a href='file:///etc/passwd'>go</a> …"
AT_0 = "Reconstruction · 0\N{NARROW NO-BREAK SPACE}%"
BACK_TO_TRUTH = {"lasting": f"{HOSTILE} — {AT_0}"}
BACK = "The service is reachable again"
# Exceptions from the general rule.
SPECIAL: dict[tuple[str, str], Cell] = {
    # After a cut on a reused connection the request is retried at once: that is not a failure yet.
    ("connection cut", "lasting"): Cell(
        f"{UNREACHABLE} · The connection was lost.",
        "offline",
        (UNREACHABLE, BACK),
        ON_SCHEDULE["lasting"],
    ),
    **{
        (fault, "outcome"): Cell(
            f"{UNREADABLE} · The reply contains no job.", "active", (ENDED,), (15,)
        )
        for fault in NO_JOB
    },
    **{
        (fault, "unread"): Cell(
            f"{UNREADABLE} · The reply contains no job.", "active", (UNREAD,), (15, 45, 105)
        )
        for fault in NO_JOB
    },
    # The part that arrived says how the job ended.
    **{("reply cut", moment): OVER for moment in OUTCOMES},
    **{
        ("drip-fed body", moment): Cell(
            f"{UNREADABLE} · The reply was cut off.", "active", (notice,), asked
        )
        for moment, notice, asked in (
            ("outcome", ENDED, (15,)),
            ("unread", UNREAD, (15, 45, 105)),
        )
    },
    # No answer is not a try: the job is queried on schedule until there is one.
    **{
        (fault, "unread"): Cell(f"{UNREACHABLE} · {message}", "active", (), (15, 45, 105, 225))
        for fault, message in (
            ("no connection", "The service refused the connection."),
            ("time-out", "The service did not answer in time."),
            ("certificate of another host", "The certificate is not trusted: Hostname mismatch."),
            ("connection cut", "The connection was lost."),
        )
    },
    **{
        ("hostile texts", moment): Cell(
            f"Full · {HOSTILE}",
            "active",
            (
                f"Bridge — {HOSTILE} · 0\N{NARROW NO-BREAK SPACE}%",
                BACK_TO_TRUTH.get(moment, f"Bridge — {AT_0}"),
            ),
            ON_SCHEDULE[moment],
        )
        for moment in ("due", "start", "lasting")
    },
    **{
        ("hostile texts", moment): replace(OVER, notices=(ENDED.replace("Bridge", HOSTILE),))
        for moment in OUTCOMES
    },
    # Only if the job itself is missing as well is it reported as gone.
    ("404 JobNotFound", "outcome"): GONE,
    ("404 JobNotFound", "unread"): GONE,
    # It is an answer: the service is reachable.
    ("403", "lasting"): Cell(
        "Request refused · The user has insufficient permissions for the requested operation.",
        "stale",
        (),
        ON_SCHEDULE["lasting"],
    ),
    ("404 JobNotFound", "lasting"): GONE,
    ("429 for 30 s", "due"): Cell(LIMITED, "active", (), ON_SCHEDULE["due"]),
    ("429 for 30 s", "outcome"): Cell(LIMITED, "active", (ENDED,), (30,)),
    ("429 for 30 s", "unread"): Cell(LIMITED, "active", (), (30, 60, 120, 240)),
    ("429 for 30 s", "start"): Cell(LIMITED, "active", (), (30, 60, 120, 240)),
    ("429 for 30 s", "lasting"): Cell(LIMITED, "stale", (), ON_SCHEDULE["lasting"]),
    **{("401, renewed", moment): SIGNED_OUT for moment in ("unread", "lasting")},
    **{
        ("401, renewal refused", moment): SIGNED_OUT
        for moment in ("due", *OUTCOMES, "start", "lasting")
    },
    # By the new time the last check is a day old, until the next one.
    ("clock set a day forward", "idle"): Cell(NORMAL, "stale", (), ON_SCHEDULE["idle"]),
    # For a job that was hardly seen to move, an hour without a change is not a stall.
    ("sleep of an hour", "idle"): Cell(NORMAL, "stale", (), ON_SCHEDULE["idle"]),
}


def expected(fault: str, moment: str) -> Cell:
    """Return the contract's result for a fault at a moment."""
    if special := SPECIAL.get((fault, moment)):
        return special
    on_schedule = ON_SCHEDULE[moment]
    if moment in ("idle", "quit") or fault not in TROUBLES:
        # Nothing was queried, or it is queried again; a fault that no query meets changes nothing.
        return OVER if moment in OUTCOMES else Cell(NORMAL, "active", (), on_schedule)
    title, message = TROUBLES[fault]
    row = f"{title} · {message}"
    if moment == "outcome":
        # The next query reports the end.
        return Cell(row, "active", (ENDED,), (15,))
    if moment == "unread":
        return Cell(row, "active", (UNREAD,), on_schedule)
    if moment == "lasting":
        return Cell(row, "offline", (title, BACK), on_schedule)
    return Cell(row, "active", (), on_schedule)
