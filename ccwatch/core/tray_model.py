"""What the tray shows. Apart from how it is made of the jobs: the icon comes before them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ccwatch.core.glyph import Glyph

if TYPE_CHECKING:
    from ccwatch.core.job import JobId


SEPARATOR = " · "  # of what a line says


@dataclass(frozen=True, slots=True)
class TrayLine:
    """One job in the tray's menu and tooltip."""

    job: "JobId"
    name: str
    text: str
    glyph: Glyph = Glyph.ACTIVE
    percentage: float | None = None


@dataclass(frozen=True, slots=True)
class TraySummary:
    """What the tray shows; percentage is the mean of the active jobs."""

    glyph: Glyph
    percentage: float | None
    headline: str
    lines: tuple[TrayLine, ...] = ()
    more: int = 0
