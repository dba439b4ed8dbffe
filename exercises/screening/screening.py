"""
Screen the records of a region: what the rules find, with the records behind each hit.

::

    hits = await screen(viewer, Period(region.id, date(2026, 1, 1), date(2026, 6, 30)))
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from exercises.screening.catalog import RULES
from exercises.screening.gathering import Period, gathered
from exercises.screening.rule import Screen
from registry.access import Viewer, require
from registry.codes import Capability, IssueSeverity
from registry.consistency.checking import Finding, check
from registry.consistency.frames import Frames
from registry.errors import InvalidValue

#: Longest period screened at once, in days (assumed).
MOST_DAYS = 1_100
_WORST_FIRST = list(IssueSeverity)


@dataclass(frozen=True, slots=True)
class Hit:
    """
    A question to somebody, never a verdict: what a rule found, and the records behind it.

    `record` and `records` are table and id; `records` are those that make the hit up, in their order. Neither
    sentence names personal data.
    """

    rule: Screen
    record: tuple[str, UUID]
    region_id: UUID
    sentence: str
    sentence_zh: str
    records: tuple[tuple[str, UUID], ...]


async def screen(viewer: Viewer, period: Period, rules: Iterable[str] | None = None) -> list[Hit]:
    """
    Return what the rules find in the records of a region's teams in a period, the worst first.

    Only what the viewer may read takes part; shares of others are those of the region screened.

    Raises
    ------
    NotFound, AccessDenied
        The region is out of scope, or the viewer may not audit there.
    InvalidValue
        A rule does not exist, or the period is not 1 to 1,100 days long.

    """
    await require(viewer, Capability.AUDIT, period.region_id)
    _check_period(period.since, period.until)
    chosen = _chosen(rules)
    frames = await gathered(viewer, period, {table for rule in chosen for table in rule.reads})
    return await asyncio.to_thread(judged, frames, chosen)


def judged(frames: Frames, rules: Iterable[Screen]) -> list[Hit]:
    """Return what rules find in frames, the worst first, then by rule and record: pure."""
    asked = list(rules)
    kinds = _kinds(frames, {table for rule in asked if not rule.behind for table in rule.reads})
    hits = [_hit(each, kinds) for each in check(frames, asked)]
    return sorted(hits, key=lambda hit: _WORST_FIRST.index(hit.rule.severity))


def _kinds(frames: Frames, tables: Iterable[str]) -> dict[str, str]:
    """Return the table of each record that may stand behind a hit of a rule about several tables."""
    return {each: name for name in tables for each in frames[name]["id"]}


def _hit(found: Finding, kinds: dict[str, str]) -> Hit:
    rule = RULES[found.rule]
    english, chinese = rule.in_words(found.facts)
    return Hit(
        rule=rule,
        record=(found.table, UUID(found.record_id)),
        region_id=UUID(found.region_id),
        sentence=english,
        sentence_zh=chinese,
        records=tuple((rule.behind or kinds[each], UUID(each)) for each in found.others),
    )


def _chosen(codes: Iterable[str] | None) -> list[Screen]:
    if codes is None:
        return list(RULES.values())
    named = list(dict.fromkeys(codes))
    for code in named:
        if code not in RULES:
            raise InvalidValue("rules", code, "no rule of the screen has this code", rule_zh="没有此规则")
    return [RULES[code] for code in named]


def _check_period(since: date, until: date) -> None:
    if not since <= until < since + timedelta(days=MOST_DAYS):
        words = f"the period must be 1 to {MOST_DAYS} days long"
        raise InvalidValue("from", since.isoformat(), words, rule_zh=f"期间须为1至{MOST_DAYS}天")
