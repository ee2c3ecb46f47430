"""Standard output and standard error; all output of the commands passes through here.

Characters that an encoding lacks are replaced, and a stream that can no longer be written to ends
the command with an error message.
"""

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, TypeGuard, cast

from ccwatch.terminal.exit_code import Exit
from ccwatch.terminal.output import complain

WORDS = {
    "–": "-", "—": "-", "\u2011": "-", "\u2212": "-", "·": "-", "•": "-",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u2018": "'", "’": "'", "\u201a": "'",
    "…": "...", "✓": "ok", "✗": "FAIL", "✕": "x", "×": "x",
    "→": "->", "←": "<-", "↑": "^", "↓": "v", "▾": "", "⋯": "...",
    "\u200b": "", "\u200c": "", "\u200d": "", "\ufe0f": "",
}  # fmt: skip
# In a table each replacement is as wide as the original.
CELLS = WORDS | {
    "…": "~", "✓": "+", "✗": "x", "○": "o", "◔": "*", "◌": ".", "◫": "=", "⊘": "-", "⚷": "!",
    "→": ">", "←": "<", "━": "-", "╸": "-", "╺": "-",
}  # fmt: skip
UNKNOWN = "?"
_IN_LINES, _IN_CELLS = "ccwatch.lines", "ccwatch.cells"


class _Output:
    """Standard output; `lost` is why it could not be written to."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.lost: OSError | None = None

    def write(self, text: str) -> int:
        """Write the text; raises OSError."""
        try:
            return self.stream.write(text)
        except OSError as error:
            self.lost = error
            raise

    def flush(self) -> None:
        """Flush the buffer; raises OSError."""
        try:
            self.stream.flush()
        except OSError as error:
            self.lost = error
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def streams() -> Iterator[None]:
    """Make sure that standard input, output and error exist and can print any character."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed, or a Windows program without a console
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    codecs.register_error(_IN_LINES, in_lines)
    codecs.register_error(_IN_CELLS, in_cells)
    for stream in (sys.stdout, sys.stderr):
        if _is_redirected_on_windows(stream):
            stream.reconfigure(encoding="utf-8")
        _replace_by(stream, _IN_LINES)
    before = sys.stdout
    sys.stdout = cast(TextIO, _Output(before))
    try:
        yield
    finally:
        sys.stdout = before


def keep_columns() -> None:
    """Keep replacements as wide as the original from now on, for tables."""
    _replace_by(sys.stdout, _IN_CELLS)


def finished(code: int) -> int:
    """Flush both streams; return the exit code, another one if output was lost.

    After this neither stream breaks the interpreter's shutdown.
    """
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    if lost := why_output_is_lost():
        _give_up(sys.stdout)
        if isinstance(lost, BrokenPipeError):
            code = Exit.BROKEN_PIPE
        else:
            complain(f"Standard output cannot be written: {lost.strerror or lost}.")
            code = code or Exit.FAULT
    try:
        sys.stderr.flush()
    except OSError:
        _give_up(sys.stderr)
    return code


def why_output_is_lost() -> OSError | None:
    """Return why standard output could not be written to, or None."""
    return cast(_Output, sys.stdout).lost


def in_lines(error: UnicodeError) -> tuple[str, int]:
    """Return the replacement for unencodable characters in running text."""
    return _replaced(error, WORDS)


def in_cells(error: UnicodeError) -> tuple[str, int]:
    """Return the replacement in a table, as wide as the original."""
    return _replaced(error, CELLS)


def _replaced(error: UnicodeError, known: dict[str, str]) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_plain(char, known) for char in lost), error.end


def _plain(char: str, known: dict[str, str]) -> str:
    """Return the replacement, the letter without its accent, or a question mark."""
    import unicodedata  # only if a character cannot be encoded

    if (found := known.get(char)) is not None:
        return found
    if unicodedata.combining(char):
        return ""
    base = "".join(it for it in unicodedata.normalize("NFKD", char) if it.isascii())
    wide = 2 if unicodedata.east_asian_width(char) in "WF" and known is CELLS else 1
    return base if len(base) == wide and base.isprintable() else UNKNOWN * wide


def _is_redirected_on_windows(stream: TextIO) -> TypeGuard[io.TextIOWrapper]:
    """Return whether the stream is a file or pipe, whose code page no reader can determine."""
    return (
        sys.platform == "win32"
        and isinstance(stream, io.TextIOWrapper)
        and not stream.isatty()
        and "PYTHONIOENCODING" not in os.environ
    )


def _replace_by(stream: TextIO, handler: str) -> None:
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors=handler)


def _give_up(stream: TextIO) -> None:
    """Keep the interpreter from writing to it again on exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
