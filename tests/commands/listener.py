"""A listener on the channel that answers as a test says."""

import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ccwatch.disk.paths import Paths
from ccwatch.ipc.messages import Reply, encode_reply


@contextmanager
def running(paths: Paths, reply: Reply | bytes) -> Iterator[list[dict[str, Any]]]:
    """Have a program listen that answers each request so; yield what it was asked."""
    if sys.platform == "win32":
        pytest.skip("the channel is a named pipe here")
    line = reply if isinstance(reply, bytes) else encode_reply(reply)
    asked: list[dict[str, Any]] = []
    paths.prepare()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(paths.channel)
        listener.listen()

        def serve() -> None:
            while True:
                link, _ = listener.accept()
                with link, link.makefile("rwb") as file:
                    if not (request := file.readline()):
                        return
                    asked.append(json.loads(request))
                    file.write(line)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield asked
        finally:
            with socket.socket(socket.AF_UNIX) as last:
                last.connect(paths.channel)
                last.shutdown(socket.SHUT_RDWR)
            thread.join(5)
