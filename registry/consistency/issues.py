"""
The list a registrar works down: findings kept from run to run, accepted with a reason, closed when gone.

::

    report = await run_all(SYSTEM, act, today)         # nightly, everything
    issues = await issues_of(viewer, team, today)      # one record (on every write: `on_write`)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from registry.access import Viewer, one, require
from registry.codes import Capability
from registry.consistency.catalog import RULES, rules_about, tables_of
from registry.consistency.checking import Finding, check
from registry.consistency.gathering import around, everything, is_subject
from registry.consistency.settings import settings_on
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, Change, changing, day_of
from registry.tables import ConsistencyIssue, Record

BATCH = 500


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run of all rules did: findings in all, those new, changed and gone, and the seconds it took."""

    findings: int
    opened: int
    changed: int
    closed: int
    load_seconds: float
    rule_seconds: float


async def find_all(
    viewer: Viewer, today: date, progress: Callable[[str], None] | None = None
) -> tuple[list[Finding], float, float]:
    """Return what all rules find in everything the viewer may read, with the seconds to load and to judge."""
    begun = perf_counter()
    rules = tuple(RULES.values())
    settings = await settings_on(today)
    frames = await everything(viewer, today, tables_of(rules))
    loaded = perf_counter()
    found = await asyncio.to_thread(check, frames, rules, settings, progress)
    return found, loaded - begun, perf_counter() - loaded


async def issues_of(viewer: Viewer, record: Record, today: date) -> list[Finding]:
    """
    Return what the rules find about one record now; empty for a table no rule is about.

    Reads the record's neighborhood only, as far as the viewer may see it.
    """
    if not is_subject(record.table_name()):
        return []
    settings = await settings_on(today)
    frames = await around(viewer, today, record)
    found = await asyncio.to_thread(check, frames, rules_about(record.table_name()), settings)
    return [each for each in found if each.record_id == str(record.id)]


async def run_all(
    viewer: Viewer, act: Act, today: date, progress: Callable[[str], None] | None = None
) -> RunReport:
    """
    Apply every rule to everything and bring the stored list up to date, as one act.

    A finding that is new is opened, one whose facts have changed is rewritten, one that is gone is closed.
    `viewer` must see everything it is to judge: findings of regions out of its reach would be closed.

    Raises
    ------
    AccessDenied
        The viewer is bound to regions.

    """
    if viewer.scopes.get(Capability.READ, frozenset()) is not None:
        await _refuse_bound(viewer)
    found, load_seconds, rule_seconds = await find_all(viewer, today, progress)
    stored = await ConsistencyIssue.filter(closed_on=None)
    async with changing(act) as change:
        opened, changed, closed = await settle(change, found, stored, today)
    return RunReport(len(found), opened, changed, closed, load_seconds, rule_seconds)


async def settle(
    change: Change, found: Sequence[Finding], stored: Sequence[ConsistencyIssue], today: date
) -> tuple[int, int, int]:
    """
    Make the open issues `stored` say what was `found`, and return how many were opened, changed, closed.

    Issues that are not among `stored` stay as they are: give all of those the findings speak about.
    """
    known = {(issue.rule, issue.record_id): issue for issue in stored}
    fresh = {(each.rule, UUID(each.record_id)): each for each in found}
    new = [_issue(each, today) for key, each in fresh.items() if key not in known]
    differing = [
        (known[key], each) for key, each in fresh.items() if key in known and _differs(known[key], each)
    ]
    gone = [issue for key, issue in known.items() if key not in fresh]
    if new:
        await change.add_all(new)
    for issue, each in differing:
        await change.change(issue, **_said(each))
    for issue in gone:
        await _close(change, issue, today)
    await _mark_seen([issue.id for key, issue in known.items() if key in fresh], today)
    return len(new), len(differing), len(gone)


async def _refuse_bound(viewer: Viewer) -> None:
    """Refuse a run by somebody who sees only a part."""
    roots = viewer.scopes.get(Capability.READ) or frozenset[UUID]()
    for region in sorted(roots, key=str):
        await require(viewer, Capability.READ, region)
    raise InvalidValue(
        "viewer", viewer.login, "a run of all rules must see everything", rule_zh="须有全域查看权限"
    )


