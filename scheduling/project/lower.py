"""Lower bounds on the finish of a project before any search: the longest chain, and energy between chains."""

from __future__ import annotations

from scheduling.axis import indexes
from scheduling.project.shape import Project, Shared


def lower_finish(project: Project) -> int:
    """
    Return workdays that no plan with all jobs finishes before.

    The longest chain of lags and windows; and for each capacity the work that neither begins before some
    day nor is followed by less than some time, spread over all units.
    """
    heads, tails = heads_of(project), tails_of(project)
    chain = max((head + tail for head, tail in zip(heads, tails, strict=True)), default=0)
    return max([chain, *(_energy(project, shared, heads, tails) for shared in project.shared)])


def heads_of(project: Project) -> list[int]:
    """Return the first start each job can have, beside those it builds on; the axis' length if none."""
    heads = [0] * len(project.jobs)
    for job in project.order or ():
        soonest = 0
        for lag in project.before[job]:
            head = heads[lag.before]
            soonest = max(soonest, lag.soonest[head] if head < len(lag.soonest) else project.days)
        heads[job] = next(indexes(project.allowed[job] >> soonest << soonest), project.days)
    return heads


def tails_of(project: Project) -> list[int]:
    """Return the workdays from the start of each job to the end of the last that builds on it, at least."""
    tails = list(project.durations)
    for job in reversed(project.order or ()):
        for lag in project.after[job]:
            inside = [s - i for i, s in enumerate(lag.soonest) if s < project.days]
            tails[job] = max(tails[job], min(inside, default=0) + tails[lag.after])
    return tails


def _energy(project: Project, shared: Shared, heads: list[int], tails: list[int]) -> int:
    work: list[tuple[int, int, int]] = []
    for use in shared.uses:
        duration = project.durations[use.job]
        work.append((heads[use.job], tails[use.job] - duration, use.demand * min(use.length, duration)))
    best = 0
    for rest in {after for _, after, _ in work}:
        energy = 0
        for head, after, units in sorted(work, reverse=True):
            if after >= rest:
                energy += units
                best = max(best, head - (-energy // max(1, shared.capacity)) + rest)
    return best
