"""The register of inspectors: who may inspect, for which body, and whom they stay away from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, InspectionObject, RelationKind
from registry.dated import end, filled
from registry.errors import InvalidValue, StaleVersion
from registry.history import Act, changing, day_of
from registry.periods import in_force
from registry.tables import Inspector, InspectorRelation, Organization, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorDraft:
    """
    What is said about an inspector: a person of the register, or a name of somebody of another body.

    `external` marks third-party bodies; `specialty` is the only kind of object they inspect, any when
    None. They are on the register from `valid_from`, the day of the act when None.
    """

    region_id: UUID
    organization_id: UUID
    code: str
    person_id: UUID | None = None
    name: str | None = None
    external: bool = False
    specialty: InspectionObject | None = None
    valid_from: date | None = None


async def register_inspector(viewer: Viewer, act: Act, draft: InspectorDraft) -> Inspector:
    """
    Put an inspector on the register.

    Raises
    ------
    NotFound, AccessDenied
        The viewer may not audit in that region, or does not see organization or person.
    CodeTaken
        Another inspector has this code.
    InvalidValue
        The code is blank, or not exactly one of person and name is given.

    """
    await require(viewer, Capability.AUDIT, draft.region_id)
    await one(viewer, Organization, draft.organization_id)
    name = (draft.name or "").strip() or None
    if (name is None) == (draft.person_id is None):
        rule, rule_zh = "exactly one of person and name is given", "人员与姓名须且仅须填写一项"
        raise InvalidValue("person_id", str(draft.person_id or ""), rule, rule_zh=rule_zh)
    if draft.person_id is not None:
        await one(viewer, Person, draft.person_id)
    columns: dict[str, Any] = {
        "region_id": draft.region_id,
        "organization_id": draft.organization_id,
        "person_id": draft.person_id,
        "code": filled("code", draft.code),
        "name": name,
        "external": draft.external,
        "specialty": draft.specialty,
        "valid_from": draft.valid_from or day_of(act.at),
    }
    async with changing(act) as change:
        return await change.add(Inspector(salt=change.new_id().hex, **columns))


async def retire_inspector(
    viewer: Viewer, act: Act, inspector_id: UUID, expected_version: int, *, from_day: date
) -> Inspector:
    """
    Take an inspector off the register; `from_day` is the first day on which they inspect no more.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the inspector, or may not audit there.
    StaleVersion
        The inspector was changed since the viewer read it.
    InvalidValue
        The day is not after the first one.

    """
    row = await one(viewer, Inspector, inspector_id)
    await require(viewer, Capability.AUDIT, row.region_id)
    if row.version != expected_version:
        raise StaleVersion(expected_version, row.version)
    if from_day <= row.valid_from:
        rule, rule_zh = f"after {row.valid_from.isoformat()}", "应晚于入库日"
        raise InvalidValue("from_day", from_day.isoformat(), rule, rule_zh=rule_zh)
    async with changing(act) as change:
        return await end(change, row, from_day)


async def declare_relation(
    viewer: Viewer,
    act: Act,
    inspector_id: UUID,
    organization_id: UUID,
    *,
    kind: RelationKind,
    from_day: date,
    until: date | None = None,
    note: str = "",
) -> InspectorRelation:
    """
    Declare that an inspector must stay away from an organization, from a day until the day before another.

    Pools frozen while it holds carry it; a draw that is frozen already does not change.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see inspector or organization, or may not audit there.
    InvalidValue
        The same relation is declared already, or it ends before it begins.

    """
    inspector = await one(viewer, Inspector, inspector_id)
    await require(viewer, Capability.AUDIT, inspector.region_id)
    organization = await one(viewer, Organization, organization_id)
    declared = rows(viewer, InspectorRelation).filter(in_force(from_day), kind=kind)
    if await declared.filter(inspector_id=inspector.id, organization_id=organization.id).exists():
        raise InvalidValue("organization_id", organization.credit_code, "declared already", rule_zh="已申报")
    row = InspectorRelation(
        inspector_id=inspector.id,
        organization_id=organization.id,
        kind=kind,
        note=note.strip(),
        valid_from=from_day,
        valid_to=until,
    )
    async with changing(act) as change:
        return await change.add(row)
