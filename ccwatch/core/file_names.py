"""File names made of names that somebody else has given."""

from ccwatch.core.plain_text import one_line

LONGEST = 80
MOST_BYTES = 180
_REFUSED = '<>:"/\\|?*'
# Windows takes these for devices, whatever their ending and the case of their letters.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)


def file_name(name: str, ending: str, otherwise: str) -> str:
    """Return a name that every system takes for a file in the folder it is put into.

    `ending` comes with its dot; `otherwise` is used where nothing of the name is left. No
    program takes the name for an option.
    """
    return f"{_plain(name) or _plain(otherwise) or '_'}{ending}"


def _plain(name: str) -> str:
    plain = one_line("".join(" " if char in _REFUSED else char for char in name), LONGEST)
    plain = plain.rstrip(". ~").lstrip("-. ~")
    if plain.split(".")[0].rstrip().casefold() in _DEVICES:
        plain = f"_{plain}"
    return _fitting(plain)


def _fitting(name: str) -> str:
    """Return as much of the name as file systems take, which count bytes."""
    return name.encode()[:MOST_BYTES].decode(errors="ignore").rstrip(". ")
