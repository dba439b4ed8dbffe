"""The sentences of a forecast: why a level moves, with the records behind it, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from registry.codes import CauseKind
from registry.readiness.ratings import CapFired, CreditRating
from registry.readiness.words import HALVED, Said

_C = CauseKind
_HAPPENED: Mapping[CauseKind, tuple[str, str, str]] = MappingProxyType(
    {
        _C.MEMBER_LEAVES: ("{n}名成员离队", "{n} member leaves", "{n} members leave"),
        _C.MEMBER_JOINS: ("{n}名成员入队", "{n} member joins", "{n} members join"),
        _C.MEMBER_AWAY: ("{n}名成员不在位", "{n} member is away", "{n} members are away"),
        _C.MEMBER_BACK: ("{n}名成员归队", "{n} member is back", "{n} members are back"),
        _C.QUALIFICATION_ENDS: (
            "{n}份{what}资格到期",
            "{n} qualification {what} ends",
            "{n} qualifications {what} end",
        ),
        _C.QUALIFICATION_BEGINS: (
            "{n}份{what}资格生效",
            "{n} qualification {what} begins",
            "{n} qualifications {what} begin",
        ),
        _C.EQUIPMENT_LEAVES: (
            "{n}件（批）{what}调出",
            "{n} item or lot of {what} leaves",
            "{n} items or lots of {what} leave",
        ),
        _C.EQUIPMENT_ARRIVES: (
            "{n}件（批）{what}调入",
            "{n} item or lot of {what} arrives",
            "{n} items or lots of {what} arrive",
        ),
        _C.INSPECTION_DUE: (
            "{n}件（批）{what}检验到期",
            "{n} item or lot of {what} falls due for inspection",
            "{n} items or lots of {what} fall due for inspection",
        ),
    }
)


def happened(kind: CauseKind, what: Said, count: int) -> Said:
    """Say what happens to some records of one kind or qualification on one day."""
    zh, one, many = _HAPPENED[kind]
    return zh.format(n=count, what=what[0]), (one if count == 1 else many).format(n=count, what=what[1])


def credit(before: CreditRating, after: CreditRating, *, planned: bool = False) -> Said:
    """Say how the credit of a requirement moves, and which execution stands behind it, planned or held."""
    old, new = _share(before.credit), _share(after.credit)
    if after.credit > before.credit and planned:
        return (
            f"{after.name}学分由{old}升至{new}：按计划于{after.held_on}合格实施",
            f"credit for {after.name_en} rises from {old} to {new}: planned for {after.held_on}",
        )
    if after.credit > before.credit:
        return (
            f"{after.name}学分由{old}升至{new}：{after.held_on}合格实施",
            f"credit for {after.name_en} rises from {old} to {new}: passed on {after.held_on}",
        )
    zh, en = f"{before.name}学分由{old}降至{new}", f"credit for {before.name_en} falls from {old} to {new}"
    if after.halved_for is not None and before.halved_for is None:
        return f"{zh}：{HALVED[after.halved_for][0]}", f"{en}: {HALVED[after.halved_for][1]}"
    return (
        f"{zh}：最近一次合格实施为{before.held_on}，已超期",
        f"{en}: last passed on {before.held_on}, too long ago",
    )


def _share(credit_: Fraction) -> str:
    return str(credit_)


def cap_ended(cap: CapFired) -> Said:
    """Say that a cap no longer holds."""
    return f"不再限级：{cap.sentence_zh}", f"No longer holds: {cap.sentence}"


def confirmed(zh: str, en: str) -> Said:
    """Say that the records of an area are taken to be confirmed."""
    return f"{zh}数据按计划核实", f"records of {en} confirmed as planned"


def override(level: int, *, begins: bool) -> Said:
    """Say that a level set by hand begins or ends."""
    if begins:
        return f"人工修正为{level}级生效", f"level {level}, set by hand, begins"
    return f"人工修正的{level}级到期，恢复计算值", f"level {level}, set by hand, ends: the computed one shows"


def moved(before: str, after: str) -> Said:
    """Say that a fraction moved where no single record explains it."""
    return f"比率由{before}变为{after}", f"the fraction moves from {before} to {after}"
