"""macOS: the workspace's notification of waking up; not run on macOS so far.

https://developer.apple.com/documentation/appkit/nsworkspace/didwakenotification
"""

from typing import Any

from ccwatch.system.wake.protocol import NoSignal, Woke

NOTIFICATION = "NSWorkspaceDidWakeNotification"


class Workspace:
    """Observes the shared workspace, through rubicon, a dependency of desktop-notifier."""

    name = "workspace"

    def __init__(self) -> None:
        self._centre: Any = None
        self._observer: Any = None

    async def start(self, woke: Woke) -> None:
        """Call `woke` after each sleep; raises NoSignal without the bridge to Cocoa."""
        try:
            from rubicon.objc import Block, ObjCClass, ObjCInstance
        except ImportError:
            raise NoSignal("the bridge to Cocoa is missing") from None

        def on_wake(_: ObjCInstance) -> None:
            woke()

        self._centre = ObjCClass("NSWorkspace").sharedWorkspace.notificationCenter
        self._block = Block(on_wake, None, ObjCInstance)
        self._observer = self._centre.addObserverForName(
            NOTIFICATION, object=None, queue=None, usingBlock=self._block
        )

    def close(self) -> None:
        """Stop observing."""
        if self._observer is not None:
            self._centre.removeObserver(self._observer)
            self._observer = None
