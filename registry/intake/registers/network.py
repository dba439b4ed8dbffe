"""The registers of responsible bodies of the five-level network and of areas that train together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from registry.access import SYSTEM, Viewer, rows
from registry.codes import NetworkLevel
from registry.intake.files import CellKind
from registry.intake.histories import apart, together
from registry.intake.lookups import chunks
from registry.intake.register import ORGANIZATION, REGION, Column, Refers, Register, RegisterRow
from registry.network import LEVELS
from registry.tables import Area, AreaMember, Region, ResponsibleBody

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem

_UNTIL = ("终止日期", "Until")


class ResponsibleBodyRow(RegisterRow):
    """A row of the register of responsible bodies; the duty telephone is personal data."""

    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, REGION, aliases=("区划代码", "region"))
    ]
    organization: Annotated[
        str, Column("责任单位信用代码", "Body's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ]
    level: Annotated[NetworkLevel, Column("层级", "Level")]
    duty_phone: Annotated[
        str | None, Field(max_length=40), Column("值班电话", "Duty telephone", CellKind.ID_TEXT)
    ] = None
    valid_from: Annotated[date, Column("起始日期", "From")]
    valid_to: Annotated[date | None, Column(*_UNTIL)] = None


class AreaMemberRow(RegisterRow):
    """A row of the register of memberships in areas that train together."""

    area: Annotated[str, Column("片区编码", "Area code", CellKind.ID_TEXT, Refers(Area, ("code",)))]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, REGION, aliases=("区划代码", "region"))
    ]
    valid_from: Annotated[date, Column("加入日期", "Member from")]
    valid_to: Annotated[date | None, Column(*_UNTIL)] = None


async def _level_of_the_region(
    _viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse bodies at another level than their region's, and of regions outside the network."""
    named = [(row, target.id) for row in planned if (target := row.targets.get("region")) and row.matters]
    levels: dict[UUID | None, NetworkLevel | None] = {}
    for part in chunks(id_ for _, id_ in named):
        for region in await rows(SYSTEM, Region).filter(id__in=part):
            levels[region.id] = LEVELS.get(region.level)
    for row, id_ in named:
        told, level = row.told("level"), levels.get(id_)
        if told is not None and told is not level:
            zh = f"该区划的层级为“{level.zh}”。" if level else "五级网络自市级起。"
            en = f"The region's level is {level.en}." if level else "The network begins with the city."
            row.refuse("LEVEL", zh, en, "level", told.value)
    return ()


REGISTERS = (
    Register(
        "responsible_bodies",
        "责任单位",
        "Responsible bodies",
        ResponsibleBody,
        ResponsibleBodyRow,
        ("region", "valid_from"),
        judge=together(_level_of_the_region, apart("region")),
    ),
    Register(
        "area_members",
        "片区成员",
        "Area members",
        AreaMember,
        AreaMemberRow,
        ("area", "region", "valid_from"),
        judge=apart("area", "region"),
    ),
)
