"""A file to a difference: every row judged against the register, nothing written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from registry.access import Viewer, rows
from registry.codes import Code, RowStatus, Weight
from registry.intake.lookups import Named, find_stored, region_of
from registry.intake.names import near_pairs
from registry.intake.planned import Planned
from registry.intake.register import COMMON, Register

#: Told how far a job is: phase, rows done, rows in all.
Report: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Judging:
    """
    What rows are judged by.

    Parameters
    ----------
    viewer
        Who imports; sees nothing more than it could read.
    regions
        Regions the batch may write in: that of the batch and those below it.
    may_approve
        Whether the viewer may approve there: new records may then have any state.
    today
        The day of the check; a change cannot be true later.

    """

    viewer: Viewer
    regions: frozenset[UUID]
    may_approve: bool
    today: date


async def judge(
    judging: Judging, sheets: Sequence[tuple[Register, list[Planned]]], report: Report
) -> list[Planned]:
    """
    Find for every row its record and the records it names, and tell what applying it would do.

    The sheets come in the order in which they are applied, so a row may name rows of sheets before its
    own, and rows above it. Rows get their `place` in the batch, from 1.
    """
    total, done = sum(len(planned) for _, planned in sheets), 0
    named = Named(judging.viewer)
    everything: list[Planned] = []
    for register, planned in sheets:
        await find_stored(judging.viewer, register, planned)
        await named.look_up(register, planned)
        _twins(planned)
        for row in planned:
            everything.append(row)
            row.place = len(everything)
            _judge_row(judging, named, row)
        if register.judge is not None:
            for row, problem in await register.judge(judging.viewer, planned, judging.today):
                row.problems.append(problem)
        await _near_names(judging.viewer, register, planned)
        done += len(planned)
        report("comparing", done, total)
    return everything


def _judge_row(judging: Judging, named: Named, row: Planned) -> None:
    """Resolve what a row names, see whether it may be written there, and compare it with its record."""
    named.resolve(row)
    for target in row.targets.values():
        if target is not None and target.brought:
            row.facts.update(target.brought)
    row.region_id = region_of(row)
    _check_region(judging, row)
    if row.stored is not None:
        _compare(judging, row)
    else:
        _check_new(judging, row)
    named.offer(row)


def _check_region(judging: Judging, row: Planned) -> None:
    """Refuse a row that belongs, or would belong, where the batch may not write."""
    field = next((name for name in row.register.references if row.targets.get(name) is not None), "")
    stored = row.stored.region_id if row.stored is not None else None
    if any(region is not None and region not in judging.regions for region in (row.region_id, stored)):
        zh, en = "本行不属于本批次可登记的区域。", "The row lies outside the region of this batch."
        row.refuse("OUTSIDE_REGION", zh, en, field, row.values.get(field, ""))


def _compare(judging: Judging, row: Planned) -> None:
    """Tell what a row would change of its record."""
    stored = row.stored
    assert stored is not None  # noqa: S101 -- the caller has looked
    for name, value in row.values.items():
        if name not in COMMON and not _equal(stored.cells[name], value):
            row.changes[name] = (stored.cells[name], value)
    if not row.changes:
        return
    version = row.values.get("version")
    if version is not None and version != stored.version:
        row.hold_back(
            "CHANGED_SINCE",
            f"记录在导出后已被修改(版本{version}→{stored.version})。",
            f"The record was changed since the export (version {version}, now {stored.version}).",
            "version",
            version,
        )
    for name in row.changes:
        column = row.register.fields[name].column
        if column.initial is not None or column.own_act:
            zh, en = "状态须通过专门流程变更。", "The state is changed by its own procedure, not by import."
            row.refuse("OWN_PROCEDURE", zh, en, name, row.values[name])
    since = row.values.get("effective_on")
    if since is not None and since > judging.today:
        zh, en = "变更的生效日期不得晚于今日。", "A change cannot be true before it is made."
        row.refuse("EFFECTIVE_LATER", zh, en, "effective_on", since)


def _equal(before: Any, after: Any) -> bool:
    """Tell whether a cell says what is stored; blank text is nothing."""
    return (None if before == "" else before) == (None if after == "" else after)


def _check_new(judging: Judging, row: Planned) -> None:
    """Refuse a new record in a state that takes more than registering."""
    for name, initial in row.register.initials.items():
        value = row.values.get(name)
        if value is None or value in initial or row.region_id is None:
            continue
        if not judging.may_approve:
            zh, en = _approved_only(initial)
            row.refuse("STATE_NEEDS_APPROVAL", zh, en, name, value)


def _approved_only(initial: tuple[Code, ...]) -> tuple[str, str]:
    """Return in Chinese and English which new records take no right to approve."""
    if not initial:
        return "新增此项须有审批权限。", "A new record with this takes the right to approve."
    zh, en = "、".join(each.zh for each in initial), ", ".join(each.en for each in initial)
    return f"新增记录的状态只能为:{zh}。", f"A new record may only be: {en}."


def _twins(planned: Sequence[Planned]) -> None:
    """Refuse a row that repeats one above it; hold both back when they contradict each other."""
    first: dict[tuple[Any, ...], Planned] = {}
    for row in planned:
        key: tuple[Any, ...] = (row.stored.id,) if row.stored is not None else row.key
        if all(part is None for part in key):
            continue
        above = first.setdefault(key, row)
        if above is row:
            continue
        if above.values == row.values:
            zh, en = f"与第{above.number}行重复。", f"It repeats row {above.number}."
            row.refuse("DUPLICATE_ROW", zh, en, row.register.key[0])
            continue
        for one, other in ((row, above), (above, row)):
            zh = f"与第{other.number}行是同一记录而内容不同。"
            one.hold_back(
                "CONTRADICTS_ROW", zh, f"It contradicts row {other.number}: one record.", row.register.key[0]
            )


async def _near_names(viewer: Viewer, register: Register, planned: Sequence[Planned]) -> None:
    """Warn of new names that are nearly those of other records or rows."""
    name = register.names
    new = [row for row in planned if name is not None and row.status is RowStatus.NEW]
    if name is None or not new:
        return
    facts = register.fields[name]
    stored = await rows(viewer, register.table).values_list("id", facts.path)
    texts = [str(text) for _, text in stored] + [str(row.values[name]) for row in new]
    for one, other in near_pairs(texts, [False] * len(stored) + [True] * len(new)):
        row, twin = new[other - len(stored)], texts[one]
        where = "登记册" if one < len(stored) else f"第{new[one - len(stored)].number}行"
        place = "the register" if one < len(stored) else f"row {new[one - len(stored)].number}"
        row.warn(
            "NEAR_NAME", f"与{where}中的“{twin}”名称相近。", f"Its name is near “{twin}” in {place}.", name
        )


def counts_of(planned: Sequence[Planned]) -> dict[str, int]:
    """Return how many rows have each status, under the names of the batch's columns."""
    counts = {f"{status.value}_rows": 0 for status in RowStatus}
    for row in planned:
        counts[f"{row.status.value}_rows"] += 1
    warned = sum(any(p.weight is Weight.WARNING for p in row.problems) for row in planned if row.problems)
    return {"rows": len(planned), **counts, "warnings": warned}
