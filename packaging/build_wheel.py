"""Build the wheel and the source archive: `python packaging/build_wheel.py FOLDER`."""

import sys
from pathlib import Path

from freeze import BUILD, locked_environment, run


def build_wheel(python: Path, folder: Path) -> None:
    """Build both into a folder, in an environment made from the lock file."""
    run(python, "-m", "hatchling", "build", "-d", str(folder.absolute()))


if __name__ == "__main__":
    build_wheel(locked_environment(BUILD / "package-env"), Path(sys.argv[1]))
