"""The listening end of the channel in `disk.instance`: other starts hand over and leave."""

import json
import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ccwatch.ipc.client import LONGEST_MESSAGE

PATIENCE_MS = 5000
_log = logging.getLogger(__name__)
Answer = Callable[[dict[str, Any]], dict[str, Any]]


class Channel(QObject):
    """Takes one message a connection, from this user only, and answers it.

    What is no message, is too long or too slow is refused without harm.
    """

    def __init__(self, address: str, answer: Answer) -> None:
        super().__init__()
        self._answer = answer
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        if _is_taken(address):
            _log.warning("another program uses the name of the channel")
            return
        # The lock says that no other instance runs: a socket that is left is a crash's.
        QLocalServer.removeServer(address)
        if not self._server.listen(address):
            _log.warning("the channel cannot be opened: %s", self._server.errorString())

    def listening(self) -> bool:
        """Return whether other starts can reach this one."""
        return self._server.isListening()

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
            answer = answered(bytes(link.readLine().data()), self._answer)
            # The other end hangs up: on Windows, hanging up here could take the answer back.
            link.write(json.dumps(answer).encode() + b"\n")
            link.flush()
        elif link.bytesAvailable() > LONGEST_MESSAGE:
            link.abort()


def _is_taken(address: str) -> bool:
    """Return whether listening would join the pipe of another program."""
    if sys.platform == "win32":
        from ccwatch.ipc.windows_pipe import is_taken

        return is_taken(address)
    return False


def answered(line: bytes, answer: Answer) -> dict[str, Any]:
    """Return the answer to a line from outside, which may be anything."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        return {"ok": False, "error": "That is no message."}
    return answer(message)
