"""The quality of the expected start, on a simulated queue with daily and weekly load."""

import random
from collections.abc import Iterator
from math import cos, exp, pi
from typing import NamedTuple

from ccwatch.core.estimate import Range
from ccwatch.core.queue_start import DAY, Wait, history_of

USERS, DAYS = 40, 60
START = 1_790_000_000.0 // DAY * DAY


class Expected(NamedTuple):
    """An expected start when a job had waited a fraction of its time, and the actual seconds."""

    waited: float
    before: int
    said: Range | None
    rest: float


def waits_of_a_user(number: int, seed: object) -> list[Wait]:
    """Return the waits of a user's jobs, in the order of their submission."""
    chance = random.Random(f"{seed} queue {number}")
    usual, daily = chance.lognormvariate(6, 0.8), chance.uniform(0.2, 1.2)
    weekly, uneven = chance.uniform(0.2, 1.0), chance.uniform(0.2, 0.7)
    peak, load, waits = chance.uniform(8, 18), 0.0, []
    for day in range(DAYS):
        weekend = (int(START // DAY) + day + 3) % 7 >= 5
        load = 0.8 * load + 0.3 * chance.gauss(0, 1)
        for _ in range(chance.choice([0, 0, 1] if weekend else [0, 1, 2, 3, 4])):
            hour = chance.triangular(6, 22, 11)
            height = daily * cos(2 * pi * (hour - peak) / 24) - weekly * weekend + load
            seconds = usual * exp(height + uneven * chance.gauss(0, 1))
            waits.append(Wait(START + day * DAY + hour * 3600, seconds))
    return sorted(waits)


def expected(seed: object, users: int = USERS) -> Iterator[Expected]:
    """Yield the expected starts of all jobs, at their submission and halfway."""
    for number in range(users):
        waits = waits_of_a_user(number, seed)
        for index, wait in enumerate(waits):
            earlier = waits[:index]
            for waited in (0.0, 0.5):
                now = wait.submitted + waited * wait.seconds
                known = [it for it in earlier if it.submitted + it.seconds <= now]
                said = history_of(known).start(wait.submitted, now)
                yield Expected(waited, len(known), said, wait.seconds * (1 - waited))
