"""Whether the system reports a network, through Qt."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

_OFFLINE = QNetworkInformation.Reachability.Disconnected
_UNKNOWN = QNetworkInformation.Reachability.Unknown


class Network(QObject):
    """Tracks the system's report; without one, the network counts as available.

    changed(online): the report changed.
    """

    changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        feature = QNetworkInformation.Feature.Reachability
        known = QNetworkInformation.loadBackendByFeatures(feature)
        self._information = QNetworkInformation.instance() if known else None
        if self._information:
            self._information.reachabilityChanged.connect(self._on_change)

    def online(self) -> bool:
        """Return whether there is a network; only an explicit "disconnected" means no."""
        return self.said() is not False

    def said(self) -> bool | None:
        """Return whether the system reports a network; None if it does not report it."""
        reachability = self._information.reachability() if self._information else _UNKNOWN
        return None if reachability is _UNKNOWN else reachability is not _OFFLINE

    def _on_change(self, reachability: QNetworkInformation.Reachability) -> None:
        self.changed.emit(reachability is not _OFFLINE)
