"""Runs each test file in a process of its own, and says which of them fail so.

`python -m tests.alone [FILE OR FOLDER …]`; without one all of them, but those on a virtual desktop.
A file that passes only after what another one left behind fails here. Whether one fails after
another is found by `pytest --shuffle SEED`.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TESTS = Path(__file__).parent
NO_TESTS = 5  # pytest's exit code, for instance where all of a file are left out


def files_below(places: Iterable[Path]) -> Iterator[Path]:
    """Yield the test files, those of a folder in the order of their names."""
    for place in places:
        yield from sorted(place.rglob("test_*.py")) if place.is_dir() else [place]


def failing(files: Iterable[Path]) -> list[Path]:
    """Run each file; print what a failing one says, and return those that fail."""
    failed = []
    for file in files:
        command = [sys.executable, "-m", "pytest", "-q", "-m", "not end_to_end", str(file)]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
        passed = done.returncode in (0, NO_TESTS)
        last = next(iter(done.stdout.splitlines()[-1:]), "pytest said nothing")
        print(f"{'passed' if passed else 'FAILED'}  {file}: {last}", flush=True)
        if not passed:
            print(done.stdout, done.stderr, flush=True)
            failed.append(file)
    return failed


def main(words: list[str]) -> int:
    """Run what was named; return 1 where anything fails."""
    failed = failing(files_below([Path(word) for word in words] or [TESTS]))
    print("\n".join([f"{len(failed)} files fail alone.", *map(str, failed)]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
