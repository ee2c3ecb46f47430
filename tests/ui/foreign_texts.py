"""Every screen with a given text in each place for external text: names, states, reasons, paths."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any
from unittest import mock

from ccwatch.core.errors import SignInFailed
from ccwatch.core.job import Progress, Trouble
from ccwatch.core.settings import Settings
from tests.ui import screens, stage
from tests.ui.sketched_jobs import DAM, HARBOUR, LIVES, QUARRY, Sketch, sketch

_ZALGO = "".join(f"{letter}\u0301\u0323\u0308\u0330" for letter in "Bridge")
TEXTS = {
    "wide letters": "W" * 200,
    "CJK": "橋梁測量西径間" * 29,
    "one word": "Donaudampfschifffahrtsgesellschaftskapitän" * 5,
    "Arabic": "جسرالميناء" * 20,
    "Hebrew": "גשרהנמל" * 29,
    "both directions": "Bridgeגשר12جسر" * 15,
    "combining": _ZALGO * 10,
    "emoji": "👨‍👩‍👧‍👦🏗️" * 25,
    "a path": "C:\\Projects\\" + "survey_of_the_harbour_bridge\\" * 8,
    "an address": "https://proxy.example.org:8080/" + "a%20b&" * 40,
    "words": "The bridge over the harbour " * 9,
    "markup": "<b>" + "Bridge&nbsp;<br>" * 20,
}
# IDs are validated on input; known states have texts of their own.
_KEPT = frozenset({"id", "job", "kind", "quiet_from", "quiet_to", "language", "theme"})


def foreign(value: Any, text: str) -> Any:
    """Return the value with all of its external texts replaced by this text."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        named = zip(value._fields, value, strict=True)
        parts = {name: it if name in _KEPT else foreign(it, text) for name, it in named}
        return type(value)(**parts)
    if isinstance(value, tuple | list):
        return type(value)(foreign(it, text) for it in value)
    if isinstance(value, dict):
        return {key: foreign(it, text) for key, it in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        names = [it.name for it in fields(value) if it.name not in (*_KEPT, "state")]
        return replace(value, **{name: foreign(getattr(value, name), text) for name in names})
    return value


def foreign_sketch(text: str) -> Sketch:
    """Return the sketched jobs with this text in everything named by the service and the user."""
    known = sketch()
    jobs = {job.id: replace(foreign(job, text), alias=text) for job in known.jobs}
    seen = Progress(63.25, text, text)
    details = replace(foreign(jobs[HARBOUR].details, text), state=text)
    jobs[HARBOUR] = replace(jobs[HARBOUR], progress=seen, details=details)
    jobs[QUARRY] = replace(jobs[QUARRY], trouble=Trouble(text, text, text, text))
    jobs[DAM] = replace(jobs[DAM], details=None)
    pasts = {job: foreign(past, text) for job, past in known.pasts.items()}
    return Sketch(tuple(jobs.values()), pasts, foreign(known.notices, text))


@contextmanager
def everywhere(text: str) -> Iterator[None]:
    """Make the screens show this text in place of every external text."""
    made = foreign_sketch(text)
    settings = replace(Settings(), client_id=text, authority=text, api_url=text, scopes=text)
    there: dict[str, Any] = {
        "ADDRESSES": foreign(screens.ADDRESSES, text),
        "SIGN_IN": text,
        "FOLDERS": foreign(screens.FOLDERS, text),
        "LIBRARIES": foreign(screens.LIBRARIES, text),
        "TESTED": tuple(replace(check, words=text) for check in screens.TESTED),
        "SIGNED_OUT": text,
        "UNDONE": text,
        "SETTINGS": settings,
        "LOGIN_START": (False, text, text),
        "REFUSED": SignInFailed(text, title=text, advice=text),
        "OUT": Trouble(text, text, text),
        "LIVES": tuple(replace(life, details=foreign(life.details, text)) for life in LIVES),
        "sketch": lambda: made,
    }
    account = f"Signed in as {text}", "1,204 of 4,500 requests this hour"
    on_stage: dict[str, Any] = {"ACCOUNT": account, "sketch": lambda: made}
    with mock.patch.multiple(screens, **there), mock.patch.multiple(stage, **on_stage):
        yield
