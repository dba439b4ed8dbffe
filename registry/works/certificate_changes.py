"""Changes of a peacetime-use certificate during its validity: asked for, decided, entered on their day."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, CertificateState, PeacetimeUse
from registry.dated import filled, past_day
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.history import Act, changing, day_of
from registry.tables import CertificateChange, Organization, UseCertificate, Work
from registry.works.certificate_state import state_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDraft:
    """What is to be different: another user, use, area in m², or end of validity; None stays as it is."""

    organization_id: UUID | None = None
    use: PeacetimeUse | None = None
    area_m2: int | None = None
    expires_on: date | None = None


async def request_change(
    viewer: Viewer,
    act: Act,
    certificate_id: UUID,
    draft: ChangeDraft,
    *,
    requested_on: date,
    wanted_on: date,
) -> CertificateChange:
    """
    Store that a change is asked for from a day on. Short notice is stored too: `clocks` tells it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the certificate or the new user, or may not register there.
    TransitionRefused
        The certificate is not in force.
    InvalidValue
        Nothing is to change, the days are in the wrong order, or the area is beyond the work's.

    """
    certificate = await one(viewer, UseCertificate, certificate_id)
    work = await one(viewer, Work, certificate.work_id)
    await require(viewer, Capability.WRITE_REGISTRY, work.region_id)
    if draft.organization_id is not None:
        await one(viewer, Organization, draft.organization_id)
    _check_in_force(certificate, past_day("requested_on", requested_on, day_of(act.at)))
    _check_draft(certificate, work, draft, requested_on, wanted_on)
    row = CertificateChange(
        certificate_id=certificate.id, wanted_on=wanted_on, valid_from=requested_on, **asdict(draft)
    )
    async with changing(act) as change:
        return await change.add(row)


def _check_draft(
    certificate: UseCertificate, work: Work, draft: ChangeDraft, requested_on: date, wanted_on: date
) -> None:
    """Refuse an empty change and impossible values."""
    if draft == ChangeDraft():
        raise InvalidValue("change", "", "name at least one thing to change", rule_zh="至少填写一项变更")
    if wanted_on < requested_on:
        rule, rule_zh = "a change follows the request", "变更日不得早于申请日"
        raise InvalidValue("wanted_on", wanted_on.isoformat(), rule, rule_zh=rule_zh)
    if draft.area_m2 is not None and not 0 < draft.area_m2 <= work.area_m2:
        rule, rule_zh = f"above 0 and at most the work's {work.area_m2} m²", f"不超过工程面积 {work.area_m2}"
        raise InvalidValue("area_m2", draft.area_m2, rule, rule_zh=rule_zh)
    begins = max(wanted_on, certificate.issued_on or wanted_on)
    if draft.expires_on is not None and draft.expires_on <= begins:
        rule, rule_zh = "validity ends after the change takes effect", "到期日应晚于变更日"
        raise InvalidValue("expires_on", draft.expires_on.isoformat(), rule, rule_zh=rule_zh)


async def decide_change(
    viewer: Viewer,
    act: Act,
    change_id: UUID,
    expected_version: int,
    *,
    accepted: bool,
    decided_on: date,
    decision: str,
) -> CertificateChange:
    """
    Accept or refuse a change; an accepted one is entered in the certificate on its day (`enter_change`).

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the change, or may not approve there.
    StaleVersion
        It was changed since the viewer read it.
    InvalidValue
        It is decided already, the day has not come or lies before the request, or the decision is blank.

    """
    row = await _changing(viewer, change_id, expected_version, Capability.APPROVE)
    if row.accepted is not None:
        raise InvalidValue("accepted", accepted, "the change is decided already", rule_zh="该变更已作决定")
    past_day("decided_on", decided_on, day_of(act.at))
    if decided_on < row.valid_from:
        rule, rule_zh = "a decision follows the request", "决定日不得早于申请日"
        raise InvalidValue("decided_on", decided_on.isoformat(), rule, rule_zh=rule_zh)
    words = filled("decision", decision)
    async with changing(act) as change:
        return await change.change(
            row, accepted=accepted, decided_on=decided_on, decision=words, effective_on=decided_on
        )


async def enter_change(viewer: Viewer, act: Act, change_id: UUID, expected_version: int) -> CertificateChange:
    """
    Enter an accepted change in its certificate; what it changes is true from the day that was wanted.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion
        As `decide_change`, registering instead of approving.
    TransitionRefused
        The certificate is no longer in force.
    InvalidValue
        The change is not accepted, is entered already, or its day has not come.

    """
    row = await _changing(viewer, change_id, expected_version, Capability.WRITE_REGISTRY)
    if not row.accepted or row.entered_on is not None:
        rule, rule_zh = "only an accepted change, and only once", "仅可登记已批准且未登记的变更"
        raise InvalidValue("change_id", row.accepted, rule, rule_zh=rule_zh)
    today = day_of(act.at)
    wanted = past_day("wanted_on", row.wanted_on, today)
    certificate = await one(viewer, UseCertificate, row.certificate_id)
    _check_in_force(certificate, wanted)
    values = {name: getattr(row, name) for name in ("organization_id", "use", "area_m2", "expires_on")}
    wanted_values = {name: value for name, value in values.items() if value is not None}
    async with changing(act) as change:
        await change.change(certificate, effective_on=wanted, **wanted_values)
        return await change.change(row, entered_on=today)


async def _changing(
    viewer: Viewer, change_id: UUID, expected_version: int, capability: Capability
) -> CertificateChange:
    """Return a change the viewer may act on, at the version expected."""
    row = await one(viewer, CertificateChange, change_id)
    certificate = await one(viewer, UseCertificate, row.certificate_id)
    work = await one(viewer, Work, certificate.work_id)
    await require(viewer, capability, work.region_id)
    if row.version != expected_version:
        raise StaleVersion(expected_version, row.version)
    return row


def _check_in_force(certificate: UseCertificate, day: date) -> None:
    """Refuse a change of a certificate that does not hold."""
    state = state_on(certificate, day)
    if state is not CertificateState.IN_FORCE:
        current = state or CertificateState.APPLIED
        raise TransitionRefused(UseCertificate.table_name(), current, CertificateState.IN_FORCE, ())
