"""A small training year: the small world with the default syllabus, planned once and kept by its hash."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from exercises import plans, runs
from exercises.codes import ExerciseKind
from exercises.default_syllabus import DEFAULT_RULES, DEFAULT_SOURCES, RuleData
from exercises.frozen import problem_of_row
from exercises.planning import YearFacts
from exercises.planning.facts import AreaFact, PlaceFact, ResourceFact, TeamFact
from exercises.tables import ExternalEvent, PlanRun, SyllabusRule, TrainingPlan
from exercises.workdays import calendar_of
from registry.access import Viewer
from registry.codes import RegionLevel, ResourceKind, TeamCategory
from registry.history import Act, changing
from registry.tables import RuleSource
from scheduling import repair_form
from scheduling.outcome import Infeasible, Outcome, Unfinished
from scheduling.problem import Problem
from scheduling.repair_form import Mended
from scheduling.serial import input_hash, plan_from_json
from scheduling.solve import plan_year
from tests.conftest import NOW
from tests.factories import WORLD, WORLD_AT, SmallWorld, small_world

Acts = Callable[..., Act]
YEAR = 2026
RULES = {rule.number: rule for rule in DEFAULT_RULES}
OUTCOMES: dict[str, Outcome] = {}


@dataclass(frozen=True, slots=True)
class YearWorld:
    """The small world with a syllabus, and viewers of those who work on the year."""

    world: SmallWorld
    planner: Viewer
    approver: Viewer
    viewer: Viewer
    acts: Acts

    @property
    def region_id(self) -> UUID:
        return self.world.city.id

    def act(self, viewer: Viewer, reason: str = "test") -> Act:
        return self.acts(reason, author=viewer.principal_id)


async def store_year() -> SmallWorld:
    """Store the small world, the default syllabus, an area joint training and nothing else."""
    world = await small_world()
    async with changing(Act(world.principals["admin"].id, "syllabus", WORLD_AT, uuid5(WORLD, "s"))) as change:
        sources = [
            RuleSource(id=change.new_id(), code=s.code, title=s.title, citation=s.citation, mark=s.mark)
            for s in DEFAULT_SOURCES
        ]
        await change.add_all(sources)
        by_code = {source.code: source.id for source in sources}
        await change.add_all(
            [
                SyllabusRule(id=change.new_id(), source_id=by_code[rule.source_code], **rule.values())
                for rule in DEFAULT_RULES
            ]
        )
        await change.add(
            ExternalEvent(
                region_id=world.city.id,
                code="JOINT-2026",
                kind=ExerciseKind.AREA_JOINT,
                title="片区联合训练",
                title_en="Area joint training",
                first_day=date(2026, 5, 12),
                last_day=date(2026, 5, 14),
                host_id=world.foreign_city.id,
                given_by="省动员办",
            )
        )
    return world


def solved(problem: Problem) -> Outcome:
    """Plan a problem deterministically, once for all tests."""
    key = input_hash(problem)
    if key not in OUTCOMES:
        OUTCOMES[key] = plan_year(problem, seed=1, seconds=2, deterministic=True)
    return OUTCOMES[key]


def mended(run: PlanRun) -> Mended | Infeasible | Unfinished:
    """Repair what a run asks for, deterministically."""
    wish = runs.repair_wish(run)
    assert wish is not None
    plan = plan_from_json(json.dumps(wish["plan"]))
    options = {name: wish[name] for name in ("mode", "again", "most_moves")}
    return repair_form.mended(problem_of_row(run), plan, **options, seconds=2, deterministic=True)


async def requested(year: YearWorld, **wish: object) -> PlanRun:
    return await runs.request_run(
        year.planner,
        year.act(year.planner, "plan the year"),
        region_id=year.region_id,
        year=YEAR,
        **wish,  # type: ignore[arg-type]  # keyword arguments of the call under test
    )


async def drafted(year: YearWorld, **wish: object) -> TrainingPlan:
    """Request, solve and store a version."""
    run = await requested(year, **wish)
    run = await runs.begin_run(run.id)
    act = year.act(year.planner, "store the plan")
    run = await runs.finish_run(run.id, act, solved(problem_of_row(run)))
    assert run.plan_id is not None, run.message
    return await TrainingPlan.get(id=run.plan_id)


async def issued(year: YearWorld, plan: TrainingPlan | None = None) -> TrainingPlan:
    """Take a version through consultation, approval and issue."""
    plan = plan or await drafted(year)
    for step, who in (
        (plans.consult_plan, year.planner),
        (plans.submit_plan, year.planner),
        (plans.approve_plan, year.approver),
        (plans.issue_plan, year.approver),
    ):
        plan = await step(who, year.act(who), plan.id, plan.version)
    return plan


CITY, EAST, WEST = "510300", "510302", "510303"
PLACES = {
    CITY: PlaceFact(CITY, "自贡市", RegionLevel.PREFECTURE, "510000", 29.34, 104.78),
    EAST: PlaceFact(EAST, "自流井区", RegionLevel.COUNTY, CITY, 29.34, 104.78),
    WEST: PlaceFact(WEST, "贡井区", RegionLevel.COUNTY, CITY, 29.35, 104.72),
    "511000": PlaceFact("511000", "内江市", RegionLevel.PREFECTURE, "510000", 29.58, 105.06),
}


def team(category: TeamCategory, region: str = EAST, number: int = 1, **values: object) -> TeamFact:
    """Return a team of ten persons."""
    base = TeamFact(
        code=f"{region}-{category.value}-{number:02d}",
        name=f"{region}{category.zh}{number}队",
        category=category,
        region=region,
        organization=f"ORG-{region}-{category.value}",
        strength=10,
    )
    return replace(base, **values)  # type: ignore[arg-type]  # fields of the dataclass by name


def resource(kind: ResourceKind, capacity: int, region: str = CITY, code: str = "") -> ResourceFact:
    """Return a resource at the seat of its region."""
    place = PLACES[region]
    return ResourceFact(
        code=code or f"{region}-{kind.value}",
        name=kind.zh,
        kind=kind,
        region=region,
        organization="OFFICE",
        capacity=capacity,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def facts(
    teams: list[TeamFact],
    rules: list[RuleData],
    resources: list[ResourceFact] | None = None,
    **values: object,
) -> YearFacts:
    """Return the facts of a city with two districts for 2026."""
    base = YearFacts(
        region=CITY,
        year=YEAR,
        issue_date=date(2025, 12, 1),
        calendar=calendar_of(YEAR),
        places=dict(PLACES),
        rules=tuple(rules),
        teams=tuple(teams),
        resources=tuple(resources or ()),
    )
    return replace(base, **values)  # type: ignore[arg-type]  # fields of the dataclass by name


SOUTH = AreaFact("SOUTH", "川南片区", "South area", (CITY, "511000"))
assert NOW.year == YEAR
