"""All that falls due in a region, from every register that knows of days, as one list by date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from exercises.certificate_dues import certificate_dues
from muster import clock
from muster.office import region_coded, viewer_named
from registry.access import Viewer
from registry.centers import centers_due
from registry.checks import checks_due
from registry.equipment import inspections_due
from registry.findings import findings_due
from registry.hazards import hazards_due
from registry.qualifications import qualification_alerts

KINDS_ZH = {
    "qualification": "资格",
    "inspection": "检验",
    "center": "动员中心",
    "certificate": "平时使用证",
    "check": "检查",
    "finding": "问题整改",
    "hazard": "隐患",
}


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """
    One line of the list; `days_left` is 0 or less once it is late.

    `on` is the first day without it (qualifications), the first day overdue (inspections), or the last day in
    time (all others).
    """

    on: date
    kind: str
    sentence: str
    sentence_zh: str
    days_left: int

    def as_dict(self) -> dict[str, Any]:
        """Return the line for scripts."""
        return asdict(self) | {"kind_zh": KINDS_ZH[self.kind]}


async def all_due(login: str, region_code: str, days: int) -> list[dict[str, Any]]:
    """Return what falls due within some days at and below a region, late things included, by date."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    today = clock.today()
    found = [
        *await _qualifications(viewer, region.id, today, days),
        *await _inspections(viewer, region.id, today, days),
        *await _centers(viewer, region.id, today, days),
        *await _certificates(viewer, region.id, today, days),
        *await _found(viewer, region.id, today, days),
    ]
    return [due.as_dict() for due in sorted(found)]


async def _qualifications(viewer: Viewer, region_id: UUID, today: date, days: int) -> Iterator[Due]:
    """Return the qualifications that lapse, of people who serve."""
    found = await qualification_alerts(viewer, region_id, on=today, lead_days=days)
    return (Due(each.on, "qualification", each.sentence, each.sentence_zh, each.days_left) for each in found)


async def _inspections(viewer: Viewer, region_id: UUID, today: date, days: int) -> Iterator[Due]:
    """Return the inspections of equipment in use."""
    found = await inspections_due(viewer, region_id, on=today, days=days)
    return (Due(each.on, "inspection", each.sentence, each.sentence_zh, each.days_left) for each in found)


async def _centers(viewer: Viewer, region_id: UUID, today: date, days: int) -> Iterator[Due]:
    """Return what is due at mobilization centers."""
    found = await centers_due(viewer, region_id, within_days=days, today=today)
    return (Due(each.on, "center", each.sentence, each.sentence_zh, each.days_left) for each in found)


async def _certificates(viewer: Viewer, region_id: UUID, today: date, days: int) -> Iterator[Due]:
    """Return what is due with peacetime-use certificates."""
    found = await certificate_dues(viewer, region_id, today=today, within_days=days)
    return (
        Due(
            each.due_on,
            "certificate",
            f"{each.code}: {each.kind.en} by {each.due_on}.",
            f"{each.code}:{each.kind.zh},{each.due_on} 前。",
            (each.due_on - today).days,
        )
        for each in found
    )


async def _found(viewer: Viewer, region_id: UUID, today: date, days: int) -> list[Due]:
    """Return the checks to be held or published, the findings to be put right, the hazards to be closed."""
    checks = await checks_due(viewer, region_id, on=today, days=days)
    findings = await findings_due(viewer, region_id, on=today, days=days)
    hazards = await hazards_due(viewer, region_id, on=today, days=days)
    named = (("check", checks), ("finding", findings), ("hazard", hazards))
    return [
        Due(each.on, kind, each.sentence, each.sentence_zh, each.days_left)
        for kind, found in named
        for each in found
    ]


def table_of(found: list[dict[str, Any]]) -> str:
    """Return the list for people: day, days left, kind, what falls due."""
    lines = [
        f"{each['on']}  {each['days_left']:>5}  {each['kind']:13}  {each['sentence_zh']}" for each in found
    ]
    late = sum(each["days_left"] <= 0 for each in found)
    return "\n".join([*lines, f"{len(found):,} things fall due, {late:,} of them late"])
