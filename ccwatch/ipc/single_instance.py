"""One program for each home: a start hands over to the one that runs, or waits, or replaces it.

`messages` is imported only when there is a program to connect to, because the tray icon waits for
this module.
"""

import time
from collections.abc import Callable, Sequence

from ccwatch.core.errors import RunningProgramFault
from ccwatch.disk.paths import Paths
from ccwatch.ipc import client
from ccwatch.system.file_lock import Lock

# In seconds: how long a program that is replaced may take to end, and how often that is checked.
REPLACE_PATIENCE, BETWEEN_LOOKS = 20.0, 0.02
# Its presence says that this process is to take the place of the program that started it.
TAKE_OVER_VARIABLE = "CCWATCH_TAKE_OVER"


def hand_over_start(
    paths: Paths, offered: Sequence[str], *, hidden: bool, wall: bool = False
) -> bool:
    """Return whether a running program handled this start's request; raises OtherVersion.

    `offered` are the IDs of jobs that a link named. A `hidden` start requests nothing, `wall` the
    wall screen.
    """
    if not client.may_listen(paths.channel):
        return False
    from ccwatch.ipc.messages import Kind, Refused, Request, WantedJob

    if offered:
        request = Request(Kind.OFFER, tuple(map(WantedJob, offered)))
    elif wall:
        request = Request(Kind.WALL)
    else:
        request = Request(Kind.STATUS if hidden else Kind.RAISE)
    reply = client.try_ask(paths, request)
    if isinstance(reply, Refused):
        raise client.refusal(reply, paths)
    return reply is not None


def acquire_home(lock: Lock, hand_over: Callable[[], bool]) -> bool:
    """Return whether this start has the lock now; False: its holder handled the request.

    Raises RunningProgramFault if the holder does not answer. Waits for one that is starting, and
    for a command that holds the lock briefly.
    """
    until = time.perf_counter() + client.PATIENCE
    while not lock.acquire():
        if hand_over():
            return False
        if time.perf_counter() >= until:
            raise RunningProgramFault
        time.sleep(client.BETWEEN_TRIES)
    return True


def replace_running(paths: Paths, lock: Lock) -> bool:
    """Have the program that runs quit, and take its lock as soon as it is free.

    Returns False where it ended before it was asked: the user wanted it to end, and nothing to take
    its place. Raises RunningProgramFault for one that does not end.
    """
    from ccwatch.ipc.messages import Done, Kind, Request

    until = time.perf_counter() + REPLACE_PATIENCE
    asked = False
    while not lock.acquire():
        if time.perf_counter() >= until:
            raise RunningProgramFault
        asked = asked or isinstance(client.try_ask(paths, Request(Kind.QUIT)), Done)
        time.sleep(BETWEEN_LOOKS)
    if not asked:
        lock.release()
    return asked
