"""Why no day will do, in words: goals out of reach by themselves first, then goals at odds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scheduling.train_up.outcome import Missing
from scheduling.train_up.problem import Activity, Goal, Staffing, TrainUp
from scheduling.train_up.reach import Ends, possible_ends, unmet_at_best, without
from scheduling.train_up.verify import filled_posts, worth
from scheduling.words import Words

Reachable = Callable[[TrainUp], int | None]


def reasons(problem: TrainUp, reachable: Reachable) -> tuple[Missing, ...]:
    """
    Return the goals that cannot be met, and why.

    A goal is named if it is out of reach on each day by itself, whatever is shared. If none is, goals
    without which there would be a day are named, with that day.
    """
    alone = tuple(_alone(problem))
    return alone or tuple(_at_odds(problem, reachable))


def _every(problem: TrainUp) -> dict[str, Goal | Staffing]:
    """Return the goals of all phases as the last phase that has them puts them."""
    return {goal.id: goal for phase in problem.phases for goal in phase.requirements()}


def _alone(problem: TrainUp) -> Iterable[Missing]:
    """Yield the goals that hold on no day, or on no day on which all others are within reach."""
    ends = possible_ends(problem)
    last = problem.phases[-1]
    always = set(unmet_at_best(last, ends, last.last))
    for phase in problem.phases:
        for day in range(phase.first, phase.last + 1):
            always &= set(unmet_at_best(phase, ends, day))
    latest = {name: max(days) for name, days in ends.items() if days}
    for goal in last.requirements():
        if goal.id in always:
            why = (_most(goal, latest, last.last), *_hindrances(problem, goal, ends))
            yield Missing(goal.id, goal.title, why)


def _most(goal: Goal | Staffing, latest: dict[str, int], day: int) -> Words:
    """Return how far a goal can be brought with everything that can be done."""
    if isinstance(goal, Goal):
        most, needed = worth(goal, latest, day) // goal.scale, -(-goal.needed // goal.scale)
    else:
        filled, key = filled_posts(goal, latest, day)
        most, needed = (filled, goal.needed) if filled < goal.needed else (key, goal.needed_key)
    return Words(
        f"尚缺 {needed}，现有措施最多补足 {most}",
        f"short of {needed}; what can be done brings {most} at most",
    )


def _hindrances(problem: TrainUp, goal: Goal | Staffing, ends: Ends) -> Iterable[Words]:
    """Yield why activities that would help cannot be done on any day."""
    if isinstance(goal, Goal):
        names = {source.activity for piece in goal.pieces for source in piece.sources}
    else:
        names = {source.activity for people in goal.people for source in people.sources()}
    for activity in problem.activities:
        if activity.id in names and not ends[activity.id]:
            yield _hindrance(activity)


def _hindrance(activity: Activity) -> Words:
    """Return why one activity cannot be done."""
    why = activity.hindrance or Words("没有可用日期", "there is no day for it")
    return Words(f"{activity.title.zh}：{why.zh}", f"{activity.title.en}: {why.en}")


def _at_odds(problem: TrainUp, reachable: Reachable) -> Iterable[Missing]:
    """Yield the goals without which there would be a day."""
    found = False
    for goal in _every(problem).values():
        day = reachable(without(problem, goal.id))
        if day is not None:
            found = True
            zh, en = f"不计此项则第 {day} 天可达到", f"without it, day {day} would do"
            yield Missing(goal.id, goal.title, (Words(zh, en),))
    if not found:
        zh, en = "各项要求无法同时满足", "the requirements cannot hold at the same time"
        yield Missing("", Words("全部要求", "all requirements"), (Words(zh, en),))
