"""Where a window is: restored fully visible on an existing screen, or brought to the front."""

from collections.abc import Sequence
from functools import partial
from weakref import ref

from PySide6.QtCore import QByteArray, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ccwatch.core.window_state import Visibility
from ccwatch.ui.style.first_size import fit_screen

TIME_MS = 100  # until then, the X server has sent its time
ALERT_MS = 1000  # after that, a window that may come to the front is there


def put_window(window: QWidget, geometry: bytes) -> None:
    """Restore Qt's saved geometry, or keep the window's size, as far as the screens allow."""
    if not geometry or not window.restoreGeometry(QByteArray(geometry)):
        fit_screen(window)
        return
    frame = window.frameGeometry()
    place = fitted(frame, [screen.availableGeometry() for screen in QGuiApplication.screens()])
    if place != frame and not window.isMaximized() and not window.isFullScreen():
        window.resize(window.size() - frame.size() + place.size())
        window.move(place.topLeft())


def seen_as(window: QWidget) -> Visibility:
    """Return how the window is seen."""
    if not window.isVisible():
        return Visibility.HIDDEN
    if window.isMinimized():
        return Visibility.MINIMISED
    return Visibility.ACTIVE if window.isActiveWindow() else Visibility.SHOWN


def show_as(window: QWidget, seen: Visibility) -> None:
    """Show the window as it was seen; an active one comes to the front."""
    if seen is Visibility.MINIMISED:
        window.showMinimized()
    elif seen is not Visibility.HIDDEN:
        behind = Qt.WidgetAttribute.WA_ShowWithoutActivating
        window.setAttribute(behind, seen is Visibility.SHOWN)
        window.show()
        window.setAttribute(behind, False)
        if seen is Visibility.ACTIVE:
            bring_forward(window)


def bring_forward(window: QWidget) -> None:
    """Show the window and raise it to the front; if it stays behind, ask for attention.

    The desktop decides: X11's window managers and Wayland's compositors keep a window behind that
    the user did not ask for, and may show it as urgent.
    """
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if QGuiApplication.platformName() == "xcb":
        _learn_the_time(window)
        QTimer.singleShot(TIME_MS, window, window.activateWindow)
    QTimer.singleShot(ALERT_MS, window, partial(_ask_for_attention, ref(window)))


def _learn_the_time(window: QWidget) -> None:
    """Have the X server send its time: Qt knows only that of the last event.

    A window manager that prevents focus stealing compares it with the time of the user's last
    input, which may have been in another program. MATE's left the window behind without it.
    """
    if handle := window.windowHandle():
        handle.setTitle(handle.title())  # the event about this property has the time


def _ask_for_attention(behind: "ref[QWidget]") -> None:
    window = behind()
    if window and window.isVisible() and QGuiApplication.focusWindow() is None:
        QApplication.alert(window)


def fitted(frame: QRect, screens: Sequence[QRect]) -> QRect:
    """Return the frame moved and shrunk to fit the screen that contains most of it."""
    if not screens:
        return frame

    def common(screen: QRect) -> int:
        both = screen.intersected(frame)
        return max(both.width(), 0) * max(both.height(), 0)

    screen = max(screens, key=common)
    width, height = min(frame.width(), screen.width()), min(frame.height(), screen.height())
    x = min(max(frame.x(), screen.x()), screen.x() + screen.width() - width)
    y = min(max(frame.y(), screen.y()), screen.y() + screen.height() - height)
    return QRect(x, y, width, height)
