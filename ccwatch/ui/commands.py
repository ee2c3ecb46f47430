"""The table of all commands, from which menus, shortcuts, buttons and the shortcuts page are built.

A command is a row here and a line in `ccwatch.desktop.wiring`, which names its handler.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ccwatch.core.language import mark, tr

if TYPE_CHECKING:  # the tray starts without importing the job types
    from ccwatch.core.job import Job


class Menu(StrEnum):
    """The menus that hold commands, in the order of the table."""

    TRAY = "tray"
    WINDOW = "window"
    ROW = "row"
    DETAILS = "details"
    CHART = "chart"
    SNOOZE = "snooze"


class Group(Enum):
    """Groups within a menu, divided by separators."""

    MAIN = "what it is for"
    PROGRAM = "account and program"
    LAST = "what ends something"


class Takes(Enum):
    """How many jobs a command applies to."""

    NOTHING = "none"
    ONE = "exactly one"
    SOME = "one or more"

    def fits(self, count: int) -> bool:
        """Return whether the command applies to this many jobs."""
        return {Takes.NOTHING: True, Takes.ONE: count == 1, Takes.SOME: count > 0}[self]


@dataclass(frozen=True, slots=True)
class Situation:
    """The state that determines commands' labels and availability."""

    jobs: "tuple[Job, ...]" = ()
    signed_in: bool | None = None
    given_token: bool = False  # then there is nothing to sign in to or out of
    unread: int = 0
    snoozed: bool = False
    can_browse: bool = False
    can_cancel: bool = False


class DetailsButton(NamedTuple):
    """A button in the details: its text and its accessible name (both marked for translation)."""

    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Command:
    """One command; all its texts are marked for translation.

    `text` is its label in menus, `text_now` the label that depends on the situation, and `on_page`
    the label on the shortcuts page where that differs. `keys` are in Qt's portable notation; they
    work in the whole window, or in the list only if `takes` is not NOTHING. `in_details` adds a
    button in the details. `opens` makes it a submenu, which has no action of its own.
    """

    id: str
    text: str
    menus: tuple[Menu, ...] = ()
    group: Group = Group.MAIN
    keys: tuple[str, ...] = ()
    takes: Takes = Takes.NOTHING
    enabled: Callable[[Situation], bool] = lambda _: True
    visible: Callable[[Situation], bool] = lambda _: True
    text_now: Callable[[Situation], str] | None = None
    on_page: str = ""
    in_details: DetailsButton | None = None
    opens: Menu | None = None

    def offered(self, at: Situation) -> bool:
        """Return whether the command is available now."""
        return self.takes.fits(len(at.jobs)) and self.enabled(at)

    def called(self, at: Situation) -> str:
        """Return the current label in the user's language."""
        return self.text_now(at) if self.text_now else tr(self.text)


def _any_went_wrong(at: Situation) -> bool:
    return any(job.details and (job.details.errors or job.details.warnings) for job in at.jobs)


def _can_be_cancelled(at: Situation) -> bool:
    return at.can_cancel and all(job.can_be_cancelled for job in at.jobs)


def _mute(at: Situation) -> str:
    return tr("Unmute") if at.jobs and all(job.muted for job in at.jobs) else tr("Mute")


def _history(at: Situation) -> str:
    if not at.unread:
        return tr("History")
    return tr("History ({n} unread)|History ({n} unread)", "", at.unread)


