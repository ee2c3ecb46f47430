"""A file of settings is written whole, and read when it holds any."""

import json
from pathlib import Path

import pytest

from ccwatch.core.errors import StorageFault
from ccwatch.disk.settings_exchange import LARGEST, read, write

VALUES = {"theme": "dark", "client_id": "ä", "quiet": True, "requests_per_minute": 10}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ccwatch-settings.json"
    path.write_text("old")
    write(path, VALUES)
    assert read(path) == VALUES
    assert list(tmp_path.iterdir()) == [path]


def test_where_nothing_can_be_written_the_reason_is_said(tmp_path: Path) -> None:
    with pytest.raises(
        StorageFault, match=r"^File cannot be used: .*none.* Choose another file\.$"
    ):
        write(tmp_path / "none" / "settings.json", VALUES)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff\xfe", b"{" * 100_000, b'"' + LARGEST * b"a" + b'"', b"{}x"]
)
def test_a_file_without_settings_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(StorageFault) as fault:
        read(path)
    assert fault.value.message == f"{path} contains no settings."


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"theme": "a" * LARGEST}))
    with pytest.raises(StorageFault, match="contains no settings"):
        read(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageFault, match=r"x\.json: No such file"):
        read(tmp_path / "x.json")
