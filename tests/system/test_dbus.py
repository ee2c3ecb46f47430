"""A missing, strange, silent or misbehaving bus is an error, and nothing stays open."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("there is no message bus elsewhere", allow_module_level=True)

from ccwatch.system.dbus import connected

OK = b"OK 0123456789abcdef0123456789abcdef\r\n"


async def refused() -> None:
    """Try to connect for a tenth of a second; the event loop must report nothing."""
    astray: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: astray.append(context))
    with pytest.raises(Exception):  # noqa: B017, PT011 - each fails differently
        async with asyncio.timeout(0.1):
            await connected("SESSION")
    await asyncio.sleep(0)
    assert not astray


@pytest.mark.parametrize(
    "address",
    [
        *(None, "", "nonsense", "unix:", "unix:path", "unix:path=", "unix:path=%2Fno%2Fsuch"),
        *("tcp:host=localhost,port=1", "autolaunch:", "unixexec:path=/bin/true", "nonce-tcp:;"),
        *("unix:abstract=ccwatch-no-such-bus", "unix:path=/etc/passwd", "unix:path=/" + 200 * "x"),
    ],
)
def test_what_is_no_bus_is_an_error(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    if address is not None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    asyncio.run(refused())


@pytest.mark.parametrize("stays", [True, False], ids=["stays", "goes"])
@pytest.mark.parametrize(
    "answer",
    [
        *(b"", b"\r\n", b"REJECTED EXTERNAL\r\n", 100_000 * b"x"),
        *(OK[:-2], OK, OK + OK, OK + bytes(64), OK[:-2] + bytes(64) + b"\r\n"),
    ],
    ids=[
        *("nothing", "an empty line", "no", "no end"),
        *("half a yes", "yes", "yes twice", "yes and zeros", "zeros in it"),
    ],
)
def test_a_strange_bus_is_left(
    answer: bytes, stays: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")

    async def main() -> None:
        left = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readline()
            writer.write(answer)
            while stays and await reader.read(4096):
                pass
            left.set()
            writer.close()

        server = await asyncio.start_unix_server(serve, f"{tmp_path}/bus")
        await refused()
        async with asyncio.timeout(10):
            await left.wait()
        server.close()

    asyncio.run(main())
