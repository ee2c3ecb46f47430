"""Joins jobs to surveys: chains in which each job continues the one before.

Rules of this file
 1. Only IDs join: an output of one job that is an input of another. In version 1, where a later job
    continues in the workspace of an earlier one, the workspace does too.
 2. Jobs of different services or iTwins are never joined.
 3. A job continues another only if that is sure in both directions. Its inputs may come from
    several jobs of the chain, but then each of those continues an earlier one. An output that two
    jobs use side by side, or an input that two jobs make side by side, joins nothing.
 4. A failed job is replaced by another of the same type with the same inputs: its next attempt.
 5. No chain has two jobs of the same type: it is divided between them, and if there are two places
    where that could be, at both. A cycle is no chain.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ccwatch.core.events import Added, Described, Ended, Event, Removed, Reopened, ServiceFound
from ccwatch.core.job import Job, JobId, Outcome, Phase, job_key

# More users of one ID, or related jobs, are not one survey: those have three or four jobs.
MOST_USERS = 12
MOST_RELATED = 64
# A job of this type is a whole survey in version 1.
WHOLE = "full"
_NO_RESULT = (Phase.FAILED, Phase.CANCELLED)
_LOST = (Outcome.FAILED, Outcome.CANCELLED)

# What may join a job to others, or part it from them.
LINKING = (Added, Described, Ended, Reopened, ServiceFound, Removed)

Key = tuple[str, str, str | None, str]
Index = dict[Key, set[JobId]]
Chain = tuple[JobId, ...]


class Links(NamedTuple):
    """What may join a job to others; the keys include service and iTwin."""

    kind: str | None
    outputs: frozenset[Key]
    inputs: frozenset[Key]
    workspace: Key | None
    created: float | None
    failed: bool


def links_of(job: Job) -> Links | None:
    """Return the job's links, None if nothing can be joined to it."""
    known = job.details
    if known is None:
        return None

    if not (known.outputs or known.inputs or known.workspace):
        return None
    service, itwin = job.service.value, known.itwin

    def key(role: str, text: str) -> Key:
        return role, service, itwin, job_key(text)

    links = Links(
        known.type.casefold() if known.type else None,
        frozenset([key("data", output.id) for output in known.outputs if output.id]),
        frozenset([key("data", text) for text in known.inputs]),
        key("workspace", known.workspace) if known.workspace else None,
        known.created if known.created is not None else known.submitted,
        job.outcome in _LOST or known.phase in _NO_RESULT,
    )
    return links if links.outputs or links.inputs or links.workspace else None


