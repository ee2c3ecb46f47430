"""Programs that show a tray of the XEmbed kind; a release of Debian has one or the other."""

import shutil

TRAYS = {
    "trayer": (
        *("--edge", "bottom", "--align", "right", "--widthtype", "request"),
        *("--height", "24", "--SetPartialStrut", "true"),
    ),
    "stalonetray": (
        *("--geometry", "1x1-0-0", "--icon-gravity", "SE", "--grow-gravity", "W"),
        *("--icon-size", "24", "--slot-size", "24", "--window-type", "dock"),
        *("--window-strut", "bottom", "--sticky"),
    ),
}
TRAY = next(filter(shutil.which, TRAYS), next(iter(TRAYS)))
