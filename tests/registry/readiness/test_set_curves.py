"""Curves of many teams at once: on every day what the forecast of each team alone says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from registry.codes import TaskState, TeamState
from registry.readiness.forecast.expecting import expected
from registry.readiness.forecast.forecasting import forecast
from registry.readiness.forecast.forecasts import NOTHING
from registry.readiness.rules import RatingRules
from registry.readiness.sets.curves import curves_of
from tests.registry.readiness.factories import DAY, chance_facts, worked_example
from tests.registry.readiness.framing import frames_of
from tests.registry.readiness.test_forecasting import prospect_of

LAST = date(2027, 3, 31)
STRICT = RatingRules.of(
    {"readiness.age.A": 60, "readiness.credit.half-share": 120, "readiness.cap.link.days": 60}
)


def renamed(seed):
    """Return a team made by chance whose people and executions are nobody else's."""
    facts = chance_facts(seed, team=f"T-{seed}")
    people = tuple(replace(each, person=f"{seed}-{each.person}") for each in facts.members)
    held = tuple(
        replace(
            each, id=f"{seed}-{each.id}", takers=each.takers and frozenset(f"{seed}-{t}" for t in each.takers)
        )
        for each in facts.held
    )
    return replace(facts, members=people, held=held, region=("R-1", "R-2")[seed % 2])


@pytest.mark.parametrize("planned", [False, True], ids=["nothing", "planned"])
def test_curves_equal_the_forecast_of_each_team_on_every_day(planned):
    teams = [renamed(seed) for seed in range(40)]
    teams.append(replace(worked_example(), team="idle", state=TeamState.REORGANIZING))
    teams.append(replace(worked_example(), team="new", state=TeamState.FORMING))
    prospects = [prospect_of(team, seed) if planned else NOTHING for seed, team in enumerate(teams)]
    rules = {"R-1": RatingRules.of({}), "R-2": STRICT}
    told = pd.DataFrame(
        [
            (team.team, area.value, pd.Timestamp(day))
            for team, prospect in zip(teams, prospects, strict=True)
            for area, day in prospect.confirmed
        ],
        columns=["team", "area", "day"],
    )

    found = curves_of(
        frames_of(expected(team, prospect) for team, prospect in zip(teams, prospects, strict=True)),
        DAY,
        LAST,
        rules,
        TaskState.WAR,
        told.astype({"day": "datetime64[s]"}),
    )

    days = [DAY + timedelta(days=number) for number in range((LAST - DAY).days + 1)]
    for number, (team, prospect) in enumerate(zip(teams, prospects, strict=True)):
        alone = forecast(team, rules[team.region], DAY, LAST, TaskState.WAR, prospect=prospect)
        assert found.levels[:, number].tolist() == [alone.on(day).level or 0 for day in days], team.team
