"""Every fault planted in a messy workbook is told at its place, and nothing is said of a clean row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tortoise.context import TortoiseContext

from registry.codes import BatchState, RowStatus, Weight
from registry.history import Act
from registry.intake.workspace import Workspace
from tests.factories import small_world
from tests.registry.intake.messy import CELLS, Messy
from tests.registry.intake.test_batches import Office

pytestmark = pytest.mark.anyio

MakeAct = Callable[..., Act]


async def test_every_planted_fault_is_told_and_no_clean_row_is(
    database: TortoiseContext, act: MakeAct, tmp_path: Path
) -> None:
    office, messy, space = Office(await small_world(), act, tmp_path), Messy(), Workspace(tmp_path)
    messy.write(space.original)

    batch, _ = await office.checked("", "单位登记.xlsx", space)

    assert (batch.state, batch.outcome) == (
        BatchState.CHECKED,
        {"unknown_headings": [], "hidden_headings": ["行业"]},
    )
    told = [row for row in space.rows(()) if row.problems]
    assert {
        (row.sheet, row.number): sorted((p.code, p.field, p.weight.value) for p in row.problems)
        for row in told
    } == {place: sorted(said) for place, said in messy.said.items() if said}
    for row in told:
        for problem in row.problems:
            assert problem.zh.endswith(("。", "？"))
            assert problem.en.endswith((".", "?"))
            assert "{" not in problem.zh + problem.en
    shown = {problem.value for row in told for problem in row.problems}
    offending = {str(value) for changes, _ in CELLS for value in changes.values() if value is not None}
    assert {value for value in offending if value not in shown} == set()
    held = sum(row.status in (RowStatus.REJECTED, RowStatus.CONFLICTING) for row in told)
    assert (batch.rows, batch.rejected_rows + batch.conflicting_rows) == (messy.rows, held)
    assert batch.new_rows == messy.rows - held
    assert batch.warnings == sum(any(p.weight is Weight.WARNING for p in row.problems) for row in told)
