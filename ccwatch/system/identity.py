"""What runs: whether it is a packaged program, and its identity for Windows and macOS."""

import sys

IS_FROZEN = bool(getattr(sys, "frozen", False))
# The installer's shortcut has this ID, the process sets it, and notifications are sent with it:
# they appear, and report clicks, only if all three agree.
# https://learn.microsoft.com/windows/win32/shell/appids
APP_USER_MODEL_ID = "ccwatch"
# Linux desktops find the program's name, icon and notification settings by its desktop entry.
DESKTOP_ENTRY = "ccwatch"


def name_to_windows() -> None:
    """Set the process's AppUserModelID, so that it is not taken for Python; no-op elsewhere."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_USER_MODEL_ID)


def show_in_dock() -> None:
    """Show a Dock tile and a menu bar, which the app's property list disables.

    https://developer.apple.com/documentation/appkit/nsapplication/activationpolicy-swift.enum
    """
    from rubicon.objc import ObjCClass

    regular = 0
    ObjCClass("NSApplication").sharedApplication.setActivationPolicy(regular)
