"""The settings in force, and the parts that follow their changes."""

from collections.abc import Callable

from ccwatch.core.settings import Settings

Follow = Callable[[Settings, Settings], None]


class CurrentSettings:
    """Read from any thread, changed on the loop's. Followers get the settings before and after."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._followers: list[Follow] = []

    def get(self) -> Settings:
        """Return the settings in force."""
        return self._settings

    def follow(self, follower: Follow) -> None:
        """Have it called after each change; the first to follow is called first."""
        self._followers.append(follower)

    def put(self, settings: Settings) -> None:
        """Put these into force; nothing is called when they are the same."""
        before, self._settings = self._settings, settings
        if settings != before:
            for follower in self._followers:
                follower(before, settings)
