"""An overlap in one sentence of either language: what, under which rule, and who settles it."""

from __future__ import annotations

from registry.codes import OverlapKind
from registry.overlaps import Overlap

_WHAT = {
    OverlapKind.PERSON_TEAMS: ("A person serves in {teams}", "一人编入{teams}"),
    OverlapKind.PERSON_OUTSIDE: (
        "A member of {teams} serves in the militia or the reserve too",
        "{teams}队员同时编入民兵或预备役",
    ),
    OverlapKind.EQUIPMENT_TEAMS: ("One item of equipment stands in {teams}", "同一装备登记在{teams}"),
    OverlapKind.ORGANIZATION_CATEGORIES: (
        "One organization forms teams of several categories: {teams}",
        "一个单位组建多类队伍:{teams}",
    ),
}


def said(overlap: Overlap) -> tuple[str, str]:
    """Return an overlap in English and in Chinese; it names teams by code and nobody by name."""
    what, what_zh = _WHAT[overlap.kind]
    codes = [team.code for team in overlap.teams]
    more = overlap.teams_elsewhere
    teams = ", ".join([*codes, f"{more} more out of your reach"] if more else codes)
    teams_zh = "、".join([*codes, f"管辖外{more}支队伍"] if more else codes)
    rule, rule_zh = _rule(overlap)
    decider, decider_zh = _decider(overlap)
    return (
        f"{what.format(teams=teams)}. {rule}{decider}",
        f"{what_zh.format(teams=teams_zh)}。{rule_zh}{decider_zh}",
    )


def _rule(overlap: Overlap) -> tuple[str, str]:
    """Return which rule applies and what it says."""
    if overlap.rule is not None:
        verdict, verdict_zh = ("allowed", "允许") if overlap.allowed else ("not allowed", "不允许")
        return (
            f"Besides a team, members there may serve in: {overlap.rule.en}. So it is {verdict}.",
            f"当地规定:{overlap.rule.zh}，{verdict_zh}。",
        )
    if overlap.kind is OverlapKind.EQUIPMENT_TEAMS:
        return "An item can be in one team only.", "一件装备只能在一支队伍。"
    return (
        "No rule forbids it; its people and vehicles cannot turn out twice.",
        "没有规定禁止，但其人员和车辆不能同时出动。",
    )


def _decider(overlap: Overlap) -> tuple[str, str]:
    """Return who settles what is not allowed."""
    if overlap.allowed:
        return "", ""
    if overlap.decider is None:
        return " No region lies above both.", "各方没有共同的上级区域。"
    name = f"{overlap.decider.name} ({overlap.decider.code})"
    return f" To be settled by whoever registers in {name}.", f"由{name}的登记人员处理。"
