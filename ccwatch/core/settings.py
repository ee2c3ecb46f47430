"""The settings: typed fields, each with its label, help, bounds and environment variable.

The settings file, the environment and the dialog are all driven by this table. A value from the
environment overrides the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from ccwatch.core import setting_checks as check
from ccwatch.core.budget import PER_HOUR, PER_MINUTE
from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import NAMES as LANGUAGES
from ccwatch.core.language import mark, tr
from ccwatch.core.setting_checks import About

GENERAL_GROUP = mark("General")
_NOTICES = mark("Notifications")
_ACCOUNT = mark("Account")
SERVICE_GROUP = mark("Service")
_AFTER_RESTART = mark("Takes effect after restarting ccwatch.")


def _about(
    default: Any, label: str, help: str = "", *, group: str = GENERAL_GROUP, **more: Any
) -> Any:
    return field(default=default, metadata={"about": About(label, help, group, **more)})


class KeepSignIn(StrEnum):
    """How the sign-in is stored; the values are in the settings file and in the tokens' file."""

    PROTECTED = "protected"
    SESSION = "session"
    FILE = "file"


CHOICE_WORDS = {
    "system": mark("System"),
    "light": mark("Light"),
    "dark": mark("Dark"),
    "contrast": mark("High contrast"),
    "automatic": mark("Automatic"),
    "on-light": mark("For light panels"),
    "on-dark": mark("For dark panels"),
    "monochrome": mark("Monochrome"),
    "normal": mark("Normal"),
    "detailed": mark("Detailed"),
    KeepSignIn.PROTECTED: mark("Protected"),
    KeepSignIn.SESSION: mark("Session"),
    KeepSignIn.FILE: mark("File"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings in force."""

    theme: str = _about("system", mark("Theme"), choices=("system", "light", "dark", "contrast"))
    language: str = _about(
        "system", mark("Language"), _AFTER_RESTART, choices=("system", *LANGUAGES)
    )
    tray_icon: str = _about(
        "automatic",
        mark("Tray icon"),
        mark("“Automatic” is visible on every panel. macOS chooses the colour itself."),
        choices=("automatic", "on-light", "on-dark", "monochrome"),
    )
    taskbar: bool = _about(
        True,
        mark("Show progress on the taskbar button"),
        mark("On the taskbar, Dock or launcher, where supported."),
    )
    follow_my_jobs: bool = _about(
        False,
        mark("Follow my jobs"),
        mark("Watch each job that I submit, with any program, in all services."),
    )
    offer_copied: bool = _about(
        True,
        mark("Offer to watch jobs whose link I copy"),
        mark("Asked once, when you next open the window."),
    )
    log: str = _about(
        "normal",
        mark("Log"),
        mark("“Detailed” also logs every request. Tokens and e-mail addresses are never logged."),
        choices=("normal", "detailed"),
    )
    check_updates: bool = _about(
        False,
        mark("Check for updates"),
        mark("Once a day, at the URL below. Nothing is installed automatically."),
    )
    update_feed: str = _about(
        "",
        mark("Update feed URL"),
        mark("Provided by whoever distributes your copy."),
        check=check.feed_address,
    )
    dock: bool = _about(False, mark("Show in the Dock"), _AFTER_RESTART, system="darwin")
    notify_new: bool = _about(
        True,
        mark("A job of mine appears"),
        mark("If ccwatch follows my jobs."),
        group=_NOTICES,
    )
    notify_started: bool = _about(True, mark("A job starts"), group=_NOTICES)
    notify_step: bool = _about(True, mark("A job starts a new step"), group=_NOTICES)
    notify_finished: bool = _about(True, mark("A job finishes"), group=_NOTICES)
    notify_failed: bool = _about(True, mark("A job fails"), group=_NOTICES)
    notify_cancelled: bool = _about(True, mark("A job is cancelled"), group=_NOTICES)
    notify_stalled: bool = _about(
        True,
        mark("A job stalls"),
        mark("No progress for much longer than is usual for the job."),
        group=_NOTICES,
    )
    notify_waiting: bool = _about(True, mark("A job waits unusually long"), group=_NOTICES)
    notify_unavailable: bool = _about(True, mark("A job is no longer available"), group=_NOTICES)
    notify_sign_in: bool = _about(True, mark("A sign-in is needed"), group=_NOTICES)
    notify_service: bool = _about(
        True, mark("The service is unreachable, or reachable again"), group=_NOTICES
    )
    notify_progress_every: int = _about(
        0,
        mark("Progress, every … percent"),
        mark("0 turns this off."),
        group=_NOTICES,
        low=0,
        high=50,
    )
    quiet: bool = _about(
        False,
        mark("Quiet hours"),
        mark("Only failures and sign-in requests are shown then."),
        group=_NOTICES,
    )
    quiet_from: str = _about("22:00", mark("Quiet from"), group=_NOTICES, check=check.time_of_day)
    quiet_to: str = _about("07:00", mark("Quiet until"), group=_NOTICES, check=check.time_of_day)
    client_id: str = _about(
        "",
        mark("Client ID"),
        mark("The ID of the native application that your organisation registered."),
        group=_ACCOUNT,
        env="CCWATCH_CLIENT_ID",
        check=check.client_id,
        destination=True,
    )
    scopes: str = _about(
        "itwin-platform",
        mark("Scopes"),
        mark("Older applications: contextcapture:read."),
        group=_ACCOUNT,
        env="CCWATCH_SCOPES",
        check=check.scopes,
        destination=True,
    )
    redirect_ports: str = _about(
        "47631, 47632, 47633",
        mark("Sign-in ports"),
        mark("Must match the registered redirect URIs; the first free one is used."),
        group=_ACCOUNT,
        env="CCWATCH_REDIRECT_PORTS",
        check=check.redirect_ports,
        destination=True,
    )
    authority: str = _about(
        "https://ims.bentley.com",
        mark("Sign-in URL"),
        group=_ACCOUNT,
        env="CCWATCH_AUTHORITY",
        check=check.secure_address,
        destination=True,
    )
    keep_sign_in: str = _about(
        KeepSignIn.PROTECTED.value,
        mark("Stay signed in"),
        mark(
            "Protected: encrypted, with its key in the system’s credential store. "
            "Session: until ccwatch quits. File: unencrypted; anyone who can read your "
            "files can use it."
        ),
        group=_ACCOUNT,
        choices=tuple(kind.value for kind in KeepSignIn),
    )
    api_url: str = _about(
        "https://api.bentley.com",
        mark("Service URL"),
        group=SERVICE_GROUP,
        env="CCWATCH_API_URL",
        check=check.checked_address,
        destination=True,
    )
    proxy: str = _about(
        "",
        mark("Proxy"),
        mark("http://host:port. Leave empty to use the system proxy."),
        group=SERVICE_GROUP,
        check=check.proxy_address,
        destination=True,
    )
    job_page: str = _about(
        "",
        mark("Job page URL"),
        mark("A URL that contains {job}, for “Open in browser”."),
        group=SERVICE_GROUP,
        check=check.page_address,
    )
    allow_cancel: bool = _about(
        False,
        mark("Allow cancelling jobs"),
        mark("Adds “Cancel job…” to the menu of a job. ccwatch asks before it cancels."),
        group=SERVICE_GROUP,
    )
    requests_per_minute: int = _about(
        PER_MINUTE,
        mark("Requests per minute"),
        mark("The limit of your organisation’s subscription."),
        group=SERVICE_GROUP,
        low=1,
        high=100_000,
    )
    requests_per_hour: int = _about(
        PER_HOUR, mark("Requests per hour"), group=SERVICE_GROUP, low=1, high=6_000_000
    )


def about(name: str) -> About:
    """Return a setting's description."""
    found: About = next(f.metadata["about"] for f in fields(Settings) if f.name == name)
    return found


def destinations() -> tuple[str, ...]:
    """Return the names of the settings that decide where requests and sign-ins go."""
    return tuple(name for name in names() if about(name).destination)


def names() -> tuple[str, ...]:
    """Return the names of the settings, in the order of the table."""
    return tuple(entry.name for entry in fields(Settings))


def managed_by(name: str, environ: Mapping[str, str]) -> str | None:
    """Return the environment variable that sets this setting, or None.

    A variable with an invalid value sets nothing.
    """
    variable = about(name).env
    if not variable or not environ.get(variable, "").strip():
        return None
    try:
        with_value(Settings(), name, environ[variable])
    except SettingRefused:
        return None
    return variable


def with_value(settings: Settings, name: str, value: Any) -> Settings:
    """Return the settings with one value changed, typed or as text; raises SettingRefused."""
    if name not in names():
        raise SettingRefused(tr("There is no setting “{name}”.", name=name))
    return replace(
        settings, **{name: check.checked(about(name), type(getattr(settings, name)), value)}
    )


def with_values(
    settings: Settings, values: Mapping[str, Any]
) -> tuple[Settings, dict[str, SettingRefused]]:
    """Return the settings with the valid values applied, and the errors of the others, by name."""
    refused: dict[str, SettingRefused] = {}
    for name in names():
        if name in values:
            try:
                settings = with_value(settings, name, values[name])
            except SettingRefused as error:
                refused[name] = error
    return settings, refused


def with_environment(
    settings: Settings, environ: Mapping[str, str]
) -> tuple[Settings, dict[str, SettingRefused]]:
    """Return the settings with the environment applied, and errors, by variable."""
    variables = {name: about(name).env for name in names()}
    given = {
        name: environ[variable]
        for name, variable in variables.items()
        if variable and environ.get(variable, "").strip()
    }
    settings, refused = with_values(settings, given)
    return settings, {str(variables[name]): error for name, error in refused.items()}


def ports(settings: Settings) -> tuple[int, ...]:
    """Return the ports for signing in, in the order to try them."""
    return check.ports_of(settings.redirect_ports)
