"""Another process that tries for a lock, or holds it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TRY_LOCK = (
    "import sys; from pathlib import Path; from ccwatch.system.file_lock import Lock; "
    "print(Lock(Path(sys.argv[1])).acquire())"
)
HOLD_LOCK = (
    "import sys; from pathlib import Path; from ccwatch.system.file_lock import Lock; "
    "lock = Lock(Path(sys.argv[1])); print(lock.acquire(), flush=True); sys.stdin.read()"
)


def acquired_by_another_process(path: Path) -> bool:
    """Return whether another process gets the lock, which it gives back."""
    command = [sys.executable, "-c", TRY_LOCK, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    return done.stdout.strip() == "True"


@contextmanager
def held_by_another_process(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Have another process hold the lock, until it is killed."""
    command = [sys.executable, "-c", HOLD_LOCK, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"True"
        yield other
        other.kill()