class Surveys:
    """The chains among jobs that are added, changed and removed one by one."""

    def __init__(self, jobs: Iterable[Job] = ()) -> None:
        self._links: dict[JobId, Links] = {}
        self._makers: Index = {}
        self._users: Index = {}
        self._spaces: Index = {}
        self._chains: dict[JobId, Chain] = {}
        for job in {job.id: job for job in jobs}.values():
            if (links := links_of(job)) is not None:
                self._add(job.id, links)

    def put(self, job: Job) -> bool:
        """Add or update the job; return whether its links changed."""
        links = links_of(job)
        if links == self._links.get(job.id):
            return False
        self.drop(job.id)
        if links is not None:
            self._add(job.id, links)
        return True

    def follow(self, event: Event, job: Job | None) -> bool:
        """Update after an event, given the job after it; return whether any links changed."""
        if not isinstance(event, LINKING):
            return False
        return self.drop(event.job) if job is None else self.put(job)

    def drop(self, job: JobId) -> bool:
        """Forget the job; return whether it had links."""
        links = self._links.pop(job, None)
        self._chains.clear()
        for index, key in self._entries(links) if links else ():
            index[key].discard(job)
            if not index[key]:
                del index[key]
        return links is not None

    def chain_of(self, job: JobId) -> Chain:
        """Return the jobs of its survey in their order, empty for a job alone."""
        if job not in self._links:
            return ()
        if job not in self._chains:
            for part in self._parts(self._path(job)) or [(job,)]:
                self._chains |= dict.fromkeys(part, part if len(part) > 1 else ())
        return self._chains[job]

    def related(self, job: JobId) -> set[JobId]:
        """Return the jobs whose chains may depend on this one, itself included."""
        return self._reached(job, self._neighbours) or {job}

    def _add(self, job: JobId, links: Links) -> None:
        self._links[job] = links
        for index, key in self._entries(links):
            index.setdefault(key, set()).add(job)

    def _entries(self, links: Links) -> Iterator[tuple[Index, Key]]:
        yield from ((self._makers, key) for key in links.outputs)
        yield from ((self._users, key) for key in links.inputs)
        if links.workspace:
            yield self._spaces, links.workspace

    def _path(self, job: JobId) -> list[JobId]:
        """Return the jobs that are joined to it one after another; none if they are too many."""
        path = [job]
        while (before := self._before(path[0])) is not None and len(path) <= MOST_RELATED:
            path.insert(0, before)
        while (after := self._after(path[-1])) is not None and len(path) <= MOST_RELATED:
            path.append(after)
        too_many = len(path) > MOST_RELATED
        return [] if too_many or self._has_cycle(path) else path

    def _parts(self, path: list[JobId]) -> list[Chain]:
        """Divide a path so that no part has a type twice."""
        if not path:
            return []
        kinds = [self._links[job].kind for job in path]
        length = len(path)
        cuts = _cuts(kinds) | {length - cut for cut in _cuts(kinds[::-1])}
        edges = [0, *sorted(cuts), length]
        return [tuple(path[a:b]) for a, b in pairwise(edges)]

    def _after(self, job: JobId) -> JobId | None:
        """Return the job that surely continues this one."""
        found = self._next(job)
        return found if found is not None and self._previous(found) == job else None

    def _before(self, job: JobId) -> JobId | None:
        found = self._previous(job)
        return found if found is not None and self._next(found) == job else None

    def _next(self, job: JobId) -> JobId | None:
        """Return the first of the jobs that use its outputs, if all others continue that one."""
        users = self._users_of(job)
        if not users:
            return self._neighbour_in_workspace(job, 1)
        users = self._last_attempts(users)
        if len(users) > MOST_USERS:
            return None
        return next((one for one in users if self._all_follow(users - {one}, one)), None)

    def _previous(self, job: JobId) -> JobId | None:
        """Return the last of the jobs that make its inputs, if it continues all others."""
        makers = self._makers_of(job)
        if not makers:
            return self._neighbour_in_workspace(job, -1)
        if len(makers) > MOST_USERS:
            return None
        if len(makers) == 1:
            return next(iter(makers))
        return next((one for one in makers if makers - {one} <= self._ancestors(one)), None)

    def _all_follow(self, jobs: Collection[JobId], first: JobId) -> bool:
        return all(first in self._ancestors(job) for job in jobs)

    def _has_cycle(self, path: list[JobId]) -> bool:
        """Return whether any job of a path is its own ancestor."""
        before: set[JobId] = set()
        for job in path:
            if not self._makers_of(job) <= before:
                return any(map(self._is_in_cycle, path))
            before.add(job)
        return False

    def _is_in_cycle(self, job: JobId) -> bool:
        return any(job in self._ancestors(maker) for maker in self._makers_of(job))

    def _ancestors(self, job: JobId) -> set[JobId]:
        """Return the jobs whose outputs it uses, directly or not; none if they are too many."""
        return self._reached(job, self._makers_of) - {job}

    def _users_of(self, job: JobId) -> frozenset[JobId]:
        return _joined(self._users, self._links[job].outputs) - {job}

    def _makers_of(self, job: JobId) -> frozenset[JobId]:
        return _joined(self._makers, self._links[job].inputs) - {job}

    def _neighbours(self, job: JobId) -> frozenset[JobId]:
        if (links := self._links.get(job)) is None:
            return frozenset()
        space = self._spaces.get(links.workspace, set()) if links.workspace else set()
        return self._users_of(job) | self._makers_of(job) | space

    def _reached(self, job: JobId, step: Callable[[JobId], Iterable[JobId]]) -> set[JobId]:
        """Return the jobs reached by these steps, itself included; none if they are too many."""
        found, fresh = {job}, [job]
        while fresh:
            more = set(step(fresh.pop())) - found
            if len(found) + len(more) > MOST_RELATED:
                return set()
            found |= more
            fresh += more
        return found

    def _last_attempts(self, jobs: frozenset[JobId]) -> frozenset[JobId]:
        """Leave out failed jobs that were submitted again."""
        if len(jobs) < 2 or len(jobs) > MOST_RELATED:
            return jobs
        return frozenset(
            job
            for job in jobs
            if not (self._links[job].failed and any(self._repeats(other, job) for other in jobs))
        )

    def _repeats(self, job: JobId, failed: JobId) -> bool:
        """Return whether the job is a later attempt of one that failed."""
        new, old = self._links[job], self._links[failed]
        if job == failed or new.kind is None or (new.kind, new.inputs) != (old.kind, old.inputs):
            return False
        return (not new.failed, new.created or 0.0, job) > (False, old.created or 0.0, failed)

    def _neighbour_in_workspace(self, job: JobId, offset: int) -> JobId | None:
        """Return the job before or after it in its workspace, if that has one of each type."""
        space = self._links[job].workspace
        jobs = frozenset(self._spaces.get(space, ()) if space else ())
        if len(jobs) < 2 or len(jobs) > MOST_USERS:
            return None
        jobs = self._last_attempts(jobs)
        kinds = [self._links[each].kind for each in jobs]
        times = [self._links[each].created for each in jobs]
        if job not in jobs or None in kinds or None in times or WHOLE in kinds:
            return None
        if len(set(kinds)) < len(kinds) or len(set(times)) < len(times):
            return None
        ordered = sorted(jobs, key=lambda each: self._links[each].created or 0.0)
        at = ordered.index(job) + offset
        found = ordered[at] if 0 <= at < len(ordered) else None
        return found if found and self._may_share_workspace(job, found) else None

    def _may_share_workspace(self, job: JobId, other: JobId) -> bool:
        """Return whether nothing says that the two are unrelated: they would use other inputs."""
        one, two = self._links[job].inputs, self._links[other].inputs
        made = self._links[job].outputs | self._links[other].outputs
        return not one or not two or bool(one & two) or bool(made & (one | two))


def survey_ids(jobs: Collection[Job]) -> dict[JobId, JobId]:
    """Return the first job of the survey for each job that is not alone."""
    surveys = Surveys(jobs)
    return {job.id: chain[0] for job in jobs if (chain := surveys.chain_of(job.id))}


def _joined(index: Index, keys: Iterable[Key]) -> frozenset[JobId]:
    found = [index[key] for key in keys if key in index]
    return frozenset(found[0]) if len(found) == 1 else frozenset().union(*found)


def _cuts(kinds: list[str | None]) -> set[int]:
    """Return where a new part must begin, so that none has a type twice."""
    cuts: set[int] = set()
    seen: set[str] = set()
    for place, kind in enumerate(kinds):
        if kind in seen:
            cuts.add(place)
            seen = set()
        if kind is not None:
            seen.add(kind)
    return cuts
