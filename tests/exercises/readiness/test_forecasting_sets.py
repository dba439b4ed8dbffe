"""Forecasts of regions: the sums of their teams' own forecasts, in as many statements for one as for all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from exercises.readiness.forecasting_sets import curves
from exercises.readiness.forecasting_teams import Horizon, known_teams
from registry.access import SYSTEM
from registry.codes import ForecastCase
from registry.errors import NotFound
from registry.history import changing
from registry.readiness.forecast.set_forecasts import set_forecast
from registry.tables import ReadinessOverride
from tests.exercises.years import issued

pytestmark = pytest.mark.anyio
TODAY = date(2026, 1, 5)


async def test_forecast_of_a_region_adds_up_the_forecasts_of_its_teams(year, act, statements):
    await issued(year)
    async with changing(act()) as change:
        await change.add(
            ReadinessOverride(
                team_id=year.world.team.id,
                from_level=4,
                to_level=3,
                reason_given="evidence seen",
                decided_by_id=year.approver.principal_id,
                valid_from=TODAY,
                valid_to=date(2026, 3, 1),
            )
        )
    for case in ForecastCase:
        horizon = Horizon.of(TODAY, case=case)
        found = await curves(SYSTEM, year.region_id, horizon)

        alone = {
            each.facts.code: each.forecast(horizon)
            for each in await known_teams(SYSTEM, year.region_id, horizon)
        }
        days = [TODAY + timedelta(days=number) for number in range(len(found.levels))]
        for number, code in enumerate(found.teams["code"]):
            expected = [alone[code].on(day).level or 0 for day in days]
            assert found.levels[:, number].tolist() == expected, code
        whole = set_forecast(found)
        assert (whole.teams, whole.first, whole.last) == (5, TODAY, horizon.last)
        assert sum(step.days for step in whole.steps) == len(days)
        drops = {(each.on, code) for each in whole.movements for code in each.drops}
        assert drops == {
            (each.on, code) for code, found in alone.items() for each in found.drops if each.area is None
        }
        assert whole.worst_month in whole.months
    counts = []
    for teams in ([year.world.team.id], [each.id for each in year.world.teams.values()][:3]):
        with statements.counted() as seen:
            await curves(SYSTEM, teams, Horizon.of(TODAY))
        counts.append(len(seen))
    assert counts[0] == counts[1]


async def test_forecast_of_nobody_is_empty_and_out_of_scope_is_not_found(year):
    nobody = await curves(SYSTEM, [], Horizon.of(TODAY))

    assert set_forecast(nobody).steps[0].rated == 0
    assert set_forecast(nobody).worst_month is None
    with pytest.raises(NotFound):
        await curves(year.planner, year.world.foreign_city.id, Horizon.of(TODAY))
