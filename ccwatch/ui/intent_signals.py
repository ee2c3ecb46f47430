"""What the user wants in the window, as signals that all its parts share: none re-emits another."""

from PySide6.QtCore import QObject, Signal


class IntentSignals(QObject):
    """One signal for each kind of intent, whichever part of the window it comes from.

    command(command, jobs): the id of a command, and those of the jobs that it is for, if any;
    add(text): watch the jobs that the text names; renamed(job, name); looked_at(job): the user
    saw that it failed; past(job): what happened to it is to be shown.
    """

    command = Signal(str, object)
    add = Signal(str)
    renamed = Signal(str, str)
    looked_at = Signal(str)
    past = Signal(str)
