"""Starts the desktop program: hands over to a running one, or shows the tray immediately."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QLoggingCategory, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from ccwatch import __version__
from ccwatch.clock import SystemClock
from ccwatch.core.errors import CcwatchError, NotWritable, OtherVersion
from ccwatch.core.language import tr
from ccwatch.disk.paths import Paths, paths_for
from ccwatch.disk.presets import presets_of_this_copy
from ccwatch.disk.settings_in_force import InForce, open_home
from ccwatch.error_reports import ErrorReporter
from ccwatch.ipc.single_instance import (
    TAKE_OVER_VARIABLE,
    acquire_home,
    hand_over_start,
    replace_running,
)
from ccwatch.log import log_to_file, qt_log_handler, set_level
from ccwatch.system.environment import own_environment
from ccwatch.system.file_lock import Lock
from ccwatch.system.hardening import let_qt_load_its_libraries
from ccwatch.system.identity import DESKTOP_ENTRY, name_to_windows, show_in_dock
from ccwatch.system.qt_start import QtStart, one_accessible_application, qt_arguments
from ccwatch.system.termination import Application
from ccwatch.terminal.output import complain
from ccwatch.ui.languages import speak_language
from ccwatch.ui.style.application import choose_scheme, follow_desktop, scale_text, wear
from ccwatch.ui.style.glyphs import PanelStyle
from ccwatch.ui.tray.tray import Tray

_log = logging.getLogger(__name__)
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def run_desktop(options: argparse.Namespace, clock: SystemClock | None = None) -> int:
    """Run the desktop program, or hand over to a running one; return the exit code.

    `clock` may run faster than real time. Raises CcwatchError, to be shown in a terminal; without
    a terminal it is shown in a message box first.
    """
    paths = paths_for(os.environ, demo=options.demo)
    offered = [str(ref.id) for ref in options.jobs]
    hand_over = partial(hand_over_start, paths, offered, hidden=options.hidden, wall=options.wall)
    takes_over = os.environ.pop(TAKE_OVER_VARIABLE, None) is not None
    with suppress(OtherVersion):  # reported below, in the user's language
        if not takes_over and hand_over():
            return 0
    application = _application()
    try:
        return _run(application, paths, options, offered, None if takes_over else hand_over, clock)
    except CcwatchError as error:
        if sys.stderr is None or not sys.stderr.isatty():
            from ccwatch.ui.dialogs.fatal_box import show_fatal  # rarely needed

            show_fatal(error)
        raise


def _run(
    application: QApplication,
    paths: Paths,
    options: argparse.Namespace,
    offered: Sequence[str],
    hand_over: Callable[[], bool] | None,
    clock: SystemClock | None,
) -> int:
    presets = None if options.demo else presets_of_this_copy()
    found = open_home(paths, presets, own_environment())
    settings = found.settings
    speak_language(application, settings.language)
    unwritable = _read_only(found.unwritable)
    lock = Lock(paths.lock)
    if not (acquire_home(lock, hand_over) if hand_over else _takes_over(paths, lock)):
        return 0
    if options.demo:
        paths.forget_jobs()
    if without_log := log_to_file(paths.log):
        complain(without_log)
    error_reporter = ErrorReporter()
    error_reporter.catch_all()
    error_reporter.catch_crashes(paths.crashes)
    qInstallMessageHandler(qt_log_handler(_QT_LEVELS))
    set_level(settings.log)
    choose_scheme(application, settings.theme)
    if settings.dock and sys.platform == "darwin":
        show_in_dock()
    links = None
    if sys.platform == "darwin":
        from ccwatch.system.opened_links import OpenedLinks

        links = OpenedLinks(application)
    tray = Tray(PanelStyle(settings.tray_icon))
    tray.appear()
    # Slow imports, deferred until the tray icon is shown.
    import qasync

    from ccwatch.desktop.program import DEMO_LAPSE, Program

    with qasync.QSelectorEventLoop(application) as loop:
        loop.set_exception_handler(error_reporter.in_loop)
        program = Program(
            paths,
            settings,
            clock or SystemClock(DEMO_LAPSE if options.demo else 1.0),
            tray,
            loop,
            error_reporter,
            partial(choose_scheme, application),
            partial(follow_desktop, application),
            demo=options.demo,
            scale_text=partial(scale_text, application),
            links=links,
            takes_over=hand_over is None,
        )
        try:
            loop.run_until_complete(
                program.run(
                    offered,
                    (*unwritable, *_complaints(found)),
                    hidden=options.hidden,
                    wall=options.wall,
                )
            )
        except CcwatchError:
            raise
        except Exception as error:
            error_reporter.caught(error)
            raise CcwatchError(
                tr("ccwatch had to stop."), advice=tr("Details are in {file}.", file=paths.log)
            ) from error
    qInstallMessageHandler(None)  # the interpreter ends before Qt does
    error_reporter.close()
    lock.release()
    return 0


def _takes_over(paths: Paths, lock: Lock) -> bool:
    """Return whether this process took over from the one that started it."""
    import ccwatch.desktop.program  # noqa: F401 - a failed load ends this process only

    return replace_running(paths, lock)


def _complaints(found: InForce) -> list[str]:
    """Log all rejected values; return the messages for the window."""
    complaints = [*found.variable_faults, *found.file_faults]
    if not complaints:
        return []
    from ccwatch.core.settings_exchange import in_a_note  # rarely needed

    for complaint in complaints:
        _log.warning("%s", complaint)
    return in_a_note(complaints)


def _application() -> QApplication:
    qInstallMessageHandler(QtStart(complain).take)
    let_qt_load_its_libraries()
    name_to_windows()
    with one_accessible_application():
        application = Application([*sys.argv[:1], *qt_arguments()])
    # QtDBus warns from a thread of its own, holding a lock: with a handler in Python it would wait
    # for this thread, while this one waits for the lock. Until here, QtStart needs such warnings.
    QLoggingCategory.setFilterRules("default.warning=false")
    application.setApplicationName("ccwatch")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(DESKTOP_ENTRY)
    application.setQuitOnLastWindowClosed(False)
    wear(application)
    return application


def _read_only(fault: NotWritable | None) -> list[str]:
    """Return the message about a read-only home, if it is one."""
    if fault is None:
        return []
    return [
        tr(
            "{title}: {message} ccwatch keeps watching, but will remember nothing after you quit.",
            title=fault.title,
            message=fault.message,
        )
    ]
