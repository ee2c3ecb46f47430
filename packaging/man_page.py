"""Print the manual page of the commands, from the very parser that reads them.

`python packaging/man_page.py` needs nothing but Python.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from source_version import ccwatch_version  # noqa: E402

from ccwatch.terminal.arguments import argument_parser  # noqa: E402

_SUMMARY = "watch cloud reconstruction jobs from the system tray"


def man_page(version: str, date: str) -> str:
    """Return the page as roff; `date` is that of the source.

    Source: https://man7.org/linux/man-pages/man7/man-pages.7.html
    """
    parser = argument_parser()
    lines = [
        f'.TH CCWATCH 1 "{date}" "ccwatch {version}" "User Commands"',
        ".SH NAME",
        f"ccwatch, ccwatch\\-tray \\- {_SUMMARY}",
        ".SH SYNOPSIS",
        *_verbatim(_usage(parser)),
        ".SH DESCRIPTION",
        _escaped(parser.description or ""),
        ".B ccwatch\\-tray",
        "is the same program, for systems where that one opens a terminal.",
        ".SH OPTIONS",
        *_options(parser),
        ".SH COMMANDS",
        *_commands(parser),
        ".SH EXAMPLES",
        *_verbatim((parser.epilog or "").partition("\n")[2]),
    ]
    return "\n".join(lines) + "\n"


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    for name, command in _below(parser).items():
        yield f".SS {_escaped(name)}"
        yield from _verbatim(_usage(command))
        yield _escaped(command.description or "")
        yield from _options(command, leave_out=("--help", "--verbose"))
        for below, more in _below(command).items():
            yield ".TP"
            yield f".B {_escaped(f'{name} {below}')}"
            yield _escaped(more.description or "")
        yield from _verbatim(command.epilog or "")


def _below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    actions = parser._actions  # argparse offers no other way to what it was given
    found = next((each for each in actions if isinstance(each, argparse._SubParsersAction)), None)
    return dict(found.choices) if found else {}


def _options(parser: argparse.ArgumentParser, leave_out: tuple[str, ...] = ()) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or action.help == argparse.SUPPRESS:
            continue
        if {*leave_out} & {*action.option_strings}:
            continue
        value = f" {action.metavar}" if action.option_strings and action.metavar else ""
        names = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        yield ".TP"
        yield f".B {_escaped(names + value)}"
        yield _escaped(str(action.help or "").replace("%(prog)s", parser.prog))


def _usage(parser: argparse.ArgumentParser) -> str:
    return " ".join(parser.format_usage().removeprefix("usage: ").split())


def _verbatim(text: str) -> list[str]:
    return [".PP", ".nf", _escaped(text.strip("\n")), ".fi", ".PP"] if text else []


def _escaped(text: str) -> str:
    """Return a text of which roff takes nothing as its own."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(
        f"\\&{line}" if line.startswith((".", "'")) else line for line in escaped.splitlines()
    )


if __name__ == "__main__":
    print(man_page(ccwatch_version(), sys.argv[1] if len(sys.argv) > 1 else ""), end="")
