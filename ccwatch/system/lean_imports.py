"""Removes PySide6's import hook."""


def keep_imports_lean() -> None:
    """Import QtCore without its hook; call this before the imports that it would affect.

    For `from __feature__ import snake_case`, which nothing here uses, PySide6 replaces `__import__`
    with one that searches the source of each module imported later and keeps all of it in
    linecache: 12 MB. https://doc.qt.io/qtforpython-6/developer/feature-motivation.html
    """
    import builtins
    import linecache

    import PySide6.QtCore  # noqa: F401 - installs the hook

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    linecache.clearcache()