_EVERYWHERE = (Menu.TRAY, Menu.WINDOW)
COMMANDS = (
    Command("go-to-add", mark("Go to the field for new jobs"), keys=("Ctrl+N",)),
    Command("go-to-filter", mark("Go to the filter"), keys=("Ctrl+F",)),
    Command("open", mark("Open ccwatch"), (Menu.TRAY,)),
    Command("show-job", "", takes=Takes.ONE),  # the tray lists each job by name instead
    Command("add-copied", mark("Add from clipboard"), (Menu.TRAY,)),
    Command(
        "history",
        mark("History"),
        (Menu.TRAY,),
        keys=("Ctrl+H",),
        text_now=_history,
        on_page=mark("Open the history"),
    ),
    Command("snooze", mark("Snooze"), (Menu.TRAY,), opens=Menu.SNOOZE),
    Command("snooze-half-hour", mark("30 minutes"), (Menu.SNOOZE,)),
    Command("snooze-hour", mark("1 hour"), (Menu.SNOOZE,)),
    Command("snooze-tomorrow", mark("Until tomorrow"), (Menu.SNOOZE,)),
    Command(
        "snooze-end", mark("End now"), (Menu.SNOOZE,), Group.LAST, visible=lambda at: at.snoozed
    ),
    Command("paste", mark("Watch the jobs on the clipboard"), keys=("Ctrl+V", "Shift+Ins")),
    Command("take-offer", mark("Accept the suggestion"), keys=("Ctrl+Return",)),
    Command("undo", mark("Undo")),
    Command("demo", mark("Try the demo")),
    Command("my-jobs", mark("My jobs…"), (Menu.WINDOW,)),
    Command("wall", mark("Wall screen"), (Menu.WINDOW,), keys=("F11",)),
    Command("test-notice", mark("Send a test notification"), (Menu.WINDOW,)),
    Command("check", mark("Check now"), (Menu.ROW,), keys=("F5",), takes=Takes.SOME),
    Command("rename", mark("Rename"), (Menu.ROW,), keys=("F2",), takes=Takes.ONE),
    Command("mute", mark("Mute"), (Menu.ROW,), keys=("Ctrl+M",), takes=Takes.SOME, text_now=_mute),
    Command(
        "copy",
        mark("Copy ID"),
        (Menu.ROW,),
        keys=("Ctrl+C",),
        takes=Takes.SOME,
        text_now=lambda at: tr("Copy ID") if len(at.jobs) < 2 else tr("Copy IDs"),
        in_details=DetailsButton(mark("Copy"), mark("Copy the job’s ID")),
    ),
    Command(
        "copy-errors",
        mark("Copy errors and warnings"),
        (Menu.ROW,),
        keys=("Ctrl+Shift+C",),
        takes=Takes.SOME,
        enabled=_any_went_wrong,
    ),
    Command(
        "browse",
        mark("Open in browser"),
        (Menu.ROW,),
        keys=("Ctrl+O",),
        takes=Takes.ONE,
        enabled=lambda at: at.can_browse,
        in_details=DetailsButton(
            mark("Open in browser"), mark("Open the job’s page in the browser")
        ),
    ),
    Command(
        "save-chart", mark("Save chart as picture…"), (Menu.DETAILS, Menu.CHART), takes=Takes.ONE
    ),
    Command(
        "export",
        mark("Export history…"),
        (Menu.ROW, Menu.DETAILS),
        keys=("Ctrl+E",),
        takes=Takes.ONE,
    ),
    Command("diagnostics", mark("Diagnostics…"), (Menu.DETAILS,), takes=Takes.ONE),
    # Without keys: a job is never cancelled by a keystroke alone.
    Command(
        "cancel-job",
        mark("Cancel job…"),
        (Menu.ROW,),
        Group.LAST,
        takes=Takes.ONE,
        enabled=_can_be_cancelled,
        visible=lambda at: at.can_cancel,
    ),
    Command("remove", mark("Stop watching"), (Menu.ROW,), Group.LAST, ("Del",), takes=Takes.SOME),
    Command(
        "sign-in",
        mark("Sign in"),
        _EVERYWHERE,
        Group.PROGRAM,
        visible=lambda at: at.signed_in is not True and not at.given_token,
    ),
    Command(
        "sign-out",
        mark("Sign out"),
        _EVERYWHERE,
        Group.PROGRAM,
        visible=lambda at: at.signed_in is True and not at.given_token,
    ),
    Command(
        "settings",
        mark("Settings…"),
        _EVERYWHERE,
        Group.PROGRAM,
        ("Ctrl+,",),
        on_page=mark("Open the settings"),
    ),
    Command("open-menu", mark("Open the menu at the top right"), keys=("F10",)),
    Command(
        "shortcuts",
        mark("Keyboard shortcuts"),
        (Menu.WINDOW,),
        Group.PROGRAM,
        ("F1",),
        on_page=mark("Show this page"),
    ),
    Command("about", mark("About ccwatch"), _EVERYWHERE, Group.PROGRAM),
    Command("close", mark("Close the window"), keys=("Ctrl+W",)),
    Command(
        "quit", mark("Quit"), _EVERYWHERE, Group.LAST, ("Ctrl+Q",), on_page=mark("Quit ccwatch")
    ),
)
BY_ID = {command.id: command for command in COMMANDS}


def commands_in(menu: Menu) -> Iterator[Command]:
    """Yield the commands of a menu."""
    return (command for command in COMMANDS if menu in command.menus)
