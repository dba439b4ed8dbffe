"""Levels set by hand: who may, how far, for how long; what is shown meanwhile, and that it falls back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from tortoise.context import TortoiseContext

from registry.access import SYSTEM, Viewer, rows, viewer_of
from registry.codes import TaskState
from registry.errors import AccessDenied, InvalidValue, NotFound, NotReady, StaleVersion
from registry.history import Act
from registry.readiness.records.overriding import (
    OverrideDraft,
    Standing,
    end_override,
    overrides_of,
    set_override,
    standing,
)
from registry.tables import EvidenceLink, ReadinessOverride
from tests.factories import SmallWorld, small_world
from tests.registry.readiness.proof import a_file
from tests.registry.readiness.test_confirming import district_registrar
from tests.snapshots import unchanged

pytestmark = pytest.mark.anyio
MakeAct = Callable[..., Act]
TODAY = date(2026, 1, 5)
PEACE = TaskState.PEACE
LONGEST = 90


async def login(world: SmallWorld, name: str) -> Viewer:
    return await viewer_of(world.principals[name].id, on=TODAY)


def test_standing_shows_both_levels_and_falls_back_by_itself() -> None:
    raised = ReadinessOverride(
        task_state=PEACE, from_level=3, to_level=2, valid_from=TODAY, valid_to=date(2026, 4, 5)
    )
    lowered = ReadinessOverride(task_state=PEACE, from_level=2, to_level=4, valid_from=TODAY)

    def levels(override: ReadinessOverride, on: date = TODAY) -> list[int | None]:
        return [standing(level, [override], PEACE, on).shown for level in (1, 2, 3, 4, 5, None)]

    plain = [1, 2, 3, 4, 5, None]
    assert levels(raised) == [1, 2, 2, 3, 5, None]
    assert levels(lowered) == [4, 4, 4, 4, 5, None]
    assert levels(raised, date(2026, 4, 4)) == levels(raised)
    assert levels(raised, date(2026, 4, 5)) == levels(raised, TODAY - timedelta(days=1)) == plain
    assert standing(3, [raised], PEACE, TODAY) == Standing(3, 2, raised)
    assert standing(3, [raised], TaskState.WAR, TODAY) == Standing(3, 3, None)


async def test_owner_lowers_and_only_those_above_raise(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    own, above = await district_registrar(world, act()), await login(world, "approver")
    file = await a_file(act(), world.district.id)
    lower = OverrideDraft(team_id=world.team.id, to_level=4, reason=" 骨干外派 ")
    war = OverrideDraft(
        team_id=world.team.id,
        to_level=2,
        reason="已补齐装备",
        task=TaskState.WAR,
        last_day=TODAY + timedelta(days=LONGEST - 1),
        evidence_ids=[file],
    )

    lowered = await set_override(own, act(author=own.principal_id), lower, computed=2, longest=LONGEST)
    raised = await set_override(above, act(author=above.principal_id), war, computed=3, longest=LONGEST)

    assert (lowered.from_level, lowered.to_level, lowered.valid_from, lowered.valid_to) == (2, 4, TODAY, None)
    assert lowered.reason_given == "骨干外派"
    assert (raised.from_level, raised.to_level, raised.valid_to) == (3, 2, TODAY + timedelta(days=LONGEST))
    assert await rows(SYSTEM, EvidenceLink).filter(record_id=raised.id).count() == 1
    found = await overrides_of(own, [world.team.id, world.foreign_team.id], TODAY)
    assert {key: {row.id for row in each} for key, each in found.items()} == {
        world.team.id: {lowered.id, raised.id}
    }

    later = datetime(2026, 2, 1, 3, tzinfo=UTC)
    ended = await end_override(above, act(at=later, author=above.principal_id), raised.id, 1)
    ended_lower = await end_override(own, act(at=later, author=own.principal_id), lowered.id, 1)
    assert (ended.valid_to, ended_lower.valid_to) == (date(2026, 2, 1), date(2026, 2, 1))
    again = await set_override(
        own, act(at=later, author=own.principal_id), lower, computed=2, longest=LONGEST
    )
    at_once = await end_override(own, act(at=later, author=own.principal_id), again.id, 1)
    assert at_once.valid_to == date(2026, 2, 2)


async def test_refused_override_changes_nothing(database: TortoiseContext, act: MakeAct) -> None:
    world = await small_world()
    own, above = await district_registrar(world, act()), await login(world, "approver")
    foreigner = await login(world, "foreigner")
    file = await a_file(act(), world.district.id)
    lower = OverrideDraft(team_id=world.team.id, to_level=4, reason="骨干外派")
    upper = replace(lower, to_level=2, last_day=TODAY + timedelta(days=30), evidence_ids=[file])
    refused: list[tuple[Viewer, OverrideDraft, int | None, type[Exception]]] = [
        (foreigner, lower, 2, NotFound),
        (above, lower, 2, AccessDenied),
        (own, upper, 3, AccessDenied),
        (above, upper, 4, InvalidValue),
        (above, replace(upper, last_day=None), 3, InvalidValue),
        (above, replace(upper, last_day=TODAY + timedelta(days=LONGEST)), 3, InvalidValue),
        (above, replace(upper, evidence_ids=[]), 3, InvalidValue),
        (above, replace(upper, evidence_ids=[uuid4()]), 3, NotFound),
        (own, replace(lower, to_level=5), 2, InvalidValue),
        (own, lower, 4, InvalidValue),
        (own, replace(lower, reason=" "), 2, InvalidValue),
        (own, replace(lower, last_day=TODAY - timedelta(days=1)), 2, InvalidValue),
        (own, lower, None, NotReady),
        (own, lower, 5, NotReady),
    ]
    async with unchanged():
        for viewer, draft, computed, error in refused:
            with pytest.raises(error):
                await set_override(
                    viewer, act(author=viewer.principal_id), draft, computed=computed, longest=LONGEST
                )

    held = await set_override(own, act(author=own.principal_id), lower, computed=2, longest=LONGEST)
    async with unchanged():
        with pytest.raises(NotReady):
            await set_override(above, act(author=above.principal_id), upper, computed=3, longest=LONGEST)
        with pytest.raises(StaleVersion):
            await end_override(own, act(author=own.principal_id), held.id, 2)
        with pytest.raises(AccessDenied):
            await end_override(above, act(author=above.principal_id), held.id, 1)
        with pytest.raises(NotFound):
            await end_override(foreigner, act(author=foreigner.principal_id), held.id, 1)
    await end_override(own, act(author=own.principal_id), held.id, 1)
    async with unchanged():
        with pytest.raises(NotReady):
            await end_override(own, act(author=own.principal_id), held.id, 2)
