"""The version resource in the programs' properties on Windows."""

import re
from typing import Any


def windows_version(version: str, program: str) -> Any:
    """Return a program's version resource; available only in PyInstaller on Windows."""
    from PyInstaller.utils.win32 import versioninfo as info

    numbers = four_numbers(version)
    words = {
        "CompanyName": "ccwatch contributors",
        "FileDescription": "ccwatch",
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{program}.exe",
        "ProductName": "ccwatch",
        "ProductVersion": version,
    }
    texts = [info.StringStruct(name, text) for name, text in words.items()]
    return info.VSVersionInfo(
        ffi=info.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            info.StringFileInfo([info.StringTable("040904B0", texts)]),
            info.VarFileInfo([info.VarStruct("Translation", [0x0409, 0x04B0])]),
        ],
    )


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version such as 0.1.0 in Windows' four numbers; suffixes of numbers are dropped."""
    digits = [int(number) for number in re.findall(r"(?:^|\.)(\d+)", version)]
    first, second, third = (*digits, 0, 0, 0)[:3]
    return first, second, third, 0
