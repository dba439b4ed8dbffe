"""Forecasts: the readiness of teams on every day to come, and what a change would do to it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api.context import Info
from api.forecast_edits import ForecastEdit, edits_of
from api.forecast_parts import Forecast, TeamsForecast, WhatIf
from api.forecast_shown import forecast_shown, records_of, teams_shown, what_if_shown
from api.masking import coded
from api.nodes import find
from api.readiness import Task
from api.regions import within
from exercises.readiness.areas import in_area
from exercises.readiness.forecasting_sets import curves
from exercises.readiness.forecasting_teams import Horizon, Known, known_team
from exercises.readiness.what_if import compared
from registry import tables
from registry.access import rows
from registry.codes import ForecastCase, TaskState, TeamCategory
from registry.errors import NotFound
from registry.periods import in_force
from registry.readiness.forecast.set_forecasts import set_forecast

#: Most teams whose forecast one operation may add up; more take the command line.
MOST_TEAMS = 1_000
#: Most edits of one question.
MOST_EDITS = 50

First = Annotated[
    date | None, strawberry.argument(name="from", description="First day; today when absent, not before it.")
]
Last = Annotated[
    date | None,
    strawberry.argument(
        name="to", description="Last day, inclusive; at most, and when absent, 18 months from today."
    ),
]
Case = Annotated[
    ForecastCase, strawberry.argument(description="What is taken to happen to the training year.")
]

Confirmed = Annotated[
    bool,
    strawberry.argument(
        description="Take records to be confirmed all along, so that only what they say moves levels."
    ),
]


@strawberry.input(description="Of which teams; every part given must hold.")
class TeamsForecastFilter:
    """A choice of teams."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only teams of this region and those below it."
    )
    category: TeamCategory | None = strawberry.field(default=None, description="Only this category.")
    area_code: str | None = strawberry.field(
        default=None, description="Only teams of the regions of this joint-training area, by its code."
    )


@strawberry.type
class ForecastQuery:
    """Queries about the future."""

    @strawberry.field(
        description="The forecast of one team by the records as they are known today; null when the team is"
        " unknown, out of scope, or not there today."
    )
    async def forecast(
        self,
        info: Info,
        team_id: Annotated[strawberry.ID, strawberry.argument(description="The team.")],
        first: First = None,
        last: Last = None,
        case: Case = ForecastCase.PLANNED,
        task: Task = TaskState.PEACE,
        records_confirmed: Confirmed = False,
    ) -> Forecast | None:
        """Return a forecast."""
        horizon = Horizon.of(info.context.today, first, last, case, task, confirmed=records_confirmed)
        known = await _known(info, team_id, horizon)
        if known is None:
            return None
        return forecast_shown(await known.forecast_aside(horizon), case, await records_of(info, known))

    @strawberry.field(
        description="What edits that are not saved would do to the forecast of a team; null when the team is"
        " unknown, out of scope, or not there today."
    )
    async def what_if(
        self,
        info: Info,
        team_id: Annotated[strawberry.ID, strawberry.argument(description="The team.")],
        edits: Annotated[
            list[ForecastEdit], strawberry.argument(description="The edits, at most 50, one after the other.")
        ],
        first: First = None,
        last: Last = None,
        case: Case = ForecastCase.PLANNED,
        task: Task = TaskState.PEACE,
        records_confirmed: Confirmed = False,
    ) -> WhatIf | None:
        """Return a comparison."""
        if len(edits) > MOST_EDITS:
            raise _too_many("edits", "项变更", MOST_EDITS)
        horizon = Horizon.of(info.context.today, first, last, case, task, confirmed=records_confirmed)
        known = await _known(info, team_id, horizon)
        if known is None:
            return None
        wanted = await edits_of(info, edits, known)
        found = await compared(known, horizon, wanted.facts, wanted.plan)
        return what_if_shown(found, case, await records_of(info, known))

    @strawberry.field(
        description="The forecast of the teams within the caller's reach, added up; at most 1,000 teams."
    )
    async def teams_forecast(
        self,
        info: Info,
        filter: Annotated[TeamsForecastFilter | None, strawberry.argument(description="Which teams.")] = None,
        first: First = None,
        last: Last = None,
        case: Case = ForecastCase.PLANNED,
        task: Task = TaskState.PEACE,
        records_confirmed: Confirmed = False,
    ) -> TeamsForecast:
        """Return the forecast of many teams."""
        horizon = Horizon.of(info.context.today, first, last, case, task, confirmed=records_confirmed)
        ids = await _chosen(info, filter or TeamsForecastFilter(), horizon)
        found = await curves(info.context.viewer, ids, horizon)
        return teams_shown(set_forecast(found, task=task), case)


async def _known(info: Info, team_id: str, horizon: Horizon) -> Known | None:
    """Return what is known of a team, None where there is no such team for the viewer."""
    team = await find(info, tables.Team, team_id)
    if team is None:
        return None
    try:
        return await known_team(info.context.viewer, team.id, horizon)
    except NotFound:
        return None


async def _chosen(info: Info, choice: TeamsForecastFilter, horizon: Horizon) -> list[Any]:
    """Return the ids of the teams a filter names."""
    listed = rows(info.context.viewer, tables.Team).filter(
        within(info, choice.within_id), in_force(horizon.today)
    )
    if choice.category is not None:
        listed = listed.filter(category=choice.category)
    if choice.area_code is not None:
        listed = listed.filter(in_area(choice.area_code, horizon.today))
    ids: list[Any] = await listed.limit(MOST_TEAMS + 1).values_list("id", flat=True)
    if len(ids) > MOST_TEAMS:
        raise _too_many("teams", "支队伍", MOST_TEAMS)
    return ids


def _too_many(what: str, what_zh: str, most: int) -> Exception:
    return coded("TOO_MANY", f"At most {most:,} {what} at once.", f"一次最多 {most:,} {what_zh}。")
