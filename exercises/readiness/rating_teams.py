"""Rating teams as the records stand, by their offices' figures; a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from exercises.readiness.loading import load_facts
from registry.access import SYSTEM, Viewer
from registry.codes import TaskState
from registry.errors import NotFound
from registry.history import Act, day_of
from registry.readiness.facts import TeamFacts
from registry.readiness.rating import rate
from registry.readiness.ratings import Rating
from registry.readiness.records.office_rules import rules_of_regions
from registry.readiness.records.overriding import (
    OverrideDraft,
    Standing,
    overrides_of,
    set_override,
    standing,
)
from registry.readiness.records.reading import Where
from registry.readiness.rules import RatingRules
from registry.tables import ReadinessOverride, Team


@dataclass(frozen=True, slots=True)
class Rated:
    """A team's rating with what it was made from, and what is shown of its level under an override."""

    facts: TeamFacts
    rules: RatingRules
    rating: Rating
    standing: Standing


async def rated(viewer: Viewer, where: Where, on: date, task: TaskState = TaskState.PEACE) -> list[Rated]:
    """
    Rate the teams of a region's subtree, or some teams, on a day for a task; by code.

    The rating is of the records as they are known now, whatever day is asked about; teams out of the
    viewer's scope are left out. Raises `NotFound` for a region out of scope.
    """
    facts = await load_facts(viewer, where, on)
    rules = await rules_of_regions(SYSTEM, {UUID(each.region) for each in facts}, on)
    overrides = await overrides_of(viewer, [UUID(each.team) for each in facts], on)
    return [
        _rated(each, rules[UUID(each.region)], overrides.get(UUID(each.team), ()), on, task) for each in facts
    ]


def _rated(
    facts: TeamFacts, rules: RatingRules, overrides: Iterable[ReadinessOverride], on: date, task: TaskState
) -> Rated:
    rating = rate(facts, on, rules, task)
    return Rated(facts, rules, rating, standing(rating.level, overrides, task, on))


async def rated_team(viewer: Viewer, team_id: UUID, on: date, task: TaskState = TaskState.PEACE) -> Rated:
    """Rate one team on a day for a task; raises `NotFound` when it is out of scope, or not there that day."""
    found = await rated(viewer, [team_id], on, task)
    if not found:
        raise NotFound(Team.table_name(), team_id)
    return found[0]


async def rating_of(viewer: Viewer, team_id: UUID, on: date, task: TaskState = TaskState.PEACE) -> Rating:
    """Return the rating of one team, as `rated_team`."""
    return (await rated_team(viewer, team_id, on, task)).rating


async def ratings_of(
    viewer: Viewer, region_id: UUID, on: date, task: TaskState = TaskState.PEACE
) -> list[Rating]:
    """Return the ratings of a region's teams, as `rated`."""
    return [each.rating for each in await rated(viewer, region_id, on, task)]


async def override(viewer: Viewer, act: Act, draft: OverrideDraft) -> ReadinessOverride:
    """
    Set a level by hand over the one computed for the day of the act.

    Raises as `registry.readiness.records.overriding.set_override`.
    """
    team = await rated_team(viewer, draft.team_id, day_of(act.at), draft.task)
    return await set_override(
        viewer,
        act,
        draft,
        computed=team.rating.level,
        longest=team.rules.figure("override.days"),
    )
