"""The consistency rules at the command line and each night."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from muster import clock
from muster.office import region_coded, viewer_named
from muster.terminal import progress_line
from registry.access import SYSTEM, rows
from registry.codes import IssueSeverity
from registry.consistency.catalog import RULES
from registry.consistency.issues import on_the_list, run_all
from registry.tables import ConsistencyIssue, RegionClosure

_WORST_FIRST = list(IssueSeverity)


async def run() -> dict[str, Any]:
    """Apply every rule to everything and return the report."""
    act = clock.act(SYSTEM.principal_id, "Nightly run of the consistency rules")
    with progress_line("Applying the consistency rules") as line:
        return asdict(await run_all(SYSTEM, act, clock.today(), line.show))


async def open_findings(login: str, region_code: str, rule: str | None) -> list[dict[str, Any]]:
    """Return the open findings of a region's subtree as facts for people, the worst first."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    below = RegionClosure.filter(ancestor_id=region.id).values_list("descendant_id", flat=True)
    listed = rows(viewer, ConsistencyIssue).filter(on_the_list(clock.today()), region_id__in=await below)
    found = await (listed if rule is None else listed.filter(rule=rule)).order_by("rule", "id")
    told = [_told(issue) for issue in found if issue.rule in RULES]
    return sorted(told, key=lambda each: _WORST_FIRST.index(IssueSeverity(each["severity"])))


def _told(issue: ConsistencyIssue) -> dict[str, Any]:
    """Return a finding in words."""
    rule = RULES[issue.rule]
    english, chinese = rule.in_words(issue.facts)
    return {
        "rule": issue.rule,
        "severity": issue.severity.value,
        "record_table": issue.record_table,
        "record_id": str(issue.record_id),
        "sentence": english,
        "sentence_zh": chinese,
        "fix": rule.fix,
        "fix_zh": rule.fix_zh,
        "first_seen_on": issue.valid_from.isoformat(),
    }
