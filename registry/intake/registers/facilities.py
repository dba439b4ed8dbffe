"""The registers of command facilities, what works from them, their outages, and their contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import Field, model_validator

from registry.access import Viewer, rows
from registry.codes import Capability, FacilityKind, OutageKind, OutageState
from registry.intake.files import CellKind
from registry.intake.histories import apart, decided_stay, together
from registry.intake.lookups import chunks
from registry.intake.register import (
    ORGANIZATION,
    REGION,
    TEAM,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text40,
    Text60,
    Text120,
    Text200,
    fault,
)
from registry.tables import (
    CommandFacility,
    FacilityOutage,
    FacilityResource,
    MaintenanceContract,
    Region,
    SharedResource,
)

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem, Target

_FACILITY = Refers(CommandFacility, ("code",))
_RESOURCE = Refers(SharedResource, ("code",))
_CONTRACT = Refers(MaintenanceContract, ("number",))


class FacilityRow(RegisterRow):
    """A row of the register of command facilities."""

    code: Annotated[Text40, Column("设施编码", "Facility code", CellKind.ID_TEXT, aliases=("编码", "code"))]
    name: Annotated[Text120, Column("设施名称", "Name", aliases=("名称",))]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, REGION, aliases=("区划代码", "region"))
    ]
    kind: Annotated[FacilityKind, Column("设施类别", "Kind", aliases=("类别",))]
    organization: Annotated[
        str | None, Column("管理单位信用代码", "Host's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None
    always_on: Annotated[bool, Column("全时备战", "Always on")] = True
    valid_from: Annotated[date, Column("启用日期", "Stands from")]
    valid_to: Annotated[
        date | None,
        Column(
            "停用日期",
            "Given up on",
            note_zh="不再使用的第一天。",
            note_en="The first day on which it no longer stands.",
        ),
    ] = None


class FacilityLinkRow(RegisterRow):
    """A row of the register of what works from facilities: exactly one resource or team."""

    facility: Annotated[str, Column("设施编码", "Facility code", CellKind.ID_TEXT, _FACILITY)]
    resource: Annotated[str | None, Column("资源编码", "Resource code", CellKind.ID_TEXT, _RESOURCE)] = None
    team: Annotated[str | None, Column("队伍编码", "Team code", CellKind.ID_TEXT, TEAM)] = None
    valid_from: Annotated[date, Column("起始日期", "From")]
    valid_to: Annotated[date | None, Column("终止日期", "Until")] = None

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if (self.resource is None) == (self.team is None):
            raise fault("ONE_SUBJECT", "资源、队伍须且只须填一项", "name exactly one resource or team")
        return self


class OutageRow(RegisterRow):
    """A row of the register of outages; hours count on the first and on the last day."""

    facility: Annotated[str, Column("设施编码", "Facility code", CellKind.ID_TEXT, _FACILITY)]
    kind: Annotated[OutageKind, Column("停用原因", "Reason", own_act=True)]
    state: Annotated[
        OutageState,
        Column(
            "状态",
            "State",
            initial=(OutageState.PROPOSED, OutageState.APPROVED),
            note_zh="故障停用填“已批准”；计划停用新增时为“待批准”，以后由专门流程变更。",
            note_en="Approved for a failure; proposed for a new planned outage, later changed by its act.",
        ),
    ] = OutageState.PROPOSED
    valid_from: Annotated[date, Column("停用日期", "Out from")]
    valid_to: Annotated[
        date | None,
        Column(
            "恢复日期",
            "Back on",
            note_zh="重新可用的第一天；故障未恢复的留空。",
            note_en="The first day after its last one; blank while a failure lasts.",
        ),
    ] = None
    first_hour: Annotated[int, Field(ge=0, le=23), Column("首日起始小时", "From hour")] = 0
    until_hour: Annotated[int, Field(ge=1, le=24), Column("末日截止小时", "Until hour")] = 24
    description: Annotated[str, Field(max_length=200), Column("说明", "Description")] = ""
    decided_on: Annotated[date | None, Column("决定日期", "Decided on", own_act=True)] = None

    @model_validator(mode="after")
    def _failures_count_at_once(self) -> Self:
        failed = self.kind is OutageKind.FAILURE
        if not failed and self.valid_to is None:
            raise fault("OUTAGE_END", "计划停用须有恢复日期", "a planned outage needs the day it ends")
        if failed and self.state not in (OutageState.APPROVED, OutageState.WITHDRAWN):
            raise fault("FAILURE_STATE", "故障停用的状态为“已批准”", "a failure is approved at once")
        one_day = self.valid_to is not None and (self.valid_to - self.valid_from).days == 1
        if one_day and self.until_hour <= self.first_hour:
            raise fault("OUTAGE_HOURS", "截止小时应晚于起始小时", "the last hour comes after the first one")
        return self


class ContractRow(RegisterRow):
    """A row of the register of maintenance contracts; a renewal names the contract it renews."""

    number: Annotated[Text60, Column("合同编号", "Contract number", CellKind.ID_TEXT, aliases=("编号",))]
    facility: Annotated[str, Column("设施编码", "Facility code", CellKind.ID_TEXT, _FACILITY)]
    contractor: Annotated[
        str, Column("维保单位信用代码", "Contractor's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ]
    scope: Annotated[Text200, Column("维保范围", "Scope")]
    valid_from: Annotated[date, Column("起始日期", "In force from")]
    valid_to: Annotated[
        date,
        Column(
            "终止日期",
            "In force until before",
            note_zh="不再有效的第一天。",
            note_en="The first day on which it is no longer in force.",
        ),
    ]
    response_hours: Annotated[int, Field(ge=1, le=8_760), Column("响应时限(小时)", "Response (hours)")]
    cost_yuan: Annotated[int | None, Field(ge=0), Column("合同金额(元)", "Cost (yuan)")] = None
    renews: Annotated[str | None, Column("所续合同编号", "Renews contract", CellKind.ID_TEXT, _CONTRACT)] = (
        None
    )


async def _approved_by_right(
    viewer: Viewer, planned: Sequence[Planned], today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse planned outages that nobody with the right approved, and failures of days to come."""
    new = [row for row in planned if row.stored is None]
    regions = {row.region_id for row in new if row.region_id is not None}
    allowed: set[Any] = set()
    for part in chunks(sorted(regions)):
        may = rows(viewer, Region, Capability.APPROVE).filter(id__in=part)
        allowed.update(await may.values_list("id", flat=True))
    for row in new:
        failed = row.values.get("kind") is OutageKind.FAILURE
        if row.values.get("state") is OutageState.APPROVED and not failed and row.region_id not in allowed:
            zh, en = "已批准的停用须有审批权限。", "An approved outage takes the right to approve."
            row.refuse("STATE_NEEDS_APPROVAL", zh, en, "state")
        first: date | None = row.values.get("valid_from")
        if failed and first is not None and first > today:
            zh, en = "故障不得晚于今日。", "A failure cannot lie in days to come."
            row.refuse("NOT_COME_YET", zh, en, "valid_from", first)
    return ()


