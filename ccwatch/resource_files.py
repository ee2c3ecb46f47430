"""The location of the top-level `resources/` files, installed or in the source tree."""

from pathlib import Path

NOTICES = "THIRD-PARTY-NOTICES.txt"  # only packaged builds have it

_PACKAGE = Path(__file__).parent


def resource_path(name: str) -> Path:
    """Return the path of a file in `resources/`, for instance `ccwatch.svg`.

    A wheel and a frozen program have the folder inside the package; an editable install and the
    source tree have it beside the package.
    """
    inside = _PACKAGE / "resources"
    return (inside if inside.is_dir() else _PACKAGE.parent / "resources") / name
