"""Where the files of the top-level `resources/` are, installed or in the source tree."""

from pathlib import Path

NOTICES = "THIRD-PARTY-NOTICES.txt"  # only a package has them

_PACKAGE = Path(__file__).parent


def resource_path(name: str) -> Path:
    """Return the path of a file in `resources/`, for instance `ccwatch.svg`.

    A wheel and a frozen program carry the folder inside the package; beside the package it is
    found in an editable install and in the source tree.
    """
    inside = _PACKAGE / "resources"
    return (inside if inside.is_dir() else _PACKAGE.parent / "resources") / name
