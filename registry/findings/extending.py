"""Later deadlines: asked for by the owner with grounds, granted or refused by somebody who approves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, FindingState
from registry.dated import filled
from registry.errors import InvalidValue, StaleVersion
from registry.findings.rectifying import check_owner, other_than
from registry.history import Act, changing, day_of
from registry.tables import Finding, FindingExtension


async def ask_extension(
    viewer: Viewer, act: Act, finding_id: UUID, expected_version: int, *, wanted_on: date, grounds: str
) -> FindingExtension:
    """
    Ask for a later deadline of an open finding; nothing moves until it is decided.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the finding, or registers neither there nor where its owner is.
    StaleVersion
        The finding was changed since the viewer read it.
    InvalidValue
        It is not open, another request is undecided, the day is not later than the deadline, or no grounds
        are given.

    """
    finding = await one(viewer, Finding, finding_id)
    await check_owner(viewer, finding)
    if finding.version != expected_version:
        raise StaleVersion(expected_version, finding.version)
    _check_open(finding)
    if wanted_on <= finding.due_on:
        rule, rule_zh = f"after {finding.due_on.isoformat()}", f"应晚于 {finding.due_on.isoformat()}"
        raise InvalidValue("wanted_on", wanted_on.isoformat(), rule, rule_zh=rule_zh)
    undecided = rows(viewer, FindingExtension).filter(finding_id=finding.id, accepted__isnull=True)
    if await undecided.exists():
        rule, rule_zh = "another request is undecided", "已有待批的延期申请"
        raise InvalidValue("finding_id", finding.title, rule, rule_zh=rule_zh)
    row = FindingExtension(
        finding_id=finding.id,
        wanted_on=wanted_on,
        grounds=filled("grounds", grounds),
        asked_by_id=act.author,
    )
    async with changing(act) as change:
        return await change.add(row)


async def decide_extension(
    viewer: Viewer, act: Act, extension_id: UUID, expected_version: int, *, accepted: bool
) -> FindingExtension:
    """
    Grant a later deadline, which then is the finding's, or refuse it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the request, or may not approve there.
    FourEyes
        The viewer asked for it.
    StaleVersion
        The request was changed since the viewer read it.
    InvalidValue
        It is decided already, or is to be granted although the finding is no longer open.

    """
    extension = await one(viewer, FindingExtension, extension_id)
    finding = await one(viewer, Finding, extension.finding_id)
    await require(viewer, Capability.APPROVE, finding.region_id)
    if extension.version != expected_version:
        raise StaleVersion(expected_version, extension.version)
    if extension.accepted is not None:
        raise InvalidValue("extension_id", finding.title, "it is decided already", rule_zh="该申请已办结")
    await other_than(viewer, act, extension.asked_by_id, finding.title)
    if accepted:
        _check_open(finding)
    async with changing(act) as change:
        if accepted:
            await change.change(finding, due_on=max(finding.due_on, extension.wanted_on))
        return await change.change(
            extension, accepted=accepted, decided_on=day_of(act.at), decided_by_id=act.author
        )


def _check_open(finding: Finding) -> None:
    """Refuse a later deadline for what is put right, closed or withdrawn."""
    if finding.state is not FindingState.OPEN:
        rule, rule_zh = f"the finding is {finding.state.en}", f"该问题{finding.state.zh}"
        raise InvalidValue("finding_id", finding.title, rule, rule_zh=rule_zh)
