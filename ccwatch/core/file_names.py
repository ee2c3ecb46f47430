"""Safe file names made from untrusted names."""

from ccwatch.core.plain_text import one_line

LONGEST = 80
MOST_BYTES = 180
_REFUSED = '<>:"/\\|?*'
# Windows reserves these for devices, with any extension and in any letter case.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)


def file_name(name: str, ending: str, otherwise: str) -> str:
    """Return a file name that is valid on every system and stays in its folder.

    `ending` includes the dot; `otherwise` is used when nothing of the name is left. No program
    takes the result for an option.
    """
    return f"{_plain(name) or _plain(otherwise) or '_'}{ending}"


def _plain(name: str) -> str:
    plain = one_line("".join(" " if char in _REFUSED else char for char in name), LONGEST)
    plain = plain.rstrip(". ~").lstrip("-. ~")
    if plain.split(".")[0].rstrip().casefold() in _DEVICES:
        plain = f"_{plain}"
    return _fitting(plain)


def _fitting(name: str) -> str:
    """Return as much of the name as file systems allow; they count bytes."""
    return name.encode()[:MOST_BYTES].decode(errors="ignore").rstrip(". ")
