"""Documents distorted for tests: hostile texts, excessive sizes."""

from typing import Any

HOSTILE_MEMBERS = frozenset({"name", "step", "title", "message", "description"})
HOSTILE = (
    "<b>bold</b><img src='http://127.0.0.1:9/x'><a href='file:///etc/passwd'>go</a> "
    "&lt;i&gt; %1 {0} \x1b[31m\x07 \u202egpj.exe\u202c \u2066\u200b \r\n\tnew line \U0001f600 "
)
MANY_WARNINGS = 4200


def made_hostile(value: Any, key: str = "") -> Any:
    """Return the document with every text in it made hostile."""
    match value:
        case dict():
            return {name: made_hostile(member, name) for name, member in value.items()}
        case list():
            return [made_hostile(member, key) for member in value]
        case str() if key in HOSTILE_MEMBERS:
            return f"{HOSTILE}{value}{'A' * 60_000}"
    return value


def with_warnings(job: dict[str, Any]) -> dict[str, Any]:
    """Return the job's document with more than a megabyte of warnings."""
    message = "Image %1 was left out: " + "it has no overlap with its neighbours. " * 6
    rows = [
        {"code": f"W{n}", "title": "Left out", "message": message, "params": [f"IMG_{n:05}.jpg"]}
        for n in range(MANY_WARNINGS)
    ]
    run = {**job.get("executionInformation", {}), "warnings": rows}
    return {"job": {**job, "executionInformation": run}}
