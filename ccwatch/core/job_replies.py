"""Reads the job itself, in the forms of all six services.

Reality Modeling v1 is the model. Reality Conversion v1 has other names for some members. In version
2, creating a job submits it, outputs have names instead of formats, and errors and warnings come in
a reply of their own.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ccwatch.core.job import Details, Output, Remark
from ccwatch.core.json_text import LONGEST_TEXT, text_of
from ccwatch.core.members import Members

MOST_REMARKS = 200
DEEPEST_OUTPUT = 4
RUNS = ("executionInformation", "executionInfo")
_PLACE = re.compile("%([1-9][0-9]?)")


def details_of(job: Members) -> Details:
    """Return what a job's members say."""
    run = job.object(*RUNS)
    settings, specified = job.object("jobSettings"), job.object("specifications")
    outputs = settings.any("outputs") or job.any("outputs") or specified.any("outputs")
    inputs = job.any("inputs") or specified.any("inputs")
    return Details(
        name=job.text("name"),
        type=job.text("type"),
        state=job.text("state"),
        created=job.time("createdDateTime") or run.time("createdDateTime"),
        submitted=run.time("submittedDateTime", "submissionDateTime", "createdDateTime"),
        started=run.time("startedDateTime"),
        ended=run.time("endedDateTime"),
        quality=settings.text("quality"),
        engines=_engines(settings, job.object("options"), specified.object("options")),
        outputs=tuple(islice(_results(outputs), MOST_REMARKS)),
        units=run.number("processingUnits", "estimatedUnits"),
        cost=_cost(job),
        itwin=job.text("iTwinId"),
        errors=remarks_of(run.rows("errors")),
        warnings=remarks_of(run.rows("warnings")),
        id=(job.text("id") or "").strip() or None,
        inputs=tuple(each.id for each in islice(_results(inputs), MOST_REMARKS) if each.id),
        workspace=job.text("workspaceId"),
    )


def remarks_of(rows: list[Any]) -> tuple[Remark, ...]:
    """Return errors or warnings that have a text, with their parameters filled in."""
    remarks = (_remark(Members(row)) for row in rows[:MOST_REMARKS] if isinstance(row, dict))
    return tuple(remark for remark in remarks if remark.text)


def _engines(*settings: Members) -> float | None:
    found = (each.number("processingEngines") for each in settings)
    return next((number for number in found if number is not None), None)


def _cost(job: Members) -> float | None:
    cost = job.number("estimatedCost")
    return job.object("costEstimation").number("estimatedCost") if cost is None else cost


def _results(value: Any, name: str | None = None, depth: int = 0) -> Iterator[Output]:
    """Yield outputs or inputs, which are objects in a list, or objects and IDs by name."""
    if depth > DEEPEST_OUTPUT:
        return
    if isinstance(value, list):
        for item in value:
            yield from _results(item, name, depth + 1)
    elif isinstance(value, dict):
        if depth and (result := _result(Members(value), name)):
            yield result
        else:
            for key, part in value.items():
                yield from _results(part, text_of(key), depth + 1)
    elif text := text_of(value):
        yield Output(name, text) if name else Output(text)


def _result(members: Members, name: str | None) -> Output | None:
    """Return what an object describes, or None if its members are outputs themselves."""
    found = members.text("id", "location")
    kind = members.text("format", "type")
    return Output(kind or name, found) if kind or found else None


def _remark(row: Members) -> Remark:
    values = [_param(value) for value in row.rows("params")]
    title, message = (row.text(name) or "" for name in ("title", "message"))
    return Remark(row.text("code") or "", _filled(title, values), _filled(message, values))


def _param(value: Any) -> str:
    return text_of(str(value)) or "" if isinstance(value, str | int | float) else ""


def _filled(text: str, values: list[str]) -> str:
    """Return the text with %1, %2, … replaced by the values, in one pass.

    A placeholder of two digits counts only if there are as many values; else it is one digit.
    """

    def fill(place: re.Match[str]) -> str:
        digits = place[1]
        for length in (2, 1):
            if int(digits[:length]) <= len(values):
                return values[int(digits[:length]) - 1] + digits[length:]
        return place[0]

    return _PLACE.sub(fill, text)[:LONGEST_TEXT]
