"""Who hosted before: the planner's record of hosts counts four years, and last year's apart."""

from __future__ import annotations

from datetime import date

import pytest

from exercises.codes import ExerciseKind
from exercises.planning.facts import HostRecord
from exercises.planning.reading import read_facts
from exercises.tables import Execution
from registry.access import SYSTEM
from registry.history import changing
from tests.exercises.years import YEAR, YearWorld

pytestmark = pytest.mark.anyio


async def test_hosts_of_four_years_are_counted(year: YearWorld) -> None:
    joint = await read_facts(SYSTEM, year.region_id, YEAR, issue_date=date(YEAR - 1, 12, 1))
    before = dict(joint.hosts.hosted)
    async with changing(year.act(year.planner, "held before")) as change:
        for back in (1, 2, 4, 5):
            day = date(YEAR - back, 6, 1)
            await change.add(
                Execution(
                    region_id=year.region_id,
                    kind=ExerciseKind.CROSS_REGION,
                    title="跨区演练",
                    first_day=day,
                    last_day=day,
                    host_id=year.region_id,
                )
            )

    facts = await read_facts(SYSTEM, year.region_id, YEAR, issue_date=date(YEAR - 1, 12, 1))

    assert facts.hosts == HostRecord((facts.region,), tuple(sorted({**before, facts.region: 3}.items())))
