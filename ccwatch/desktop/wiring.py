"""Who carries out what the user wants: a line for each command, checked against the table."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from ccwatch.core.job import JobId
from ccwatch.intents.about import AboutIntents
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.export import ExportIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.intents.notice_buttons import NoticeButtons
from ccwatch.intents.notice_log import HistoryIntents
from ccwatch.ui.commands import COMMANDS, Takes
from ccwatch.ui.tray.tray import Tray
from ccwatch.ui.window.job_window import JobWindow

Act = Callable[..., object]
Carry = Callable[[str, tuple[JobId, ...]], None]


class Carriers(NamedTuple):
    """What carries out commands: the window, the intents, and calls of the program itself."""

    window: JobWindow
    jobs: JobIntents
    history: HistoryIntents
    export: ExportIntents
    about: AboutIntents
    account: AccountIntents
    buttons: NoticeButtons
    list_own_jobs: Callable[[], object]
    test_notice: Callable[[], object]
    open_settings: Callable[[], object]
    browse: Callable[[JobId], object]
    quit: Callable[[], object]


def acts_of_window(window: JobWindow) -> dict[str, Act]:
    """Return what the window does by itself."""
    return {
        "close": window.close,
        "go-to-add": window.go_to_add,
        "go-to-filter": window.go_to_filter,
        "open": window.come_forward,
        "open-menu": window.open_menu,
        "paste": window.paste,
        "rename": window.rename,
        "show-job": window.show_job,
        "take-offer": window.take_offer,
    }


def acts_of(by: Carriers) -> dict[str, Act]:
    """Return what each command does; it gets no job, one id or a tuple of them as it takes them."""
    return acts_of_window(by.window) | {
        "about": by.about.about,
        "add-copied": by.jobs.add_copied,
        "browse": by.browse,
        "check": by.jobs.check,
        "copy": by.jobs.copy_ids,
        "copy-errors": by.jobs.copy_errors,
        "diagnostics": by.export.show_diagnostics,
        "export": by.export.export_history,
        "history": by.history.open,
        "mute": by.jobs.mute_or_unmute,
        "my-jobs": by.list_own_jobs,
        "quit": by.quit,
        "remove": by.jobs.remove,
        "save-chart": by.export.save_picture,
        "settings": by.open_settings,
        "shortcuts": by.about.shortcuts,
        "sign-in": by.account.sign_in,
        "sign-out": by.account.sign_out,
        "snooze-end": partial(by.buttons.snooze, None),
        "snooze-half-hour": partial(by.buttons.snooze, 1800),
        "snooze-hour": partial(by.buttons.snooze, 3600),
        "snooze-tomorrow": partial(by.buttons.snooze, "tomorrow"),
        "test-notice": by.test_notice,
        "undo": by.jobs.undo_removal,
    }


def carrier_of(acts: Mapping[str, Act]) -> Carry:
    """Return what carries out a command by its id; raises LookupError unless each has its act."""
    takes = {command.id: command.takes for command in COMMANDS if not command.opens}
    if differing := sorted(acts.keys() ^ takes.keys()):
        raise LookupError(f"in one of command table and wiring alone: {', '.join(differing)}")

    def carry(command: str, jobs: tuple[JobId, ...]) -> None:
        match takes[command]:
            case Takes.NOTHING:
                acts[command]()
            case Takes.ONE:
                acts[command](jobs[0])
            case Takes.SOME:
                acts[command](jobs)

    return carry


def connect(by: Carriers, tray: Tray) -> None:
    """Connect what the user wants, in the window or the tray, to what carries it out."""
    carry, intents = carrier_of(acts_of(by)), by.window.intents
    tray.wanted.connect(carry)
    intents.command.connect(carry)
    intents.add.connect(by.jobs.add)
    intents.renamed.connect(by.jobs.rename)
    intents.looked_at.connect(by.jobs.look_at)
    intents.past.connect(by.history.load_past)
