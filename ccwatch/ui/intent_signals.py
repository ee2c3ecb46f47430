"""The user's intents as signals shared by all parts of the window; none is re-emitted."""

from PySide6.QtCore import QObject, Signal


class IntentSignals(QObject):
    """One signal per kind of intent, whichever part of the window it comes from.

    command(command, jobs): the command's ID, and the IDs of the jobs it applies to, if any;
    add(text): watch the jobs named in the text; renamed(job, name); looked_at(job): the user has
    seen the job's failure; past(job): load the job's history. Each `job` is a JobId, which Qt knows
    as a string. shown(): the window was opened.
    """

    command = Signal(str, object)
    add = Signal(str)
    renamed = Signal(str, str)
    looked_at = Signal(str)
    past = Signal(str)
    shown = Signal()
