"""A made-up world around teams to be made ready: one city, its grounds, and the default syllabus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from exercises.default_syllabus import DEFAULT_RULES
from exercises.planning.facts import PlaceFact, ResourceFact, TeamFact, YearFacts
from exercises.readiness.train_up.world import Qualified, World
from exercises.workdays import calendar_of
from registry.codes import RegionLevel, ResourceKind
from registry.readiness.facts import TeamFacts
from scheduling.words import Words
from tests.registry.readiness.factories import DAY

CITY = "510300"
#: The kinds of the made-up facts that the default syllabus calls otherwise.
KINDS = {"training": "concentrated", "skills": "hands_on"}
CAPACITIES = {
    ResourceKind.BASE: 60,
    ResourceKind.MUSTER_GROUND: 100,
    ResourceKind.SITE: 1,
    ResourceKind.INSTRUCTORS: 2,
    ResourceKind.EVALUATORS: 1,
}


def of_the_syllabus(facts: TeamFacts) -> TeamFacts:
    """Return made-up facts with the kinds of exercises that the default syllabus knows."""
    return replace(
        facts,
        training=tuple(replace(each, kind=KINDS.get(each.kind, each.kind)) for each in facts.training),
        held=tuple(
            replace(each, kinds=frozenset(KINDS.get(kind, kind) for kind in each.kinds))
            for each in facts.held
        ),
    )


def world_of(*teams: TeamFacts, first: date = DAY, days: int = 365, **given) -> World:
    """Return the world of some teams, all of one city with a ground of each kind they need."""
    last = first + timedelta(days=days)
    calendars = [calendar_of(year) for year in range(first.year, last.year + 1)]
    around = {
        each.team: TeamFact(each.code, each.name, each.category, CITY, "unit", strength=40) for each in teams
    }
    resources = tuple(
        ResourceFact(f"{CITY}-{kind.value}", kind.zh, kind, CITY, "", capacity)
        for kind, capacity in CAPACITIES.items()
    )
    return World(
        **{
            "first": first,
            "last": last,
            "workdays": tuple((d - first).days for c in calendars for d in c.workdays_between(first, last)),
            "around": YearFacts(
                region=CITY,
                year=first.year,
                issue_date=first,
                calendar=calendars[0],
                places={CITY: PlaceFact(CITY, "自贡市", RegionLevel.PREFECTURE, None, None, None)},
                rules=(),
                teams=tuple(around.values()),
                resources=resources,
            ),
            "teams": around,
            "rules": {each.team: DEFAULT_RULES for each in teams},
            "qualifications": {"PUMP": Qualified(Words("水泵操作", "pump operation"), 24)},
            **given,
        }
    )
