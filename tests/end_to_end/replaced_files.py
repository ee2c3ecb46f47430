"""The program in a folder of its own, as pip installs it there, to be replaced while it runs."""

import shutil
from pathlib import Path

from newer_source import NEWER, make_newer

import ccwatch

PACKAGE = Path(ccwatch.__file__).parent


class Site:
    """A folder with an installed ccwatch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self._newer = folder / "newer"
        _copy_package(self.folder)
        _describe(self.folder, ccwatch.__version__)
        _copy_package(self._newer)
        make_newer(self._newer)
        _describe(self._newer, NEWER)

    def remove(self) -> None:
        """Put what is installed aside, as pip does halfway."""
        aside = self.folder.with_name("aside")
        aside.mkdir()
        for part in list(self.folder.iterdir()):
            part.rename(aside / part.name)

    def install_newer(self) -> None:
        """Install the newer version, in which modules have other names."""
        for part in self._newer.iterdir():
            shutil.copytree(part, self.folder / part.name, dirs_exist_ok=True)

    def break_newer(self) -> None:
        """Make the newer version one that cannot start."""
        (self._newer / "ccwatch/desktop/program.py").write_text("raise RuntimeError('broken')\n")


def _copy_package(folder: Path) -> None:
    package = folder / "ccwatch"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    if not (package / "resources").is_dir():
        shutil.copytree(PACKAGE.parent / "resources", package / "resources")


def _describe(folder: Path, version: str) -> None:
    about = folder / f"ccwatch-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.4\nName: ccwatch\nVersion: {version}\n")
    (about / "RECORD").write_text("ccwatch/__init__.py,,\n")
