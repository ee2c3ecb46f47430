"""Time from the start of the frozen program to its tray icon, compared with a bare program.

    python3 starts.py

Run in the Windows of session.sh after setups.sh, with the programs that it froze. Ends with 1 when
the ratio is too high. The programs take turns, so that other load on the machine affects both; the
first start of each, with cold caches, does not count.
"""

import shutil
import statistics
import sys
import time

from in_windows import DRIVE, HERE, start, wait_until

sys.path.insert(0, str(HERE.parent.parent))
from benchmarks.tray_icons import TrayIcons

FROZEN = r"C:\my work\ccwatch\build\frozen"
CCWATCH = (rf"{FROZEN}\ccwatch\ccwatch-tray.exe", "--hidden")
BARE = (rf"{FROZEN}\bare_tray\bare_tray.exe",)
HOME = "starts"
DISPLAY = ":1"
ROUNDS = 15
MOST_START = 1.3


def main() -> int:
    """Measure, print a table for docs/packaging.md, return 0 when the ratio is within its bound."""
    with TrayIcons(DISPLAY) as icons:
        rounds = [(seconds(icons, CCWATCH), seconds(icons, BARE)) for _ in range(ROUNDS + 1)]
    shutil.rmtree(DRIVE / HOME)
    own, bare = (statistics.median(each) for each in zip(*rounds[1:], strict=True))
    print("| | ccwatch | bare | ratio |\n|---|---|---|---|")
    print(f"| start to the tray icon, s | {own:.2f} | {bare:.2f} | {own / bare:.2f} |")
    return 0 if own / bare <= MOST_START else 1


def seconds(icons: TrayIcons, command: tuple[str, ...]) -> float:
    """Return the seconds from the start of a program to its icon, and end it."""
    began = time.monotonic()
    program = start(*command, CCWATCH_HOME=f"C:\\{HOME}")
    try:
        while not icons.count():
            if time.monotonic() > began + 60 or program.poll() is not None:
                raise RuntimeError(f"no icon of {command[0]}")
            time.sleep(0.002)
        return time.monotonic() - began
    finally:
        program.kill()
        program.wait()
        wait_until("the tray is empty", lambda: not icons.count())


if __name__ == "__main__":
    sys.exit(main())
