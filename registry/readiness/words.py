"""The sentences of a rating, in Chinese and English (`zh, en`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from registry.codes import CapKind, DataAge, Measure, ReadinessArea

#: A sentence in Chinese and in English.
Said = tuple[str, str]
#: Codes and ids with what they are called in Chinese and English.
Names = Mapping[str, Said]
NAMELESS: Names = MappingProxyType({})


def called(names: Names, code: str) -> Said:
    """Return the name of something, its code where it has none."""
    return names.get(code, (code, code))


def turn_out(months: int, due: date, level: int) -> Said:
    """Say since when no passed turn-out counts."""
    return (
        f"自{due}起{months}个月内无合格拉动，评定不高于{level}级。",
        f"No passed turn-out drill within {months} months since {due}: not above level {level}.",
    )


def assessment(on: date, level: int) -> Said:
    """Say when the last assessment was failed."""
    return (
        f"最近一次考核（{on}）不合格，评定不高于{level}级。",
        f"The last assessment, on {on}, was failed: not above level {level}.",
    )


def finding(title: str, due: date, level: int) -> Said:
    """Say which major finding is overdue."""
    return (
        f"重大问题“{title}”整改期限{due}已过，评定不高于{level}级。",
        f"The major finding “{title}” was due on {due}: not above level {level}.",
    )


def link(days: int, due: date, level: int) -> Said:
    """Say since when no communications link is proved."""
    return (
        f"自{due}起{days}天内无通联验证，评定不高于{level}级。",
        f"No communications link proved within {days} days since {due}: not above level {level}.",
    )


def muster(last: date, level: int) -> Said:
    """Say by when the muster was missed."""
    return (
        f"{last.year}年整组点验未在{last}前完成，评定不高于{level}级。",
        f"The muster of {last.year} was not held by {last}: not above level {level}.",
    )


def aged(area: ReadinessArea, age: DataAge, level: int) -> Said:
    """Say which area rests on old records."""
    if age is DataAge.D:
        return f"{area.zh}数据未核实，显示为?{level}。", f"The data of {area.en} is unverified: ?{level}."
    return (
        f"{area.zh}数据时效为{age.value}级，评定不高于{level}级。",
        f"The data of {area.en} is of age {age.value}: not above level {level}.",
    )


CAPS: Mapping[CapKind, Callable[..., Said]] = MappingProxyType(
    {
        CapKind.TURN_OUT: turn_out,
        CapKind.ASSESSMENT: assessment,
        CapKind.FINDING: finding,
        CapKind.LINK: link,
        CapKind.MUSTER: muster,
        CapKind.DATA_AGE: aged,
    }
)
"""What is said of each cap: of its facts, then of its level."""


def not_applicable(measure: Measure) -> Said:
    """Say that a fraction has no denominator."""
    return (
        f"{measure.value}（{measure.zh}）不适用：分母为零，不计入评定。",
        f"{measure.value} ({measure.en}) is not applicable: its denominator is 0, it does not count.",
    )


def first_turn_out(due: date) -> Said:
    """Say by when a team that was activated lately must turn out."""
    return (
        f"在编不久，尚无合格拉动，{due}起限级。",
        f"Active lately, not yet turned out: capped from {due} on.",
    )


def first_link(due: date) -> Said:
    """Say by when a team that was activated lately must prove a link."""
    return (
        f"在编不久，尚未验证通联，{due}起限级。",
        f"Active lately, no link proved yet: capped from {due} on.",
    )


NOTHING_APPLIES: Said = (
    "没有任何适用的指标，不作评定。",
    "Nothing that could be rated applies: the team has no level.",
)
NOT_ACTIVE: Said = ("队伍不在编，不作评定。", "The team is not active: it is not rated.")
HALVED: Mapping[str, Said] = MappingProxyType(
    {
        "attendance": ("到训率不足，学分减半", "halved: too few came"),
        "turnover": ("关键岗位人员已更换，学分减半", "halved: too few of today's key-post holders took part"),
    }
)
"""Why credit is halved."""
