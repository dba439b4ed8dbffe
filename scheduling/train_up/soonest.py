"""The first day on which a team, or several, can be ready: stretch by stretch, proven as it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduling.solver import Effort, Status
from scheduling.train_up.in_turn import in_turn
from scheduling.train_up.model import Answer, StretchModel
from scheduling.train_up.outcome import Outcome, Placed, Scheduled, Unfinished, Unreachable
from scheduling.train_up.problem import Phase, TrainUp
from scheduling.train_up.reach import Ends, first_hope, possible_ends
from scheduling.train_up.reasons import reasons
from scheduling.train_up.verify import faults

STRETCH_DAYS = 28
"""Days looked at in one solve: short enough for a small model, long enough to need few (measured)."""


def soonest(problem: TrainUp, *, seconds: float = 4.0, seed: int = 1) -> Outcome:
    """
    Return the first day on which all goals can hold, with the schedule; or what stands in the way.

    One thread; the same problem, seed and seconds give the same answer. `seconds` bounds the work of all
    solves together, in deterministic seconds. Every schedule has passed the verifier (`faults`).
    """
    search = _Search(problem, possible_ends(problem), seconds, seed)
    found = search.first()
    if found is None:
        if search.unproven is not None:
            return search.simple() or Unfinished(search.unproven, search.work)
        return Unreachable(reasons(problem, search.reachable), problem.horizon, search.work)
    return found


@dataclass(slots=True)
class _Search:
    """One search: the work done so far, and the first day that could be neither reached nor excluded."""

    problem: TrainUp
    ends: Ends
    seconds: float
    seed: int
    work: float = 0.0
    unproven: int | None = None

    def first(self) -> Scheduled | None:
        """Return the first schedule found, looking from day 0 on."""
        for phase, first, last in self._stretches():
            if self.unproven is not None and self.work >= self.seconds:
                return self.simple()
            model = StretchModel(self.problem, phase, first, last)
            answer = model.earliest(self._effort())
            self.work += answer.work
            if answer.day is not None:
                return self._told(model, answer)
            if answer.status is Status.UNKNOWN and self.unproven is None:
                self.unproven = first
        return None

    def simple(self) -> Scheduled | None:
        """Return what the simple way finds, where the work ran out."""
        found = in_turn(self.problem)
        if found is None:
            return None
        day, schedule = found
        bound = min(day, self.unproven or 0)
        return _verified(
            self.problem, Scheduled(day, bound, tidy(self.problem, schedule, day), day, self.work)
        )

    def reachable(self, problem: TrainUp) -> int | None:
        """Return the first day of another problem; None if it was not found, or once the work is used up."""
        if self.work >= self.seconds:
            return None
        other = _Search(problem, possible_ends(problem), self.seconds - self.work, self.seed)
        found = other.first()
        self.work += other.work
        return None if found is None else found.day

    def _effort(self) -> Effort:
        """Return what one solve may take: half of what is left, at least a little."""
        return Effort(max((self.seconds - self.work) / 2, 0.1), deterministic=True, seed=self.seed)

    def _stretches(self) -> Iterator[tuple[Phase, int, int]]:
        """Yield stretches of days on which every goal could hold by itself."""
        for phase in self.problem.phases:
            first = first_hope(phase, self.ends, phase.first, phase.last)
            while first is not None:
                last = min(first + STRETCH_DAYS - 1, phase.last)
                yield phase, first, last
                first = first_hope(phase, self.ends, last + 1, phase.last)

    def _told(self, model: StretchModel, answer: Answer) -> Scheduled:
        """Return the answer with the cheapest schedule of its day, verified."""
        day = answer.day or 0
        model.hint(answer.schedule)
        better = model.cheapest(self._effort(), day)
        self.work += better.work
        schedule = better.schedule if better.day is not None else answer.schedule
        if better.status is not Status.OPTIMAL:
            schedule = tidy(self.problem, schedule, day)
        simple = in_turn(self.problem)
        bound = day if answer.bound is None else answer.bound
        if self.unproven is not None:
            bound = min(bound, self.unproven)
        found = Scheduled(day, bound, schedule, None if simple is None else simple[0], self.work)
        if simple is not None and simple[0] < day:
            found = replace(found, day=simple[0], schedule=tidy(self.problem, simple[1], simple[0]))
        return _verified(self.problem, found)


def _verified(problem: TrainUp, found: Scheduled) -> Scheduled:
    """Return a schedule that breaks nothing."""
    wrong = faults(problem, found.schedule, found.day)
    if wrong:
        raise AssertionError(f"computed schedule is wrong, please report it: {wrong[0]}")
    return found


def tidy(problem: TrainUp, schedule: tuple[Placed, ...], day: int) -> tuple[Placed, ...]:
    """Return a schedule without what nothing hangs on."""
    kept = list(schedule)
    for each in sorted(schedule, key=lambda p: (-p.slot.last, p.activity)):
        fewer = [other for other in kept if other is not each]
        if not faults(problem, fewer, day):
            kept = fewer
    return tuple(kept)
