"""The judge of what was written works behind the answers, and outlives an act it cannot judge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from uuid import UUID

import pytest
from tortoise.context import TortoiseContext

from muster import on_write
from registry.history import Act

pytestmark = pytest.mark.anyio


async def test_acts_are_judged_in_order_whatever_becomes_of_one(
    database: TortoiseContext, act: Callable[..., Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[UUID] = []
    bad, good = act().id, act().id

    async def judge(_act: Act, change_id: UUID, _today: object) -> None:
        judged.append(change_id)
        if change_id == bad:
            raise RuntimeError("as a database that is gone would")
        closing.set()

    monkeypatch.setattr(on_write, "judge_written", judge)
    closing, worker = asyncio.Event(), on_write.Judge()

    worker.written(bad)
    worker.written(good)
    await asyncio.wait_for(worker.work(closing), 20)

    assert judged == [bad, good]
