"""Compresses an archive of modules, as Python's embeddable package for Windows has its library."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile


def deflate(archive: Path) -> None:
    """Compress the archive's files in place; their names, order and times stay."""
    with ZipFile(archive) as stored:
        files = [(info, stored.read(info)) for info in stored.infolist()]
    with ZipFile(archive, "w") as deflated:
        for info, content in files:
            deflated.writestr(info, content, ZIP_DEFLATED, 9)
