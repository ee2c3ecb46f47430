"""Connects signals to handlers and commands to functions, once all parts are built."""

from collections.abc import Callable, Mapping
from functools import partial

from ccwatch.core.errors import StorageFault
from ccwatch.core.job import JobId
from ccwatch.core.language import tr
from ccwatch.core.settings import Settings
from ccwatch.desktop.feed import Feed
from ccwatch.desktop.intents import Intents
from ccwatch.desktop.openers import start_demo
from ccwatch.desktop.screen import Overview, Screen
from ccwatch.desktop.services import Recorded, Services
from ccwatch.intents.restart import Carry
from ccwatch.intents.snooze import SnoozeLength
from ccwatch.ipc.handover import Wish
from ccwatch.log import set_level
from ccwatch.notify.notifier import NoticeAction
from ccwatch.ui.commands import COMMANDS, Takes
from ccwatch.ui.window.job_window import JobWindow

Act = Callable[..., object]


def show_what_is_recorded(recorded: Recorded, feed: Feed, window: JobWindow) -> None:
    """Pass recorded batches to the feed; show in the window when recording fails."""

    def not_recorded(fault: StorageFault) -> None:
        words = tr(
            "{title}: {message} ccwatch keeps watching. {advice}",
            title=fault.title,
            message=fault.message,
            advice=fault.advice,
        )
        window.show_message(words)

    recorded.batch.connect(feed.apply)
    recorded.failed.connect(not_recorded)


def acts_of_window(window: JobWindow) -> dict[str, Act]:
    """Return the commands that the window handles itself."""
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


def acts_of(
    services: Services, window: JobWindow, intents: Intents, quit: Callable[[], object]
) -> dict[str, Act]:
    """Return each command's function; it gets no argument, a job ID or several, as it `takes`."""
    spawn, jobs, snooze = services.tasks.spawn, intents.jobs, intents.snooze.begin

    async def test_notification() -> None:
        window.show_message(await intents.notices.test())

    def open_settings() -> None:
        dialog = intents.settings.open()
        dialog.test_notice_wanted.connect(lambda: spawn(test_notification()))
        dialog.connection_test_wanted.connect(lambda: spawn(intents.connection.test(dialog)))
        intents.login_start.show_in(dialog)

    return acts_of_window(window) | {
        "about": intents.about.about,
        "add-copied": jobs.paste,
        "browse": intents.job_page.browse,
        "cancel-job": intents.cancelling.confirm,
        "check": jobs.check,
        "copy": jobs.copy_ids,
        "copy-errors": jobs.copy_errors,
        "demo": start_demo,
        "diagnostics": intents.export.show_diagnostics,
        "export": intents.export.export_history,
        "history": intents.history.open,
        "mute": jobs.mute_or_unmute,
        "my-jobs": intents.my_jobs.open,
        "quit": quit,
        "remove": jobs.remove,
        "save-chart": intents.export.save_picture,
        "settings": open_settings,
        "shortcuts": intents.about.shortcuts,
        "sign-in": intents.account.sign_in,
        "sign-out": intents.account.sign_out,
        "snooze-end": intents.snooze.end,
        "snooze-half-hour": partial(snooze, SnoozeLength.HALF_HOUR),
        "snooze-hour": partial(snooze, SnoozeLength.HOUR),
        "snooze-tomorrow": partial(snooze, SnoozeLength.UNTIL_TOMORROW),
        "wall": intents.wall.show,
        "test-notice": lambda: spawn(test_notification()),
        "undo": jobs.undo_removal,
    }


def carrier_of(acts: Mapping[str, Act]) -> Carry:
    """Return a function that runs commands by ID; raises LookupError if any is missing or extra."""
    takes = {command.id: command.takes for command in COMMANDS if not command.opens}
    if without := takes.keys() - acts.keys():
        raise LookupError(f"Commands that nothing carries out: {', '.join(sorted(without))}")
    if unknown := acts.keys() - takes.keys():
        raise LookupError(f"Not in the table of commands: {', '.join(sorted(unknown))}")

    def carry(command: str, jobs: tuple[JobId, ...]) -> None:
        match takes[command]:
            case Takes.NOTHING:
                acts[command]()
            case Takes.ONE:
                acts[command](jobs[0])
            case Takes.SOME:
                acts[command](jobs)

    return carry


def carry_out_wishes(
    services: Services, screen: Screen, intents: Intents, quit: Callable[[], None]
) -> Carry:
    """Connect the intents of window, tray and notifications to their handlers.

    Returns the function that runs commands.
    """
    carry = intents.restart.guarded(carrier_of(acts_of(services, screen.window, intents, quit)))
    wishes = screen.window.intents
    screen.tray.wanted.connect(carry)
    wishes.command.connect(carry)
    wishes.add.connect(intents.jobs.add)
    wishes.renamed.connect(intents.jobs.rename)
    wishes.looked_at.connect(intents.jobs.look_at)
    wishes.past.connect(intents.history.load_past)
    wishes.shown.connect(intents.missed.tell)
    intents.clicks.clicked.connect(partial(_clicked, intents))
    screen.clipboard.came.connect(intents.offer.look)
    screen.clipboard.active.connect(intents.follow.look)
    services.unlisted.found.connect(intents.follow.show_unlisted)
    return carry


def _clicked(intents: Intents, number: int, action: NoticeAction) -> None:
    """Carry out a click on a notification; the restarted program knows none of their numbers."""
    job = intents.notices.dispatcher.job_of(number)
    wish = Wish("show-job", (job,)) if job else Wish("open")
    intents.restart.do(partial(intents.buttons.clicked, number, action), wish)


def follow_settings(
    services: Services,
    intents: Intents,
    overview: Overview,
    choose_scheme: Callable[[str], None],
) -> None:
    """Apply changed settings everywhere."""

    def follow(_: Settings, now: Settings) -> None:
        choose_scheme(now.theme)
        set_level(now.log)
        intents.updates.settings_changed()
        services.limit_requests(now)
        overview.show()

    services.settings.follow(follow)
    services.settings.follow(intents.connection.change)