def _said(found: Finding) -> dict[str, Any]:
    """Return the columns a finding says."""
    return {
        "severity": found.severity,
        "region_id": UUID(found.region_id),
        "facts": dict(found.facts),
        "others": list(found.others),
    }


def _issue(found: Finding, today: date) -> ConsistencyIssue:
    """Return a finding as a new issue."""
    return ConsistencyIssue(
        rule=found.rule,
        record_table=found.table,
        record_id=UUID(found.record_id),
        last_seen_on=today,
        valid_from=today,
        **_said(found),
    )


def _differs(issue: ConsistencyIssue, found: Finding) -> bool:
    """Tell whether a finding says something else than the stored issue."""
    return any(getattr(issue, name) != value for name, value in _said(found).items())


async def _close(change: Change, issue: ConsistencyIssue, today: date) -> None:
    """Close an issue that is gone; one first seen today still holds for today."""
    ended = max(today, issue.valid_from + timedelta(days=1))
    await change.change(issue, closed_on=today, valid_to=ended)


async def _mark_seen(ids: Sequence[UUID], today: date) -> None:
    """Note on which day issues were last found: how the job is getting on, no fact of the registry."""
    for start in range(0, len(ids), BATCH):
        await ConsistencyIssue.filter(id__in=list(ids[start : start + BATCH])).update(last_seen_on=today)


async def accept_issue(
    viewer: Viewer, act: Act, issue_id: UUID, reason: str, until: date, expected_version: int
) -> ConsistencyIssue:
    """
    Accept an issue with a reason: it leaves the list until a day, at most a year away.

    Raises
    ------
    NotFound, AccessDenied
        The issue is out of reach, or the viewer may not register in its region.
    StaleVersion
        The issue was changed since the caller read it.
    InvalidValue
        The reason is blank or too long, the day not within a year from today, or the issue is closed.

    """
    issue = await one(viewer, ConsistencyIssue, issue_id)
    await require(viewer, Capability.WRITE_REGISTRY, issue.region_id)
    if issue.version != expected_version:
        raise StaleVersion(expected_version, issue.version)
    _check_acceptance(issue, reason, until, day_of(act.at))
    async with changing(act) as change:
        return await change.change(
            issue, accepted_reason=reason.strip(), accepted_until=until, accepted_by_id=act.author
        )


def _check_acceptance(issue: ConsistencyIssue, reason: str, until: date, today: date) -> None:
    """Refuse an acceptance without a reason, without an end, or of something that is gone."""
    if issue.closed_on is not None:
        raise InvalidValue("issue_id", issue.rule, "the issue is gone already", rule_zh="问题已消除")
    if not 1 <= len(reason.strip()) <= 300:
        raise InvalidValue("reason", reason[:40], "must have 1 to 300 characters", rule_zh="须为1至300字")
    if not today < until <= today + timedelta(days=366):
        raise InvalidValue("until", until.isoformat(), "it must lie within a year", rule_zh="须在一年之内")


async def reopen_issue(viewer: Viewer, act: Act, issue_id: UUID, expected_version: int) -> ConsistencyIssue:
    """
    Take back the acceptance of an issue: it is on the list again.

    Raises as `accept_issue` does, but for the reason and the day.
    """
    issue = await one(viewer, ConsistencyIssue, issue_id)
    await require(viewer, Capability.WRITE_REGISTRY, issue.region_id)
    if issue.version != expected_version:
        raise StaleVersion(expected_version, issue.version)
    async with changing(act) as change:
        return await change.change(issue, accepted_reason=None, accepted_until=None, accepted_by_id=None)


def on_the_list(today: date) -> Q:
    """Return the condition that an issue is open and not accepted for today."""
    return Q(closed_on__isnull=True) & (Q(accepted_until__isnull=True) | Q(accepted_until__lte=today))


def accepted_on(today: date) -> Q:
    """Return the condition that an issue is open but accepted for today."""
    return Q(closed_on__isnull=True, accepted_until__gt=today)


def gone_by(today: date) -> Q:
    """Return the condition that an issue was gone by a day."""
    return Q(closed_on__lte=today)
