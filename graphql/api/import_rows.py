"""The rows of a checked import batch: what applying would change, and everything wrong with each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import strawberry

from api.context import Info
from api.enums import Label, label
from api.masking import coded
from api.nodes import NAMES, global_id
from api.pages import MOST, Connection, Edge, PageInfo
from registry.access import masked
from registry.codes import RowStatus, Weight
from registry.intake.planned import MASK, Problem
from registry.intake.register import Register
from registry.intake.registers import REGISTERS
from registry.intake.workspace import DiffRow, Workspace
from registry.tables import ImportBatch


@strawberry.type(description="What applying would make of one cell.")
class CellChange:
    """A cell before and after."""

    column: str = strawberry.field(description="Name of the column.")
    heading: Label = strawberry.field(description="Its heading in either language.")
    before: str | None = strawberry.field(description="What is stored; null when nothing, or when masked.")
    after: str | None = strawberry.field(description="What the file says; null when nothing, or when masked.")
    is_masked: bool = strawberry.field(description="Whether it is personal data the caller may not see.")


@strawberry.type(description="Something about a row, in a sentence for the person who fixes it.")
class RowProblem:
    """A fault, a conflict or a warning."""

    code: str = strawberry.field(description="Stable code in upper case.")
    weight: Weight = strawberry.field(description="Whether it rejects the row, holds it back, or warns.")
    weight_label: Label = strawberry.field(description="The weight in words.")
    column: str | None = strawberry.field(description="Name of the column; null for the whole row.")
    heading: Label | None = strawberry.field(description="Its heading; null for the whole row.")
    value: str | None = strawberry.field(description="What stands in the cell; null when masked or not kept.")
    sentence: Label = strawberry.field(description="What is wrong.")


@strawberry.type(description="One row of a batch, as the last check found it.")
class ImportRow:
    """A row."""

    place: int = strawberry.field(description="Its place in the batch, from 1.")
    register: str = strawberry.field(description="Code of the register.")
    sheet: str = strawberry.field(description="Name of the sheet; empty for CSV and JSON.")
    number: int = strawberry.field(description="Number of the row as a spreadsheet counts, from 1.")
    status: RowStatus = strawberry.field(description="What applying would do with it.")
    status_label: Label = strawberry.field(description="The status in words.")
    key: str = strawberry.field(
        description="What tells its record, as people know it; ●●● where that is personal and masked."
    )
    record_id: strawberry.ID | None = strawberry.field(
        description="Global id of the record it changes; null for a new one, or one the API does not show."
    )
    changes: list[CellChange] = strawberry.field(description="Each cell that would change.")
    problems: list[RowProblem] = strawberry.field(description="Everything found about it, at once.")


class _Listed:
    """Stands in for a query where a page counts its list: the rows lie in a folder."""

    def __init__(self, space: Workspace | None, statuses: Sequence[RowStatus], warned: bool) -> None:
        self.space, self.statuses, self.warned = space, statuses, warned

    async def count(self) -> int:
        """Count the rows."""
        if self.space is None:
            return 0
        return await asyncio.to_thread(self.space.count, self.statuses, warned=self.warned)


async def page_of_rows(
    info: Info,
    batch: ImportBatch | None,
    chosen: tuple[Sequence[RowStatus], bool],
    first: int,
    after: str | None,
) -> Connection[Any]:
    """
    Return a page of the rows of a batch; `chosen` are the statuses wanted, and whether only warned ones.

    Without a batch, or before its check, the page is empty.
    """
    if not 1 <= first <= MOST:
        raise coded("PAGE_SIZE", f"first must lie in 1 to {MOST}.", f"first 须在 1 至 {MOST} 之间。")
    place = _place(after)
    space = await _compared(info, batch) if batch is not None else None
    statuses, warned = chosen
    found: list[DiffRow] = []
    if space is not None:
        found = await asyncio.to_thread(space.page, statuses, warned=warned, after=place, first=first + 1)
    edges = [Edge(node=_row(info, batch, row), cursor=str(row.place)) for row in found[:first]]
    listed: Any = _Listed(space, statuses, warned)
    return Connection(
        edges=edges,
        listed=listed,
        page_info=PageInfo(
            has_next_page=len(found) > first,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )


async def _compared(info: Info, batch: ImportBatch) -> Workspace | None:
    """Return the folder of a batch; None before a check has left its difference there."""
    space = info.context.services.desk.space(batch.id)
    return space if await asyncio.to_thread(lambda: space.has_difference) else None


def _place(cursor: str | None) -> int:
    """Return the place a cursor stands for; INVALID_CURSOR for anything else."""
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise coded("INVALID_CURSOR", "The cursor is not one of this list.", "游标不属于此列表。")
    return int(cursor)


def _row(info: Info, batch: Any, row: DiffRow) -> ImportRow:
    """Return a row as the schema words it, personal data masked."""
    register = REGISTERS[row.register]
    region = row.region_id or batch.region_id
    viewer = info.context.viewer
    hidden = masked(viewer, region) or masked(viewer, batch.region_id)
    name = NAMES.get(register.table)
    known = row.record_id is not None and name is not None
    return ImportRow(
        place=row.place,
        register=row.register,
        sheet=row.sheet,
        number=row.number,
        status=row.status,
        status_label=label(row.status),
        key=MASK if hidden and any(map(register.personal, register.key)) else row.key,
        record_id=strawberry.ID(global_id(str(name), row.record_id)) if known and row.record_id else None,
        changes=[_change(register, change, hidden) for change in row.changes],
        problems=[_problem(register, each, hidden) for each in row.problems],
    )


def _change(register: Register, change: tuple[str, Any, Any], hidden: bool) -> CellChange:
    """Return what would become of a cell."""
    name, before, after = change
    mask = hidden and register.personal(name)
    return CellChange(
        column=name,
        heading=_heading(register, name),
        before=None if mask or before is None else str(before),
        after=None if mask or after is None else str(after),
        is_masked=mask,
    )


def _problem(register: Register, problem: Problem, hidden: bool) -> RowProblem:
    """Return what was found; the value of a cell is hidden unless its column is known and not personal."""
    known = problem.field in register.shape.by_name
    mask = hidden and (not known or register.personal(problem.field))
    zh, en = problem.zh, problem.en
    if mask and known:
        zh, en = "此项有问题；您无权查看个人信息。", "Something is wrong here; you may not see personal data."
    return RowProblem(
        code=problem.code,
        weight=problem.weight,
        weight_label=label(problem.weight),
        column=problem.field or None,
        heading=_heading(register, problem.field) if known else None,
        value=None if mask or not problem.value else problem.value,
        sentence=Label(zh=zh, en=en),
    )


def _heading(register: Register, name: str) -> Label:
    heading = register.shape.by_name[name].heading
    return Label(zh=heading.zh, en=heading.en)
