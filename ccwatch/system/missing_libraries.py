"""Which libraries of the system are missing, so that Qt cannot start."""

import ctypes
import shutil
from collections.abc import Sequence
from pathlib import Path

from ccwatch.core.errors import CcwatchError
from ccwatch.core.system_libraries import (
    INSTALLERS,
    PACKAGES,
    missing_library,
    without_libraries,
)


def import_fault(error: ImportError) -> CcwatchError | None:
    """Return what to say of a compiled module that cannot be loaded, None for any other."""
    if not (error.path or "").endswith((".so", ".pyd")):
        return None
    reason, advice = library_fault(error.msg) or (
        f"A library of the system is missing: {error.msg}.",
        "Install it, then start ccwatch.",
    )
    return CcwatchError(reason, title="No window", advice=advice)


def library_fault(words: str) -> tuple[str, str] | None:
    """Return what is missing and how to install it, None where the linker's words name nothing.

    All libraries that Qt needs are tried: the linker stops at the first one that is missing.
    """
    first = missing_library(words)
    if not first:
        return None
    others = [name for name in PACKAGES if name != first and missing_library(_refusal(name))]
    installer = next(filter(shutil.which, INSTALLERS), "")
    return without_libraries([first, *others], installer)


def plugin_fault(folder: Path, names: Sequence[str]) -> tuple[str, str] | None:
    """Return the same for the first of these platform plug-ins that cannot be loaded."""
    refusals = (_refusal(str(folder / f"libq{name}.so")) for name in names)
    return next(filter(None, map(library_fault, refusals)), None)


def _refusal(library: str) -> str:
    """Return the linker's words where it does not load a library, "" where it does."""
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return str(error)
    return ""
