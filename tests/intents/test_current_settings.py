"""Settings in force: followers are called in order, and only if something changed."""

from dataclasses import replace

from ccwatch.core.settings import Settings
from ccwatch.intents.current_settings import CurrentSettings

DARK = replace(Settings(), theme="dark")


def test_a_change_is_in_force_before_followers_are_called() -> None:
    current = CurrentSettings(Settings())
    heard: list[tuple[str, str, str]] = []

    def follow(name: str) -> None:
        current.follow(lambda was, _: heard.append((name, was.theme, current.get().theme)))

    follow("first")
    follow("second")
    current.put(DARK)
    assert heard == [("first", "system", "dark"), ("second", "system", "dark")]


def test_the_same_settings_are_no_change() -> None:
    current = CurrentSettings(DARK)
    heard: list[Settings] = []
    current.follow(lambda _, now: heard.append(now))
    current.put(replace(Settings(), theme="dark"))
    assert heard == []
