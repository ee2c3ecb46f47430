"""The Windows of session.sh, seen from the Debian around it: programs, files, registry, screen."""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = Path("/build")
DRIVE = WORK / "prefix" / "drive_c"
PATIENCE = 120.0
_PYTHON = r"C:\venv\Scripts\python.exe"
# Folders of the tools, and of temporary files.
_NOT_WATCHED = ("Python313", "ccwatch", "inno", "my work", "venv", "smoke")
_TEMPORARY = ("users/root/AppData/Local/Temp", "windows/Temp")
# Of wine, which also writes defaults for the first console and the first question for the accent
# colour; of the screen; and the uninstaller's own copy in Temp, deleted at the next restart.
_NOT_OF_PROGRAMS = re.compile(
    r"\\Software\\Wine|^HKEY_CURRENT_USER\\Console$|\\Explorer\\Accent$"
    r"|\\Control\\DeviceClasses\\|\\Control\\Session Manager$"
)
_HIVES = ("HKLM\\Software", "HKLM\\System", "HKCU")


def run(*command: str, **variables: str) -> tuple[int, str]:
    """Run a Windows program to its end; return its exit code and what it printed."""
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            ["wine", *command],
            cwd=DRIVE,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=10 * PATIENCE,
            check=False,
        )
        output.seek(0)
        return done.returncode, output.read().decode("utf-8", "replace").replace("\r", "")


def start(*command: str, **variables: str) -> subprocess.Popen[bytes]:
    """Start a Windows program and return at once."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        ["wine", *command],
        cwd=DRIVE,
        env={**os.environ, **variables},
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
    )


def wait_until(what: str, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until something holds; raise TimeoutError if it does not in time."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            raise TimeoutError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.5)


def files() -> set[str]:
    """Return each file and folder of drive C:, except those of the tools and temporary ones."""
    found = set()
    for folder, folders, names in os.walk(DRIVE):
        place = Path(folder).relative_to(DRIVE)
        if place == Path():
            folders[:] = [name for name in folders if name not in _NOT_WATCHED]
        folders[:] = [name for name in folders if str(place / name) not in _TEMPORARY]
        found |= {str(place / name) for name in (*folders, *names)}
    return found


def registry() -> set[tuple[str, str]]:
    """Return each key and value of the registry, as pairs of a key and the line of a value."""
    found = (entry for hive in _HIVES for entry in registry_entries(_exported(hive)))
    return {(key, value) for key, value in found if not _NOT_OF_PROGRAMS.search(key)}


def _exported(hive: str) -> str:
    name = "registry.txt"
    code, said = run("reg", "export", hive, f"C:\\{name}", "/y")
    if code:
        raise RuntimeError(f"reg export {hive}: {said}")
    text = (DRIVE / name).read_text("utf-16")
    (DRIVE / name).unlink()
    return text


def registry_entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield the entries of an export: each key, with an empty line and with that of each value."""
    key = ""
    for line in text.replace("\\\n", "").splitlines()[1:]:
        if line.startswith("["):
            key = line.strip("[]")
            yield key, ""
        elif line:
            yield key, line.strip()


def next_balloon() -> str:
    """Wait for a balloon; return its text as soon as it is shown, or nothing if none is."""
    script = "Z:" + str(HERE / "balloon.py").replace("/", "\\")
    watching = subprocess.Popen(
        ["wine", _PYTHON, "-X", "utf8", script], stdout=subprocess.PIPE, text=True
    )
    with watching:
        assert watching.stdout
        return watching.stdout.readline().strip()


def take_picture(path: Path) -> None:
    """Save what is on the screen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["import", "-window", "root", str(path)], check=True)
