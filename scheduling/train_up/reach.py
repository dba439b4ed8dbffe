"""What can be seen without solving: the first day on which each goal could hold if nothing were shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scheduling.train_up.problem import Phase, TrainUp
from scheduling.train_up.verify import unmet

Ends = Mapping[str, tuple[int, ...]]


def possible_ends(problem: TrainUp) -> dict[str, tuple[int, ...]]:
    """Return the days on which each activity may end, sorted, if nothing else were done."""
    spare = {resource.id: resource.capacity for resource in problem.resources}
    return {
        activity.id: tuple(
            sorted(
                {
                    slot.last
                    for slot in activity.slots
                    if all(
                        any(all(spare[u.resource][d] >= u.quantity for d in slot.busy) for u in need)
                        for need in activity.needs
                    )
                }
            )
        )
        for activity in problem.activities
    }


def unmet_at_best(phase: Phase, ends: Ends, day: int) -> Iterator[str]:
    """
    Yield the goals that do not hold on a day even if everything is done as late as it can be.

    What ends last before the day counts longest; nothing shared is looked at, so that a goal named here
    cannot be met, while one not named may still be out of reach.
    """
    latest = {
        name: max(day_of for day_of in days if day_of <= day)
        for name, days in ends.items()
        if days and days[0] <= day
    }
    yield from unmet(phase, latest, day)


def first_hope(phase: Phase, ends: Ends, first: int, last: int) -> int | None:
    """Return the first day of a stretch on which no goal is out of reach by itself; None if there is none."""
    return next((day for day in range(first, last + 1) if not any(unmet_at_best(phase, ends, day))), None)


def without(problem: TrainUp, goal: str) -> TrainUp:
    """Return the problem without one goal."""
    return replace(
        problem,
        phases=tuple(
            replace(
                phase,
                goals=tuple(g for g in phase.goals if g.id != goal),
                staffings=tuple(s for s in phase.staffings if s.id != goal),
            )
            for phase in problem.phases
        ),
    )
