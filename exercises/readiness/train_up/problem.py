"""From teams and their world to the solver's problem: goals day by day, tasks, resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from exercises.readiness.train_up.courses import course_tasks, courses, seat_resources
from exercises.readiness.train_up.exercises import exercises
from exercises.readiness.train_up.goals import Lacks, Offers
from exercises.readiness.train_up.tasks import Case, Task
from exercises.readiness.train_up.upkeep import crews, upkeep
from exercises.readiness.train_up.world import World
from registry.readiness.ratings import Rating
from scheduling.train_up import Activity, Goal, Phase, Resource, Staffing, TrainUp
from scheduling.words import Words, halves

DayGoals = tuple[tuple[Goal, ...], tuple[Staffing, ...]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Teams with everything that can be done for them, whatever the level."""

    cases: tuple[Case, ...]
    tasks: Mapping[str, Task]
    resources: tuple[Resource, ...]
    horizon: int

    def problem(self, level: int, *, training_only: bool = False) -> TrainUp:
        """Return the question how soon all teams can be at a level; of training alone if asked."""
        asked = [
            _Asked(case, Offers(t for t in self.tasks.values() if t.team == case.facts.team), level)
            for case in self.cases
        ]
        days = [_day_goals(asked, day, training_only=training_only) for day in range(self.horizon + 1)]
        phases = tuple(_phases(days))
        return TrainUp(self._in_order(phases), self.resources, phases)

    def _in_order(self, phases: Sequence[Phase]) -> tuple[Activity, ...]:
        """Return the activities by when what they mend is first lacking, then by cost."""
        due: dict[str, int] = {}
        for phase in phases:
            for source in phase.sources():
                due.setdefault(source.activity, phase.first)
        wanted = [task.activity for name, task in self.tasks.items() if name in due]
        return tuple(sorted(wanted, key=lambda each: (due[each.id], each.cost, each.id)))


def prepared(cases: Sequence[Case], world: World, *, additions: bool) -> Prepared:
    """Return what can be done for some teams; new members and equipment only with `additions`."""
    tasks: list[Task] = []
    extra: dict[str, tuple[Words, int]] = {}
    for case in cases:
        found = courses(case, world)
        tasks += course_tasks(case, world, found)
        tasks += exercises(case, world, {course.member.person for course in found})
        tasks += upkeep(case, world, additions=additions)
        for name, title, capacity in (*seat_resources(world, case, found), *crews(case, world)):
            extra[name] = (title, capacity)
    every = {task.activity.id: task for task in tasks}
    resources = (*_grounds(world), *_constant(extra, world.horizon))
    return Prepared(tuple(cases), every, resources, world.horizon)


@dataclass(slots=True)
class _Asked:
    """What one team lacks for a level, day by day; equal ratings lack the same."""

    case: Case
    offers: Offers
    level: int
    known: dict[str, tuple[Goal, ...]] = field(default_factory=dict[str, tuple[Goal, ...]])

    def goals(self, day: int, *, training_only: bool) -> DayGoals:
        """Return what the team lacks on a day."""
        rating = self.case.ratings[day]
        lacks = Lacks(self.case, self.offers, self.level, rating)
        same = f"{_signature(rating)} {lacks.aged_additions()}"
        if same not in self.known:
            self.known[same] = tuple(lacks.goals(training_only=training_only))
        return self.known[same], () if training_only else tuple(lacks.staffings())


def _signature(rating: Rating) -> str:
    """Return what goals are made from in a rating, as text: days and ages are left out."""
    credit = [(each.kind, each.credit) for each in rating.credits]
    fractions = [each for area in rating.areas for each in area.measures]
    failing = [(each.item, each.quantity) for each in rating.failing_items]
    return repr((rating.level is None, fractions, credit, rating.lines, failing, rating.caps))


def _day_goals(asked: Iterable[_Asked], day: int, *, training_only: bool) -> DayGoals:
    """Return what all teams lack on a day."""
    found = [each.goals(day, training_only=training_only) for each in asked]
    return tuple(goal for goals, _ in found for goal in goals), tuple(s for _, more in found for s in more)


def _phases(days: Sequence[DayGoals]) -> Iterator[Phase]:
    """Yield runs of days with the same goals."""
    first = 0
    for (goals, staffings), run in groupby(days):
        last = first + len(list(run)) - 1
        yield Phase(first, last, goals, staffings)
        first = last + 1


def _grounds(world: World) -> Iterator[Resource]:
    """Yield the shared resources, with what is left of them; one that is not registered has nothing."""
    for planned in world.grounds.resources():
        known = world.grounds.by_code.get(planned.id)
        if known is None:
            yield Resource(planned.id, halves(planned.id), (0,) * (world.horizon + 1))
        else:
            kept = known.capacity - planned.capacity
            left = tuple(max(0, units - kept) for units in world.spare(known))
            yield Resource(planned.id, Words(known.name, known.name), left)


def _constant(extra: Mapping[str, tuple[Words, int]], horizon: int) -> Iterator[Resource]:
    """Yield resources of which there is the same every day."""
    for name, (title, capacity) in sorted(extra.items()):
        yield Resource(name, title, (capacity,) * (horizon + 1))
