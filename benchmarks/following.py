"""Follows 2,500 jobs of six services for 30 virtual days, and prints what came of it.

python benchmarks/following.py [SEED …]
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.watching.month_of_lists import month

JOBS, DAYS = 2500, 30.0


def main(seeds: list[int]) -> None:
    """Print the figures for each seed."""
    for seed in seeds:
        began = time.process_time()
        found = month(JOBS, DAYS, seed)
        print(f"seed {seed}: {found.jobs} jobs in {DAYS:g} days")
        print(f"  seen {found.seen}, ended {found.ended}, wrong service {found.wrong_service}")
        print(
            f"  seen at the latest {found.latest_while_moving:.0f} s after being submitted while"
            f" the list moved, {found.latest_at_rest:.0f} s at rest"
        )
        print(
            f"  {found.lists} requests for lists ({found.lists_called_for} called for),"
            f" {found.checks} for jobs ({found.checks_called_for}): {found.ratio:.4f}"
        )
        print(f"  {time.process_time() - began:.0f} s of processor time")


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [1, 2, 3])
