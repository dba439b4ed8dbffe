"""
The simple way: one thing after the other, each as soon as the one before it is over.

It is what a planner does by hand, gives the solver something to start from, and tells what solving saves.
"""

from __future__ import annotations

from collections import Counter

from scheduling.train_up.outcome import Placed
from scheduling.train_up.problem import Activity, Slot, TrainUp
from scheduling.train_up.verify import unmet

Taken = Counter[tuple[str, int]]


def in_turn(problem: TrainUp) -> tuple[int, tuple[Placed, ...]] | None:
    """
    Return the first day on which all goals hold when activities are done in the order given.

    None when everything has been done and they never hold. Nothing runs beside anything else.
    """
    free, taken, done = 0, Taken(), list[Placed]()
    spare = {resource.id: resource.capacity for resource in problem.resources}
    for activity in (None, *problem.activities):
        if activity is not None:
            placed = _placed(activity, free, taken, spare, done)
            if placed is None:
                continue
            done.append(placed)
            free = placed.slot.last + 1
        day = _day(problem, done, max(0, free - 1))
        if day is not None:
            return day, tuple(done)
    return None


def _day(problem: TrainUp, done: list[Placed], since: int) -> int | None:
    """Return the first day from `since` on with all goals met, before the next activity would begin."""
    ends = {each.activity: each.slot.last for each in done}
    if since > problem.horizon:
        return None
    return since if not any(unmet(problem.phase_on(since), ends, since)) else None


def _placed(
    activity: Activity, free: int, taken: Taken, spare: dict[str, tuple[int, ...]], done: list[Placed]
) -> Placed | None:
    """Return where an activity lies at the earliest; None if nowhere."""
    ended = {each.activity for each in done}
    if not activity.after <= ended:
        return None
    for slot in sorted(activity.slots, key=lambda s: (s.last, s.first)):
        if slot.first >= free:
            choices = _choices(activity, slot, taken, spare)
            if choices is not None:
                return Placed(activity.id, slot, choices)
    return None


def _choices(
    activity: Activity, slot: Slot, taken: Taken, spare: dict[str, tuple[int, ...]]
) -> tuple[int, ...] | None:
    """Return what serves each need in a slot, taken note of; None if one goes unserved."""
    found: list[int] = []
    wanted = Taken()
    for need in activity.needs:
        for n, use in enumerate(need):
            asked = {day: taken[use.resource, day] + wanted[use.resource, day] for day in slot.busy}
            if all(before + use.quantity <= spare[use.resource][day] for day, before in asked.items()):
                wanted.update({(use.resource, day): use.quantity for day in slot.busy})
                found.append(n)
                break
        else:
            return None
    taken.update(wanted)
    return tuple(found)
