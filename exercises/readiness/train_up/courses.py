"""Courses that give members what a post asks for: renewals, and first certificates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce

from exercises.codes import TrainUpKind
from exercises.readiness.train_up.tasks import Case, Sort, Task, person_taken, task
from exercises.readiness.train_up.world import World
from registry.periods import months_later
from registry.readiness.facts import MemberFact, TeamFacts
from registry.readiness.ratings import Why
from registry.readiness.what_if.edits import Edit, GrantsRenewed
from scheduling.train_up import Use, ending
from scheduling.words import Words

NO_EXAMINATION = Words(
    "推算期内没有可参加的考试日期", "no examination within the days looked at can be taken"
)
#: Months a grant holds where its kind is unknown (assumed).
DEFAULT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Course:
    """What one member may gain; `first` for what he never held."""

    member: MemberFact
    qualification: str
    first: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """A member gains a qualification, and with it what that supersedes."""

    person: str
    qualifications: tuple[str, ...]
    until: date

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with all of them granted from the day on."""
        return reduce(
            lambda edited, each: GrantsRenewed(frozenset({self.person}), each, self.until).applied(
                edited, on
            ),
            self.qualifications,
            facts,
        )

    def said(self, names: object) -> tuple[str, str]:
        """Say that a certificate is granted."""
        return "取得资格证", "gain a certificate"


def courses(case: Case, world: World) -> tuple[Course, ...]:
    """
    Return who may gain what: certificates that lapse within the days looked at or have lapsed, renewed.

    Members whom no empty post takes may gain what one asks for, by a longer course.
    """
    posts = [post for rating in case.ratings for post in rating.unmatched_posts]
    if not posts:
        return ()
    asked = {post.qualification for post in case.facts.required(case.task).posts} - {None}
    lacking = {post.qualification for post in posts} - {None}
    idle = {
        each.person
        for rating in case.ratings[:1]
        for each in rating.unmatched_members
        if each.why is Why.UNQUALIFIED
    }
    found: dict[tuple[str, str], Course] = {}
    for member in case.facts.members:
        if any(period.end is None or period.end > world.first for period in member.served):
            for qualification in sorted(each for each in asked if each is not None):
                first = not any(grant.qualification == qualification for grant in member.grants)
                wanted = (
                    qualification in lacking and member.person in idle
                    if first
                    else _lapses(member, qualification, world)
                )
                if wanted:
                    found.setdefault((member.person, qualification), Course(member, qualification, first))
    return tuple(found[key] for key in sorted(found))


def _lapses(member: MemberFact, qualification: str, world: World) -> bool:
    """Tell whether a member lacks what he held once on some day looked at."""
    ends = [grant.period.end for grant in member.grants if grant.qualification == qualification]
    return all(end is not None and end <= world.last for end in ends)


def course_tasks(case: Case, world: World, found: tuple[Course, ...]) -> Iterator[Task]:
    """Yield each course as a task: it ends with an examination, whose seats are few."""
    for course in found:
        yield _task(case, world, course)


def _task(case: Case, world: World, course: Course) -> Task:
    figure, member = case.rules.figure, course.member
    name = world.called(course.qualification)
    known = world.qualifications.get(course.qualification)
    months = DEFAULT_MONTHS if known is None else known.validity_months
    given = (course.qualification, *sorted(() if known is None else known.supersedes))
    away = frozenset(
        day
        for period in member.away
        for day in world.days(period.start, world.last if period.last_day is None else period.last_day)
    )
    days = figure("ready.course.first-days" if course.first else "ready.course.days")
    examinations = world.examinations(figure("ready.course.month-day"))
    slots = ending(
        world.workdays, days, examinations, figure("ready.course.notice"), frozenset(world.workdays) - away
    )
    sort = Sort(
        kind=TrainUpKind.FIRST_COURSE if course.first else TrainUpKind.RENEWAL,
        cost=days,
        occupies=frozenset({person_taken(member.person)}),
        needs=((Use(seats(world, case, course.qualification)),),),
    )
    verb = Words("初次取证", "first certificate") if course.first else Words("复证", "renew the certificate")
    title = Words(f"{member.reference}{verb.zh}：{name.zh}", f"{verb.en} of {name.en} for {member.reference}")

    def granted(on: date) -> Edit:
        return Granted(member.person, given, months_later(on, months))

    keys = [("grant", member.person, each) for each in given]
    unique = f"{course.qualification}-{member.reference}"
    return task(case, sort, unique, title, slots, keys, granted, NO_EXAMINATION)


def seats(world: World, case: Case, qualification: str) -> str:
    """Return the name of the seats of a city's examinations for a qualification."""
    return f"{world.city(case.facts.team)} {qualification}"


def seat_resources(world: World, case: Case, found: tuple[Course, ...]) -> Iterator[tuple[str, Words, int]]:
    """Yield the seats that courses use: id, name, seats an examination."""
    for qualification in sorted({course.qualification for course in found}):
        name = world.called(qualification)
        title = Words(f"{name.zh}考试名额", f"examination seats for {name.en}")
        yield seats(world, case, qualification), title, case.rules.figure("ready.course.seats")
