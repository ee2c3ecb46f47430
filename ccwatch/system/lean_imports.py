"""What PySide6 adds to every import, taken out again."""


def keep_imports_lean() -> None:
    """Import Qt's core without its hook: call it before the imports that it is to leave alone.

    For `from __feature__ import snake_case`, which nothing here uses, PySide6 replaces `__import__`
    by one that searches the source of each module imported later and leaves all of it in
    linecache: 12 MB. https://doc.qt.io/qtforpython-6/developer/feature-motivation.html
    """
    import builtins
    import linecache

    import PySide6.QtCore  # noqa: F401 - it puts the hook in

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    linecache.clearcache()
