"""Rating rules of an office: its own figures win below it; two sets of rules over the same facts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tortoise.context import TortoiseContext

from registry.codes import RuleSubject, SourceMark
from registry.history import Act, changing
from registry.readiness.records.office_rules import compare, rules_of, rules_of_regions
from registry.readiness.rules import RULE, RatingRules
from registry.rules import set_figure
from registry.tables import RuleFigure, RuleText
from tests.conftest import Statements
from tests.factories import small_world
from tests.registry.readiness.factories import DAY, worked_example
from tests.registry.works.town import FROM, TODAY, login

DEFAULT = RatingRules.of({})
CODE = "readiness.cap.link.days"


async def store_default(act: Callable[..., Act]) -> None:
    """Store the rule text of the rating with one figure for everybody."""
    async with changing(act()) as change:
        rule = await change.add(
            RuleText(
                code=RULE,
                title="评定办法",
                title_en="rule of rating",
                subject=RuleSubject.OTHER,
                mark=SourceMark.ASSUMED,
                valid_from=FROM,
            )
        )
        await change.add(
            RuleFigure(
                rule_id=rule.id,
                code=CODE,
                title="通联有效天数",
                title_en="days a proved link counts",
                value=90,
                unit="days",
                mark=SourceMark.ASSUMED,
                valid_from=FROM,
            )
        )


@pytest.mark.anyio
async def test_figures_of_the_nearest_office_are_the_rules_of_a_region(
    database: TortoiseContext, act: Callable[..., Act], statements: Statements
) -> None:
    world = await small_world()
    approver, foreigner = await login(world, "approver"), await login(world, "foreigner")
    assert await rules_of(approver, world.district.id, TODAY) == DEFAULT
    await store_default(act)
    await set_figure(approver, act(), world.city.id, CODE, value=60, mark=SourceMark.SOURCED)
    await set_figure(approver, act(), world.district.id, CODE, value=30, mark=SourceMark.SOURCED)

    province = world.regions["510000"]

    with statements.counted() as one:
        city = await rules_of(approver, world.city.id, TODAY)
    with statements.counted() as three:
        both = await rules_of_regions(approver, [world.city.id, world.district.id, province.id], TODAY)

    assert len(one) == len(three) == 2
    assert city.figure("cap.link.days") == 60
    assert {region: each.figure("cap.link.days") for region, each in both.items()} == {
        world.city.id: 60,
        world.district.id: 30,
        province.id: 90,
    }
    assert await rules_of(foreigner, world.foreign_district.id, TODAY) == DEFAULT
    assert await rules_of(approver, world.district.id, FROM) == DEFAULT


def test_two_sets_of_rules_over_the_same_facts_say_what_differs() -> None:
    lenient = RatingRules.of({"readiness.cap.turn_out.months": 24, "readiness.band.P3.1": 80})

    told = compare(worked_example(), DAY, DEFAULT, lenient)

    assert told.figures == (("band.P3.1", 85, 80), ("cap.turn_out.months", 12, 24))
    assert told.differing == ("cap:turn_out",)
    assert (told.ours.rule_version, told.theirs.rule_version) == (DEFAULT.version, lenient.version)
    assert compare(worked_example(), DAY, DEFAULT, DEFAULT).differing == ()
