"""As what Windows and macOS know the program; not run on either so far."""

import sys

# The shortcut of the installer bears it, the process names itself by it, and notifications are
# sent under it: only where all three agree do they show, and does a click come back.
# https://learn.microsoft.com/windows/win32/shell/appids
APP_USER_MODEL_ID = "ccwatch"


def name_to_windows() -> None:
    """Tell Windows that this process is ccwatch, not Python; elsewhere nothing is to be told."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_USER_MODEL_ID)


def show_in_dock() -> None:
    """Have a tile in the Dock and a menu bar, which the app's property list leaves out.

    https://developer.apple.com/documentation/appkit/nsapplication/activationpolicy-swift.enum
    """
    from rubicon.objc import ObjCClass

    regular = 0
    ObjCClass("NSApplication").sharedApplication.setActivationPolicy(regular)
