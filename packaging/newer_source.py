"""Make a newer version of the source, for tests that install it over the running program.

`python packaging/newer_source.py TARGET` copies what a package is built from. The version is
another one, and modules that are loaded late have other names: the older program finds none.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEWER = "99.1.0"
BUILT_FROM = (
    "ccwatch",
    "packaging",
    "resources",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "installer.iss",
    "pyproject.toml",
)
RENAMED = {
    "ccwatch.ui.window.jobs_page": "ccwatch.ui.window.page_of_jobs",
    "ccwatch.ui.settings.dialog": "ccwatch.ui.settings.settings_dialog",
}


def main() -> None:
    """Copy the source, and make it the newer version."""
    target = Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in BUILT_FROM:
        source = ROOT / name
        if source.is_dir():
            unwanted = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target / name, ignore=unwanted)
        else:
            shutil.copyfile(source, target / name)
    make_newer(target)


def make_newer(top: Path) -> None:
    """Change the package `ccwatch` below a folder into one of the newer version."""
    first = top / "ccwatch/__init__.py"
    named = re.sub(r'__version__ = ".*"', f'__version__ = "{NEWER}"', first.read_text("utf-8"))
    first.write_text(named, "utf-8")
    for old, new in RENAMED.items():
        _path_of(top, old).rename(_path_of(top, new))
    for file in (top / "ccwatch").rglob("*.py"):
        text = file.read_text("utf-8")
        for old, new in RENAMED.items():
            text = re.sub(rf"\b{re.escape(old)}\b", new, text)
        file.write_text(text, "utf-8")


def _path_of(top: Path, module: str) -> Path:
    return top.joinpath(*module.split(".")).with_suffix(".py")


if __name__ == "__main__":
    main()
