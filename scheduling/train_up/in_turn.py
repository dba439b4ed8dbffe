"""
The simple way: one thing after the other, each as soon as the one before it is over.

It is what a planner does by hand, gives the solver something to start from, and tells what solving saves.
"""

from __future__ import annotations

from collections import Counter

from scheduling.train_up.outcome import Placed
from scheduling.train_up.problem import Activity, Slot, TrainUp
from scheduling.train_up.verify import filled_posts, unmet, worth

Taken = Counter[tuple[str, int]]


def in_turn(problem: TrainUp) -> tuple[int, tuple[Placed, ...]] | None:
    """
    Return the first day on which all goals hold when activities are done in the order given.

    What adds nothing to a goal still open is left out. None when the end is reached and the goals do not
    hold. Nothing runs beside anything else, but orders that merely take time.
    """
    free, taken, done = 0, Taken(), list[Placed]()
    spare = {resource.id: resource.capacity for resource in problem.resources}
    while True:
        day = max((each.slot.last for each in done), default=0)
        ends = {each.activity: each.slot.last for each in done}
        if day <= problem.horizon and not any(unmet(problem.phase_on(day), ends, day)):
            return day, tuple(done)
        helpful = (
            activity
            for activity in problem.activities
            if activity.id not in ends and _helps(problem, activity, done, min(day, problem.horizon))
        )
        found = (_placed(activity, free, taken, spare, done) for activity in helpful)
        placed = next((each for each in found if each is not None), None)
        if placed is None:
            return None
        done.append(placed)
        free = placed.slot.last + 1 if placed.slot.busy else free


def _helps(problem: TrainUp, activity: Activity, done: list[Placed], day: int) -> bool:
    """Tell whether an activity adds to a goal that is open on a day, or something comes after it."""
    ends = {each.activity: each.slot.last for each in done}
    more, phase = {**ends, activity.id: day}, problem.phase_on(day)
    still = set(unmet(phase, ends, day))
    return (
        any(activity.id in other.after for other in problem.activities)
        or any(g.id in still and worth(g, more, day) > worth(g, ends, day) for g in phase.goals)
        or any(
            s.id in still and filled_posts(s, more, day) > filled_posts(s, ends, day) for s in phase.staffings
        )
    )


def _placed(
    activity: Activity, free: int, taken: Taken, spare: dict[str, tuple[int, ...]], done: list[Placed]
) -> Placed | None:
    """Return where an activity lies at the earliest; None if nowhere."""
    ended = {each.activity for each in done}
    if not activity.after <= ended:
        return None
    for slot in sorted(activity.slots, key=lambda s: (s.last, s.first)):
        if slot.first >= free or not slot.busy:
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
