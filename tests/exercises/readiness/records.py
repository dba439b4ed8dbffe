"""Records of readiness on top of the small training year, stored through the door."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from exercises.codes import ExerciseKind, Grade, LinkMeans
from exercises.tables import Execution, ExecutionTeam, LinkTest
from registry.codes import (
    EvidenceType,
    InspectionResult,
    MatchDecision,
    MatchKind,
    ReadinessArea,
    ReorganizationState,
)
from registry.history import Change
from registry.tables import (
    Confirmation,
    EquipmentInspection,
    EvidenceFile,
    EvidenceLink,
    MatchPair,
    Record,
    Reorganization,
    ReorganizationCount,
    SameAs,
    Team,
)
from tests.exercises.years import YearWorld


async def held(
    change: Change, team: Team, kind: ExerciseKind, on: date, *, grade: Grade = Grade.GOOD, present: int = 3
) -> ExecutionTeam:
    """Store that a team took part in an exercise of one day."""
    execution = await change.add(
        Execution(
            region_id=team.region_id, kind=kind, title=kind.zh, first_day=on, last_day=on, valid_from=on
        )
    )
    part = ExecutionTeam(
        execution_id=execution.id,
        team_id=team.id,
        present_persons=present,
        authorized_persons=team.authorized_strength,
        grade=grade,
        valid_from=on,
    )
    return await change.add(part)


async def linked(change: Change, near: UUID, far: UUID, on: date, *, success: bool = True) -> None:
    """Store the test of a link between the stations of two regions."""
    kind = ExerciseKind.INTERCONNECTION
    execution = await change.add(
        Execution(region_id=near, kind=kind, title=kind.zh, first_day=on, last_day=on, valid_from=on)
    )
    await change.add(
        LinkTest(
            execution_id=execution.id,
            from_region_id=near,
            to_region_id=far,
            means=LinkMeans.HF,
            success=success,
            valid_from=on,
        )
    )


async def confirmed(
    change: Change, year: YearWorld, team: Team, area: ReadinessArea, on: date, *, proved: bool
) -> Confirmation:
    """Store somebody's word on an area of a team."""
    row = Confirmation(
        team_id=team.id,
        area=area,
        confirmed_by_id=year.planner.principal_id,
        proved=proved,
        valid_from=on,
    )
    return await change.add(row)


async def mustered(change: Change, team: Team, on: date, item: UUID | None = None) -> None:
    """Store a completed reorganization with its muster, and the count of one item."""
    row = await change.add(
        Reorganization(
            team_id=team.id,
            year=on.year,
            state=ReorganizationState.COMPLETED,
            muster_on=on,
            muster_place="示例操场",
            closed_on=on,
            valid_from=on,
        )
    )
    if item is not None:
        await change.add(
            ReorganizationCount(reorganization_id=row.id, item_id=item, counted=2, recorded=2, valid_from=on)
        )


async def inspected(change: Change, item: UUID, on: date) -> None:
    """Store an inspection that found an item operational, without settling the item."""
    await change.add(
        EquipmentInspection(
            item_id=item,
            inspected_on=on,
            result=InspectionResult.OPERATIONAL,
            inspector="示例检验站",
            valid_from=on,
        )
    )


async def evidence(change: Change, region: UUID, record: Record, on: date) -> None:
    """Attach a file to a record."""
    file = await change.add(
        EvidenceFile(
            region_id=region,
            sha256="0" * 64,
            size_bytes=1,
            media_type=EvidenceType.PDF,
            name="示例.pdf",
            salt="00",
            author_id=change.act.author,
            uploaded_by_id=change.act.author,
            uploaded_at=change.act.at,
            valid_from=on,
        )
    )
    link = EvidenceLink(
        evidence_id=file.id,
        record_table=record.table_name(),
        record_id=record.id,
        change_id=change.act.id,
        valid_from=on,
    )
    await change.add(link)


async def same(change: Change, first: Record, second: Record, region: UUID, on: date) -> None:
    """State that two records of people are one person."""
    ends = sorted((first.id, second.id), key=str)
    pair = MatchPair(
        region_id=region,
        other_region_id=region,
        kind=MatchKind.PERSON,
        first_id=ends[0],
        second_id=ends[1],
        score=100,
        reasons=[],
        decision=MatchDecision.SAME,
        valid_from=on,
    )
    pair = await change.add(pair)
    await change.add(
        SameAs(
            region_id=region,
            other_region_id=region,
            pair_id=pair.id,
            kind=MatchKind.PERSON,
            first_id=ends[0],
            second_id=ends[1],
            valid_from=on,
        )
    )
