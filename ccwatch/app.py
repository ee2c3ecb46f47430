"""Start of the desktop program: hands over to the one that runs, or shows the tray at once."""

import argparse
import logging
import os
import sys
from functools import partial

import qasync
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from ccwatch import __version__
from ccwatch.core.errors import StorageFault
from ccwatch.core.settings import from_environment
from ccwatch.disk import settings_file
from ccwatch.disk.instance import hand_over
from ccwatch.disk.paths import paths_for
from ccwatch.files import Lock
from ccwatch.log import catch_all, catch_in_loop, log_to_file, qt_messages
from ccwatch.ui.look import choose_scheme, wear
from ccwatch.ui.tray import Tray

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def run_desktop(options: argparse.Namespace) -> int:
    """Run the desktop program, or hand over to the one that runs; return the exit code.

    Raises StorageFault, SettingRefused.
    """
    paths = paths_for(os.environ, demo=options.demo)
    texts = [str(ref.id) for ref in options.jobs]
    if hand_over(paths, {"do": "add", "jobs": texts} if texts else {"do": "raise"}):
        return 0
    paths.prepare()
    lock = Lock(paths.lock)
    if not lock.acquire():
        raise StorageFault(
            "Another ccwatch is starting, or does not answer.", advice="Try again in a moment."
        )
    if options.demo:
        paths.forget_jobs()
    log_to_file(paths.log)
    catch_all()
    qInstallMessageHandler(qt_messages(_QT_LEVELS))
    stored, complaints = settings_file.load(paths.settings)
    settings = from_environment(stored, os.environ)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("ccwatch")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("ccwatch")
    application.setQuitOnLastWindowClosed(False)
    wear(application)
    choose_scheme(application, settings.theme)
    tray = Tray()
    tray.appear()
    # With the icon in the tray there is time for the imports that take long.
    from ccwatch.desktop import Desktop

    with qasync.QEventLoop(application) as loop:
        loop.set_exception_handler(catch_in_loop)
        desktop = Desktop(
            paths,
            settings,
            tray,
            loop,
            partial(choose_scheme, application),
            demo=options.demo,
        )
        loop.run_until_complete(desktop.run(texts, complaints))
    qInstallMessageHandler(None)  # the interpreter ends before Qt does
    lock.release()
    return 0
