"""What Qt gets from the command line and the environment when the application is created."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

REVERSE = "-reverse"  # https://doc.qt.io/qt-6/qguiapplication.html#supported-command-line-options
_NO_BRIDGE = "NO_AT_BRIDGE"


def qt_arguments() -> list[str]:
    """Return the arguments of this process that are meant for Qt."""
    return [argument for argument in sys.argv[1:] if argument == REVERSE]


@contextmanager
def one_accessible_application() -> Iterator[None]:
    """Keep GTK, which Qt loads for the theme of some desktops, from reporting an application too.

    Screen readers would list it as a second, empty one. Other programs are not to inherit this.
    """
    before = os.environ.get(_NO_BRIDGE)
    os.environ[_NO_BRIDGE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_NO_BRIDGE]
        else:
            os.environ[_NO_BRIDGE] = before
