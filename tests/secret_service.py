"""A real Secret Service on a desktop's session bus: unlocked, locked, or one that never answers."""

import asyncio
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dbus_fast import Message
from dbus_fast.aio import MessageBus

from tests.virtual_desktop import Desktop, wait_until

NAME = "org.freedesktop.secrets"
_OWNED = f"/org/freedesktop/DBus org.freedesktop.DBus.NameHasOwner string:{NAME}"


def why_not() -> str | None:
    """Return why there is no Secret Service here, None if there is one."""
    return None if shutil.which("gnome-keyring-daemon") else "gnome-keyring is not installed"


@contextmanager
def secret_service(desktop: Desktop, *, unlocked: bool = True) -> Iterator[None]:
    """Run gnome-keyring; the first time unlocked, so that there is something to lock."""
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    daemon = subprocess.Popen(
        [*command, *(["--unlock"] if unlocked else [])],
        env=desktop.env,
        stdin=subprocess.PIPE if unlocked else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        if daemon.stdin:
            daemon.stdin.write(b"password")
            daemon.stdin.close()
        wait_until(lambda: _is_there(desktop), "the Secret Service")
        yield
    finally:
        daemon.terminate()
        daemon.wait(10)
        wait_until(lambda: not _is_there(desktop), "the Secret Service's end")


@contextmanager
def silent_secret_service(desktop: Desktop) -> Iterator[None]:
    """Own the Secret Service's name, without ever answering."""
    over = threading.Event()
    service = threading.Thread(target=asyncio.run, args=(_keep_silent(desktop, over),))
    service.start()
    try:
        wait_until(lambda: _is_there(desktop), "the Secret Service")
        yield
    finally:
        over.set()
        service.join()


async def _keep_silent(desktop: Desktop, over: threading.Event) -> None:
    bus = await MessageBus(bus_address=desktop.env["DBUS_SESSION_BUS_ADDRESS"]).connect()
    bus.add_message_handler(_swallow)
    await bus.request_name(NAME)
    while not over.is_set():
        await asyncio.sleep(0.05)
    bus.disconnect()


def _swallow(message: Message) -> bool:
    return message.destination == NAME or bool(message.interface and "Secret" in message.interface)


def _is_there(desktop: Desktop) -> bool:
    done = subprocess.run(
        ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", *_OWNED.split()],
        env=desktop.env,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    return "boolean true" in done.stdout
