"""A local server that records attempts to speak TLS to it."""

import socket
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def tls_server(seen: list[str]) -> Iterator[int]:
    """Yield the port of a server with a self-signed certificate; `seen` gets each attempt."""
    with tempfile.TemporaryDirectory() as folder:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*_certificate(Path(folder)))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, context, seen), daemon=True).start()
        yield listening.getsockname()[1]


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-subj", "/CN=localhost")
    files = ("-keyout", str(key), "-out", str(certificate))
    subprocess.run([*command, *files], check=True, capture_output=True)
    return certificate, key


def _serve(listening: socket.socket, context: ssl.SSLContext, seen: list[str]) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:  # closed
            return
        try:
            with context.wrap_socket(connection, server_side=True) as spoken:
                seen.append(f"{spoken.version()}: {spoken.recv(4)!r}")
        except ssl.SSLError as error:
            seen.append(error.reason or str(error))
        except OSError as error:
            seen.append(str(error))
