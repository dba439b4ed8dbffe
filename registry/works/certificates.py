"""The life of a peacetime-use certificate: applied for, decided, renewed by a new application, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, CertificateState, PeacetimeUse
from registry.dated import filled, past_day
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act, changing, day_of
from registry.tables import Organization, UseCertificate, Work
from registry.works.certificate_state import CERTIFICATE_MOVES, state_on
from registry.works.classes import out_of_use


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDraft:
    """
    What a user of a work applies with.

    The contract was signed on `contract_on` and ends on `contract_until` (exclusive); the certificate will
    hold as long. `renews_id` names the certificate this one is to follow.
    """

    work_id: UUID
    organization_id: UUID
    code: str
    use: PeacetimeUse
    area_m2: int
    contract_on: date
    contract_until: date
    applied_on: date
    renews_id: UUID | None = None


async def apply_for_certificate(viewer: Viewer, act: Act, draft: ApplicationDraft) -> UseCertificate:
    """
    Store an application. A late one is stored too: `registry.works.clocks` tells that it is late.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see work, user or renewed certificate, or may not register there.
    CodeTaken
        Another application has this code.
    InvalidValue
        Blank code, area beyond the work's, a contract that ends before it begins, an application before the
        contract or not yet come, a work out of use, or a renewal of something else.

    """
    work = await one(viewer, Work, draft.work_id)
    await require(viewer, Capability.WRITE_REGISTRY, work.region_id)
    await one(viewer, Organization, draft.organization_id)
    _check_days(draft, day_of(act.at))
    if not 0 < draft.area_m2 <= work.area_m2:
        rule, rule_zh = f"above 0 and at most the work's {work.area_m2} m²", f"不超过工程面积 {work.area_m2}"
        raise InvalidValue("area_m2", draft.area_m2, rule, rule_zh=rule_zh)
    if await out_of_use(viewer, work.id, draft.applied_on):
        rule, rule_zh = "the work is out of use", "该工程已退出利用"
        raise InvalidValue("work_id", work.code, rule, rule_zh=rule_zh)
    if draft.renews_id is not None:
        await _check_renewed(viewer, draft.renews_id, work, draft.applied_on)
    row = UseCertificate(
        work_id=work.id,
        organization_id=draft.organization_id,
        renews_id=draft.renews_id,
        code=filled("code", draft.code),
        use=draft.use,
        area_m2=draft.area_m2,
        contract_on=draft.contract_on,
        contract_until=draft.contract_until,
        valid_from=draft.applied_on,
    )
    async with changing(act) as change:
        return await change.add(row)


def _check_days(draft: ApplicationDraft, today: date) -> None:
    """Refuse days in the wrong order."""
    past_day("applied_on", draft.applied_on, today)
    if draft.contract_until <= draft.contract_on:
        rule, rule_zh = "a contract ends after it is signed", "合同终止日应晚于签订日"
        raise InvalidValue("contract_until", draft.contract_until.isoformat(), rule, rule_zh=rule_zh)
    if draft.applied_on < draft.contract_on:
        rule, rule_zh = "the contract comes first", "申请日不得早于合同签订日"
        raise InvalidValue("applied_on", draft.applied_on.isoformat(), rule, rule_zh=rule_zh)


async def _check_renewed(viewer: Viewer, renews_id: UUID, work: Work, day: date) -> None:
    """Refuse to renew a certificate of another work, or one that never held or was revoked."""
    renewed = await one(viewer, UseCertificate, renews_id)
    held = (CertificateState.IN_FORCE, CertificateState.EXPIRED)
    if renewed.work_id != work.id or state_on(renewed, day) not in held:
        rule, rule_zh = (
            "only a certificate of this work that holds or has expired",
            "只能续期本工程有效或到期的证",
        )
        raise InvalidValue("renews_id", renewed.code, rule, rule_zh=rule_zh)


async def decide_certificate(
    viewer: Viewer,
    act: Act,
    certificate_id: UUID,
    expected_version: int,
    *,
    decided_on: date,
    decision: str,
    number: str | None,
) -> UseCertificate:
    """
    Grant an application under a number, or refuse it when `number` is None.

    The certificate holds from the day of the decision, a renewal not before the one it renews has expired,
    until the contract ends.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the application, or may not approve there.
    StaleVersion
        It was changed since the viewer read it.
    TransitionRefused
        It is decided already.
    CodeTaken
        Another certificate has this number.
    InvalidValue
        Blank decision or number, a day before the application or not yet come, or a contract that is over.

    """
    row = await _deciding(viewer, certificate_id, expected_version)
    today = day_of(act.at)
    to = CertificateState.REFUSED if number is None else CertificateState.GRANTED
    _check_move(row, to, today)
    past_day("decided_on", decided_on, today)
    if decided_on < row.valid_from:
        rule, rule_zh = "a decision follows the application", "决定日不得早于申请日"
        raise InvalidValue("decided_on", decided_on.isoformat(), rule, rule_zh=rule_zh)
    values: dict[str, Any] = {"decided_on": decided_on, "decision": filled("decision", decision)}
    if number is not None:
        values |= {"number": filled("number", number), **await _validity(viewer, row, decided_on)}
    async with changing(act) as change:
        return await change.change(row, effective_on=decided_on, **values)


async def _validity(viewer: Viewer, row: UseCertificate, decided_on: date) -> dict[str, date]:
    """Return from when until when a granted certificate holds."""
    begins = decided_on
    if row.renews_id is not None:
        renewed = await one(viewer, UseCertificate, row.renews_id)
        begins = max(begins, renewed.expires_on or begins)
    if row.contract_until <= begins:
        rule, rule_zh = f"it would end before it begins on {begins.isoformat()}", "合同期已满,证书无从生效"
        raise InvalidValue("contract_until", row.contract_until.isoformat(), rule, rule_zh=rule_zh)
    return {"issued_on": begins, "expires_on": row.contract_until}


async def revoke_certificate(
    viewer: Viewer,
    act: Act,
    certificate_id: UUID,
    expected_version: int,
    *,
    revoked_on: date,
    decision: str,
) -> UseCertificate:
    """
    Revoke a certificate from a day on which it is in force.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion
        As `decide_certificate`.
    TransitionRefused
        It is not in force on that day.
    InvalidValue
        The day has not come, or the decision is blank.

    """
    row = await _deciding(viewer, certificate_id, expected_version)
    past_day("revoked_on", revoked_on, day_of(act.at))
    _check_move(row, CertificateState.REVOKED, revoked_on)
    words = filled("decision", decision)
    async with changing(act) as change:
        return await change.change(row, revoked_on=revoked_on, decision=words, effective_on=revoked_on)


async def _deciding(viewer: Viewer, certificate_id: UUID, expected_version: int) -> UseCertificate:
    """Return a certificate the viewer may decide on, at the version expected."""
    row = await one(viewer, UseCertificate, certificate_id)
    work = await one(viewer, Work, row.work_id)
    await require(viewer, Capability.APPROVE, work.region_id)
    if row.version != expected_version:
        raise StaleVersion(expected_version, row.version)
    return row


def _check_move(row: UseCertificate, to: CertificateState, day: date) -> None:
    """Refuse what cannot be decided in the state of the day."""
    state = state_on(row, day)
    if state is None:
        rule, rule_zh = "it was not applied for yet", "当日尚未申请"
        raise InvalidValue("day", day.isoformat(), rule, rule_zh=rule_zh)
    if to not in CERTIFICATE_MOVES[state]:
        raise TransitionRefused(UseCertificate.table_name(), state, to, CERTIFICATE_MOVES[state])
