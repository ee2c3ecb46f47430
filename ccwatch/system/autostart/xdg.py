"""Linux and other desktops of freedesktop.org: a file in the autostart folder.

https://specifications.freedesktop.org/autostart-spec/latest/
https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ccwatch.system.autostart.protocol import State
from ccwatch.system.autostart.start_file import StartFile

NAME = "ccwatch.desktop"
_GROUP = "[Desktop Entry]"
_QUOTED = str.maketrans({'"': r"\"", "`": r"\`", "$": r"\$", "\\": r"\\"})
_ESCAPED = str.maketrans({"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"})


class XdgAutostart:
    """Writes and removes one file; a desktop's own tool may have disabled it there."""

    def __init__(self, environ: Mapping[str, str], home: Path) -> None:
        configured = environ.get("XDG_CONFIG_HOME", "")
        # The specification says to ignore relative paths.
        folder = Path(configured) if Path(configured).is_absolute() else home / ".config"
        self._file = StartFile(folder / "autostart" / NAME)

    def state(self, command: Sequence[str]) -> State:
        """Return whether the desktop starts this command; raises StorageFault."""
        if (content := self._file.read()) is None:
            return State.OFF
        entries = _entries(content.decode("utf-8", "surrogateescape"))
        off = entries.get("Hidden") == "true"
        if off or entries.get("X-GNOME-Autostart-enabled") == "false":
            return State.OFF
        return State.ON if entries.get("Exec") == exec_line(command) else State.ANOTHER

    def switch_on(self, command: Sequence[str]) -> None:
        """Write the file; raises StorageFault."""
        text = "\n".join(
            (
                _GROUP,
                "Type=Application",
                "Name=ccwatch",
                f"Exec={exec_line(command)}",
                f"TryExec={as_value(command[0])}",
                "Icon=ccwatch",
                "Terminal=false",
                "StartupNotify=false",
                "",
            )
        )
        self._file.write(text.encode("utf-8", "surrogateescape"))

    def switch_off(self) -> None:
        """Remove the file; raises StorageFault."""
        self._file.remove()


def exec_line(command: Sequence[str]) -> str:
    """Return a command as the value of Exec.

    Each argument is quoted, % is not a field code, and the whole is escaped like any text in the
    file: a backslash becomes four.
    """
    quoted = (f'"{part.translate(_QUOTED)}"'.replace("%", "%%") for part in command)
    return as_value(" ".join(quoted))


def as_value(text: str) -> str:
    """Return a text as a value in the file."""
    return text.translate(_ESCAPED)


def _entries(text: str) -> dict[str, str]:
    """Return the entries of the file's first group."""
    found: dict[str, str] = {}
    inside = False
    for line in text.split("\n"):  # a path may contain other characters that splitlines splits at
        if line.startswith("["):
            inside = line.strip() == _GROUP
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[key.strip()] = value.strip()
    return found
