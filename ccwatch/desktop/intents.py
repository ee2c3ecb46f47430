"""Builds the handlers of the user's intents from the services and the screen."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from ccwatch.desktop.openers import (
    open_folder,
    open_page,
    start_demo,
    start_successor,
    this_command,
)
from ccwatch.desktop.screen import Screen
from ccwatch.desktop.services import Services
from ccwatch.intents.about import AboutIntents
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.cancelling import CancelIntents
from ccwatch.intents.connection import ConnectionIntents
from ccwatch.intents.copied_link_offer import CopiedLinkOffer
from ccwatch.intents.export import ExportIntents
from ccwatch.intents.follow_my_jobs import FollowIntents
from ccwatch.intents.job_page import JobPageIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.intents.login_start import LoginStartIntents
from ccwatch.intents.missed_notices import MissedNotices
from ccwatch.intents.my_jobs import MyJobsIntents
from ccwatch.intents.notice_clicks import NoticeButtons
from ccwatch.intents.notice_log import NoticeLogIntents
from ccwatch.intents.notices import NoticeDelivery
from ccwatch.intents.remote import RequestHandler
from ccwatch.intents.restart import RestartIntents
from ccwatch.intents.settings import SettingsIntents
from ccwatch.intents.snooze import SnoozeIntents
from ccwatch.intents.updates import UpdateIntents
from ccwatch.intents.wall import WallIntents
from ccwatch.intents.welcome import WelcomeIntents
from ccwatch.intents.window_visibility import WindowVisibility
from ccwatch.notify.balloon import SHOWN_MS, BalloonNotices
from ccwatch.notify.notifier import FirstThatWorks
from ccwatch.notify.system_notifications import DesktopNotices
from ccwatch.system.autostart.choice import login_start_of_this_system
from ccwatch.system.installed_files import InstalledFiles
from ccwatch.ui.style.glyphs import glyph_file
from ccwatch.ui.unfinished_input import has_unfinished_input
from ccwatch.watching.job_lists import Lists
from ccwatch.watching.request_line import USER_PATIENCE

# Seconds that a list which the user asks for may wait for the request limit.


class NotificationClicks(QObject):
    """clicked(number, action): the user clicked a notification or one of its buttons."""

    clicked = Signal(int, object)


@dataclass(frozen=True)
class Intents:
    """The intent handlers, one per subject."""

    visibility: WindowVisibility
    settings: SettingsIntents
    about: AboutIntents
    login_start: LoginStartIntents
    jobs: JobIntents
    my_jobs: MyJobsIntents
    follow: FollowIntents
    job_page: JobPageIntents
    cancelling: CancelIntents
    offer: CopiedLinkOffer
    history: NoticeLogIntents
    notices: NoticeDelivery
    missed: MissedNotices
    export: ExportIntents
    account: AccountIntents
    connection: ConnectionIntents
    snooze: SnoozeIntents
    buttons: NoticeButtons
    updates: UpdateIntents
    restart: RestartIntents
    remote: RequestHandler
    clicks: NotificationClicks
    wall: WallIntents


def build_intents(
    services: Services, screen: Screen, files: InstalledFiles, quit: Callable[[], object]
) -> Intents:
    """Build the intent handlers, each from those before it. `quit` ends the program, delayed."""
    tasks, workers, now = services.tasks, services.workers, services.clock.now
    recorder, watcher, current = services.recorder, services.watcher, services.settings
    store, window, tray = screen.store, screen.window, screen.tray
    open_a_page = partial(open_page, window.show_message)
    demo = services.stand_in is not None

    settings = SettingsIntents(current, services.paths.settings, workers, window, spawn=tasks.spawn)
    welcome = WelcomeIntents(
        current, settings, window, open_page=open_a_page, start_demo=start_demo
    )
    account = AccountIntents(
        services.connection,
        watcher,
        window,
        spawn=tasks.spawn,
        on_loop=tasks.on_loop,
        open_page=open_a_page,
        welcome=welcome.show,
    )
    jobs = JobIntents(watcher, store, window, now)
    follow = FollowIntents(
        current,
        settings,
        services.lists,
        store,
        window,
        lambda: services.connection.account.signed_in,
    )
    history = NoticeLogIntents(
        recorder, watcher, store, window, (window, tray), now, spawn=tasks.spawn
    )
    clicks = NotificationClicks()

    def requests() -> tuple[int, int]:
        return watcher.used_this_hour(), current.get().requests_per_hour

    on_action = clicks.clicked.emit
    missed = MissedNotices(window)
    notices = NoticeDelivery(
        current.get,
        services.clock,
        recorder,
        FirstThatWorks((DesktopNotices(on_action), BalloonNotices(tray, on_action))),
        partial(glyph_file, services.paths.data / "pictures"),
        history.look_again,
        watcher.is_asking,
        missed.delivered,
        missed.held_back,
    )
    snooze = SnoozeIntents(notices.dispatcher, window, tray, now)
    restart = RestartIntents(
        files,
        window,
        is_busy=has_unfinished_input,
        start=partial(start_successor, demo=demo),
        tell=lambda words: tray.show_balloon("ccwatch", words, None, SHOWN_MS),
        snoozed_until=lambda: notices.dispatcher.snoozed_until,
    )
    wall = WallIntents(store, now, current.get, notices.local_time)
    return Intents(
        visibility=WindowVisibility(
            window, tray, tasks.later, os.environ.get("XDG_CURRENT_DESKTOP", "")
        ),
        settings=settings,
        about=AboutIntents(
            services.paths,
            workers,
            window,
            requests=requests,
            spawn=tasks.spawn,
            open_folder=open_folder,
        ),
        login_start=LoginStartIntents(
            login_start_of_this_system(),
            None if demo else this_command(),
            workers,
            spawn=tasks.spawn,
        ),
        jobs=jobs,
        my_jobs=MyJobsIntents(
            Lists(services.connection.client, watcher.line, USER_PATIENCE),
            jobs,
            follow,
            store,
            window,
            now,
            spawn=tasks.spawn,
        ),
        follow=follow,
        job_page=JobPageIntents(current, store, open_page=open_a_page),
        cancelling=CancelIntents(
            current,
            services.connection.client,
            watcher,
            store,
            window,
            now,
            spawn=tasks.spawn,
        ),
        offer=CopiedLinkOffer(jobs, window, store, lambda: current.get().offer_copied),
        history=history,
        notices=notices,
        missed=missed,
        export=ExportIntents(
            store, recorder, workers, window, now, spawn=tasks.spawn, open_folder=open_folder
        ),
        account=account,
        connection=ConnectionIntents(
            current,
            account,
            services.connection,
            services.paths,
            demo=demo,
        ),
        snooze=snooze,
        buttons=NoticeButtons(notices.dispatcher, history, jobs, account, snooze, store, window),
        updates=UpdateIntents(current.get, workers, window, open_page=open_a_page),
        restart=restart,
        remote=RequestHandler(
            jobs,
            account,
            window,
            store,
            now,
            requests=requests,
            show_wall=wall.show,
            do=restart.do,
            quit=quit,
            look_at_settings=settings.look_again,
        ),
        clicks=clicks,
        wall=wall,
    )
