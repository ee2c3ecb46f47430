"""The program in a folder of its own, as pip installs it there, to be replaced while it runs."""

import shutil
from pathlib import Path

import ccwatch

PACKAGE = Path(ccwatch.__file__).parent
NEWER = "99.1.0"


class Site:
    """A folder with an installed ccwatch; `env` has Python find it there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self._newer = folder / "newer"
        self.env = {"PYTHONPATH": str(self.folder)}
        _install(self.folder, ccwatch.__version__)
        _install(self._newer, NEWER)
        _move_module(self._newer / "ccwatch/ui", "window/jobs_page", "window/page_of_jobs")
        _move_module(self._newer / "ccwatch/ui", "settings/dialog", "settings/settings_dialog")

    def remove(self) -> None:
        """Remove what is installed, as an installer does halfway."""
        for part in self.folder.iterdir():
            shutil.rmtree(part)

    def install_newer(self) -> None:
        """Install the newer version, in which modules have other names."""
        for part in self._newer.iterdir():
            shutil.copytree(part, self.folder / part.name, dirs_exist_ok=True)

    def break_newer(self) -> None:
        """Make the newer version one that cannot start."""
        (self._newer / "ccwatch/desktop/program.py").write_text("raise RuntimeError('broken')\n")


def _install(folder: Path, version: str) -> None:
    package = folder / "ccwatch"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    resources = PACKAGE / "resources"
    if not resources.is_dir():
        resources = PACKAGE.parent / "resources"
        shutil.copytree(resources, package / "resources")
    first = package / "__init__.py"
    first.write_text(first.read_text("utf-8").replace(ccwatch.__version__, version), "utf-8")
    about = folder / f"ccwatch-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.4\nName: ccwatch\nVersion: {version}\n")
    (about / "RECORD").write_text("ccwatch/__init__.py,,\n")


def _move_module(folder: Path, old: str, new: str) -> None:
    (folder / f"{old}.py").rename(folder / f"{new}.py")
    old_name, new_name = (f"ccwatch.ui.{path.replace('/', '.')} " for path in (old, new))
    for file in folder.parent.rglob("*.py"):
        text = file.read_text("utf-8")
        if old_name in text:
            file.write_text(text.replace(old_name, new_name), "utf-8")
