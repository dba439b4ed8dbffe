"""
Apply rules to frames: pure, the same for everything and for one record.

A rule that several offices have set differently runs once for each figure; each answer counts only in
the regions that have set it so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import pandas as pd

from registry.codes import IssueSeverity
from registry.consistency.frames import Frames
from registry.consistency.rule import Rule
from registry.frame import Frame

#: How a rule is set in a region: its threshold, or None where it is off.
Setting: TypeAlias = int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    What a rule found about one record; ids are texts.

    `facts` are JSON data (days in ISO form), `others` the ids of further records of the same table.
    """

    rule: str
    severity: IssueSeverity
    table: str
    record_id: str
    region_id: str
    facts: Mapping[str, Any]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How offices have set the rules: by rule, by region id (None: everywhere else)."""

    by_rule: Mapping[str, Mapping[str | None, Setting]]

    def of(self, rule: Rule) -> dict[str | None, Setting]:
        """Return how a rule is set by region; None stands for every region not named."""
        own = rule.threshold if rule.threshold is not None else 0
        return {None: own} | dict(self.by_rule.get(rule.code, {}))


UNCHANGED = Settings({})
"""Every rule as it ships."""


def check(
    frames: Frames,
    rules: Iterable[Rule],
    settings: Settings = UNCHANGED,
    progress: Callable[[str], None] | None = None,
) -> list[Finding]:
    """
    Return what the rules find in the frames, by rule, then by record.

    Parameters
    ----------
    frames
        The records, and the day to judge on.
    rules
        The rules to apply.
    settings
        How offices have set them.
    progress
        Told the code of each rule as it is done.

    """
    found: list[Finding] = []
    for rule in rules:
        found.extend(_findings(rule, _applied(rule, frames, settings.of(rule))))
        if progress is not None:
            progress(rule.code)
    return found


def _applied(rule: Rule, frames: Frames, settings: Mapping[str | None, Setting]) -> Frame:
    """Return a rule's findings, each judged by the setting of its own region."""
    parts: list[pd.DataFrame] = []
    for threshold in dict.fromkeys(each for each in settings.values() if each is not None):
        answer = rule.find(frames, threshold)
        named = [region for region, each in settings.items() if region is not None and each == threshold]
        elsewhere = [region for region in settings if region is not None]
        here = answer["region_id"].isin(named)
        if settings[None] == threshold:
            here |= ~answer["region_id"].isin(elsewhere)
        parts.append(answer[here])
    return pd.concat(parts) if parts else pd.DataFrame()


def _findings(rule: Rule, answer: Frame) -> Iterator[Finding]:
    """Yield a rule's answer as findings, ordered by record."""
    if answer.empty:
        return
    names = [name for name in answer.columns if name not in ("record_id", "region_id", "others")]
    columns = {name: [_plain(value) for value in answer[name]] for name in names}
    others = answer["others"] if "others" in answer.columns else [()] * len(answer)
    rows = zip(answer["record_id"], answer["region_id"], others, *columns.values(), strict=True)
    for record_id, region_id, more, *values in sorted(rows, key=lambda row: str(row[0])):
        facts = dict(zip(names, values, strict=True))
        yield Finding(
            rule=rule.code,
            severity=rule.severity,
            table=rule.subject,
            record_id=record_id,
            region_id=region_id,
            facts=facts,
            others=tuple(more),
        )


def _plain(value: Any) -> Any:
    """Return a fact as JSON data: days in ISO form, whole numbers as integers."""
    if isinstance(value, pd.Timestamp | date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return int(value)
    return value if isinstance(value, str) else int(value)
