"""The function that each command runs."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from ccwatch.core.job import JobId
from ccwatch.desktop.wiring import acts_of, carrier_of
from ccwatch.intents.snooze import SnoozeLength
from ccwatch.ui.commands import COMMANDS, Command, Takes

A, B = JobId("a"), JobId("b")
DOES: dict[str, tuple[object, ...]] = {
    "go-to-add": ("window.go_to_add",),
    "go-to-filter": ("window.go_to_filter",),
    "open": ("window.come_forward",),
    "show-job": ("window.show_job", A),
    "add-copied": ("intents.jobs.paste",),
    "history": ("intents.history.open",),
    "snooze-half-hour": ("intents.snooze.begin", SnoozeLength.HALF_HOUR),
    "snooze-hour": ("intents.snooze.begin", SnoozeLength.HOUR),
    "snooze-tomorrow": ("intents.snooze.begin", SnoozeLength.UNTIL_TOMORROW),
    "snooze-end": ("intents.snooze.end",),
    "paste": ("window.paste",),
    "take-offer": ("window.take_offer",),
    "demo": ("start_demo",),
    "undo": ("intents.jobs.undo_removal",),
    "my-jobs": ("intents.my_jobs.open",),
    "wall": ("intents.wall.show",),
    "test-notice": ("intents.notices.test",),
    "check": ("intents.jobs.check", (A, B)),
    "rename": ("window.rename", A),
    "mute": ("intents.jobs.mute_or_unmute", (A, B)),
    "copy": ("intents.jobs.copy_ids", (A, B)),
    "copy-errors": ("intents.jobs.copy_errors", (A, B)),
    "browse": ("intents.job_page.browse", A),
    "cancel-job": ("intents.cancelling.confirm", A),
    "save-chart": ("intents.export.save_picture", A),
    "export": ("intents.export.export_history", A),
    "diagnostics": ("intents.export.show_diagnostics", A),
    "remove": ("intents.jobs.remove", (A, B)),
    "sign-in": ("intents.account.sign_in",),
    "sign-out": ("intents.account.sign_out",),
    "settings": ("intents.settings.open",),
    "open-menu": ("window.open_menu",),
    "shortcuts": ("intents.about.shortcuts",),
    "about": ("intents.about.about",),
    "close": ("window.close",),
    "quit": ("quit",),
}


class Part:
    """A fake for any part of the program: records calls of its methods with their arguments."""

    def __init__(self, name: str, calls: list[tuple[object, ...]]) -> None:
        self._name, self._calls = name, calls

    def __getattr__(self, name: str) -> "Part":
        return Part(f"{self._name}.{name}", self._calls)

    def __call__(self, *given: object) -> "Part":
        self._calls.append((self._name, *given))
        return self

    def __await__(self) -> Iterator[object]:
        return iter(())


class Services:
    """Runs spawned coroutines immediately."""

    @property
    def tasks(self) -> "Services":
        return self

    def spawn(self, coroutine: Coroutine[Any, Any, object]) -> None:
        asyncio.run(coroutine)


@pytest.fixture
def calls() -> list[tuple[object, ...]]:
    return []


@pytest.fixture
def carry(
    calls: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, tuple[JobId, ...]], None]:
    monkeypatch.setattr("ccwatch.desktop.wiring.start_demo", Part("start_demo", calls))
    parts: list[Any] = [Part(name, calls) for name in ("window", "intents", "quit")]
    services: Any = Services()
    return carrier_of(acts_of(services, *parts))


@pytest.mark.parametrize("command", [it for it in COMMANDS if not it.opens], ids=lambda it: it.id)
def test_each_command_does_what_it_is_for(
    command: Command,
    calls: list[tuple[object, ...]],
    carry: Callable[[str, tuple[JobId, ...]], None],
) -> None:
    given = {Takes.NOTHING: (), Takes.ONE: (A,), Takes.SOME: (A, B)}[command.takes]
    carry(command.id, given)
    assert calls[0] == DOES[command.id]


def test_a_command_without_an_act_or_an_act_without_a_command_ends_the_start() -> None:
    acts = {command.id: print for command in COMMANDS if command.opens is None}
    carrier_of(acts)
    with pytest.raises(LookupError, match=r"nothing carries out: about, quit$"):
        carrier_of({name: act for name, act in acts.items() if name not in ("quit", "about")})
    with pytest.raises(LookupError, match=r"Not in the table of commands: dance$"):
        carrier_of({**acts, "dance": print})
    with pytest.raises(LookupError, match="snooze"):
        carrier_of({**acts, "snooze": print})  # a submenu, which has no act


def test_jobs_are_handed_over_as_the_command_takes_them() -> None:
    heard: list[tuple[object, ...]] = []
    acts: dict[str, Any] = {
        command.id: lambda *given: heard.append(given) for command in COMMANDS if not command.opens
    }
    carry = carrier_of(acts)
    for command in ("quit", "browse", "check"):
        carry(command, () if command == "quit" else (A,))
    assert heard == [(), (A,), ((A,),)]
