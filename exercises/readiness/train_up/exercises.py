"""Exercises that a team can hold to be ready, and those an issued plan has for it already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from exercises.codes import ExerciseKind, Grouping, TrainUpKind
from exercises.default_syllabus import RuleData
from exercises.planning.crews import applies, crew_share
from exercises.planning.grounds import persons_of
from exercises.readiness.train_up.tasks import Case, Sort, Task, person_taken, task, team_taken
from exercises.readiness.train_up.world import Dated, World
from registry.readiness.areas.caps import ASSESSMENT, MUSTER, TURN_OUT
from registry.readiness.what_if.edits import Edit, ExerciseHeld
from scheduling.train_up import Slot, Use, worked
from scheduling.words import Words, halves

GIVEN = Words("由上级定期，本单位不能自行安排", "it is dated from outside; the office cannot hold it itself")
NO_DAY = Words("推算期内没有允许且空闲的日期", "no day looked at is both allowed and free")
_WHOLE = (1, 1)


def exercises(case: Case, world: World, trainees: Iterable[str]) -> Iterator[Task]:
    """
    Yield the exercises that count for something the team needs.

    Each row of the syllabus in force can be held once, for this team alone: others that a row calls for
    are taken to come along (assumed). Notice, months, least gaps and the team's free days are kept; a
    muster that was missed may be made up in any month (assumed). `trainees` are the persons who may be
    at a course instead.
    """
    taken = frozenset(person_taken(person) for person in trainees) | {team_taken(case.facts.team)}
    for rule in world.rules[case.facts.team]:
        if applies(rule, case.facts.category) and kinds_of(rule) & _wanted(case):
            yield from _of_row(case, world, rule, taken)
    for dated in world.dated:
        if dated.team == case.facts.team and _dated_kinds(case, world, dated) & _wanted(case):
            yield _as_planned(case, world, dated)


def kinds_of(rule: RuleData) -> frozenset[str]:
    """Return the codes of the kinds an exercise of a row counts for."""
    return frozenset({rule.kind.value, *(kind.value for kind in rule.satisfies)})


def _wanted(case: Case) -> frozenset[str]:
    """Return the kinds that requirements and caps ask for."""
    return frozenset({*(each.kind for each in case.facts.training), TURN_OUT, ASSESSMENT, MUSTER})


def _of_row(case: Case, world: World, rule: RuleData, taken: frozenset[str]) -> Iterator[Task]:
    """Yield the exercise of a row; a muster once for each year, since it counts for its year only."""
    team, share = world.teams[case.facts.team], crew_share(rule, case.facts.category)
    persons = persons_of([team], share)
    days = -(-rule.duration_half_days // 2)
    sort = Sort(
        kind=TrainUpKind.EXERCISE,
        cost=persons * days,
        occupies=taken if share == _WHOLE else frozenset({team_taken(team_id(case))}),
        needs=_needs(world, case, rule, persons),
    )
    slots = () if rule.grouping is Grouping.GIVEN else _slots(case, world, rule, days)
    missing = GIVEN if rule.grouping is Grouping.GIVEN else _missing(sort)
    for year in range(world.first.year, world.last.year + 1):
        of_year = tuple(slot for slot in slots if world.on(slot.last).year == year)
        if rule.kind is ExerciseKind.MUSTER:
            keys = [("exercise", MUSTER), ("muster", str(year))]
            yield task(case, sort, f"{rule.number}-{year}", _title(rule), of_year, keys, _held(rule), missing)
    if rule.kind is not ExerciseKind.MUSTER:
        keys = [("exercise", kind) for kind in sorted(kinds_of(rule))]
        yield task(case, sort, str(rule.number), _title(rule), slots, keys, _held(rule), missing)


def team_id(case: Case) -> str:
    """Return the id of a case's team."""
    return case.facts.team


def _title(rule: RuleData) -> Words:
    return Words(rule.kind.zh, rule.kind.en)


def _held(rule: RuleData) -> Callable[[date], Edit]:
    """Return what changes when an exercise of a row is held, passed, with everybody there."""
    return lambda on: ExerciseHeld(rule.kind.value, on, kinds_of(rule) - {rule.kind.value})


def _slots(case: Case, world: World, rule: RuleData, days: int) -> tuple[Slot, ...]:
    """Return when an exercise of a row may lie."""
    free = world.free(case.facts.team)
    if rule.months and rule.kind is not ExerciseKind.MUSTER:
        free = frozenset(day for day in free if world.on(day).month in rule.months)
    passed = [each.on for each in case.facts.held if each.passed and rule.kind.value in each.kinds]
    rested = world.day(max(passed)) + rule.min_gap_days if passed else 0
    return worked(world.workdays, days, max(rule.notice_days, rested), free)


def _needs(world: World, case: Case, rule: RuleData, persons: int) -> tuple[tuple[Use, ...], ...]:
    """Return what an exercise needs, as the planner has it."""
    team = world.teams[case.facts.team]
    needs = world.grounds.needs(rule, [team], team.region, persons)
    return tuple(tuple(Use(each.resource, each.quantity) for each in need.options) for need in needs)


def _missing(sort: Sort) -> Words:
    """Return what an exercise lacks where it cannot be held at all."""
    absent = [need[0].resource for need in sort.needs if need[0].resource.startswith("未登记")]
    return halves(absent[0]) if absent else NO_DAY


def _dated_kinds(case: Case, world: World, dated: Dated) -> frozenset[str]:
    """Return the kinds a planned event counts for, by the rows of its kind."""
    rules = [rule for rule in world.rules[case.facts.team] if rule.kind is dated.kind]
    return frozenset({dated.kind.value}).union(*(kinds_of(rule) for rule in rules))


def _as_planned(case: Case, world: World, dated: Dated) -> Task:
    """Return a planned event as something that will be done: on its days, with what it has booked."""
    kinds = _dated_kinds(case, world, dated)
    year = str(dated.last.year)
    keys = [("exercise", kind) for kind in sorted(kinds)] + [("muster", year)] * (MUSTER in kinds)
    slot = Slot(world.day(dated.first), world.day(dated.last))

    def held(on: date) -> Edit:
        return ExerciseHeld(dated.kind.value, on, kinds - {dated.kind.value})

    return task(case, Sort(kind=TrainUpKind.PLANNED, cost=0), dated.uid, dated.title, (slot,), keys, held)
