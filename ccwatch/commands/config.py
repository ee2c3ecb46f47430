"""The command `config`: shows and changes the settings, from the same table as the dialog.

It is the way to repair an unusable value or file, so neither stops it.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path

from ccwatch.core.errors import RunningProgramFault, SettingRefused
from ccwatch.core.job_words import LONGEST_NAME
from ccwatch.core.plain_text import one_line
from ccwatch.core.settings import Settings, about, managed_by, names, with_value
from ccwatch.disk import settings_file
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.presets import adopt_presets, presets_of_this_copy
from ccwatch.disk.settings_in_force import InForce, open_home
from ccwatch.ipc.client import ask
from ccwatch.ipc.messages import Done, Kind, Request
from ccwatch.system.environment import own_environment
from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.job_lines import one_object
from ccwatch.terminal.output import complain, say

_DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting, as printed.

    `source` is default, preset, file or environment; `place` the file or the variable.
    """

    key: str
    value: object
    default: object
    source: str
    place: str | None


def config(options: argparse.Namespace) -> Exit:
    """Run a `config` subcommand; raises SettingRefused, StorageFault."""
    paths = paths_for(os.environ)
    match options.what:
        case "path":
            say(str(paths.settings))
        case "list":
            _print(listed(_found(paths), paths.settings, presets_of_this_copy()), options.json)
        case "get":
            name = known_name(options.key)
            say(as_text(getattr(_found(paths).settings, name)))
        case "set":
            name = known_name(options.key)
            _change(paths, name, value_of(name, options.value))
        case "unset":
            name = known_name(options.key)
            _change(paths, name, getattr(_DEFAULTS, name))
    return Exit.SUCCEEDED


def known_name(key: str) -> str:
    """Return the setting's name; raises SettingRefused with the closest match."""
    if key in names():
        return key
    plain = key.strip().lower().removeprefix("ccwatch_").replace("-", "_")
    near = get_close_matches(plain, names(), n=1)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    raise SettingRefused(
        f"There is no setting “{one_line(key, LONGEST_NAME)}”.",
        title="Unknown setting",
        advice=f"{hint}“ccwatch config list” lists them all.",
    )


def value_of(name: str, words: Sequence[str]) -> object:
    """Return the value given by the words, checked; raises SettingRefused, naming the key."""
    given = [*words[1:]] if words[:1] == ["--"] else [*words]
    if not given:
        raise SettingRefused(
            f"{name}: The value is missing.",
            advice=f"Enter one, or return to the default with “ccwatch config unset {name}”.",
        )
    try:
        return getattr(with_value(_DEFAULTS, name, " ".join(given)), name)
    except SettingRefused as error:
        raise SettingRefused(f"{name}: {error.message}") from None


def listed(found: InForce, path: Path, presets: Path | None) -> list[Shown]:
    """Return this system's settings and their sources."""
    stored = settings_file.stored_names(path)
    preset = settings_file.usable(presets)[0] if presets and presets.is_file() else _DEFAULTS
    rows = []
    for name in names():
        value, default = getattr(found.settings, name), getattr(_DEFAULTS, name)
        if variable := managed_by(name, os.environ):
            source, place = "environment", variable
        elif value == default or name not in stored:
            source, place = "default", None
        elif presets and value == getattr(preset, name):
            source, place = "preset", str(presets)
        else:
            source, place = "file", str(path)
        if about(name).system in ("", sys.platform):
            rows.append(Shown(name, value, default, source, place))
    return rows


def as_text(value: object) -> str:
    """Return a value in the form that `set` accepts."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _found(paths: Paths) -> InForce:
    found = open_home(paths, presets_of_this_copy(), own_environment())
    for complaint in (*found.variable_faults, *found.file_faults):
        complain(complaint)
    return found


def _print(rows: Sequence[Shown], as_json: bool) -> None:
    if as_json:
        say(one_object([asdict(row) for row in rows]))
        return
    lines = [(row.key, as_text(row.value), _origin(row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = [f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)]
        say("  ".join(padded).rstrip() if sys.stdout.isatty() else "\t".join(line))


def _origin(row: Shown) -> str:
    return row.source if row.source != "environment" else str(row.place)


def _change(paths: Paths, name: str, value: object) -> None:
    """Write the value, print the value in force, and have a running program apply it."""
    paths.prepare()
    for complaint in adopt_presets(paths.settings, presets_of_this_copy()):
        complain(complaint)
    settings_file.change(paths.settings, {name: value})
    say(f"{name} is now {as_text(value) or 'empty'}.")
    if variable := managed_by(name, os.environ):
        complain(f"{variable} overrides it as long as it is set.")
    try:
        if ask(paths, Request(Kind.SETTINGS), Done):
            say("The running program uses it now.")
    except RunningProgramFault as fault:
        complain(fault)
        say("It takes effect when the running program is restarted.")
