"""Moving settings between computers: all are exported, the valid ones imported.

An import changes nothing by itself: the user first reviews `Import.changes`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import sentences, tr
from ccwatch.core.plain_text import LONGEST_LINE, one_line
from ccwatch.core.settings import CHOICE_WORDS, KeepSignIn, Settings, about, managed_by, with_value

MOST_NAMED = 5
LONGEST_NAME = 40
LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that an import would change; `destination`: a sign-in may go there."""

    label: str
    before: str
    after: str
    destination: bool


@dataclass(frozen=True, slots=True)
class Import:
    """The values that differ from those in force, and a sentence about each that is refused."""

    values: Mapping[str, object]
    refused: tuple[str, ...]
    changes: tuple[Change, ...] = ()


def exported(settings: Settings) -> dict[str, object]:
    """Return all settings by name, including defaults, which would otherwise not be transferred."""
    return {entry.name: getattr(settings, entry.name) for entry in fields(Settings)}


def judged(given: Mapping[str, Any], settings: Settings, environ: Mapping[str, str]) -> Import:
    """Check each value by itself; what the environment sets is not changed.

    A file never weakens how the sign-in is stored: only the user can choose that.
    """
    known = {entry.name for entry in fields(Settings)}
    values: dict[str, object] = {}
    refused = []
    for name, value in given.items():
        if name not in known:
            short = one_line(name, LONGEST_NAME)
            refused.append(tr("This ccwatch has no setting “{name}”.", name=short))
            continue
        label = tr(about(name).label)
        if variable := managed_by(name, environ):
            refused.append(tr("“{label}” is set by {variable}.", label=label, variable=variable))
            continue
        try:
            taken = getattr(with_value(settings, name, value), name)
        except SettingRefused as error:
            refused.append(f"{name}: {error.message}")
            continue
        if taken == getattr(settings, name):
            continue
        if name == "keep_sign_in" and taken == KeepSignIn.FILE:
            refused.append(
                tr("“{label}”: importing a file cannot reduce the protection.", label=label)
            )
        else:
            values[name] = taken
    changes = (_change(name, getattr(settings, name), value) for name, value in values.items())
    return Import(values, tuple(refused), tuple(sorted(changes, key=_rank)))


def in_a_note(complaints: Sequence[str]) -> list[str]:
    """Return all of the sentences if they fit into one line of the window, else the first."""
    fits = len(sentences(*complaints)) <= LONGEST_LINE
    return [*complaints] if fits else first_of(complaints, 1)


def import_words(outcome: Import) -> str:
    """Return the result of an import as one message."""
    said = [tr("{n} setting imported.|{n} settings imported.", "", len(outcome.values))]
    if outcome.refused:
        said += [tr("Not imported:"), *first_of(outcome.refused)]
    return sentences(*said)


def first_of(complaints: Sequence[str], most: int = MOST_NAMED) -> list[str]:
    """Return as many sentences as fit into a message, and how many more there are."""
    said = [*complaints[:most]]
    if (more := len(complaints) - most) > 0:
        said.append(tr("And {n} more.|And {n} more.", "", more))
    return said


def _change(name: str, before: object, after: object) -> Change:
    label = tr(about(name).label)
    return Change(label, _shown(before), _shown(after), about(name).destination)


def _rank(change: Change) -> tuple[bool, str]:
    return not change.destination, change.label


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return tr("on", "a setting") if value else tr("off", "a setting")
    if word := CHOICE_WORDS.get(str(value)):
        return tr(word)
    return one_line(str(value), LONGEST_VALUE) or tr("empty")
