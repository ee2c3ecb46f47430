"""Freeze the program, with the locked versions of its dependencies, into build/frozen/.

The same on all systems: `python packaging/freeze.py`. It uses its own environment, never the
developer's, and recreates it when the lock file or the version of Python has changed.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

from source_tree import ROOT, moment_of_source

BUILD = ROOT / "build"
LOCK = ROOT / "packaging" / "requirements.lock"
SPEC = ROOT / "packaging" / "ccwatch.spec"
FROZEN = BUILD / "frozen"
BILL = BUILD / "ccwatch.cdx.json"
_PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


def main() -> None:
    """Create the environment, install the program into it, and freeze it."""
    python = locked_environment(BUILD / "package-env")
    source = ("--no-deps", "--no-build-isolation", "--force-reinstall", str(ROOT))
    run(python, *_PIP, "install", *source)
    freeze(python, SPEC, FROZEN)
    run(python, str(ROOT / "packaging" / "sbom.py"), str(BILL), str(FROZEN / "ccwatch"))


def locked_environment(folder: Path) -> Path:
    """Return the Python of an environment with exactly the lock file's packages, by hash."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready, made_of = folder / "made-of", f"{sys.version}\n{LOCK.read_text('utf-8')}"
    if not ready.exists() or ready.read_text("utf-8") != made_of:
        venv.create(folder, clear=True, with_pip=True)
        run(python, *_PIP, "install", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
        ready.write_text(made_of, encoding="utf-8")
    return python


def freeze(python: Path, spec: Path, target: Path) -> None:
    """Run PyInstaller so that the same source gives the same files."""
    folders = ("--distpath", str(target), "--workpath", str(BUILD / "work"))
    run(python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, str(spec))
    set_times(target, int(moment_of_source()))


def set_times(folder: Path, moment: int) -> None:
    """Give each file the time of the source, which an installer stores."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (moment, moment))


def run(python: Path, *arguments: str) -> None:
    """Run Python at the top of the source, so that the result is independent of time and user."""
    fixed = {"SOURCE_DATE_EPOCH": moment_of_source(), "PYTHONHASHSEED": "0"}
    subprocess.run([python, *arguments], env={**os.environ, **fixed}, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
