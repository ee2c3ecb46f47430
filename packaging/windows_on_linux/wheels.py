"""Download what a Windows Python installs of the lock file of the tests, by its hashes.

    python packaging/windows_on_linux/wheels.py FOLDER

pip judges markers by the system it runs on, so the lock file is first cut to what Windows takes.
Leaves the wheels in FOLDER, and in `windows.lock` what of them to install.
"""

import re
import subprocess
import sys
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
LOCK = HERE.parent / "test.lock"
FOR_TESTS = HERE / "tests.txt"
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
# Their versions in the lock file have no wheel for Windows; FOR_TESTS has older ones that do.
WITHOUT_WHEEL = {"dbus-fast"}
_TAGS = ("--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp")
_ABIS = ("--abi", f"cp{PYTHON.replace('.', '')}", "--abi", "abi3", "--abi", "none")


def main() -> None:
    """Cut the lock file, download the wheels."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / "windows.lock"
    lines = [*for_windows(LOCK.read_text("utf-8")), FOR_TESTS.read_text("utf-8")]
    lock.write_text("\n".join(lines), "utf-8")
    pip = (sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes")
    wheels = ("--only-binary", ":all:", *_TAGS, *_ABIS, "--dest", str(folder))
    subprocess.run([*pip, *wheels, "--requirement", str(lock)], check=True)


def for_windows(lock: str) -> list[str]:
    """Return what of a lock file holds on Windows, each with its hashes and without its marker."""
    found = []
    for line in re.sub(r"\\\n\s*", "", lock).splitlines():
        text, hashes, values = line.partition(" --hash")
        if hashes and _is_for_windows(Requirement(text)):
            found.append(text.partition(";")[0].strip() + hashes + values)
    return found


def _is_for_windows(requirement: Requirement) -> bool:
    holds = requirement.marker is None or requirement.marker.evaluate(WINDOWS)
    return holds and requirement.name not in WITHOUT_WHEEL


if __name__ == "__main__":
    main()
