"""Tries the program on desktops: `python -m tests.desktops FOLDER [DESKTOP…]`.

Each desktop's pictures, logs and results are in a folder of its own below FOLDER.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.desktops import x11
from tests.desktops.gnome import GnomeSession
from tests.desktops.packages import PROGRAMS, missing
from tests.desktops.plasma import PlasmaSession
from tests.desktops.session import Session
from tests.desktops.sway import SwaySession
from tests.desktops.trial import attempt_all

SESSIONS: dict[str, Callable[[Path], Session]] = {
    "sway": SwaySession,
    "gnome": partial(GnomeSession, extension=False),
    "gnome-appindicator": partial(GnomeSession, extension=True),
    "plasma": PlasmaSession,
    **x11.SESSIONS,
}


def main(folder: Path, names: list[str]) -> int:
    """Try everything on each desktop; return 1 if something is not as it should be."""
    failed = False
    for name in names or list(PROGRAMS):
        if lacking := missing(name):
            print(f"{name}: install first: {' '.join(lacking)}", file=sys.stderr)
            failed = True
            continue
        place = folder / name
        place.mkdir(parents=True)
        with SESSIONS[name](place) as session:
            found = attempt_all(session)
        failed |= any(it.startswith("no:") for it in found.values())
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2:]))
