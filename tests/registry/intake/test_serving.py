"""An import of memberships asks what assigning a member asks: no sheet lets somebody serve who may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tortoise.context import TortoiseContext

from registry.codes import DoubleService, Exemption, OutsideServiceKind, RowStatus, SourceMark, TeamState
from registry.history import Act, changing
from registry.service import set_membership_rule
from registry.tables import Membership, OutsideService, Person, Post, Team
from tests.factories import SmallWorld, small_world
from tests.registry.intake.test_batches import Office

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]
DAY = date(2026, 1, 10)


class Desk:
    """An office with a free person of each kind."""

    def __init__(self, world: SmallWorld, act: MakeAct, folder: Path) -> None:
        self.world, self.act = world, act
        self.office = Office(world, act, folder)

    async def person(self, reference: str, **facts: Any) -> Person:
        """Store a person who serves nowhere."""
        told = {"birth_year": 1990, "sex": "male", **facts}
        async with changing(self.act()) as change:
            row = Person(
                reference=reference, region_id=self.world.district.id, name="某", salt="0" * 32, **told
            )
            return await change.add(row)

    async def codes(self, *rows: dict[str, Any]) -> list[list[str]]:
        """Return what is said against each row of a sheet of memberships."""
        sheet = [{"team": self.world.team.code, "valid_from": DAY, **row} for row in rows]
        batch, space = await self.office.upload("memberships", sheet)
        told = sorted(space.rows(list(RowStatus)), key=lambda row: row.place)
        assert batch.new_rows == sum(row.status is RowStatus.NEW for row in told)
        return [sorted(problem.code for problem in row.problems) for row in told]


@pytest.fixture
async def desk(database: TortoiseContext, act: MakeAct, tmp_path: Path) -> Desk:
    return Desk(await small_world(), act, tmp_path)


async def test_age_and_exemption_are_asked(desk: Desk) -> None:
    for reference, facts in (
        ("FREE", {}),
        ("OLD", {"birth_year": 1950}),
        ("EXPERT", {"birth_year": 1950}),
        ("EXEMPT", {"exemption": next(iter(Exemption))}),
    ):
        await desk.person(reference, **facts)

    told = await desk.codes(
        {"person": "FREE"},
        {"person": "OLD"},
        {"person": "EXPERT", "special_expertise": "通信专家"},
        {"person": "EXEMPT"},
    )

    assert told == [[], ["NOT_ELIGIBLE_AGE"], [], ["NOT_ELIGIBLE_EXEMPTION"]]


async def test_one_person_serves_once_and_a_post_has_one_holder(desk: Desk) -> None:
    world = desk.world
    serving = await Membership.filter(team_id=world.foreign_team.id, valid_to__isnull=True).first()
    assert serving is not None
    busy = await Person.get(id=serving.person_id)
    for reference in ("ONE", "TWO", "THREE"):
        await desk.person(reference)
    free_post = await _free_post(desk)
    held = await Membership.filter(team_id=world.team.id, valid_to__isnull=True).exclude(post_id=None).first()
    assert held is not None
    held_post = await Post.get(id=held.post_id)

    told = await desk.codes(
        {"person": busy.reference},
        {"person": "ONE", "post": free_post.ordinal},
        {"person": "ONE", "valid_from": date(2026, 2, 1)},
        {"person": "TWO", "post": free_post.ordinal},
        {"person": "THREE", "post": held_post.ordinal},
    )

    assert told == [["ALREADY_ASSIGNED"], [], ["ALREADY_ASSIGNED"], ["POST_HELD"], ["POST_HELD"]]


async def _free_post(desk: Desk) -> Post:
    """Add a post nobody holds to the team."""
    async with changing(desk.act()) as change:
        return await change.add(Post(team_id=desk.world.team.id, ordinal=90, title="机动", title_en="spare"))


async def test_rule_of_the_region_decides_on_double_service(desk: Desk) -> None:
    person = await desk.person("MILITIA")
    async with changing(desk.act()) as change:
        await change.add(
            OutsideService(person_id=person.id, kind=OutsideServiceKind.MILITIA, valid_from=date(2025, 1, 1))
        )

    forbidden = await desk.codes({"person": "MILITIA"})
    await set_membership_rule(
        desk.office.viewer,
        desk.act(**desk.office.act_as),
        desk.world.city.id,
        DoubleService.MILITIA,
        mark=SourceMark.ASSUMED,
        citation="assumed",
        valid_from=date(2025, 1, 1),
    )
    allowed = await desk.codes({"person": "MILITIA"})

    assert (forbidden, allowed) == ([["NOT_ELIGIBLE_DOUBLE_SERVICE"]], [[]])


async def test_team_must_exist_and_take_members(desk: Desk) -> None:
    await desk.person("LATE", birth_year=1970)
    early = desk.world.team.valid_from.replace(year=2000)

    before = await desk.codes({"person": "LATE", "valid_from": early})
    async with changing(desk.act()) as change:
        await change.change(await Team.get(id=desk.world.team.id), state=TeamState.DISBANDED)
    after = await desk.codes({"person": "LATE"})

    assert (before, after) == ([["BEFORE_TEAM"]], [["TEAM_DISBANDED"]])
