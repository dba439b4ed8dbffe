"""Which regions meet in a plan's cross-region exercises."""

from datetime import date

import pytest

from exercises.codes import LinkMeans
from exercises.links import link_coverage
from exercises.tables import Execution, LinkTest
from registry.errors import NotFound
from registry.history import changing
from tests.exercises.years import drafted

pytestmark = pytest.mark.anyio


async def test_pairs_of_the_area_meet_and_know_when_they_were_last_proved(year, statements):
    plan = await drafted(year)
    async with changing(year.act(year.planner)) as change:
        held = await change.add(
            Execution(
                region_id=year.region_id,
                kind="cross_region",
                title="跨区域",
                first_day=date(2025, 9, 3),
                last_day=date(2025, 9, 5),
            )
        )
        for success, end in ((True, year.world.foreign_district), (False, year.world.foreign_city)):
            await change.add(
                LinkTest(
                    execution_id=held.id,
                    from_region_id=year.world.district.id,
                    to_region_id=end.id,
                    means=LinkMeans.SATELLITE,
                    success=success,
                )
            )

    with statements.counted() as seen:
        (pair,) = await link_coverage(year.planner, plan.id)

    assert (pair.from_name, pair.to_name, pair.wanted, pair.covered) == ("自贡市", "内江市", 1, True)
    assert [meeting.host in ("510300", "511000") for meeting in pair.meetings] == [True]
    assert pair.last_proved_on == date(2025, 9, 5)
    assert len(seen) == 7


async def test_links_of_a_plan_out_of_scope_are_not_found(year):
    plan = await drafted(year)

    with pytest.raises(NotFound):
        await link_coverage(year.viewer, plan.id)
