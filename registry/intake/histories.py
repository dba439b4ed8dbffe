"""
Rules of dated facts in a sheet: one after the other, none in days to come, and decided ones stay.

What a procedure decides (a class, a stage, a certificate) is taken over whole, once, by somebody who may
approve; what follows is recorded by its own act, so that no sheet forges it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from registry.access import SYSTEM, Viewer, rows
from registry.codes import Code
from registry.intake.lookups import chunks
from registry.intake.register import Judge
from registry.periods import Period
from registry.tables import Record

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem

#: What tells of whom or what a fact is: ids of stored records, places of rows, plain values.
Subject: TypeAlias = tuple[Any, ...]


def together(*judges: Judge) -> Judge:
    """Return a judge that asks several ones, in their order."""

    async def judge(
        viewer: Viewer, planned: Sequence[Planned], today: date
    ) -> Sequence[tuple[Planned, Problem]]:
        found: list[tuple[Planned, Problem]] = []
        for each in judges:
            found += await each(viewer, planned, today)
        return tuple(found)

    return judge


def not_ahead(*fields: str) -> Judge:
    """Return a judge that refuses new rows with a day of these fields that has not come."""

    async def judge(
        _viewer: Viewer, planned: Sequence[Planned], today: date
    ) -> Sequence[tuple[Planned, Problem]]:
        for row in planned:
            for name in fields:
                day: date | None = row.values.get(name)
                if row.matters and day is not None and day > today:
                    row.refuse("NOT_COME_YET", "日期不得晚于登记日。", "The day has not come yet.", name, day)
        return ()

    return judge


def decided_stay(decided: Callable[[Mapping[str, Any]], bool]) -> Judge:
    """Return a judge that refuses changes of stored records whose cells tell that they are decided."""

    async def judge(
        _viewer: Viewer, planned: Sequence[Planned], _today: date
    ) -> Sequence[tuple[Planned, Problem]]:
        for row in planned:
            if row.stored is not None and row.changes and decided(row.stored.cells):
                zh, en = "已作决定的记录须通过专门流程变更。", "What is decided is changed by its own act."
                row.refuse("OWN_PROCEDURE", zh, en, next(iter(row.changes)))
        return ()

    return judge


def whole_history(parent: str) -> Judge:
    """Return a judge that takes new rows only of parents that have none of the table's records yet."""

    async def judge(
        _viewer: Viewer, planned: Sequence[Planned], _today: date
    ) -> Sequence[tuple[Planned, Problem]]:
        named = [(row, row.targets.get(parent)) for row in planned if row.stored is None]
        new = [(row, target.id) for row, target in named if target is not None and target.id is not None]
        begun: set[UUID] = set()
        for part in chunks(id_ for _, id_ in new):
            begun |= {getattr(each, f"{parent}_id") for each in await _children(planned[0], parent, part)}
        for row, id_ in new:
            if id_ in begun:
                zh = "其历史已登记，后续须通过专门流程登记。"
                row.refuse(
                    "OWN_PROCEDURE", zh, "Its history is registered; what follows has its own act.", parent
                )
        return ()

    return judge


def in_turn(parent: str, state: str, moves: Mapping[Any, tuple[Any, ...]], *, confirmed: bool) -> Judge:
    """
    Return a judge of new histories: each fact ends where the next begins, and each state may follow.

    With `confirmed`, a state may follow itself.
    """

    async def judge(
        _viewer: Viewer, planned: Sequence[Planned], _today: date
    ) -> Sequence[tuple[Planned, Problem]]:
        for history in histories(planned, parent):
            for before, after in pairwise(history):
                one, other = before.values.get(state), after.values.get(state)
                if before.values.get("valid_to") != after.values["valid_from"]:
                    _refuse_gap(before)
                if not (confirmed and one is other) and other not in moves.get(one, ()):
                    _refuse_move(after, state, one, other)
            if history[-1].values.get("valid_to") is not None:
                _refuse_gap(history[-1])
        return ()

    return judge


def histories(planned: Sequence[Planned], parent: str) -> list[list[Planned]]:
    """Return the new rows of each parent in the order of their first days."""
    found: defaultdict[Any, list[Planned]] = defaultdict(list)
    for row in planned:
        target = row.targets.get(parent)
        if row.stored is None and target is not None and row.values.get("valid_from") is not None:
            found[target.key].append(row)
    return [sorted(each, key=lambda row: row.values["valid_from"]) for each in found.values()]


def _refuse_gap(row: Planned) -> None:
    zh = "每条记录止于下一条的起始日，最后一条不填终止日。"
    en = "Each ends on the day the next begins, and the last one is open."
    row.refuse("NOT_IN_TURN", zh, en, "valid_to", row.values.get("valid_to") or "")


def _refuse_move(row: Planned, state: str, one: Code | None, other: Code | None) -> None:
    if one is not None and other is not None:
        zh, en = f"“{one.zh}”之后不能是“{other.zh}”。", f"{other.en} cannot follow {one.en}."
        row.refuse("NOT_IN_TURN", zh, en, state, other.value)


def apart(*subject: str) -> Judge:
    """
    Return a judge that refuses facts of one subject on the same days.

    The subject is named by fields of the sheet, the first of them a reference that must be filled in.
    """

    async def judge(
        _viewer: Viewer, planned: Sequence[Planned], _today: date
    ) -> Sequence[tuple[Planned, Problem]]:
        named = [(row, key) for row in planned if (key := _subject(row, subject)) is not None]
        in_file = {row.stored.id for row in planned if row.stored is not None}
        taken: defaultdict[Subject, list[Period]] = defaultdict(list)
        for part in chunks(key[0] for _, key in named if isinstance(key[0], UUID)):
            for fact in await _children(planned[0], subject[0], part):
                if fact.id not in in_file:
                    taken[_stored_subject(planned[0], fact, subject)].append(_period(fact))
        for row, key in named:
            _take(row, taken[key])
        return ()

    return judge


def _take(row: Planned, taken: list[Period]) -> None:
    """Refuse a row whose days are taken, and note them."""
    first, last = row.told("valid_from"), row.told("valid_to")
    if first is None or (last is not None and last <= first):
        return
    days = Period(first, last)
    if row.matters and any(days.overlaps(other) for other in taken):
        zh, en = "与同一对象的另一条记录日期重叠。", "It overlaps another fact of the same subject."
        row.refuse("OVERLAP", zh, en, "valid_from", first)
    taken.append(days)


def _subject(row: Planned, fields: Sequence[str]) -> Subject | None:
    """Return the subject of a row; None when a reference of it is not found, which is refused elsewhere."""
    parts: list[Any] = []
    for name in fields:
        if name not in row.register.references:
            parts.append(row.told(name))
            continue
        target = row.targets.get(name)
        if target is None and row.values.get(name):
            return None
        parts.append(target.key if target is not None else None)
    return tuple(parts) if parts[0] is not None else None


def _stored_subject(row: Planned, fact: Record, fields: Sequence[str]) -> Subject:
    return tuple(getattr(fact, row.register.fields[name].stored) for name in fields)


def _period(fact: Record) -> Period:
    return Period(fact.valid_from, fact.valid_to)


async def _children(row: Planned, parent: str, ids: Sequence[UUID]) -> Sequence[Record]:
    """Return the stored records of a row's table that name some parents, whoever may see them."""
    column = row.register.fields[parent].stored
    wanted: dict[str, Any] = {f"{column}__in": list(ids)}
    return await rows(SYSTEM, row.register.table).filter(**wanted)
