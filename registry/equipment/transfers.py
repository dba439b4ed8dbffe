"""Equipment that changes hands: a whole lot moves, a part of it becomes a lot of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import Viewer, one
from registry.codes import Capability, TeamState
from registry.dated import past_day
from registry.equipment.conditions import GONE
from registry.errors import InvalidValue, StaleVersion
from registry.evidence import attach
from registry.history import Act, Change, changing, day_of
from registry.tables import EquipmentItem, EquipmentTransfer, Organization, Team


@dataclass(frozen=True, slots=True)
class TransferDraft:
    """
    A hand-over.

    Parameters
    ----------
    item_id
        The item or lot.
    to_team_id
        The team that holds it from `moved_on` on.
    to_owner_id
        The organization that owns it then; the owner stays when None.
    quantity
        Items handed over, 1 to the whole lot; the whole lot when None.
    moved_on
        Day of the hand-over, not in the future; the day of the act when None.
    note
        At most 300 characters.

    """

    item_id: UUID
    to_team_id: UUID
    to_owner_id: UUID | None = None
    quantity: int | None = None
    moved_on: date | None = None
    note: str = ""


async def transfer_equipment(
    viewer: Viewer,
    act: Act,
    draft: TransferDraft,
    expected_version: int,
    *,
    evidence_ids: Sequence[UUID] = (),
) -> EquipmentTransfer:
    """
    Hand a lot, or a part of it, over to a team; not one item is lost or made by it.

    A part becomes a lot of its own in the same state with the same inspection day, and without the serial,
    which stays with what remains.

    Parameters
    ----------
    viewer, act
        Who hands over, and why.
    draft
        What goes where.
    expected_version
        Version of the item the caller has seen.
    evidence_ids
        Files that prove it, such as the signed list; they are attached to the transfer.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the item, the team, the owner or a file, or may not register at both ends.
    StaleVersion
        The item was changed since the viewer read it.
    InvalidValue
        The quantity is out of the lot, nothing would change, the item is retired or lost, the team is
        disbanded, or the day has not come or lies before the item's first.

    """
    item = await one(viewer, EquipmentItem, draft.item_id, Capability.WRITE_REGISTRY)
    if item.version != expected_version:
        raise StaleVersion(expected_version, item.version)
    team = await one(viewer, Team, draft.to_team_id, Capability.WRITE_REGISTRY)
    owner_id = item.owner_id
    if draft.to_owner_id is not None:
        owner_id = (await one(viewer, Organization, draft.to_owner_id)).id
    quantity = item.quantity if draft.quantity is None else draft.quantity
    day = _checked_day(item, draft, day_of(act.at))
    _check(item, team, owner_id, quantity)
    row = EquipmentTransfer(
        item_id=item.id,
        quantity=quantity,
        moved_on=day,
        from_team_id=item.team_id,
        to_team_id=team.id,
        from_owner_id=item.owner_id,
        to_owner_id=owner_id,
        note=draft.note.strip(),
        valid_from=day,
    )
    async with changing(act) as change:
        row.received_id = (await _move(change, item, row)).id
        transfer = await change.add(row)
        await attach(viewer, change, transfer, evidence_ids)
    return transfer


def _checked_day(item: EquipmentItem, draft: TransferDraft, today: date) -> date:
    """Return the day of the hand-over; refuse one that does not fit."""
    day = past_day("moved_on", draft.moved_on or today, today)
    if day < item.valid_from:
        rule, rule_zh = f"the item is known since {item.valid_from}", f"装备自 {item.valid_from} 起登记"
        raise InvalidValue("moved_on", day.isoformat(), rule, rule_zh=rule_zh)
    return day


def _check(item: EquipmentItem, team: Team, owner_id: UUID, quantity: int) -> None:
    """Refuse what cannot be handed over."""
    if not 1 <= quantity <= item.quantity:
        rule, rule_zh = f"the lot has {item.quantity}", f"该批共 {item.quantity} 件"
        raise InvalidValue("quantity", quantity, rule, rule_zh=rule_zh)
    if item.state in GONE:
        rule, rule_zh = f"it is {item.state.en}", f"该装备{item.state.zh}"
        raise InvalidValue("item_id", str(item.id), rule, rule_zh=rule_zh)
    if team.state is TeamState.DISBANDED:
        rule, rule_zh = "a disbanded team takes no equipment", "队伍已撤编"
        raise InvalidValue("to_team_id", team.code, rule, rule_zh=rule_zh)
    if (team.id, owner_id) == (item.team_id, item.owner_id):
        rule, rule_zh = "team and owner have it already", "队伍与产权单位均未变"
        raise InvalidValue("to_team_id", team.code, rule, rule_zh=rule_zh)


async def _move(change: Change, item: EquipmentItem, row: EquipmentTransfer) -> EquipmentItem:
    """Move the whole lot, or split a part off; return what was received."""
    if row.quantity == item.quantity:
        return await change.change(
            item, team_id=row.to_team_id, owner_id=row.to_owner_id, effective_on=row.moved_on
        )
    await change.change(item, quantity=item.quantity - row.quantity, effective_on=row.moved_on)
    return await change.add(
        EquipmentItem(
            team_id=row.to_team_id,
            owner_id=row.to_owner_id,
            kind=item.kind,
            kind_en=item.kind_en,
            key=item.key,
            quantity=row.quantity,
            state=item.state,
            next_inspection_on=item.next_inspection_on,
            valid_from=row.moved_on,
        )
    )
