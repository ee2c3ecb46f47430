"""Which signal leads where; joined once, when all parts are there."""

from collections.abc import Callable

from ccwatch.core.errors import StorageFault
from ccwatch.core.language import tr
from ccwatch.core.settings import Settings
from ccwatch.desktop.feed import Feed
from ccwatch.desktop.intents import Intents
from ccwatch.desktop.screen import Overview, Screen
from ccwatch.desktop.services import Recorded, Services
from ccwatch.log import set_level
from ccwatch.ui.window.job_window import JobWindow


def show_what_is_recorded(recorded: Recorded, feed: Feed, window: JobWindow) -> None:
    """Hand what was written on to the feed; say in the window what could not be."""

    def not_recorded(fault: StorageFault) -> None:
        words = tr(
            "{title}: {message} Watching goes on. {advice}",
            title=fault.title,
            message=fault.message,
            advice=fault.advice,
        )
        window.show_message(words)

    recorded.batch.connect(feed.apply)
    recorded.failed.connect(not_recorded)


def carry_out_wishes(
    services: Services, screen: Screen, intents: Intents, quit: Callable[[], None]
) -> None:
    """Lead each wish of the window, the tray and the notifications to who carries it out."""
    window, tray, jobs = screen.window, screen.tray, intents.jobs
    spawn = services.tasks.spawn

    async def test_notification() -> None:
        window.show_message(await intents.notices.test())

    def open_settings() -> None:
        dialog = intents.settings.open()
        dialog.test_notice_wanted.connect(lambda: spawn(test_notification()))
        dialog.connection_test_wanted.connect(lambda: spawn(intents.connection.test(dialog)))
        intents.login_start.show_in(dialog)

    intents.clicks.clicked.connect(intents.buttons.clicked)
    screen.clipboard.came.connect(intents.offer.look)
    window.add_wanted.connect(jobs.add)
    window.remove_wanted.connect(jobs.remove)
    window.undo_wanted.connect(jobs.undo_removal)
    window.rename_wanted.connect(jobs.rename)
    window.mute_wanted.connect(jobs.mute)
    window.check_wanted.connect(jobs.check)
    window.looked_at.connect(jobs.look_at)
    window.browse_wanted.connect(intents.job_page.browse)
    window.past_wanted.connect(intents.history.load_past)
    window.export_wanted.connect(intents.export.export_history)
    window.picture_wanted.connect(intents.export.save_picture)
    window.diagnostics_wanted.connect(intents.export.show_diagnostics)
    window.my_jobs_wanted.connect(intents.own_jobs.open)
    window.shortcuts_wanted.connect(intents.about.shortcuts)
    window.test_notice_wanted.connect(lambda: spawn(test_notification()))
    tray.open_wanted.connect(window.come_forward)
    tray.job_wanted.connect(window.show_job)
    tray.paste_wanted.connect(jobs.paste)
    for source in (window, tray):
        source.notices_wanted.connect(intents.history.open)
        source.snooze_wanted.connect(intents.buttons.snooze)
        source.sign_in_wanted.connect(intents.account.sign_in)
        source.sign_out_wanted.connect(intents.account.sign_out)
        source.settings_wanted.connect(open_settings)
        source.about_wanted.connect(intents.about.about)
        source.quit_wanted.connect(quit)


def follow_settings(
    services: Services,
    intents: Intents,
    overview: Overview,
    choose_scheme: Callable[[str], None],
) -> None:
    """Put changed settings into effect everywhere."""

    def follow(_: Settings, now: Settings) -> None:
        choose_scheme(now.theme)
        set_level(now.log)
        intents.updates.settings_changed()
        services.limit_requests(now)
        overview.show()

    services.settings.follow(follow)
    services.settings.follow(intents.connection.change)
