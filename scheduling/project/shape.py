"""Which problems are projects, and such a problem as jobs, shared capacities and lags on the workday axis."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from scheduling.axis import indexes
from scheduling.board import Board
from scheduling.compiled import Compiled, Link, Place


class Use(NamedTuple):
    """What a job takes of something shared: `demand` units for `length` workdays from its first day."""

    job: int
    demand: int
    length: int


class Shared(NamedTuple):
    """
    A resource, a crew with its rest, a person or a standby group: all are capacities per workday.

    `lacking` tells what is missing to the capacity on each workday; empty if nothing ever is.
    """

    capacity: int
    uses: tuple[Use, ...]
    lacking: tuple[int, ...] = ()


class Lag(NamedTuple):
    """
    Job `after` follows job `before`; lags in calendar days, as in the problem.

    `soonest[s]` is the first start of `after` if `before` begins at `s`, beyond the axis if there is none.
    """

    before: int
    after: int
    min_lag: int
    max_lag: int | None
    soonest: tuple[int, ...]


def is_project(view: Compiled) -> bool:
    """
    Return whether a problem asks for an earliest finish and for nothing the interval model cannot say.

    Every event can be held in exactly one way (one option per need, no exercises to design, no caps on
    days), and leaving one out always costs more than the latest finish saves.
    """
    problem, weights = view.problem, view.problem.weights
    least = min((event.priority for event in problem.events), default=0) * weights.unscheduled_points
    return (
        0 < weights.finish_days * len(problem.days) < least
        and (not problem.order or problem.order[0] == "unscheduled_points")
        and not (problem.areas or view.history or view.day_caps)
        and all(event.exercise is None for event in problem.events)
        and all(view.starts.values())
        and all(len(options) == 1 for needs in view.options.values() for options in needs)
        and not _charges_else(view)
        and all(_within_limit(view, crew) for crew in view.crews)
    )


def _charges_else(view: Compiled) -> bool:
    """Return whether any other term of the objective can cost something."""
    problem, weights = view.problem, view.problem.weights
    options = (option for needs in view.options.values() for (option,) in needs)
    wishes = any(event.preferred for event in problem.events)
    gaps = any(series.preferred_gap_days for series in problem.series)
    return bool(
        (weights.lapse_days and any(series.weight for series in problem.series))
        or (weights.overload_half_days and problem.targets)
        or (weights.travel_km and any(option.distance_km for option in options))
        or (weights.preference_days and (wishes or gaps))
        or (weights.moves and problem.published)
    )


def _within_limit(view: Compiled, crew_id: str) -> bool:
    crew = view.crews[crew_id]
    left = (crew.yearly_limit_half_days - crew.carried_half_days) * view.load_scale
    loads = [view.loads[event_id] for event_id in view.events_of_crew[crew_id]]
    return not any(loads) or sum(loads) <= left


class Project:
    """Jobs numbered in the order of the problem's events; all times are indexes of the workday axis."""

    def __init__(self, view: Compiled) -> None:
        self.view = view
        self.jobs = tuple(view.events)
        self.days = len(view.problem.days)
        self.durations = tuple(view.events[job].duration_days for job in self.jobs)
        self.allowed = tuple(view.starts[job] for job in self.jobs)
        self.first = tuple((starts & -starts).bit_length() - 1 for starts in self.allowed)
        self.last = tuple(starts.bit_length() - 1 for starts in self.allowed)
        self._number = {job: i for i, job in enumerate(self.jobs)}
        self._tables: dict[tuple[int, int], tuple[int, ...]] = {}
        self.lags = tuple(self._lag(i, link) for i, job in enumerate(self.jobs) for link in view.after[job])
        self.shared = tuple(self._shared())

    @cached_property
    def before(self) -> list[list[Lag]]:
        """The lags that end in each job."""
        found: list[list[Lag]] = [[] for _ in self.jobs]
        for lag in self.lags:
            found[lag.after].append(lag)
        return found

    @cached_property
    def after(self) -> list[list[Lag]]:
        """The lags that begin with each job."""
        found: list[list[Lag]] = [[] for _ in self.jobs]
        for lag in self.lags:
            found[lag.before].append(lag)
        return found

    @cached_property
    def order(self) -> list[int] | None:
        """The jobs with those they build on first; None if lags run in a circle."""
        waiting = [len(lags) for lags in self.before]
        ready = [job for job, count in enumerate(waiting) if not count]
        for job in ready:
            for lag in self.after[job]:
                waiting[lag.after] -= 1
                if not waiting[lag.after]:
                    ready.append(lag.after)
        return ready if len(ready) == len(self.jobs) else None

    def gap(self, lag: Lag) -> int | None:
        """Return the difference of starts a lag asks for, None if it depends on where it begins."""
        gap = lag.soonest[0]
        even = all(min(s, self.days) == min(i + gap, self.days) for i, s in enumerate(lag.soonest))
        return gap if even else None

    def places(self, starts: list[int]) -> dict[str, Place]:
        """Return the places of a schedule, each with the one resource its needs offer."""
        return {
            job: Place(start, tuple(options[0].resource for options in self.view.options[job]))
            for job, start in zip(self.jobs, starts, strict=True)
        }

    def finish(self, starts: list[int]) -> int:
        """Return the workdays up to the end of the last job."""
        return max(map(int.__add__, starts, self.durations), default=0)

    def _lag(self, before: int, link: Link) -> Lag:
        key = (self.durations[before], link.min_lag)
        if key not in self._tables:
            self._tables[key] = self._table(*key)
        after = self._number[link.event]
        return Lag(before, after, link.min_lag, link.max_lag, self._tables[key])

    def _table(self, duration: int, min_lag: int) -> tuple[int, ...]:
        numbers = self.view.axis.numbers
        ends = numbers[duration - 1 :]
        return tuple(bisect_left(numbers, end + min_lag) for end in ends)

    def _shared(self) -> list[Shared]:
        uses: dict[tuple[str, str], list[Use]] = defaultdict(list)
        capacity: dict[tuple[str, str], int] = {}
        for i, job in enumerate(self.jobs):
            for key, most, demand, length in self._takes(job):
                capacity[key] = most
                uses[key].append(Use(i, demand, length))
        return [Shared(most, tuple(uses[key]), self._lacking(*key)) for key, most in capacity.items()]

    def _lacking(self, kind: str, name: str) -> tuple[int, ...]:
        if kind != "resource":
            return ()
        capacity = self.view.resources[name].capacity
        lacking = tuple(capacity - left for left in Board(self.view).left_over(name))
        return lacking if any(lacking) else ()

    def _takes(self, job: str) -> list[tuple[tuple[str, str], int, int, int]]:
        """Return (what, its capacity, demand, length) of all that a job takes."""
        view, event = self.view, self.view.events[job]
        days, rest = event.duration_days, view.problem.rest_days
        found = [(("crew", crew), 1, 1, days + rest) for crew in event.crews]
        found += [(("person", person), 1, 1, days) for person in view.persons_of[job]]
        quantities: dict[str, int] = defaultdict(int)
        for (option,) in view.options[job]:
            quantities[option.resource] += option.quantity
        for resource, quantity in quantities.items():
            found.append((("resource", resource), view.resources[resource].capacity, quantity, days))
        for group, crews in view.group_sizes[job].items() if event.away else ():
            if group in view.standby:
                found.append((("group", group), view.standby[group], crews, days))
        return [entry for entry in found if entry[2]]


def starts_of(allowed: int) -> list[int]:
    """Return the starts of a bit set in order."""
    return list(indexes(allowed))
