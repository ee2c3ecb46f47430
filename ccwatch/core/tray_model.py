"""What the tray shows; separate from how it is computed, because the icon is loaded first."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ccwatch.core.glyph import Glyph

if TYPE_CHECKING:
    from ccwatch.core.job import JobId


SEPARATOR = " · "  # between the parts of a line


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
    """What the tray shows; the percentage is the mean of the active jobs."""

    glyph: Glyph
    percentage: float | None
    headline: str
    lines: tuple[TrayLine, ...] = ()
    more: int = 0
