"""The settings in force, and the followers of their changes."""

from collections.abc import Callable

from ccwatch.core.settings import Settings

Follow = Callable[[Settings, Settings], None]


class CurrentSettings:
    """Read from any thread, changed only on the loop's. Followers get old and new settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._followers: list[Follow] = []

    def get(self) -> Settings:
        """Return the settings in force."""
        return self._settings

    def follow(self, follower: Follow) -> None:
        """Call the follower after each change, in the order of registration."""
        self._followers.append(follower)

    def put(self, settings: Settings) -> None:
        """Put these settings into force; followers are called only if they differ."""
        before, self._settings = self._settings, settings
        if settings != before:
            for follower in self._followers:
                follower(before, settings)
