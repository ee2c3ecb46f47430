"""Whether a job has been unchanged for much longer than its own pace explains.

It is stalled when neither percentage nor step has changed for longer than each of these:
 1. a quarter of an hour;
 2. eighteen times its usual gap: the second longest of the last gaps between two changes, because
    the longest may be an earlier stall. A gap in which the percentage rose by several usual
    moves, as over a computer's sleep, is divided among those moves;
 3. a quarter of the run so far; all of it in a step that has not moved twice, whose pace is not
    known yet;
 4. the whole run so far, and eight hours, if the job has not moved twice since it was added:
    there is no pace to compare with.
Limits that are a fraction of the run are at most half a day.

Where a pace fades towards the end, each gap is several times as long as those before it, and in a
step that hardly moves twenty times: hence eighteen.
`docs/decisions/031-calibrated-ranges.md` compares other values.
"""

from itertools import pairwise
from math import inf

from ccwatch.core.job import Job, Phase, Point
from ccwatch.core.run import COURSE_POINTS, run_of

SHORTEST = 900.0
GAPS = 18.0
RUN_SHARE, RUN_SHARE_OF_NEW_STEP = 0.25, 1.0
WITHOUT_PACE = 28_800.0
LONGEST_SHARE = 43_200.0
FEWEST_MOVES = 2
# The newer half of a course has not been thinned: its gaps are the observed ones.
UNTHINNED = COURSE_POINTS // 2


def is_stalled(job: Job, still: float) -> bool:
    """Return whether `still` seconds without a change are a stall at the job's own pace."""
    if still <= SHORTEST or job.phase not in (Phase.ACTIVE, Phase.STALLED):
        return False
    return still > _patience(job)


def _patience(job: Job) -> float:
    """Return how many seconds without a change are not yet a stall."""
    recent = job.course[-UNTHINNED:]
    run = run_of(job)
    took = job.course[-1].at - run.begun if run else 0.0
    if _moves(recent) < FEWEST_MOVES:
        return max(WITHOUT_PACE, min(took, LONGEST_SHARE))
    in_step = _moves([point for point in recent if point.step == recent[-1].step])
    share = RUN_SHARE if in_step >= FEWEST_MOVES else RUN_SHARE_OF_NEW_STEP
    return max(GAPS * _usual_gap(recent), min(share * took, LONGEST_SHARE))


def _moves(points: tuple[Point, ...] | list[Point]) -> int:
    """Return how often the percentage changed; moves from 0, of unknown start, do not count."""
    return sum(early.percentage not in (0, late.percentage) for early, late in pairwise(points))


def _usual_gap(points: tuple[Point, ...]) -> float:
    pairs = list(pairwise(points))
    rises = [abs(late.percentage - early.percentage) for early, late in pairs]
    moved = sorted(rise for rise in rises if rise) or [inf]
    usual = moved[(len(moved) - 1) // 2]  # statistics.median_low, without its slow import
    gaps = sorted(
        (late.at - early.at) * min(1.0, usual / rise if rise else 1.0)
        for (early, late), rise in zip(pairs, rises, strict=True)
    )
    return gaps[-2:][0]
