"""Organizations, entered under their unified social credit code."""

from __future__ import annotations

from uuid import UUID

from registry import credit_code as credit_codes
from registry.access import Viewer, one, require
from registry.codes import Capability, IndustryField, OrganizationKind
from registry.errors import InvalidValue
from registry.history import Act, changing
from registry.tables import Organization


async def register_organization(
    viewer: Viewer,
    act: Act,
    *,
    region_id: UUID,
    credit_code: str,
    name: str,
    kind: OrganizationKind,
    field: IndustryField = IndustryField.OTHER,
    parent_id: UUID | None = None,
) -> Organization:
    """
    Store an organization of a region.

    Raises
    ------
    NotFound, AccessDenied
        The viewer may not register in that region, or does not see the parent.
    InvalidValue
        The credit code has another form or a wrong check digit, or the name is blank.
    CodeTaken
        Another organization has this credit code.

    """
    await require(viewer, Capability.WRITE_REGISTRY, region_id)
    if parent_id is not None:
        await one(viewer, Organization, parent_id)
    if not credit_codes.is_valid(credit_code):
        rule, rule_zh = "18 characters with the check digit of GB 32100", "应为18位并符合GB 32100校验位"
        raise InvalidValue("credit_code", credit_code, rule, rule_zh=rule_zh)
    if not name.strip():
        raise InvalidValue("name", name, "it must not be blank", rule_zh="不得为空")
    row = Organization(
        region_id=region_id,
        credit_code=credit_code,
        name=name.strip(),
        kind=kind,
        field=field,
        parent_id=parent_id,
    )
    async with changing(act) as change:
        return await change.add(row)
