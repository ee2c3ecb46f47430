"""The listening end of the channel: handles requests from other starts and from commands."""

import logging
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ccwatch.core.errors import CcwatchError
from ccwatch.core.language import tr
from ccwatch.ipc.client import LONGEST_MESSAGE
from ccwatch.ipc.messages import (
    Reason,
    Refused,
    Reply,
    Request,
    UnreadableRequest,
    decode_request,
    encode_reply,
)

PATIENCE_MS = 5000
_LONGEST_PLACE = 100
_log = logging.getLogger(__name__)
Handler = Callable[[Request], Reply]


class Channel(QObject):
    """Handles one request per connection, from this user only.

    An invalid or too long request is refused, a slow one is disconnected. `fault` says why other
    starts and commands cannot reach this program, None if they can.
    """

    def __init__(self, address: str, answer: Handler) -> None:
        super().__init__()
        self._answer = answer
        self.fault: CcwatchError | None = None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        if _is_taken(address):
            self.fault = _fault(address, "another program uses this name")
            return
        # The lock shows that no other instance is running: a remaining socket is left from a crash.
        QLocalServer.removeServer(address)
        if not self._server.listen(address):
            self.fault = _fault(address, self._server.errorString())

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _connected(self) -> None:
        while (link := self._server.nextPendingConnection()) is not None:
            link.setReadBufferSize(LONGEST_MESSAGE + 1)
            link.readyRead.connect(partial(self._read, link))
            link.disconnected.connect(link.deleteLater)
            QTimer.singleShot(PATIENCE_MS, link, link.abort)

    def _read(self, link: QLocalSocket) -> None:
        if link.canReadLine():
            link.readyRead.disconnect()
            # The client disconnects: on Windows, disconnecting here could discard the reply.
            link.write(answered(bytes(link.readLine().data()), self._answer))
            link.flush()
        elif link.bytesAvailable() > LONGEST_MESSAGE:
            link.readyRead.disconnect()
            link.write(encode_reply(Refused(Reason.TOO_LONG)))
            link.flush()
            # The client reads the reply only after sending the rest of its request.
            link.readyRead.connect(link.readAll)
            link.readAll()


def _fault(address: str, reason: str) -> CcwatchError:
    _log.warning("the channel %s cannot be opened: %s", address, reason)
    place = address if len(address) <= _LONGEST_PLACE else f"…{address[-_LONGEST_PLACE:]}"
    return CcwatchError(
        f"{place}: {reason.rstrip('.')}.",
        title=tr("Commands and links cannot reach this program"),
        advice=tr("Remove what is at that path, or set a shorter CCWATCH_HOME; then restart."),
    )


def _is_taken(address: str) -> bool:
    """Return whether listening would join another program's pipe."""
    if sys.platform == "win32":
        from ccwatch.ipc.windows_pipe import is_taken

        return is_taken(address)
    return False


def answered(line: bytes, answer: Handler) -> bytes:
    """Return the reply to an untrusted line."""
    try:
        return encode_reply(answer(decode_request(line)))
    except UnreadableRequest as error:
        return encode_reply(Refused(error.reason))
    except Exception:
        _log.exception("a request could not be carried out")
        return encode_reply(Refused(Reason.FAILED))
