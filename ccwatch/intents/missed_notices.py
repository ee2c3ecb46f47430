"""Tells the user that notifications are not shown: once, until they are shown again."""

from ccwatch.core.language import mark, sentences, tr
from ccwatch.ui.window.job_window import JobWindow

NOT_DISTURBED = mark("“Do not disturb” is on: your desktop does not show notifications.")


class MissedNotices:
    """Shows the hint as soon as the window is open and has nothing else to say.

    `told`: it was shown, by this process or an earlier one.
    """

    def __init__(self, window: JobWindow) -> None:
        self._window = window
        self._hint = ""
        self.told = False

    def delivered(self, failure: str) -> None:
        """Take the outcome of a notification: "" if it arrived, else why not."""
        #: {reason} begins with a small letter
        words = tr(
            "Notifications do not arrive: {reason}. The history lists them.",
            reason=failure,
        )
        self._take(words if failure else "")

    def held_back(self) -> None:
        """Take that the desktop accepted a notification, but does not show it for now."""
        self._take(sentences(tr(NOT_DISTURBED), tr("The history lists them.")))

    def tell(self) -> None:
        """Show the hint, if it is still to be shown."""
        if self._hint and not self.told:
            self.told = self._window.hint(self._hint)

    def _take(self, hint: str) -> None:
        self._hint = hint
        if hint:
            self.tell()
        else:
            self.told = False
