"""Registering equipment, also in place of an item that is retired with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import Viewer, one, rows
from registry.codes import Capability, EquipmentState, TeamState
from registry.dated import filled, past_day
from registry.equipment.conditions import GONE, check_move, settle
from registry.equipment.schedules import next_due
from registry.errors import CodeTaken, InvalidValue, StaleVersion
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.tables import EquipmentItem, Organization, Team

#: States a new item may have; every other one has its own act. Assumed.
FIRST_STATES = (EquipmentState.SERVICEABLE, EquipmentState.STORED)


@dataclass(frozen=True, slots=True)
class EquipmentDraft:
    """
    What the register says about a new item or lot.

    Parameters
    ----------
    kind, kind_en
        In the words of the team type's requirement, each at most 60 characters.
    quantity
        Items, 1 or more.
    serial
        For a single item; None for a lot.
    from_day
        First day with the team, not in the future; the day of the act when None.
    next_inspection_on
        First day on which it is overdue; by the nearest region's schedule from `from_day` when None.

    """

    team_id: UUID
    owner_id: UUID
    kind: str
    kind_en: str = ""
    key: bool = False
    quantity: int = 1
    serial: str | None = None
    state: EquipmentState = EquipmentState.SERVICEABLE
    from_day: date | None = None
    next_inspection_on: date | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """The item a new one is bought for, at the version the caller has seen; it is retired."""

    item_id: UUID
    version: int


async def register_equipment(
    viewer: Viewer,
    act: Act,
    draft: EquipmentDraft,
    *,
    replaces: Replaced | None = None,
    evidence_ids: Sequence[UUID] = (),
) -> EquipmentItem:
    """
    Store a new item or lot of a team; what it replaces is retired by the same act.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the team, the owner, the item replaced or a file, or may not register there.
    StaleVersion
        The item replaced was changed since the viewer read it.
    TransitionRefused
        The item replaced cannot be retired.
    CodeTaken
        An item of this kind that is not retired or lost has this serial.
    InvalidValue
        The kind is blank, the quantity or the state does not fit, the team is disbanded, or the day has not
        come.

    """
    team = await one(viewer, Team, draft.team_id, Capability.WRITE_REGISTRY)
    await one(viewer, Organization, draft.owner_id)
    today = day_of(act.at)
    day = past_day("from_day", draft.from_day or today, today)
    row = EquipmentItem(
        team_id=team.id,
        owner_id=draft.owner_id,
        kind=filled("kind", draft.kind),
        kind_en=draft.kind_en.strip(),
        key=draft.key,
        quantity=draft.quantity,
        serial=(draft.serial or "").strip() or None,
        state=draft.state,
        next_inspection_on=draft.next_inspection_on or await next_due(draft.kind, team.region_id, day),
        replaces_id=None if replaces is None else replaces.item_id,
        valid_from=day,
    )
    _check(team, row)
    async with changing(act) as change:
        if replaces is not None:
            old = await one(viewer, EquipmentItem, replaces.item_id, Capability.WRITE_REGISTRY)
            if old.version != replaces.version:
                raise StaleVersion(replaces.version, old.version)
            check_move(old, EquipmentState.RETIRED)
            await settle(change, old, EquipmentState.RETIRED, day)
        await _check_serial(viewer, row)
        item = await change.add(row)
        await attach(viewer, change, item, evidence_ids)
    return item


def _check(team: Team, row: EquipmentItem) -> None:
    """Refuse what a new item cannot be."""
    if team.state is TeamState.DISBANDED:
        rule, rule_zh = "a disbanded team takes no equipment", "队伍已撤编"
        raise InvalidValue("team_id", team.code, rule, rule_zh=rule_zh)
    if row.state not in FIRST_STATES:
        names = ", ".join(state.en for state in FIRST_STATES)
        names_zh = "、".join(state.zh for state in FIRST_STATES)
        raise InvalidValue(
            "state", row.state.value, f"a new item is {names}", rule_zh=f"新装备只能为{names_zh}"
        )
    if row.serial is not None and row.quantity != 1:
        rule, rule_zh = "a serial stands for one item", "一个序列号对应一件"
        raise InvalidValue("quantity", row.quantity, rule, rule_zh=rule_zh)


async def _check_serial(viewer: Viewer, row: EquipmentItem) -> None:
    """Refuse a serial another item of the kind has; only what the viewer sees is asked."""
    if row.serial is None:
        return
    same = rows(viewer, EquipmentItem).filter(kind=row.kind, serial=row.serial)
    if await same.filter(state__not_in=list(GONE)).exists():
        raise CodeTaken(row.serial)
