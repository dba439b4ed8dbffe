"""Draws that were committed to and not revealed in time: shown, and each made a finding once."""

from __future__ import annotations

from datetime import date, timedelta

from tortoise.expressions import Q

from registry.access import SYSTEM, rows
from registry.codes import DrawState, FindingOrigin, FindingSeverity
from registry.history import Act, Change, changing, day_of
from registry.tables import Finding, InspectionPlan

EXPLAIN_DAYS = 10
"""Days in which the office must explain or reveal (assumed)."""


def overdue(on: date) -> Q:
    """Return the condition that a draw should have been revealed before a day."""
    return Q(state=DrawState.COMMITTED, reveal_by__lt=on)


def is_overdue(plan: InspectionPlan, on: date) -> bool:
    """Tell whether a draw should have been revealed before a day."""
    return plan.state is DrawState.COMMITTED and plan.reveal_by < on


async def find_overdue(act: Act) -> int:
    """
    Make a considerable finding of each overdue draw that is none yet, and return how many were made.

    For the nightly run: it sees every region, and running it again makes nothing twice.
    """
    today = day_of(act.at)
    listed = rows(SYSTEM, InspectionPlan).filter(overdue(today), overdue_finding_id__isnull=True)
    found = await listed.order_by("code")
    async with changing(act) as change:
        for plan in found:
            await _make(change, plan, today)
    return len(found)


async def _make(change: Change, plan: InspectionPlan, today: date) -> None:
    """Store the finding of one draw."""
    finding = await change.add(
        Finding(
            region_id=plan.region_id,
            title=f"双随机抽查逾期未揭示 / draw not revealed in time: {plan.code}"[:200],
            description=f"应于 {plan.reveal_by} 当日结束前揭示。/ It was due by the end of {plan.reveal_by}.",
            severity=FindingSeverity.CONSIDERABLE,
            origin=FindingOrigin.CHECK,
            due_on=today + timedelta(days=EXPLAIN_DAYS),
            valid_from=today,
        )
    )
    await change.change(plan, overdue_finding_id=finding.id)
