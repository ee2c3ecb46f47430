"""Build everything twice and compare it, byte by byte: `python packaging/reproducible.py`.

Folder, user, umask, language, time zone, clock and number of processors differ between the two.
Exits with 1 and names each path that differs. Linux only. The clock differs if faketime is
installed, the user if namespaces are permitted; conditions that could not be varied are printed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from source_tree import ROOT, moment_of_source, source_files

_OTHER_USER = ("unshare", "--user", "--map-user=4321", "--map-group=4321")
_ONE_PROCESSOR = ("taskset", "--cpu-list", "0")
_OTHER_CLOCK = ("faketime", "-f", "+400d")
_TRICKS = (_OTHER_USER, _ONE_PROCESSOR, _OTHER_CLOCK)
_STEPS = (("build_wheel.py", "build/dist"), ("freeze.py",), ("build_deb.py",))
_BUILT = ("dist/*", "*.deb", "ccwatch.cdx.json", "THIRD-PARTY-NOTICES.txt", "frozen/ccwatch/**/*")


@dataclass(frozen=True)
class Surroundings:
    """Conditions of a build that must not affect its result."""

    folder: str
    umask: int
    variables: dict[str, str]
    commands: tuple[str, ...] = field(default=())


def main() -> int:
    """Build twice; return 1 if anything differs."""
    tricks = [trick for trick in _TRICKS if _works(trick)]
    for trick in _TRICKS:
        if trick not in tricks:
            print(f"Not varied, since it does not work here: {' '.join(trick)}")
    first = Surroundings("a", 0o022, {"TZ": "UTC", "LC_ALL": "C.UTF-8", "USER": "first"})
    second = Surroundings(
        "another/and-longer/folder",
        0o077,
        {"TZ": "Asia/Tokyo", "LC_ALL": "C", "USER": "second"},
        tuple(word for trick in tricks for word in trick),
    )
    with tempfile.TemporaryDirectory(prefix="ccwatch-") as top:
        for surroundings in (first, second):
            _copy_source(Path(top, surroundings.folder))
        moment = moment_of_source()
        built = [_build(Path(top), surroundings, moment) for surroundings in (first, second)]
    wrong = differences(*built)
    for name, digest in built[0].items():
        if not name.startswith("frozen/"):
            print(digest, name)
    print("\n".join(wrong) or f"{len(built[0])} files are the same in both builds.")
    return 1 if wrong else 0


def differences(first: dict[str, str], second: dict[str, str]) -> list[str]:
    """Return the paths that are not the same in both builds."""
    paths = sorted(first.keys() | second.keys())
    return [f"differs: {path}" for path in paths if first.get(path) != second.get(path)]


def digests(build: Path) -> dict[str, str]:
    """Return the checksum of each built file, and the target of each link."""
    found = {path for pattern in _BUILT for path in build.glob(pattern)}
    return {
        path.relative_to(build).as_posix(): f"-> {path.readlink()}"
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(found)
        if path.is_symlink() or path.is_file()
    }


def _build(top: Path, surroundings: Surroundings, moment: str) -> dict[str, str]:
    source, home = top / surroundings.folder, top / "home" / surroundings.folder
    home.mkdir(parents=True)
    variables = {"SOURCE_DATE_EPOCH": moment, "HOME": str(home)}
    env = {**os.environ, **surroundings.variables, **variables}
    # With the real clock: the package index's certificates would not be valid at another time.
    prepare = "from freeze import *; locked_environment(BUILD / 'package-env')"
    _run((sys.executable, "-c", prepare), source / "packaging", env, surroundings.umask)
    for script, *words in _STEPS:
        command = (*surroundings.commands, sys.executable, f"packaging/{script}", *words)
        _run(command, source, env, surroundings.umask)
    return digests(source / "build")


def _copy_source(target: Path) -> None:
    """Copy the files of the source, as they are in the working tree."""
    for name in source_files():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)


def _run(command: tuple[str, ...], folder: Path, env: dict[str, str], umask: int) -> None:
    subprocess.run(command, cwd=folder, env=env, umask=umask, check=True)


def _works(trick: tuple[str, ...]) -> bool:
    command = (*trick, sys.executable, "-c", "")
    return (
        bool(shutil.which(trick[0]))
        and not subprocess.run(command, capture_output=True, check=False).returncode
    )


if __name__ == "__main__":
    sys.exit(main())
