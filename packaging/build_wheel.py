"""Build the wheel and the source archive: `python packaging/build_wheel.py FOLDER`.

Ends with 1, and says why, where the wheel has what only translators need, or its page on PyPI would
lead to files that are not there.
"""

import re
import sys
import zipfile
from pathlib import Path

from freeze import BUILD, locked_environment, run

_LINK = re.compile(r"\]\((?!https://|#)([^)]*)\)")


def build_wheel(python: Path, folder: Path) -> None:
    """Build both into a folder, in an environment made from the lock file."""
    run(python, "-m", "hatchling", "build", "-d", str(folder.absolute()))


def faults(wheel: Path) -> list[str]:
    """Return what is wrong with a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        page = archive.read(about).decode()
    found = [f"{name} is a source of a translation" for name in names if name.endswith(".ts")]
    found += [f"the page on PyPI leads to {link}" for link in _LINK.findall(page)]
    if not re.search(r"^Project-URL: Homepage, https://", page, re.MULTILINE):
        found.append("the page on PyPI does not name the project's address")
    return found


if __name__ == "__main__":
    target = Path(sys.argv[1])
    build_wheel(locked_environment(BUILD / "package-env"), target)
    wrong = [fault for wheel in target.glob("*.whl") for fault in faults(wheel)]
    print("\n".join(wrong), end="")
    sys.exit(1 if wrong else 0)
