"""What another start of the program hands over to this one; the messages: `disk.instance`."""

from collections.abc import Callable
from typing import Any

from ccwatch import __version__
from ccwatch.core.job import job_key
from ccwatch.core.language import tr
from ccwatch.core.plain_text import plain_line
from ccwatch.core.summary import counts
from ccwatch.intents.account import AccountIntents
from ccwatch.intents.jobs import JobIntents
from ccwatch.ui.store import JobStore
from ccwatch.ui.window.job_window import JobWindow


class OtherStarts:
    """Does what they want, and answers in lines for a person."""

    def __init__(
        self,
        jobs: JobIntents,
        account: AccountIntents,
        window: JobWindow,
        store: JobStore,
        quit: Callable[[], object],
        look_at_settings: Callable[[], object],
    ) -> None:
        self._jobs = jobs
        self._account = account
        self._window = window
        self._store = store
        self._quit = quit
        self._look_at_settings = look_at_settings

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a message, once done."""
        texts = message.get("jobs", [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return {"ok": False, "error": "The jobs must be a list of texts."}
        match message.get("do"):
            case "raise":
                self._window.come_forward()
                lines = []
            case "add":
                lines = self._jobs.add("\n".join(texts))
                self._window.come_forward()
            case "offer":
                lines = self._jobs.offer("\n".join(texts))
                self._window.come_forward()
            case "remove":
                lines = self._jobs.remove([job_key(text) for text in texts])
            case "status":
                lines = self._status()
            case "sign-in":
                self._account.sign_in()
                lines = [tr("Go on in the window of the running program.")]
            case "sign-out":
                lines = [self._account.sign_out()]
            case "settings":
                self._look_at_settings()
                lines = ["The running program has been told."]
            case "quit":
                self._quit()
                lines = [tr("ccwatch quits.")]
            case _:
                wrong = f"ccwatch {__version__} does not know what that asks for."
                return {"ok": False, "error": wrong}
        return {"ok": True, "lines": [plain_line(line) for line in lines]}

    def _status(self) -> list[str]:
        status = self._store.status
        lines = [
            tr("ccwatch {version} is running.", version=__version__),
            counts(self._store.tally),
        ]
        lines.append(f"{self._account.label}.")
        if status.signed_in is False:
            lines.append(tr("Sign-in needed: {reason}", reason=status.sign_in_reason))
        if status.unreachable_since is not None and status.trouble:
            title, message = status.trouble.title, status.trouble.message
            lines.append(tr("{title}: {message}", title=title, message=message))
        return lines
