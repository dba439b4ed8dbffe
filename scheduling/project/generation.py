"""
Schedule generation: a list of jobs becomes a schedule, each job as early as possible in its turn.

The serial scheme of Kelley (1963), and justification after Valls, Ballestín and Quintanilla (2005): all
jobs pushed to the right in order of their ends, then to the left again, which never ends later and mostly
sooner. What is taken of everything shared on one workday is one integer with a field per capacity, so that
a day is tested with one addition.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from scheduling.project.shape import Project

Starts = list[int]


class Generator:
    """Makes schedules of one project; holds what it needs in the form that is fast to ask."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._profiles, self._idle, self._guard = _packed(project)
        self._before = [[(lag.before, lag.soonest) for lag in lags] for lags in project.before]
        self._after = [[(lag.after, lag.soonest) for lag in lags] for lags in project.after]
        self._short = [job for job, lags in enumerate(project.before) if any(lag.max_lag for lag in lags)]
        self._numbers = project.view.axis.numbers
        everything = [((1 << last + 1) - 1) & ~((1 << first) - 1) for first, last in self._windows()]
        self._gaps = [a != e for a, e in zip(project.allowed, everything, strict=True)]

    def forward(self, order: Iterable[int]) -> Starts | None:
        """
        Return the schedule of a list, or None if a job found no place.

        A job must come after those it builds on.
        """
        project, used = self.project, list(self._idle)
        starts = [0] * len(project.jobs)
        for job in order:
            start, last = project.first[job], project.last[job]
            for before, soonest in self._before[job]:
                start = max(start, soonest[starts[before]])
            found = self._fit(used, job, start, last)
            if found is None:
                return None
            starts[job] = found
            self._book(used, job, found)
        return starts if self._keeps_maximum(starts) else None

    def backward(self, starts: Starts) -> Starts | None:
        """Return a schedule with all jobs as late as its finish allows, or None if that fails."""
        project = self.project
        finish, used = project.finish(starts), list(self._idle)
        order = sorted(range(len(starts)), key=lambda j: (-starts[j] - project.durations[j], -starts[j]))
        late = [0] * len(starts)
        for job in order:
            start = min(project.last[job], finish - project.durations[job])
            for after, soonest in self._after[job]:
                start = min(start, bisect_right(soonest, late[after]) - 1)
            found = self._fit_back(used, job, start, project.first[job])
            if found is None:
                return None
            late[job] = found
            self._book(used, job, found)
        return late

    def justified(self, starts: Starts) -> Starts:
        """Return the schedule pushed to the right and back to the left, if that ends no later."""
        late = self.backward(starts)
        again = None if late is None else self.forward(sorted(range(len(late)), key=late.__getitem__))
        if again is None or self.project.finish(again) > self.project.finish(starts):
            return starts
        return again

    def _fit(self, used: list[int], job: int, start: int, last: int) -> int | None:
        profile, guard, allowed = self._profiles[job], self._guard, self.project.allowed[job]
        offsets, gaps = range(len(profile) - 1, -1, -1), self._gaps[job]
        while start <= last:
            for offset in offsets:
                if (used[start + offset] + profile[offset]) & guard:
                    start += offset + 1
                    break
            else:
                if not gaps or allowed >> start & 1:
                    return start
                start += 1
        return None

    def _fit_back(self, used: list[int], job: int, start: int, first: int) -> int | None:
        profile, guard, allowed = self._profiles[job], self._guard, self.project.allowed[job]
        offsets = range(len(profile))
        while start >= first:
            for offset in offsets:
                if (used[start + offset] + profile[offset]) & guard:
                    # A profile never rises, so only the days it covers in full may be skipped at once.
                    start -= 1 if profile[-1] != profile[0] else len(profile) - offset
                    break
            else:
                if allowed >> start & 1:
                    return start
                start -= 1
        return None

    def _book(self, used: list[int], job: int, start: int) -> None:
        for day, need in enumerate(self._profiles[job], start):
            used[day] += need

    def _keeps_maximum(self, starts: Starts) -> bool:
        project, numbers = self.project, self._numbers
        return not any(
            lag.max_lag is not None
            and numbers[starts[job]]
            > numbers[starts[lag.before] + project.durations[lag.before] - 1] + lag.max_lag
            for job in self._short
            for lag in project.before[job]
        )

    def _windows(self) -> Iterable[tuple[int, int]]:
        return zip(self.project.first, self.project.last, strict=True)


def _packed(project: Project) -> tuple[list[list[int]], list[int], int]:
    """Return what each job takes from its first day on, the idle days, and the bits that tell an overrun."""
    profiles = [[0] * days for days in project.durations]
    longest = max((use.length for shared in project.shared for use in shared.uses), default=0)
    idle = [0] * (project.days + max(longest, *project.durations, 0))
    guard = at = 0
    for shared in project.shared:
        width = max(shared.capacity, *(use.demand for use in shared.uses)).bit_length() + 1
        for day in range(len(idle)):
            lacking = shared.lacking[day] if day < len(shared.lacking) else 0
            idle[day] |= ((1 << width) - 1 - shared.capacity + lacking) << at
        guard |= 1 << at + width
        for use in shared.uses:
            profile = profiles[use.job]
            profile += [0] * (use.length - len(profile))
            for day in range(use.length):
                profile[day] += use.demand << at
        at += width + 1
    return profiles, idle, guard
