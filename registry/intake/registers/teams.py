"""The registers of teams, their posts and their equipment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from registry.access import Viewer
from registry.codes import EquipmentState, TeamState
from registry.equipment.conditions import EQUIPMENT_MOVES
from registry.intake.files import CellKind
from registry.intake.histories import together
from registry.intake.likeness import LIKE_EQUIPMENT
from registry.intake.register import (
    ORGANIZATION,
    QUALIFICATION_TYPE,
    REGION,
    TEAM,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text40,
    Text60,
    Text120,
)
from registry.tables import EquipmentItem, Post, Team, TeamType

if TYPE_CHECKING:
    from registry.intake.planned import Planned, Problem

TEAM_TYPE = Refers(TeamType, ("code",), brings=(("category", "category"),))


class TeamRow(RegisterRow):
    """A row of the register of teams; the category is that of the team's type."""

    code: Annotated[Text40, Column("队伍编码", "Team code", CellKind.ID_TEXT, aliases=("编码", "code"))]
    name: Annotated[Text120, Column("队伍名称", "Name", aliases=("名称",))]
    region: Annotated[
        str, Column("行政区划代码", "Region code", CellKind.REFERENCE, REGION, aliases=("区划代码", "region"))
    ]
    team_type: Annotated[
        str, Column("队伍类型编码", "Team type", CellKind.ID_TEXT, TEAM_TYPE, aliases=("队伍类型",))
    ]
    organization: Annotated[
        str, Column("组建单位信用代码", "Organization's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ]
    lead_department: Annotated[
        str,
        Column("主管部门信用代码", "Lead department's credit code", CellKind.ID_TEXT, ORGANIZATION),
    ]
    authorized_strength: Annotated[
        int, Field(ge=1), Column("编制人数", "Authorized strength", aliases=("编制",))
    ]
    importance: Annotated[int, Field(ge=1, le=10), Column("重要度", "Importance")] = 1
    state: Annotated[
        TeamState,
        Column(
            "状态",
            "State",
            initial=(TeamState.FORMING,),
            note_zh="新增时填写；以后由专门流程变更，不随导入变更。",
            note_en="For new rows; later it is changed by its own procedure, not by import.",
        ),
    ] = TeamState.FORMING


class PostRow(RegisterRow):
    """A row of the register of posts."""

    team: Annotated[str, Column("队伍编码", "Team code", CellKind.ID_TEXT, TEAM)]
    ordinal: Annotated[int, Field(ge=1, le=32_767), Column("岗位序号", "Post number", aliases=("序号",))]
    title: Annotated[Text60, Column("岗位名称", "Title", aliases=("岗位",))]
    title_en: Annotated[
        str, Field(max_length=60), Column("岗位英文名称", "Title in English", CellKind.TEXT)
    ] = ""
    key: Annotated[bool, Column("关键岗位", "Key post")] = False
    qualification_type: Annotated[
        str | None,
        Column("所需资格编码", "Qualification needed", CellKind.ID_TEXT, QUALIFICATION_TYPE),
    ] = None


class EquipmentRow(RegisterRow):
    """A row of the register of equipment: an item with its serial, or a lot without one."""

    team: Annotated[str, Column("队伍编码", "Team code", CellKind.ID_TEXT, TEAM)]
    kind: Annotated[Text60, Column("装备名称", "Kind", aliases=("名称", "器材名称"))]
    serial: Annotated[Text60 | None, Column("序列号", "Serial", CellKind.ID_TEXT, aliases=("编号",))] = None
    owner: Annotated[str, Column("产权单位信用代码", "Owner's credit code", CellKind.ID_TEXT, ORGANIZATION)]
    kind_en: Annotated[str, Field(max_length=60), Column("装备英文名称", "Kind in English")] = ""
    key: Annotated[bool, Column("关键装备", "Key item")] = False
    quantity: Annotated[int, Field(ge=1), Column("数量", "Quantity")]
    state: Annotated[EquipmentState, Column("技术状态", "State", aliases=("状态",))] = (
        EquipmentState.SERVICEABLE
    )
    next_inspection_on: Annotated[
        date | None, Column("下次检验日期", "Next inspection on", aliases=("检验到期日",))
    ] = None


async def _moved(
    _viewer: Viewer, planned: Sequence[Planned], _today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse states equipment cannot come to: a sheet moves it as the API does, and dates tell overdue."""
    for row in planned:
        state: EquipmentState | None = row.values.get("state")
        before, after = row.changes.get("state", (None, state if row.stored is None else None))
        if after is EquipmentState.INSPECTION_OVERDUE:
            zh, en = "待检由检验日期推定，不直接填写。", "Overdue is told by the day of the next inspection."
            row.refuse("TOLD_BY_DATES", zh, en, "state", after)
        elif before is not None and after not in EQUIPMENT_MOVES[before]:
            zh, en = f"“{before.zh}”不能直接改为“{after.zh}”。", f"{after.en} cannot follow {before.en}."
            row.refuse("NOT_IN_TURN", zh, en, "state", after)
    return ()


REGISTERS = (
    Register("teams", "队伍", "Teams", Team, TeamRow, ("code",), names="name"),
    Register("posts", "岗位", "Posts", Post, PostRow, ("team", "ordinal")),
    Register(
        "equipment",
        "装备器材",
        "Equipment",
        EquipmentItem,
        EquipmentRow,
        ("team", "kind", "serial"),
        judge=together(LIKE_EQUIPMENT, _moved),
    ),
)
