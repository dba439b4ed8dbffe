"""The registers of shared resources, of days on which somebody or something is out, and of blackouts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from registry.codes import BlackoutKind, ResourceKind, TeamCategory, UnavailabilityReason
from registry.intake.files import CellKind
from registry.intake.register import (
    ORGANIZATION,
    REGION,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text40,
    Text120,
    fault,
)
from registry.tables import Blackout, Person, SharedResource, Team, Unavailability

_REGION_OF = (("region_id", "region_id"),)
_TEAM = Refers(Team, ("code",), brings=_REGION_OF)
_PERSON = Refers(Person, ("reference",), brings=_REGION_OF)
_RESOURCE = Refers(SharedResource, ("code",), brings=_REGION_OF)


class ResourceRow(RegisterRow):
    """A row of the register of shared resources; the kind says what the capacity counts."""

    code: Annotated[Text40, Column("资源编码", "Resource code", CellKind.ID_TEXT, aliases=("编码", "code"))]
    name: Annotated[Text120, Column("资源名称", "Name", aliases=("名称",))]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.REFERENCE, REGION, aliases=("区划代码", "region"))
    ]
    kind: Annotated[ResourceKind, Column("资源类别", "Kind", aliases=("类别",))]
    capacity: Annotated[int, Field(ge=1), Column("容量", "Capacity")]
    organization: Annotated[
        str | None, Column("所属单位信用代码", "Owner's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None
    latitude: Annotated[float | None, Field(ge=-90, le=90), Column("纬度", "Latitude")] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180), Column("经度", "Longitude")] = None


class UnavailabilityRow(RegisterRow):
    """A row of the register of days out: exactly one team, person or resource."""

    team: Annotated[str | None, Column("队伍编码", "Team code", CellKind.ID_TEXT, _TEAM)] = None
    person: Annotated[str | None, Column("人员编号", "Person reference", CellKind.ID_TEXT, _PERSON)] = None
    resource: Annotated[str | None, Column("资源编码", "Resource code", CellKind.ID_TEXT, _RESOURCE)] = None
    valid_from: Annotated[date, Column("起始日期", "Out from")]
    valid_to: Annotated[
        date,
        Column(
            "恢复日期",
            "Back on",
            note_zh="重新可用的第一天。",
            note_en="The first day on which it can be used again.",
        ),
    ]
    reason: Annotated[UnavailabilityReason, Column("原因", "Reason")]
    note: Annotated[str, Field(max_length=200), Column("备注", "Note")] = ""

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if sum(each is not None for each in (self.team, self.person, self.resource)) != 1:
            raise fault(
                "ONE_SUBJECT",
                "队伍、人员、资源三项须且只须填一项",
                "name exactly one team, person or resource",
            )
        return self


class BlackoutRow(RegisterRow):
    """A row of the register of blackouts: nobody of a region trains, or of a category or employer there."""

    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.REFERENCE, REGION, aliases=("区划代码", "region"))
    ]
    kind: Annotated[BlackoutKind, Column("原因", "Reason")]
    category: Annotated[
        TeamCategory | None,
        Column("队伍类别", "Category", note_zh="空白为所有队伍。", note_en="Every team when blank."),
    ] = None
    organization: Annotated[
        str | None, Column("单位信用代码", "Employer's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None
    valid_from: Annotated[date, Column("起始日期", "From")]
    valid_to: Annotated[
        date,
        Column(
            "恢复日期",
            "Until before",
            note_zh="可以训练的第一天。",
            note_en="The first day on which training is possible again.",
        ),
    ]
    note: Annotated[str, Field(max_length=200), Column("备注", "Note")] = ""


REGISTERS = (
    Register(
        "resources", "共用资源", "Shared resources", SharedResource, ResourceRow, ("code",), names="name"
    ),
    Register(
        "unavailabilities",
        "不可用时段",
        "Days out",
        Unavailability,
        UnavailabilityRow,
        ("team", "person", "resource", "valid_from"),
    ),
    Register(
        "blackouts",
        "停训期",
        "Blackouts",
        Blackout,
        BlackoutRow,
        ("region", "kind", "category", "organization", "valid_from"),
    ),
)
