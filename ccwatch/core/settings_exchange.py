"""Settings that travel from one computer to another: all of them out, what can be used in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import sentences, tr
from ccwatch.core.settings import Settings, about, managed_by, with_value
from ccwatch.core.words import LONGEST_LINE, one_line

MOST_NAMED = 5
LONGEST_NAME = 40
_PLACES = ("authority", "api_url", "proxy")


@dataclass(frozen=True, slots=True)
class Imported:
    """The values to take, and a sentence about each that is not taken."""

    values: Mapping[str, object]
    refused: tuple[str, ...]


def exported(settings: Settings) -> dict[str, object]:
    """Return all settings by name; defaults too, or they would not travel."""
    return {entry.name: getattr(settings, entry.name) for entry in fields(Settings)}


def imported(given: Mapping[str, Any], settings: Settings, environ: Mapping[str, str]) -> Imported:
    """Judge each value for itself; what the environment sets stays as it is."""
    known = {entry.name for entry in fields(Settings)}
    values: dict[str, object] = {}
    refused = []
    for name, value in given.items():
        if name not in known:
            short = one_line(name, LONGEST_NAME)
            refused.append(tr("This ccwatch has no setting “{name}”.", name=short))
        elif variable := managed_by(name, environ):
            label = tr(about(name).label)
            refused.append(tr("“{label}” is set by {variable}.", label=label, variable=variable))
        else:
            try:
                settings = with_value(settings, name, value)
            except SettingRefused as error:
                refused.append(f"{name}: {error.message}")
            else:
                values[name] = getattr(settings, name)
    return Imported(values, tuple(refused))


def in_a_note(complaints: Sequence[str]) -> list[str]:
    """Return all of the sentences if they fit into one line of the window, else the first."""
    fits = len(sentences(*complaints)) <= LONGEST_LINE
    return [*complaints] if fits else first_of(complaints, 1)


def import_words(outcome: Imported, before: Settings) -> str:
    """Return what became of an import, in one message; another place to ask is named."""
    said = [tr("{n} setting taken.|{n} settings taken.", "", len(outcome.values))]
    for name in _PLACES:
        value = outcome.values.get(name, getattr(before, name))
        if value != getattr(before, name):
            label = tr(about(name).label)
            said.append(tr("“{label}” is now {value}.", label=label, value=value or tr("empty")))
    if outcome.refused:
        said += [tr("Not taken:"), *first_of(outcome.refused)]
    return sentences(*said)


def first_of(complaints: Sequence[str], most: int = MOST_NAMED) -> list[str]:
    """Return as many of the sentences as one message holds, and how many more there are."""
    said = [*complaints[:most]]
    if (more := len(complaints) - most) > 0:
        said.append(tr("And {n} more.|And {n} more.", "", more))
    return said
