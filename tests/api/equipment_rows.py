"""One row of every type about equipment's life and about evidence, for each side of the small world."""

from __future__ import annotations

from datetime import date
from uuid import uuid5

from registry.access import SYSTEM
from registry.codes import EvidenceType, InspectionResult, SourceMark
from registry.history import Act, changing
from registry.tables import (
    EquipmentInspection,
    EquipmentItem,
    EquipmentTransfer,
    EvidenceFile,
    EvidenceLink,
    InspectionSchedule,
    Record,
    Team,
)
from tests.conftest import NOW, SPACE

DAY = date(2025, 3, 3)


async def equipment_rows(team: Team, item: EquipmentItem, key: str = "") -> dict[str, Record]:
    """Store one row of every type of a team's item, and return them by type."""
    act = Act(SYSTEM.principal_id, "equipment", NOW, uuid5(SPACE, f"equipment {team.code}{key}"))
    made: list[Record] = [
        _schedule(team, key),
        EquipmentInspection(
            item_id=item.id, inspected_on=DAY, result=InspectionResult.OPERATIONAL, inspector="x"
        ),
        _transfer(team, item),
        _file(team, act, key),
    ]
    async with changing(act) as change:
        for row in made:
            row.valid_from = DAY
            await change.add(row)
        link = EvidenceLink(
            evidence_id=made[-1].id, record_table="team", record_id=team.id, change_id=act.id, valid_from=DAY
        )
        made.append(await change.add(link))
    return {type(row).__name__: row for row in made}


def _schedule(team: Team, key: str) -> InspectionSchedule:
    return InspectionSchedule(
        region_id=team.region_id,
        kind=f"发电机{key}",
        interval_days=180,
        lead_days=30,
        mark=SourceMark.ASSUMED,
    )


def _transfer(team: Team, item: EquipmentItem) -> EquipmentTransfer:
    """Return a hand-over from a team to itself: it is visible on its own side only."""
    return EquipmentTransfer(
        item_id=item.id,
        received_id=item.id,
        quantity=1,
        moved_on=DAY,
        from_team_id=team.id,
        to_team_id=team.id,
        from_owner_id=item.owner_id,
        to_owner_id=item.owner_id,
    )


def _file(team: Team, act: Act, key: str) -> EvidenceFile:
    return EvidenceFile(
        region_id=team.region_id,
        sha256=act.id.hex * 2,
        size_bytes=7,
        media_type=EvidenceType.PDF,
        name=f"报告{key}.pdf",
        salt="0" * 32,
        author_id=SYSTEM.principal_id,
        uploaded_at=NOW,
    )
