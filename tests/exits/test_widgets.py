"""Each text of a widget is set while the screens show hostile texts, or is listed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.exits.finder import SOURCE, Exits, exits_of_the_program
from tests.exits.test_screen_exits import hostile, rotated
from tests.ui.screens import SCREENS
from tests.ui.stage import settled, staged

# Never shown by any screen of the table. Each has the reason why external text has no effect.
OFF_SCREEN: dict[str, tuple[str, ...]] = {
    # Cleaned in the same line, or by the label itself.
    "ui/window/add_field keep": ("self.setPlainText('\\n'.join(map(plain_line, refused)))",),
    "ui/settings/control _take": ("self._complaint.setText(error.message)",),
    "ui/settings/dialog show_answer": ("self._answer.setText(text)",),
    "ui/dialogs/welcome_page _complain": ("self._complaint.setText(words)",),
    "ui/dialogs/fatal_box fatal_box": (
        "box.setInformativeText(_shown(sentences(error.message, error.advice)))",
    ),
    # A name made by `file_name`, and the program's own words.
    "ui/dialogs/save_dialog __init__": (
        "self.setNameFilter(f'{kind} (*{ending})')",
        "self.selectFile(place.name)",
    ),
    "ui/details/chart_image _paint_head": (
        "painter.drawText(QRectF(words, 22, room, 28), Qt.AlignmentFlag.AlignLeft, name)",
        "painter.drawText(line, Qt.AlignmentFlag.AlignRight, saved)",
        "painter.drawText(line, Qt.AlignmentFlag.AlignLeft, said)",
    ),
    "ui/details/chart_image _paint_legend": (
        "painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)",
    ),
    "ui/details/chart _paint_reading": (
        "painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)",
    ),
    "ui/settings/connection_panel _begin": ("self._button.setText(tr('Testing…'))",),
    "ui/style/copy_field <lambda>": ("self._button.setText(tr('Copy'))",),
    "ui/details/diagnostics_dialog <lambda>": ("self._copy.setText(tr('Copy'))",),
    "ui/style/copy_field copy": ("self._button.setText(tr('Copied'))",),
    "ui/details/diagnostics_dialog _copied": ("self._copy.setText(tr('Copied'))",),
    "ui/jobs/row_delegate createEditor": (
        "editor.setAccessibleName(tr('Job name'))",
    ),
    # The title that it has.
    "ui/window/geometry _learn_the_time": ("handle.setTitle(handle.title())",),
    "ui/settings/autostart_and_export _ask_where": ("dialog.selectFile(FILE_NAME)",),
    "ui/settings/autostart_and_export _dialog": (
        "dialog.setNameFilters([tr('Settings (*.json)'), tr('All files (*)')])",
    ),
}  # fmt: skip


@contextmanager
def called() -> Iterator[set[tuple[str, int]]]:
    """Collect the file and the first line of each function that is called in the block."""
    found: set[tuple[str, int]] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            found.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)


def widgets() -> Exits:
    return {name: it for name, it in exits_of_the_program().items() if name.endswith(" widget")}


def test_all_that_gives_a_widget_a_text_is_run_with_hostile_ones(qapp: QApplication) -> None:
    with called() as functions:
        for place, screen in enumerate(SCREENS):
            with staged(qapp, "light") as stage, hostile(rotated(place)):
                screen.show(stage)
                settled()
    missed: dict[str, list[str]] = {}
    for name, uses in widgets().items():
        module = name.removesuffix(" widget")
        for use in uses:
            if (str(SOURCE / f"{module}.py"), use.begins) not in functions:
                missed.setdefault(f"{module} {use.function}", []).append(use.code)
    assert {name: sorted(it) for name, it in missed.items()} == {
        name: sorted(it) for name, it in OFF_SCREEN.items()
    }


def test_only_the_screens_give_widgets_texts() -> None:
    assert {name.partition("/")[0] for name in widgets()} == {"ui"}
