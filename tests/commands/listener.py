"""A listener on the channel whose answers a test chooses."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ccwatch.disk.paths import Paths
from ccwatch.ipc.messages import Reply, encode_reply
from tests.ipc.raw_server import RawPeer, listener


@contextmanager
def running(paths: Paths, reply: Reply | bytes) -> Iterator[list[dict[str, Any]]]:
    """Have a program answer each request with this reply; yield the requests."""
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
