"""Findings and hazards at the command line: what is overdue, and how long hazards take."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from muster import clock
from muster.office import region_coded, viewer_named
from registry.findings import findings_due
from registry.hazards import Durations, HazardReport, HazardTimes, hazard_report


async def due_findings(login: str, region_code: str, days: int) -> list[dict[str, Any]]:
    """Return the findings overdue, or due within some days, at and below a region, by deadline."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    return [
        {
            "id": each.finding.id,
            "due_on": each.on,
            "days_left": each.days_left,
            "severity": each.finding.severity.value,
            "state": each.finding.state.value,
            "sentence": each.sentence,
            "sentence_zh": each.sentence_zh,
        }
        for each in await findings_due(viewer, region.id, on=clock.today(), days=days)
    ]


def table_of(found: list[dict[str, Any]]) -> str:
    """Return the list for people: deadline, days left, severity, sentence."""
    lines = [
        f"{each['due_on']}  {each['days_left']:>5}  {each['severity']:12}  {each['sentence_zh']}"
        for each in found
    ]
    late = sum(each["days_left"] < 0 for each in found)
    return "\n".join([*lines, f"{len(found):,} findings, {late:,} of them overdue"])


async def hazard_times(login: str, region_code: str, since: date | None, on: date | None) -> HazardReport:
    """Return the report on hazards of a region: from the first day of the year to today unless told."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    last = on or clock.today()
    return await hazard_report(viewer, region.id, since=since or date(last.year, 1, 1), on=last)


def facts_of(report: HazardReport) -> dict[str, Any]:
    """Return the report for scripts."""
    return {
        "since": report.since,
        "on": report.on,
        "whole": _line_facts(report.whole),
        "regions": [_line_facts(line) for line in report.regions],
        "levels": [_line_facts(line) for line in report.levels],
    }


def _line_facts(line: HazardTimes) -> dict[str, Any]:
    """Return one line for scripts."""
    numbers = {name: getattr(line, name) for name in ("found", "open", "overdue", "oldest_open_days")}
    days = {name: asdict(getattr(line, name)) for name in ("discovery", "disposal", "closing")}
    region = None if line.region is None else line.region.code
    return {"region": region, "level": None if line.level is None else line.level.value, **numbers, **days}


def times_table(report: HazardReport) -> str:
    """Return the report for people: counts, then median and 90 % of the days to each step."""
    head = f"{'':24}  found  open  late  oldest   discovery    disposal     closing  (median / 90 %, days)"
    lines = [_shown(line) for line in (report.whole, *report.regions, *report.levels)]
    return "\n".join([f"Hazards found {report.since} to {report.on}", head, *lines])


def _shown(line: HazardTimes) -> str:
    """Return one line for people."""
    name = line.region.name if line.region is not None else line.level.zh if line.level is not None else ""
    oldest = "–" if line.oldest_open_days is None else str(line.oldest_open_days)
    days = "  ".join(f"{_days(each):>10}" for each in (line.discovery, line.disposal, line.closing))
    wide = 24 - sum(ord(letter) > 0x2E7F for letter in name)
    return f"{name:{wide}}  {line.found:>5}  {line.open:>4}  {line.overdue:>4}  {oldest:>6}  {days}"


def _days(days: Durations) -> str:
    """Return median and 90 % of some days."""
    return "–" if days.median_days is None else f"{days.median_days} / {days.ninety_days}"
