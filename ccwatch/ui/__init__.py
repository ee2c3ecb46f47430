"""What is seen: shows, and says what the user wants; decides nothing."""

import builtins
import linecache

import PySide6.QtCore  # noqa: F401 - it puts the hook in that is taken out here

# WORKAROUND: for `from __feature__ import snake_case`, which nobody here uses, PySide6 searches the
# source of each module that is imported after it, and leaves all of it in linecache: 12 MB.
# https://doc.qt.io/qtforpython-6/developer/feature-motivation.html
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
linecache.clearcache()
