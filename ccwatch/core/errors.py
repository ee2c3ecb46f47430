"""The tree of errors; each says what happened and what to do about it.

CcwatchError
├── JobRefused              text that holds no job
├── SettingRefused          a setting that cannot be used
├── PageRefused             an address that is not opened in a browser
├── StorageFault            the data folder or the database
│   └── NotWritable         it can be read, and nothing more
├── RunningProgramFault     a program runs, and did not do what it was asked for
│   └── OtherVersion        it is another version of ccwatch
├── FilesReplaced           the program's own files are another version's by now
├── SaveFailed              a file that the user wanted could not be written
├── SignInNeeded            there is no valid sign-in
│   ├── SignInEnded         the sign-in service has ended it
│   └── SignInMisconfigured it is not renewed for a reason that the settings or a portal hold
├── SignInFailed            signing in was tried and did not work
├── SignInNotKept           the sign-in will not last, or what was kept cannot be read
└── ServiceError            a query that brought no answer to its question
    ├── Unreachable         no connection, time-out, TLS, proxy
    │   └── IssuerFault     the sign-in service was reached, and did not give what it should
    │       └── UnusableReply   its answer has another form
    ├── ServerFault         5xx
    ├── BadReply            an answer that does not fit
    ├── RateLimited         429
    ├── Unauthorised        401
    ├── JobMissing          404 for the job or its progress
    ├── WrongAddress        404 for the address itself: a configuration fault
    └── Refused             any other refusal
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from ccwatch.core.language import mark, sentences, tr

if TYPE_CHECKING:  # the icon comes before the jobs
    from ccwatch.core.job import Trouble


class CcwatchError(Exception):
    """An error that can be shown as it is: a title, a message and advice.

    A class's own title and advice are marked for translation, and said when one is made.
    `code` is how the service or the network said it, for diagnostics; "" where there is none.
    """

    title = mark("Something went wrong")
    advice = ""
    code = ""

    def __init__(self, message: str, *, title: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.title = title or tr(type(self).title)
        self.advice = advice or tr(type(self).advice)

    def __str__(self) -> str:
        told = tr("{title}: {message}", title=self.title, message=self.message)
        return sentences(told, self.advice)

    @property
    def trouble(self) -> "Trouble":
        """The same as a value, to keep with a job."""
        from ccwatch.core.job import Trouble

        return Trouble(self.title, self.message, self.advice, self.code)


class JobRefused(CcwatchError):
    """The text holds no job id."""

    title = mark("Not a job")
    advice = mark("Give an id (letters, digits, - and _, up to 128) or a link that holds one.")


class SettingRefused(CcwatchError):
    """A setting has a value that cannot be used."""

    title = mark("Setting not usable")


class PageRefused(CcwatchError):
    """An address that is not opened in a browser."""

    title = mark("Page not opened")


class StorageFault(CcwatchError):
    """The data folder or the database cannot be used."""

    title = mark("Data folder not usable")
    advice = mark("Check that the folder exists, is writable and has space left.")


class NotWritable(StorageFault):
    """The data folder can be read, and nothing more."""


class RunningProgramFault(CcwatchError):
    """A program runs, and did not do what it was asked for: without a message, it is silent."""

    title = mark("The running program")
    advice = mark("Try again in a moment. If it stays so, end its process, then start it again.")

    def __init__(self, message: str = "", *, advice: str = "") -> None:
        super().__init__(message or tr("ccwatch is running, but does not answer."), advice=advice)


class OtherVersion(RunningProgramFault):
    """The program that runs is another version of ccwatch, as after an upgrade."""

    advice = mark("Restart ccwatch: quit it in its menu or with “ccwatch quit”, then start it.")

    def __init__(self, message: str = "", *, advice: str = "") -> None:
        super().__init__(message or tr("Another version of ccwatch is running."), advice=advice)


class FilesReplaced(CcwatchError):
    """The program's own files are another version's by now: nothing can be loaded from them."""

    title = mark("Restart needed")

    def __init__(self, message: str = "") -> None:
        super().__init__(message or tr("A newer version was installed."))


class SaveFailed(CcwatchError):
    """A file that the user wanted could not be written."""

    title = mark("Not saved")
    advice = mark("Choose another folder, or close the file where it is open.")


class SignInNeeded(CcwatchError):
    """There is no valid sign-in, so no request may go out."""

    title = mark("Sign-in needed")
    advice = mark("Sign in, or set CCWATCH_ACCESS_TOKEN.")


class SignInEnded(SignInNeeded):
    """The sign-in service has ended the sign-in: what was kept of it is good for nothing."""


class SignInMisconfigured(SignInNeeded):
    """The sign-in service does not renew the sign-in, as its application is registered."""


class SignInFailed(CcwatchError):
    """Signing in was tried and did not work."""

    title = mark("Sign-in did not work")


class SignInNotKept(CcwatchError):
    """The sign-in will not outlast the program, or what was kept of it cannot be had."""

    title = mark("Sign-in not kept")


class ServiceError(CcwatchError):
    """A query that brought no answer to its question.

    `retry_after` is how many seconds the service asks to wait, None where it does not say.
    `for_good` says that the same question will be refused every time.
    """

    title = mark("The service did not answer as expected")
    retry_after: float | None = None
    for_good = False


class Layer(StrEnum):
    """What a query goes through, in this order; the values are marked words for a person."""

    NAME = mark("Name resolution")
    PROXY = mark("Proxy")
    TLS = mark("Secure connection")
    SERVER = mark("Answer")


class Unreachable(ServiceError):
    """No connection, a time-out, or one that cannot be trusted; `layer` is the one that failed."""

    title = mark("Service not reachable")
    advice = mark("Check the network; ccwatch keeps trying.")

    def __init__(
        self, message: str, *, title: str = "", advice: str = "", layer: Layer = Layer.SERVER
    ) -> None:
        super().__init__(message, title=title, advice=advice)
        self.layer = layer
        self.code = f"no connection ({layer.name})"


class IssuerFault(Unreachable):
    """The sign-in service was reached, and did not give what it was asked for."""

    title = mark("The sign-in service did not answer as expected")
    advice = mark("ccwatch keeps trying.")


class UnusableReply(IssuerFault):
    """The sign-in service's reply cannot be used.

    `refresh_token` is one that came all the same: the one before it is used up by then.
    """

    def __init__(self, message: str = "", *, refresh_token: str | None = None) -> None:
        super().__init__(
            message or tr("The sign-in address gave no usable answer."),
            advice=tr("Check the client ID and the sign-in address in the settings."),
        )
        self.refresh_token = refresh_token


class ServerFault(ServiceError):
    """The service answered with a fault of its own (5xx)."""

    title = mark("The service has a fault")
    advice = mark("ccwatch keeps trying.")


class BadReply(ServiceError):
    """The reply cannot be read or lacks what it must have."""

    title = mark("Reply not understood")
    advice = mark("A proxy or a sign-in page of the network may be in between.")


class RateLimited(ServiceError):
    """Too many requests (429)."""

    title = mark("Request limit reached")
    advice = mark("ccwatch waits as long as the service asks.")

    def __init__(self, message: str, *, retry_after: float | None = None, limits: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.limits = limits


class Unauthorised(ServiceError):
    """The service does not accept the sign-in (401)."""

    title = mark("Sign-in not accepted")
    advice = mark("Sign in again.")


class JobMissing(ServiceError):
    """The service has nothing under this id (404)."""

    title = mark("Job not available")


class WrongAddress(ServiceError):
    """The address or its version is wrong (404 ResourceNotFound), not the job."""

    title = mark("Wrong service address")
    advice = mark("Check the service address in the settings (CCWATCH_API_URL).")
    for_good = True


class Refused(ServiceError):
    """The service refused the request for another reason (403, 422, …)."""

    title = mark("Request refused")
    advice = mark("Check the job's ID, and that your account may see the job.")

    def __init__(self, message: str, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good
