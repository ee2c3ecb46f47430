"""Tells the user that notifications do not arrive: once, until they arrive again."""

from ccwatch.core.language import tr
from ccwatch.ui.window.job_window import JobWindow


class MissedNotices:
    """Shows the hint as soon as the window is open and has nothing else to say.

    `told`: it was shown, by this process or an earlier one.
    """

    def __init__(self, window: JobWindow) -> None:
        self._window = window
        self._reason = ""
        self.told = False

    def delivered(self, failure: str) -> None:
        """Take the outcome of a notification: "" if it arrived, else why not."""
        self._reason = failure
        if failure:
            self.tell()
        else:
            self.told = False

    def tell(self) -> None:
        """Show the hint, if it is still to be shown."""
        if self._reason and not self.told:
            #: {reason} begins with a small letter
            words = tr(
                "Notifications do not arrive: {reason}. The history lists them.",
                reason=self._reason,
            )
            self.told = self._window.hint(words)
