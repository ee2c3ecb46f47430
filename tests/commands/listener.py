"""A listener on the channel that answers as a test says."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ccwatch.disk.paths import Paths
from ccwatch.ipc.messages import Reply, encode_reply
from tests.ipc.raw_server import RawPeer, listener


@contextmanager
def running(paths: Paths, reply: Reply | bytes) -> Iterator[list[dict[str, Any]]]:
    """Have a program listen that answers each request so; yield what it was asked."""
    line = reply if isinstance(reply, bytes) else encode_reply(reply)
    asked: list[dict[str, Any]] = []

    def serve(peer: RawPeer) -> None:
        request = b""
        while not request.endswith(b"\n"):
            if not (part := peer.receive()):
                return
            request += part
        asked.append(json.loads(request))
        peer.send(line)

    paths.prepare()
    with listener(paths.channel, serve):
        yield asked
