"""The map in docs/architecture.md matches the imports, and the files that it names exist."""

import re
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs/architecture.md").read_text("utf-8")
# Not on the map, because everything may use them.
COMMON = {"core", "system", "clock", "log", "error_reports", "resource_files", "__main__"}


def arrows_of_the_map() -> set[tuple[str, str]]:
    """Return the map's arrows, each from one room to another."""
    (drawn,) = re.findall(r"```mermaid\n(.*?)```", DOCUMENT, re.DOTALL)
    return {
        (line.split("-->")[0].strip(), target.strip())
        for line in drawn.splitlines()
        if "-->" in line
        for target in line.split("-->")[1].split("&")
    }


def arrows_of_the_code() -> set[tuple[str, str]]:
    """Return which room imports which, from the code."""
    graph = grimp.build_graph("ccwatch", cache_dir=None)
    found = {
        (module.split(".")[1], used.split(".")[1])
        for module in graph.modules
        for used in graph.find_modules_directly_imported_by(module)
        if "." in module and "." in used
    }
    return {(room, used) for room, used in found if room != used and not {room, used} & COMMON}


def test_the_map_shows_the_arrows_that_there_are() -> None:
    assert arrows_of_the_map() == arrows_of_the_code()


def files_named() -> list[str]:
    """Return the package's files named in the document, with their rooms' paths."""
    found = set()
    room = ""
    for line in DOCUMENT.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        room = cells[1].strip("`") if len(cells) == 5 and cells[1].endswith("/`") else ""
        for name in re.findall(r"`([a-z_/]+\.py)`", line):
            found.add(f"ccwatch/{room}{name}")
    return sorted(found)


@pytest.mark.parametrize("name", files_named())
def test_a_file_that_is_named_is_there(name: str) -> None:
    assert (ROOT / name).is_file()