def _is_decided(cells: Mapping[str, Any]) -> bool:
    """Tell whether an outage is decided; a failure is not: its end is set when it is over."""
    return cells["kind"] is not OutageKind.FAILURE and cells["state"] is not OutageState.PROPOSED


async def _renewals(
    viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse renewals of another facility's contract, of a later one, and second renewals."""
    renewing = [row for row in planned if row.matters and row.targets.get("renews") is not None]
    found: dict[Any, MaintenanceContract] = {}
    renewed: dict[Any, Any] = {}
    for part in chunks(target.id for row in renewing if (target := row.targets["renews"]) and target.id):
        found.update({each.id: each for each in await rows(viewer, MaintenanceContract).filter(id__in=part)})
        for each in await rows(viewer, MaintenanceContract).filter(renews_id__in=part):
            renewed[each.renews_id] = each.id
    for row in renewing:
        target, facility = row.targets["renews"], row.targets.get("facility")
        if target is None or facility is None:
            continue
        begins, place = _older(found, target)
        if place != facility.key:
            row.refuse(
                "RENEWAL", "所续合同属于其他设施。", "It renews another facility's contract.", "renews"
            )
        if begins is not None and row.told("valid_from") <= begins:
            row.refuse("RENEWAL", "续签应晚于原合同。", "A renewal begins after the older one.", "valid_from")
        own = row.stored.id if row.stored is not None else row.place
        if renewed.setdefault(target.key, own) != own:
            row.refuse("RENEWAL", "该合同已续签。", "That contract is renewed already.", "renews")
    return ()


def _older(found: Mapping[Any, MaintenanceContract], target: Target) -> tuple[date | None, Any]:
    """Return the first day and the facility of a contract that is renewed."""
    if target.row is None:
        older = found[target.id]
        return older.valid_from, older.facility_id
    facility = target.row.targets.get("facility")
    return target.row.values.get("valid_from"), facility.key if facility is not None else None


REGISTERS = (
    Register(
        "facilities", "指挥设施", "Command facilities", CommandFacility, FacilityRow, ("code",), names="name"
    ),
    Register(
        "facility_links",
        "设施关联",
        "Facility links",
        FacilityResource,
        FacilityLinkRow,
        ("facility", "resource", "team", "valid_from"),
        judge=apart("facility", "resource", "team"),
    ),
    Register(
        "facility_outages",
        "设施停用",
        "Facility outages",
        FacilityOutage,
        OutageRow,
        ("facility", "kind", "valid_from"),
        judge=together(_approved_by_right, decided_stay(_is_decided)),
    ),
    Register(
        "maintenance_contracts",
        "维保合同",
        "Maintenance contracts",
        MaintenanceContract,
        ContractRow,
        ("number",),
        judge=_renewals,
    ),
)
