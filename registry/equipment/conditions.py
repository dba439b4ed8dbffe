"""
Serviceability of equipment: the table of moves, and *inspection overdue* told by dates.

Overdue is never set by hand: an item in use is overdue from its `next_inspection_on` on, whatever is
stored. Rows taken over from elsewhere may say it; the dates decide for them too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from tortoise.expressions import Q

from registry.access import Viewer, one
from registry.codes import Capability, EquipmentState
from registry.dated import past_day
from registry.errors import StaleVersion, TransitionRefused
from registry.evidence import attach
from registry.history import Act, Change, changing, day_of
from registry.tables import EquipmentItem

_S = EquipmentState
GONE = (_S.RETIRED, _S.LOST)
IN_USE = (_S.SERVICEABLE, _S.MONITOR, _S.INSPECTION_OVERDUE)
EQUIPMENT_MOVES: Mapping[EquipmentState, tuple[EquipmentState, ...]] = MappingProxyType(
    {
        _S.SERVICEABLE: (_S.MONITOR, _S.REPAIR_NEEDED, _S.STORED, _S.RETIRED, _S.LOST),
        _S.INSPECTION_OVERDUE: (_S.MONITOR, _S.REPAIR_NEEDED, _S.STORED, _S.RETIRED, _S.LOST),
        _S.MONITOR: (_S.SERVICEABLE, _S.REPAIR_NEEDED, _S.STORED, _S.RETIRED, _S.LOST),
        _S.REPAIR_NEEDED: (_S.IN_REPAIR, _S.RETIRED, _S.LOST),
        _S.IN_REPAIR: (_S.SERVICEABLE, _S.MONITOR, _S.REPAIR_NEEDED, _S.RETIRED, _S.LOST),
        _S.STORED: (_S.SERVICEABLE, _S.MONITOR, _S.REPAIR_NEEDED, _S.RETIRED, _S.LOST),
        _S.RETIRED: (),
        _S.LOST: (_S.STORED,),
    }
)
"""From each state to the next by hand; what was lost and is found again is stored first. Assumed."""


def condition_on(item: EquipmentItem, on: date) -> EquipmentState:
    """
    Return the serviceability of an item on a day: as stored, but overdue by dates alone.

    Examples
    --------
    >>> item = EquipmentItem(state=EquipmentState.SERVICEABLE, next_inspection_on=date(2026, 6, 1))
    >>> condition_on(item, date(2026, 5, 31)).value, condition_on(item, date(2026, 6, 1)).value
    ('serviceable', 'inspection_overdue')

    """
    return state_on(item.state, item.next_inspection_on, on)


def state_on(state: EquipmentState, due: date | None, on: date) -> EquipmentState:
    """Return the serviceability on a day of what is stored so, its inspection overdue from `due` on."""
    if state not in IN_USE:
        return state
    if due is not None and due <= on:
        return _S.INSPECTION_OVERDUE
    return _S.SERVICEABLE if state is _S.INSPECTION_OVERDUE else state


def overdue_condition(on: date) -> Q:
    """Return the condition that an item is overdue on a day, as `condition_on` has it."""
    return Q(state__in=list(IN_USE), next_inspection_on__lte=on)


def in_condition(state: EquipmentState, on: date) -> Q:
    """Return the condition that an item has a serviceability on a day, as `condition_on` has it."""
    if state is _S.INSPECTION_OVERDUE:
        return overdue_condition(on)
    if state not in IN_USE:
        return Q(state=state)
    stored = (_S.SERVICEABLE, _S.INSPECTION_OVERDUE) if state is _S.SERVICEABLE else (state,)
    return Q(state__in=list(stored)) & (Q(next_inspection_on__isnull=True) | Q(next_inspection_on__gt=on))


async def move_equipment_state(
    viewer: Viewer,
    act: Act,
    item_id: UUID,
    to: EquipmentState,
    expected_version: int,
    *,
    on: date | None = None,
    evidence_ids: Sequence[UUID] = (),
) -> EquipmentItem:
    """
    Move an item to another state from a day on (that of the act when None).

    What is retired or lost has no inspection due any more.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the item or a file, or may not register there.
    StaleVersion
        The item was changed since the viewer read it.
    TransitionRefused
        The table of moves does not have it; *inspection overdue* is nobody's to set.
    InvalidValue
        The day has not come.

    """
    item = await one(viewer, EquipmentItem, item_id, Capability.WRITE_REGISTRY)
    if item.version != expected_version:
        raise StaleVersion(expected_version, item.version)
    day = past_day("on", on or day_of(act.at), day_of(act.at))
    check_move(item, to)
    async with changing(act) as change:
        moved = await settle(change, item, to, day)
        await attach(viewer, change, moved, evidence_ids)
    return moved


def check_move(item: EquipmentItem, to: EquipmentState) -> None:
    """Refuse a move that the table does not have, with `TransitionRefused`."""
    allowed = EQUIPMENT_MOVES[item.state]
    if to not in allowed:
        raise TransitionRefused(EquipmentItem.table_name(), item.state, to, allowed)


async def settle(change: Change, item: EquipmentItem, to: EquipmentState, day: date) -> EquipmentItem:
    """Store the state of an item from a day on; what is gone is not inspected any more."""
    due = None if to in GONE else item.next_inspection_on
    return await change.change(item, state=to, next_inspection_on=due, effective_on=day)
