"""Whether the system believes that there is a network, through Qt."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

_OFFLINE = QNetworkInformation.Reachability.Disconnected
_UNKNOWN = QNetworkInformation.Reachability.Unknown


class Network(QObject):
    """Follows the system's word; where it has none, there is a network.

    changed(online): the system's word changed.
    """

    changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        feature = QNetworkInformation.Feature.Reachability
        known = QNetworkInformation.loadBackendByFeatures(feature)
        self._information = QNetworkInformation.instance() if known else None
        if self._information:
            self._information.reachabilityChanged.connect(self._told)

    def online(self) -> bool:
        """Return whether there is a network; anything but a plain no is a yes."""
        return self.said() is not False

    def said(self) -> bool | None:
        """Return the system's word; None where it has none."""
        reachability = self._information.reachability() if self._information else _UNKNOWN
        return None if reachability is _UNKNOWN else reachability is not _OFFLINE

    def _told(self, reachability: QNetworkInformation.Reachability) -> None:
        self.changed.emit(reachability is not _OFFLINE)
