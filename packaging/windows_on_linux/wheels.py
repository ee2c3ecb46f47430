"""Download the wheels of the tests' lock file for Windows, by hash, and unpack them.

    python packaging/windows_on_linux/wheels.py WHEELS PACKAGES

pip evaluates markers for the system that it runs on, so the lock file is first reduced to what
applies to Windows. The wheels are left in the first folder, for the environment of the frozen
program, and their contents in the second.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
LOCK = HERE.parent / "test.lock"
PYTHON = "3.13"
WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": f"{PYTHON}.0",
    "python_version": PYTHON,
    "sys_platform": "win32",
}
# The source is checked on Linux.
LEFT_OUT = {"mypy", "ruff"}
_TAGS = (
    *("--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp"),
    *("--abi", f"cp{PYTHON.replace('.', '')}", "--abi", "abi3", "--abi", "none"),
)


def main() -> None:
    """Reduce the lock file, download the wheels, unpack them."""
    folder, packages = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(packages, ignore_errors=True)
    lock = folder / "windows.lock"
    lock.write_text("\n".join(for_windows(LOCK.read_text("utf-8"))), "utf-8")
    wanted = ("--no-deps", "--only-binary", ":all:", "--requirement", str(lock))
    _pip("download", "--require-hashes", *wanted, *_TAGS, "--dest", str(folder))
    # Takes seconds on Linux, minutes under wine.
    here = ("--no-index", "--find-links", str(folder), "--no-compile", "--target", str(packages))
    _pip("install", "--require-hashes", *wanted, *_TAGS, *here)


def _pip(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *words], check=True)


def for_windows(lock: str) -> list[str]:
    """Return the requirements of a lock file for Windows, with hashes, without markers."""
    found = []
    for line in re.sub(r"\\\n\s*", "", lock).splitlines():
        text, hashes, values = line.partition(" --hash")
        if hashes and _is_for_windows(Requirement(text)):
            found.append(text.partition(";")[0].strip() + hashes + values)
    return found


def _is_for_windows(requirement: Requirement) -> bool:
    holds = requirement.marker is None or requirement.marker.evaluate(WINDOWS)
    return holds and requirement.name not in LEFT_OUT


if __name__ == "__main__":
    main()
