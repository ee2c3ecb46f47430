"""The shape for a job, by its phase."""

from ccwatch.core.glyph import Glyph
from ccwatch.core.job import Job, Phase

GLYPHS = {
    Phase.UNKNOWN: Glyph.IDLE,
    Phase.QUEUED: Glyph.QUEUED,
    Phase.ACTIVE: Glyph.ACTIVE,
    Phase.ENDING: Glyph.ACTIVE,
    Phase.STALLED: Glyph.STALLED,
    Phase.OVER: Glyph.ACTIVE,
    Phase.SUCCEEDED: Glyph.FINISHED,
    Phase.FAILED: Glyph.FAILED,
    Phase.CANCELLED: Glyph.CANCELLED,
    Phase.UNAVAILABLE: Glyph.UNAVAILABLE,
    Phase.UNREADABLE: Glyph.UNAVAILABLE,
}


def glyph_of(job: Job) -> Glyph:
    """Return the shape for a job."""
    return GLYPHS[job.phase]
