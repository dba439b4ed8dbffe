"""Confirming the records of teams: what is proved, who may, all of it in one act or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, Viewer, rows, viewer_of
from registry.codes import PrincipalKind, ReadinessArea, Role, TeamCategory
from registry.errors import AccessDenied, InvalidValue, NotFound
from registry.history import Act, changing
from registry.readiness.records.confirming import ConfirmationDraft, confirm
from registry.tables import Confirmation, EvidenceLink, Grant, Principal
from tests.factories import FOUNDED, SmallWorld, small_world
from tests.registry.readiness.proof import a_file
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio
MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
P, S = ReadinessArea.PEOPLE, ReadinessArea.EQUIPMENT


async def login(world: SmallWorld, name: str) -> Viewer:
    return await viewer_of(world.principals[name].id, on=TODAY)


async def district_registrar(world: SmallWorld, act: Act) -> Viewer:
    """Return somebody who registers in the first district only."""
    async with changing(act) as change:
        who = await change.add(Principal(kind=PrincipalKind.ACCOUNT, login="local", name="区登记员"))
        await change.add(
            Grant(principal_id=who.id, role=Role.REGISTRAR, region_id=world.district.id, valid_from=FOUNDED)
        )
    return await viewer_of(who.id, on=TODAY)


async def stored() -> set[tuple[Any, ...]]:
    columns = ("team_id", "area", "valid_from", "proved", "note")
    return set(await rows(SYSTEM, Confirmation).all().values_list(*columns))


async def test_word_of_the_own_office_is_proved_by_evidence_only(
    database: TortoiseContext, act: MakeAct
) -> None:
    world = await small_world()
    own = await district_registrar(world, act())
    team, other = world.team, world.teams["510302", TeamCategory.COM]
    file = await a_file(act(), world.district.id)
    draft = ConfirmationDraft(team_ids=[team.id, other.id, team.id], areas=[S, P], note=" 逐人核对 ")

    made = await confirm(own, act(author=own.principal_id), draft)
    await confirm(
        own,
        act(author=own.principal_id),
        replace(draft, team_ids=[team.id], areas=[P], confirmed_on=date(2025, 12, 1), evidence_ids=[file]),
    )

    words = {(each.id, area, TODAY, False, "逐人核对") for each in (team, other) for area in (P, S)}
    assert await stored() == words | {(team.id, P, date(2025, 12, 1), True, "逐人核对")}
    assert len(made) == 4
    assert await rows(SYSTEM, EvidenceLink).filter(record_table="confirmation").count() == 1


async def test_word_from_above_is_proved(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar = await login(world, "registrar")

    await confirm(
        registrar, act(author=registrar.principal_id), ConfirmationDraft(team_ids=[world.team.id], areas=[P])
    )

    assert await stored() == {(world.team.id, P, TODAY, True, "")}


async def test_refused_confirmation_changes_nothing(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    registrar, planner = await login(world, "registrar"), await login(world, "planner")
    mine, foreign = world.team.id, world.foreign_team.id
    good = ConfirmationDraft(team_ids=[mine], areas=[P])
    unknown: UUID = uuid4()
    refused: list[tuple[Viewer, ConfirmationDraft, type[Exception]]] = [
        (planner, good, AccessDenied),
        (registrar, replace(good, team_ids=[mine, foreign]), NotFound),
        (registrar, replace(good, team_ids=[unknown]), NotFound),
        (registrar, replace(good, team_ids=[]), InvalidValue),
        (registrar, replace(good, areas=[]), InvalidValue),
        (registrar, replace(good, confirmed_on=TODAY + timedelta(days=1)), InvalidValue),
        (registrar, replace(good, confirmed_on=FOUNDED - timedelta(days=1)), InvalidValue),
        (registrar, replace(good, evidence_ids=[unknown]), NotFound),
    ]
    async with unchanged():
        for viewer, draft, error in refused:
            with pytest.raises(error):
                await confirm(
                    viewer, act(at=datetime(2026, 1, 5, 3, tzinfo=UTC), author=viewer.principal_id), draft
                )
