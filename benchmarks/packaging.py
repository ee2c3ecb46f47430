"""Size and start time of the frozen program, compared with a bare tray program frozen alike.

    make package && .venv/bin/python benchmarks/packaging.py

Prints a table in Markdown for docs/packaging.md. Linux only. The programs take turns, so that other
load on the machine affects all alike; the first start of each, with cold caches, does not count.
"""

import shutil
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from freeze import BUILD, FROZEN, freeze, locked_environment

from tests.tray_host import StatusNotifierHost
from tests.virtual_desktop import Desktop

ROUNDS = 21
MOST_SIZE, MOST_START = 1.25, 1.4


def main() -> int:
    """Measure, print the table, return 0 when both ratios are within bounds."""
    freeze(locked_environment(BUILD / "package-env"), ROOT / "benchmarks/bare_tray.spec", FROZEN)
    ours, bare = FROZEN / "ccwatch", FROZEN / "bare_tray"
    print("| | ccwatch | bare | ratio |\n|---|---|---|---|")
    worst = 0.0
    for what, measure in (("folder, MB", folder_size), ("zip, MB", zip_size)):
        one, other = measure(ours), measure(bare)
        worst = max(worst, one / other)
        print(f"| {what} | {one:.1f} | {other:.1f} | {one / other:.2f} |")
    counts = [sum(path.is_file() for path in folder.rglob("*")) for folder in (ours, bare)]
    print(f"| files | {counts[0]} | {counts[1]} | |")
    frozen, least, source = starts(
        [str(ours / "ccwatch"), "--hidden"],
        [str(bare / "bare_tray")],
        [sys.executable, "-m", "ccwatch", "--hidden"],
    )
    ratio = frozen / least
    print(f"| start to the tray icon, s | {frozen:.2f} | {least:.2f} | {ratio:.2f} |")
    print(f"| the same from the source, s | {source:.2f} | | |")
    return 0 if worst <= MOST_SIZE and ratio <= MOST_START else 1


def folder_size(folder: Path) -> float:
    """Return the size of the folder's files, in MB; links count as nothing."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


def zip_size(folder: Path) -> float:
    """Return the size of the folder as a zip, in MB; links are left out."""
    slim = BUILD / "zipped" / folder.name
    shutil.rmtree(slim, ignore_errors=True)
    shutil.copytree(folder, slim, ignore=_links)
    archive = Path(shutil.make_archive(str(slim), "zip", slim))
    return archive.stat().st_size / 1e6


def _links(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if Path(folder, name).is_symlink()]


def starts(*commands: Sequence[str]) -> list[float]:
    """Return the median time from each command's start to its tray icon, in seconds."""
    taken: list[list[float]] = [[] for _ in commands]
    with Desktop(tray=False, notifications=False) as desktop:
        for round_ in range(ROUNDS + 1):
            for number, command in enumerate(commands):
                home = {"CCWATCH_HOME": str(desktop.folder / f"home-{number}")}
                # A tray on the bus reports a new icon at once; on the screen one would have to
                # search for it.
                with StatusNotifierHost(desktop.env["DBUS_SESSION_BUS_ADDRESS"]) as tray:
                    began = time.monotonic()
                    program = desktop.start(*command, env=home)
                    tray.wait_for_item(60, 0.002)
                    if round_:
                        taken[number].append(time.monotonic() - began)
                    program.terminate()
                    program.wait(20)
    return [statistics.median(each) for each in taken]


if __name__ == "__main__":
    sys.exit(main())
