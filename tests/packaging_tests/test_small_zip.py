"""Compressing the archive with Python's library."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from small_zip import deflate


def archive(folder: Path) -> Path:
    path = folder / "library.zip"
    with ZipFile(path, "w") as made:
        for name in ("second", "first"):
            made.writestr(ZipInfo(f"{name}.py", (1980, 1, 1, 0, 0, 0)), f"NAME = '{name}'\n" * 99)
    return path


def test_it_is_smaller_and_python_imports_from_it(tmp_path: Path) -> None:
    path = archive(tmp_path)
    before = path.stat().st_size
    deflate(path)
    assert path.stat().st_size < before / 4
    words = [sys.executable, "-c", "import second, first; print(second.NAME, first.NAME)"]
    done = subprocess.run(
        words, env={**os.environ, "PYTHONPATH": str(path)}, capture_output=True, check=True
    )
    assert done.stdout.split() == [b"second", b"first"]


def test_the_same_archive_becomes_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        path = archive(tmp_path / name)
        deflate(path)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]
    with ZipFile(path) as deflated:
        assert [(it.filename, it.date_time[0]) for it in deflated.infolist()] == [
            ("second.py", 1980),
            ("first.py", 1980),
        ]
