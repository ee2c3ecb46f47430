"""The error hierarchy; each error says what happened and what to do about it.

CcwatchError
├── JobRefused              text that contains no job
├── SettingRefused          a setting that cannot be used
├── PageRefused             an address that is not opened in a browser
├── StorageFault            the data folder or the database
│   └── NotWritable         it can only be read
├── RunningProgramFault     a running program did not do what it was asked to
│   └── OtherVersion        it is another version of ccwatch
├── FilesReplaced           the program's own files belong to another version
├── SaveFailed              a file that the user asked for could not be written
├── SignInNeeded            there is no valid sign-in
│   ├── SignInEnded         the sign-in service has ended it
│   └── SignInMisconfigured it cannot be renewed because of the settings or the registration
├── SignInFailed            an attempt to sign in failed
├── SignInNotKept           the sign-in will not last, or the stored one cannot be read
└── ServiceError            a query without a usable answer
    ├── Unreachable         no connection, time-out, TLS, proxy
    │   └── IssuerFault     the sign-in service was reached, but did not answer as it should
    │       └── UnusableReply   its reply has an unexpected form
    ├── ServerFault         5xx
    ├── BadReply            a reply with an unexpected form
    ├── RateLimited         429
    ├── Unauthorised        401
    ├── JobMissing          404 for the job or its progress
    ├── WrongAddress        404 for the address itself: a configuration fault
    ├── Refused             any other refusal
    └── OutcomeUnknown      a request that changes something may have been carried out, or not
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from ccwatch.core.language import mark, sentences, tr

if TYPE_CHECKING:  # the tray icon loads this before any job
    from ccwatch.core.job import Trouble


class CcwatchError(Exception):
    """An error that can be shown as it is: a title, a message and advice.

    A class's own title and advice are marked, and translated when an error is created. `code` is
    the service's or the network's own error code, for diagnostics; "" without one.
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
        text = tr("{title}: {message}", title=self.title, message=self.message)
        return sentences(text, self.advice)

    @property
    def trouble(self) -> "Trouble":
        """The error as a value that can be stored with a job."""
        from ccwatch.core.job import Trouble

        return Trouble(self.title, self.message, self.advice, self.code)


class JobRefused(CcwatchError):
    """The text contains no job ID."""

    title = mark("Not a job")
    advice = mark("Enter an ID (up to 128 letters, digits, - and _) or a link that contains one.")


class SettingRefused(CcwatchError):
    """A setting has a value that cannot be used."""

    title = mark("Invalid setting")


class PageRefused(CcwatchError):
    """An address that is not opened in a browser."""

    title = mark("Page could not be opened")


class StorageFault(CcwatchError):
    """The data folder or the database cannot be used."""

    title = mark("Data folder cannot be used")
    advice = mark("Check that the folder exists, is writable and has space left.")


class NotWritable(StorageFault):
    """The data folder can only be read."""


class RunningProgramFault(CcwatchError):
    """A running program did not do what it was asked to; without a message: it did not answer."""

    title = mark("The running program")
    advice = mark(
        "Try again in a moment. If that does not help, end its process, then start it again."
    )

    def __init__(self, message: str = "", *, advice: str = "") -> None:
        super().__init__(message or tr("ccwatch is running, but does not answer."), advice=advice)


class OtherVersion(RunningProgramFault):
    """The running program is another version of ccwatch, as after an upgrade."""

    advice = mark("Restart ccwatch: quit it in its menu or with “ccwatch quit”, then start it.")

    def __init__(self, message: str = "", *, advice: str = "") -> None:
        super().__init__(message or tr("Another version of ccwatch is running."), advice=advice)


class FilesReplaced(CcwatchError):
    """The program's own files belong to another version; nothing can be loaded from them."""

    title = mark("Restart needed")

    def __init__(self, message: str = "") -> None:
        super().__init__(message or tr("A newer version was installed."))


class SaveFailed(CcwatchError):
    """A file that the user asked for could not be written."""

    title = mark("Not saved")
    advice = mark("Choose another folder, or close the file where it is open.")


class SignInNeeded(CcwatchError):
    """There is no valid sign-in, so no request may be sent."""

    title = mark("Sign-in needed")
    advice = mark("Sign in, or set CCWATCH_ACCESS_TOKEN.")


class SignInEnded(SignInNeeded):
    """The sign-in service has ended the sign-in: the stored tokens are no longer valid."""


class SignInMisconfigured(SignInNeeded):
    """The application's registration does not allow the sign-in to be renewed."""


class SignInFailed(CcwatchError):
    """An attempt to sign in failed."""

    title = mark("Sign-in failed")


class SignInNotKept(CcwatchError):
    """The sign-in will not outlast the program, or the stored one cannot be read."""

    title = mark("Sign-in not saved")


class ServiceError(CcwatchError):
    """A query without a usable answer.

    `retry_after` is the number of seconds that the service asks to wait, None if it names none.
    `for_good` means that the same query will always be refused. `unsent` means that the request
    certainly did not reach the service.
    """

    title = mark("The service did not answer as expected")
    retry_after: float | None = None
    for_good = False
    unsent = False


class Layer(StrEnum):
    """What a query passes through, in this order; the values are marked, user-visible names."""

    NAME = mark("Name resolution")
    PROXY = mark("Proxy")
    TLS = mark("Secure connection")
    SERVER = mark("Service reply")


class Unreachable(ServiceError):
    """No connection, a time-out, or an untrusted connection; `layer` is the one that failed."""

    title = mark("Service not reachable")
    advice = mark("Check the network; ccwatch keeps trying.")

    def __init__(
        self, message: str, *, title: str = "", advice: str = "", layer: Layer = Layer.SERVER
    ) -> None:
        super().__init__(message, title=title, advice=advice)
        self.layer = layer
        self.code = f"no connection ({layer.name})"


class IssuerFault(Unreachable):
    """The sign-in service was reached, but did not answer as it should."""

    title = mark("The sign-in service did not answer as expected")
    advice = mark("ccwatch keeps trying.")


class UnusableReply(IssuerFault):
    """The sign-in service's reply cannot be used.

    `refresh_token` is one found in it nevertheless: the previous one is used up by then.
    """

    def __init__(self, message: str = "", *, refresh_token: str | None = None) -> None:
        super().__init__(
            message or tr("The sign-in URL gave no usable reply."),
            advice=tr("Check the client ID and the sign-in URL in the settings."),
        )
        self.refresh_token = refresh_token


class ServerFault(ServiceError):
    """The service reported a fault of its own (5xx)."""

    title = mark("Service error")
    advice = mark("ccwatch keeps trying.")


class BadReply(ServiceError):
    """The reply cannot be read, or lacks a required member."""

    title = mark("Unexpected reply")
    advice = mark("A proxy or a network’s sign-in page may be in the way.")


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
    """The service has nothing under this ID (404)."""

    title = mark("Job not available")


class WrongAddress(ServiceError):
    """The address or its version is wrong (404 ResourceNotFound), not the job."""

    title = mark("Wrong service URL")
    advice = mark("Check the service URL in the settings (CCWATCH_API_URL).")
    for_good = True


class Refused(ServiceError):
    """The service refused the request for another reason (403, 422, …)."""

    title = mark("Request refused")
    advice = mark("Check the job’s ID, and that your account has access to the job.")

    def __init__(self, message: str, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good


class OutcomeUnknown(ServiceError):
    """A request that changes something may have been carried out, or not."""

    title = mark("Outcome unknown")
    advice = mark("The next check of the job shows whether it was carried out.")
