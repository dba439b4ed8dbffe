"""The life of a finding: put right by its owner, verified by somebody else; reopened or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, reaches, require, rows
from registry.codes import Capability, FindingSeverity, FindingState
from registry.dated import filled, step_day
from registry.errors import AccessDenied, FourEyes, InvalidValue, StaleVersion, TransitionRefused
from registry.evidence import attach
from registry.findings.terms import terms_of
from registry.history import Act, changing, day_of
from registry.tables import Finding, Organization, Principal

FINDING_MOVES: Mapping[FindingState, tuple[FindingState, ...]] = MappingProxyType(
    {
        FindingState.OPEN: (FindingState.RECTIFIED, FindingState.WITHDRAWN),
        FindingState.RECTIFIED: (FindingState.CLOSED, FindingState.OPEN, FindingState.WITHDRAWN),
        FindingState.CLOSED: (FindingState.OPEN,),
        FindingState.WITHDRAWN: (),
    }
)
"""From each state to the next; what is withdrawn never was. Assumed."""
PROVED = frozenset({FindingSeverity.CONSIDERABLE, FindingSeverity.MAJOR})
"""Severities whose rectification needs a file of evidence; a minor one takes words alone. Assumed."""


async def rectify_finding(
    viewer: Viewer,
    act: Act,
    finding_id: UUID,
    expected_version: int,
    *,
    rectification: str,
    on: date | None = None,
    evidence_ids: Sequence[UUID] = (),
) -> Finding:
    """
    Record how an open finding was put right on a day (today if None); it waits for verification then.

    The owner does so: whoever registers in the owner's region or in the finding's.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the finding or a file, or registers in neither region.
    StaleVersion, TransitionRefused
        It was changed since the viewer read it, or is not open.
    InvalidValue
        Nothing is said of how, no file proves a considerable or major one, or the day does not fit.

    """
    finding = await _moving(viewer, finding_id, expected_version, FindingState.RECTIFIED)
    await check_owner(viewer, finding)
    day = step_day(finding.valid_from, on, act)
    words = filled("rectification", rectification)
    if finding.severity in PROVED and not evidence_ids:
        rule, rule_zh = f"a {finding.severity.en} finding is put right with evidence", "应附整改佐证材料"
        raise InvalidValue("evidence_ids", "", rule, rule_zh=rule_zh)
    async with changing(act) as change:
        done = await change.change(
            finding,
            effective_on=day,
            state=FindingState.RECTIFIED,
            rectified_on=day,
            rectification=words,
            rectified_by_id=act.author,
        )
        await attach(viewer, change, done, evidence_ids)
    return done


async def verify_finding(
    viewer: Viewer, act: Act, finding_id: UUID, expected_version: int, *, on: date | None = None
) -> Finding:
    """
    Verify that a finding was put right, on a day (today if None), and close it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the finding, or may not audit there.
    FourEyes
        The viewer put it right.
    StaleVersion, TransitionRefused
        It was changed since the viewer read it, or has not been put right.
    InvalidValue
        The day lies before the rectification or has not come.

    """
    finding = await _moving(viewer, finding_id, expected_version, FindingState.CLOSED)
    await require(viewer, Capability.AUDIT, finding.region_id)
    await other_than(viewer, act, finding.rectified_by_id, finding.title)
    day = step_day(finding.rectified_on or finding.valid_from, on, act)
    async with changing(act) as change:
        return await change.change(
            finding,
            effective_on=day,
            state=FindingState.CLOSED,
            verified_on=day,
            verified_by_id=act.author,
        )


async def reopen_finding(
    viewer: Viewer, act: Act, finding_id: UUID, expected_version: int, *, due_on: date | None = None
) -> Finding:
    """
    Open a finding again that was not put right after all; it counts anew, by the ledger it had been closed.

    `due_on` is the new last day in time, today or later; by its severity from today when None.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion, TransitionRefused
        As `verify_finding`.
    InvalidValue
        The new deadline has passed.

    """
    finding = await _moving(viewer, finding_id, expected_version, FindingState.OPEN)
    await require(viewer, Capability.AUDIT, finding.region_id)
    today = day_of(act.at)
    terms = await terms_of(viewer, finding.region_id, today)
    due = due_on or terms.finding_due(finding.severity, today)
    if due < today:
        raise InvalidValue("due_on", due.isoformat(), "it has passed", rule_zh="期限不得早于今日")
    async with changing(act) as change:
        return await change.change(
            finding,
            state=FindingState.OPEN,
            due_on=due,
            reopenings=finding.reopenings + 1,
            rectified_on=None,
            rectification="",
            rectified_by_id=None,
            verified_on=None,
            verified_by_id=None,
        )


async def withdraw_finding(
    viewer: Viewer, act: Act, finding_id: UUID, expected_version: int, *, withdrawal: str
) -> Finding:
    """
    Withdraw a finding that should not have been made, with the reason; it counts against nobody then.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion, TransitionRefused
        As `verify_finding`; a closed finding stays.
    InvalidValue
        No reason is given.

    """
    finding = await _moving(viewer, finding_id, expected_version, FindingState.WITHDRAWN)
    await require(viewer, Capability.AUDIT, finding.region_id)
    words = filled("withdrawal", withdrawal)
    async with changing(act) as change:
        return await change.change(
            finding, state=FindingState.WITHDRAWN, withdrawn_on=day_of(act.at), withdrawal=words
        )


async def check_owner(viewer: Viewer, finding: Finding) -> None:
    """Return if the viewer registers in the region of a finding or of its owner; AccessDenied otherwise."""
    writes = (Capability.WRITE_REGISTRY,)
    regions = [finding.region_id]
    if finding.owner_id is not None:
        owner = await rows(SYSTEM, Organization).get(id=finding.owner_id)
        regions.append(owner.region_id)
    for region_id in regions:
        if await reaches(viewer, writes, region_id):
            return
    raise AccessDenied(Capability.WRITE_REGISTRY, finding.region_id)


async def other_than(viewer: Viewer, act: Act, first_id: UUID | None, subject: str) -> None:
    """Return if another person acts than who took the step before; FourEyes otherwise."""
    if first_id is None or first_id not in (viewer.principal_id, act.author):
        return
    first = await rows(SYSTEM, Principal).get_or_none(id=first_id)
    raise FourEyes(subject, first.login if first is not None else str(first_id))


async def _moving(viewer: Viewer, finding_id: UUID, expected_version: int, to: FindingState) -> Finding:
    """Return a finding at the version expected that may come to a state."""
    finding = await one(viewer, Finding, finding_id)
    if finding.version != expected_version:
        raise StaleVersion(expected_version, finding.version)
    if to not in FINDING_MOVES[finding.state]:
        raise TransitionRefused(Finding.table_name(), finding.state, to, FINDING_MOVES[finding.state])
    return finding
