"""The verifier of a schedule: judges every day and goal by itself, and knows nothing of the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from scheduling.train_up.outcome import Placed
from scheduling.train_up.problem import Activity, Goal, People, Phase, Posts, Source, Staffing, TrainUp


def faults(problem: TrainUp, schedule: Iterable[Placed], day: int) -> list[str]:
    """Return what is wrong with a schedule: rules broken on the way, goals not met at the end of a day."""
    placed = list(schedule)
    activities = {each.id: each for each in problem.activities}
    unknown = [f"{each.activity} is no activity" for each in placed if each.activity not in activities]
    twice = [f"{name} is done twice" for name, n in Counter(e.activity for e in placed).items() if n > 1]
    if unknown or twice:
        return unknown + twice
    return [
        *(fault for each in placed for fault in _placing(activities[each.activity], each, day)),
        *_order(activities, placed),
        *_one_place(activities, placed),
        *_capacity(problem, activities, placed),
        *unmet(problem.phase_on(day), {each.activity: each.slot.last for each in placed}, day),
    ]


def unmet(phase: Phase, ends: Mapping[str, int], day: int) -> Iterator[str]:
    """Yield the goals of a phase that do not hold on a day; `ends` are the last days of what was done."""
    yield from (goal.id for goal in phase.goals if worth(goal, ends, day) < goal.needed)
    for staffing in phase.staffings:
        filled, key = filled_posts(staffing, ends, day)
        if filled < staffing.needed or key < staffing.needed_key:
            yield staffing.id


def worth(goal: Goal, ends: Mapping[str, int], day: int) -> int:
    """Return how much of a goal is reached on a day."""
    return sum(
        piece.amount for piece in goal.pieces if any(_counts(source, ends, day) for source in piece.sources)
    )


def filled_posts(staffing: Staffing, ends: Mapping[str, int], day: int) -> tuple[int, int]:
    """Return the most posts and the most key posts that can be filled on a day, by augmenting paths."""
    held = [
        gained(people, ends, day)
        for people in staffing.people
        if people.joins is None or _counts(people.joins, ends, day)
        for _ in range(people.count)
    ]
    every = [post for post in staffing.posts for _ in range(post.count)]
    key = [post for post in every if post.key]
    return _matching(every, held), _matching(key, held)


def gained(people: People, ends: Mapping[str, int], day: int) -> frozenset[str]:
    """Return what people hold on a day, with what they gained."""
    return people.holds | {name for name, source in people.gains if _counts(source, ends, day)}


def _counts(source: Source, ends: Mapping[str, int], day: int) -> bool:
    """Tell whether a source is done and counts on a day."""
    return source.activity in ends and source.counts(ends[source.activity], day)


def _matching(posts: list[Posts], held: list[frozenset[str]]) -> int:
    """Return how many posts find somebody."""
    holder: dict[int, int] = {}

    def seated(post: int, tried: set[int]) -> bool:
        wanted = posts[post].qualification
        for person, names in enumerate(held):
            if person not in tried and (wanted is None or wanted in names):
                tried.add(person)
                if person not in holder or seated(holder[person], tried):
                    holder[person] = post
                    return True
        return False

    return sum(seated(post, set()) for post in range(len(posts)))


def _placing(activity: Activity, placed: Placed, day: int) -> Iterator[str]:
    """Yield what is wrong with one activity's place."""
    if placed.slot not in activity.slots:
        yield f"{activity.id} may not lie on days {placed.slot.first} to {placed.slot.last}"
    if placed.slot.last > day:
        yield f"{activity.id} ends after day {day}"
    served = [n in range(len(need)) for n, need in zip(placed.choices, activity.needs, strict=False)]
    if len(placed.choices) != len(activity.needs) or not all(served):
        yield f"{activity.id} does not get what it needs"


def _order(activities: Mapping[str, Activity], placed: list[Placed]) -> Iterator[str]:
    """Yield what begins before something it comes after has ended."""
    ends = {each.activity: each.slot.last for each in placed}
    for each in placed:
        for before in sorted(activities[each.activity].after):
            if before not in ends or ends[before] >= each.slot.first:
                yield f"{each.activity} does not come after {before}"


def _one_place(activities: Mapping[str, Activity], placed: list[Placed]) -> Iterator[str]:
    """Yield who would be in two places at once."""
    taken = Counter(
        (who, day) for each in placed for who in activities[each.activity].occupies for day in each.slot.busy
    )
    yield from (f"{who} is taken twice on day {day}" for (who, day), n in sorted(taken.items()) if n > 1)


def _capacity(problem: TrainUp, activities: Mapping[str, Activity], placed: list[Placed]) -> Iterator[str]:
    """Yield the resources that would be used beyond what there is."""
    used = Counter[tuple[str, int]]()
    for each in placed:
        for choice, need in zip(each.choices, activities[each.activity].needs, strict=False):
            for day in each.slot.busy:
                use = need[min(choice, len(need) - 1)]
                used[use.resource, day] += use.quantity
    for resource in problem.resources:
        over = [day for (name, day), n in used.items() if name == resource.id and n > resource.capacity[day]]
        yield from (f"{resource.id} is short on day {day}" for day in sorted(over))
