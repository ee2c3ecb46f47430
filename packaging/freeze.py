"""Freeze the program, from the locked versions of what it stands on, into build/frozen/.

The same on all systems: `python packaging/freeze.py`. The environment that it freezes from is made
anew when the lock file or the version of Python has changed, and is never the developer's own.
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
    """Make the environment, put the program into it, freeze it."""
    python = locked_environment(BUILD / "package-env")
    source = ("--no-deps", "--no-build-isolation", "--force-reinstall", str(ROOT))
    run(python, *_PIP, "install", *source)
    freeze(python, SPEC, FROZEN)
    run(python, str(ROOT / "packaging" / "sbom.py"), str(BILL), str(FROZEN / "ccwatch"))


def locked_environment(folder: Path) -> Path:
    """Return the Python of an environment with exactly what the lock file names, by its hashes."""
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


def run(python: Path, *arguments: str) -> None:
    """Run a Python at the top of the source, such that nothing depends on when or by whom."""
    fixed = {"SOURCE_DATE_EPOCH": moment_of_source(), "PYTHONHASHSEED": "0"}
    subprocess.run([python, *arguments], env={**os.environ, **fixed}, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
