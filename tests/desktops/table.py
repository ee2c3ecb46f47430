"""Writes the table of docs/desktops.md: `python -m tests.desktops.table FOLDER PAGE`.

FOLDER has the results of `python -m tests.desktops`.
"""

import json
import sys
from pathlib import Path

TITLES = {
    "sway": "sway, waybar, mako",
    "gnome": "GNOME",
    "gnome-appindicator": "GNOME with AppIndicator",
    "plasma": "Plasma (Wayland)",
    "xfce": "XFCE",
    "lxqt": "LXQt",
    "mate": "MATE",
    "i3": "i3bar",
    "tint2": "tint2",
    "polybar": "polybar",
}
ROWS = {
    "icon": "icon in the panel",
    "contrast": "its contrast with the panel, at least 3",
    "tooltip": "tooltip",
    "clicks": "a click opens the window, the other button the menu",
    "panel_restarted": "icon after the panel restarted",
    "late_panel": "icon in a panel that starts after the program",
    "notification": "notification",
    "notification_opens": "a click on it brings the window to the front",
    "second_start": "a second start brings the window to the front",
    "dark_at_start": "dark at start",
    "dark_live": "light and dark again while it runs",
    "large_text": "large text",
    "scaled_by_half": "scale 1.5",
    "scaled_twice": "scale 2",
    "screen_reader": "a screen reader finds all rows, and a name for every control",
}
_BEGIN, _END = "<!-- the table, by make desktops -->", "<!-- the end of the table -->"


def table(results: dict[str, dict[str, str]]) -> str:
    """Return the table; what is more than a word or two is a numbered note below it."""
    notes: list[str] = []

    def cell(found: str) -> str:
        word, _, reason = found.partition(": ")
        if not reason:
            return found
        if reason[0].isdigit():
            return f"{word}, {reason}"
        if word == "no":
            reason = f"timed out: {reason}"
        if reason not in notes:
            notes.append(reason)
        return f"{word} ({notes.index(reason) + 1})"

    names = [name for name in TITLES if name in results]
    lines = [
        "| | " + " | ".join(TITLES[name] for name in names) + " |",
        "|---" * (len(names) + 1) + "|",
    ]
    for key, title in ROWS.items():
        cells = (cell(results[name].get(key, "not tried: the trial ended")) for name in names)
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    lines += ["", *(f"{number}. {note}" for number, note in enumerate(notes, 1))]
    versions = (f"{TITLES[name]}: {results[name]['versions']}" for name in names)
    return "\n".join([*lines, "", "Debian 12. " + "; ".join(versions) + "."])


def main(folder: Path, page: Path) -> None:
    """Put the table of all results into the page."""
    found = {
        name: json.loads(file.read_text("utf-8"))
        for name in TITLES
        if (file := folder / name / "results.json").exists()
    }
    before, _, rest = page.read_text("utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    page.write_text(f"{before}{_BEGIN}\n{table(found)}\n{_END}{after}", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
