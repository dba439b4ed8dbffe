"""What a change would do: forecasts under edits that are not saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from exercises.readiness.forecasting_teams import Horizon, Known, known_team
from registry.access import Viewer
from registry.readiness.what_if.differences import Difference, difference
from registry.readiness.what_if.edits import Edit, apply, names_in
from registry.readiness.what_if.prospect_edits import PlanEdit, apply_to
from registry.readiness.words import Said


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The edits in words (zh, en), and the forecasts with and without them."""

    edits: tuple[Said, ...]
    difference: Difference


async def what_if(
    viewer: Viewer,
    team_id: UUID,
    horizon: Horizon,
    edits: Sequence[Edit] = (),
    plan_edits: Sequence[PlanEdit] = (),
) -> WhatIf:
    """
    Compare the forecast of a team with that under edits of its facts and of the plan, in force at once.

    Raises as `forecast_team`.
    """
    return await compared(await known_team(viewer, team_id, horizon), horizon, edits, plan_edits)


async def compared(
    known: Known, horizon: Horizon, edits: Sequence[Edit] = (), plan_edits: Sequence[PlanEdit] = ()
) -> WhatIf:
    """Compare the forecasts of what is known of a team and of that under edits."""
    edited = replace(
        known,
        facts=apply(known.facts, edits, horizon.today),
        prospect=apply_to(known.prospect, plan_edits),
    )
    before, after = await known.forecast_aside(horizon), await edited.forecast_aside(horizon)
    names = names_in(known.facts)
    said = [*(each.said(names) for each in edits), *(each.said(known.prospect) for each in plan_edits)]
    return WhatIf(tuple(said), difference(before, after))
