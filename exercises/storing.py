"""Storing a solved plan as the next version of the training year, with what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from exercises.codes import EventState, ExerciseKind, PlanState, RunMode
from exercises.components import stored_bounds
from exercises.frozen import frozen
from exercises.interruptions import stored_interruptions
from exercises.planning.framing import version_in_force
from exercises.planning.origin import Origin, origin_of, titles
from exercises.tables import (
    EventResource,
    EventTeam,
    PlannedEvent,
    PlanRun,
    TrainingPlan,
    UnscheduledDemand,
)
from registry.access import SYSTEM
from registry.history import Change
from registry.tables import Region, SharedResource, Team
from scheduling.areas import events_of
from scheduling.cost import Component
from scheduling.errors import PlanRejected
from scheduling.plan import Assignment, Plan, Unscheduled
from scheduling.problem import Event, Problem
from scheduling.repair import Interruption
from scheduling.serial import input_hash
from scheduling.verify import verify


@dataclass(frozen=True, slots=True)
class Figures:
    """
    What the solver says of a plan beside the plan: bound in cost units, proof, seconds and seed.

    `components` has a proven bound of each component in its own unit, `interrupted` what a repair broke off.
    """

    bound: int | None
    proven_optimal: bool
    seconds: float
    seed: int
    components: tuple[Component, ...] = ()
    interrupted: tuple[Interruption, ...] = ()


async def store_plan(
    change: Change, run: PlanRun, problem: Problem, plan: Plan, figures: Figures
) -> TrainingPlan:
    """
    Store `plan` as the next version of the run's region and year and return it, as a draft.

    A repair stores the problem its plan is judged by: with the past and what is announced locked, and
    what is interrupted cut short. Identifiers of events go on from the version in force: what did not move
    keeps its sequence and time of change, what moved counts one more, what was cancelled stays as cancelled.

    Raises
    ------
    PlanRejected
        The plan breaks a rule: it was not computed by this solver for this problem.

    """
    verification = verify(problem, plan)
    if not verification.passed:
        raise PlanRejected(verification.violations)
    parent = await version_in_force(run.region_id, run.year, SYSTEM)
    newest = await TrainingPlan.filter(region_id=run.region_id, year=run.year).order_by("-number").first()
    version = await change.add(
        TrainingPlan(
            region_id=run.region_id,
            year=run.year,
            number=newest.number + 1 if newest else 1,
            parent_id=parent.id if parent else None,
            state=PlanState.DRAFT,
            planned_by_id=run.requested_by_id,
            objective=asdict(verification.cost),
            total=verification.cost.total(problem.weights),
            bound=figures.bound,
            component_bounds=stored_bounds(figures.components),
            proven_optimal=figures.proven_optimal,
            solve_seconds=figures.seconds,
            seed=figures.seed,
            input_hash=run.input_hash if run.mode is RunMode.PLAN else input_hash(problem),
            problem=run.problem if run.mode is RunMode.PLAN else frozen(problem),
            interrupted=stored_interruptions(figures.interrupted, parent),
            estimated_days=bool(problem.estimated_days),
        )
    )
    await _store_events(change, version, problem, plan, parent)
    return version


async def _store_events(
    change: Change, version: TrainingPlan, problem: Problem, plan: Plan, parent: TrainingPlan | None
) -> None:
    regions: dict[str, Any] = dict(await Region.all().values_list("code", "id"))
    before = {e.uid: e for e in await PlannedEvent.filter(plan_id=parent.id)} if parent else {}
    events = events_of(problem, plan)
    pairs = [(events[a.event], a) for a in plan.assignments]
    rows = [_row(change, version, regions, event, a, before.get(event.id)) for event, a in pairs]
    placed = {row.uid for row in rows}
    kept = [e for e in before.values() if e.state is EventState.CANCELLED and e.uid not in placed]
    if rows or kept:
        await change.add_all([*rows, *(_still_cancelled(change, version, old) for old in kept)])
    ids = {row.uid: row.id for row in rows}
    await _store_teams(change, ids, pairs)
    await _store_resources(change, ids, pairs)
    left_out = [_unscheduled(version, problem, events, regions, entry) for entry in plan.unscheduled]
    if left_out:
        await change.add_all(left_out)


def _row(
    change: Change,
    version: TrainingPlan,
    regions: Mapping[str, UUID],
    event: Event,
    place: Assignment,
    old: PlannedEvent | None,
) -> PlannedEvent:
    origin = origin_of(event)
    host = place.exercise.host if place.exercise else origin.host
    zh, en = titles(event.title)
    moved = old is None or (old.first_day, old.last_day) != (place.first_day, place.last_day)
    return PlannedEvent(
        id=change.new_id(),
        plan_id=version.id,
        region_id=regions.get(origin.region, version.region_id),
        uid=event.id,
        kind=ExerciseKind(event.kind),
        title=_with_host(zh, host, place),
        title_en=_with_host(en, host, place),
        rule_number=origin.rule_number,
        first_day=place.first_day,
        last_day=place.last_day,
        load_half_days=event.load_half_days,
        host_id=regions.get(host) if host else None,
        channel_group=place.channel,
        state=EventState.PLANNED if old is None or old.state is EventState.CANCELLED else old.state,
        locked=old.locked if old else False,
        external=origin.external,
        unannounced=origin.unannounced,
        sequence=0 if old is None else old.sequence + int(moved),
        changed_at=change.act.at if old is None or moved else old.changed_at,
        change_reason=change.act.reason if old is not None and moved else "",
    )


def _with_host(title: str, host: str, place: Assignment) -> str:
    """Return the title with the regions that meet, for designed exercises."""
    if place.exercise is None:
        return title
    guests = "+".join(region for region in place.exercise.regions if region != host)
    return f"{title} {host}+{guests}"


_COPIED = (
    *("region_id", "uid", "kind", "title", "title_en", "rule_number", "first_day", "last_day"),
    *("load_half_days", "host_id", "channel_group", "state", "locked", "external", "unannounced"),
    *("sequence", "changed_at", "change_reason"),
)


def _still_cancelled(change: Change, version: TrainingPlan, old: PlannedEvent) -> PlannedEvent:
    values = {name: getattr(old, name) for name in _COPIED}
    return PlannedEvent(id=change.new_id(), plan_id=version.id, **values)


async def _store_teams(
    change: Change, ids: Mapping[str, UUID], pairs: Iterable[tuple[Event, Assignment]]
) -> None:
    wanted = {crew for event, _ in pairs for crew in event.crews}
    teams: dict[str, Any] = dict(await Team.filter(code__in=list(wanted)).values_list("code", "id"))
    links = [
        EventTeam(id=change.new_id(), event_id=ids[event.id], team_id=teams[crew])
        for event, _ in pairs
        for crew in event.crews
        if crew in teams
    ]
    if links:
        await change.add_all(links)


async def _store_resources(
    change: Change, ids: Mapping[str, UUID], pairs: Iterable[tuple[Event, Assignment]]
) -> None:
    wanted = {choice for _, place in pairs for choice in place.choices}
    found: Any = await SharedResource.filter(code__in=list(wanted)).values_list("code", "id")
    resources: dict[str, UUID] = dict(found)
    links = [
        EventResource(
            id=change.new_id(),
            event_id=ids[event.id],
            resource_id=resources[choice],
            quantity=max(1, next(o.quantity for o in need.options if o.resource == choice)),
            ordinal=i,
        )
        for event, place in pairs
        for i, (need, choice) in enumerate(zip(event.needs, place.choices, strict=True))
        if choice in resources
    ]
    if links:
        await change.add_all(links)


def _unscheduled(
    version: TrainingPlan,
    problem: Problem,
    events: Mapping[str, Event],
    regions: Mapping[str, UUID],
    entry: Unscheduled,
) -> UnscheduledDemand:
    """Return what is left out as a row; a pair of regions stands as ``area/one+other``."""
    event = events.get(entry.event)
    area = next((a for a in problem.areas if entry.event.startswith(f"{a.id}/")), None)
    source = event or area
    origin = origin_of(event) if event else Origin(None, problem.id)
    zh, en = titles(source.title) if source else (entry.event, entry.event)
    if event is None:
        pair = entry.event.rpartition("/")[2]
        zh, en = f"{zh} {pair}", f"{en} {pair}"
    return UnscheduledDemand(
        plan_id=version.id,
        region_id=regions.get(origin.region, version.region_id),
        uid=entry.event,
        kind=ExerciseKind(source.kind if source else ExerciseKind.CROSS_REGION.value),
        title=zh,
        title_en=en,
        rule_number=origin.rule_number,
        points=entry.points,
        reasons=[{"zh": reason[0], "en": reason[1]} for reason in entry.reasons],
    )
