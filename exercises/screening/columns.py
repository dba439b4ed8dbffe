"""Which columns of which tables the screen reads, and how each hangs on a team; nothing else is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.tables import Attendance, Execution, ExecutionTeam
from registry import tables
from registry.tables import Record


@dataclass(frozen=True, slots=True)
class Source:
    """
    A table as the screen reads it.

    `region` is the path to the region of its team (empty: not narrowed to the region asked about), `day` the
    day by which it falls into the period (empty: all rows that held in it), `moments` columns with a time.
    """

    table: type[Record]
    columns: tuple[str, ...]
    region: str = ""
    day: str = ""
    moments: tuple[str, ...] = ()


_HELD = ("valid_from", "valid_to")

#: Name of a frame → where it comes from.
SOURCES: dict[str, Source] = {
    "team": Source(tables.Team, ("id", "region_id", "code", *_HELD), "region_id"),
    "membership": Source(tables.Membership, ("id", "team_id", "person_id", *_HELD), "team__region_id"),
    "unavailability": Source(tables.Unavailability, ("id", "person_id", *_HELD)),
    "execution": Source(
        Execution,
        ("id", "region_id", "kind", "first_day", "last_day"),
        "teams__team__region_id",
        "last_day",
        ("begun_at", "ended_at"),
    ),
    "execution_team": Source(
        ExecutionTeam,
        ("id", "execution_id", "team_id", "present_persons", "authorized_persons", "grade", "evaluator"),
        "team__region_id",
        "execution__last_day",
    ),
    "attendance": Source(
        Attendance,
        ("id", "execution_team_id", "person_id", "status"),
        "execution_team__team__region_id",
        "execution_team__execution__last_day",
        ("arrived_at",),
    ),
    "confirmation": Source(
        tables.Confirmation,
        ("id", "team_id", "area", "confirmed_by_id", "proved", "valid_from"),
        "team__region_id",
        "valid_from",
    ),
    "readiness_override": Source(
        tables.ReadinessOverride,
        ("id", "team_id", "task_state", "from_level", "to_level", *_HELD),
        "team__region_id",
    ),
    "equipment_item": Source(tables.EquipmentItem, ("id", "team_id"), "team__region_id"),
    "equipment_inspection": Source(
        tables.EquipmentInspection,
        ("id", "item_id", "inspected_on", "result", "inspector"),
        "item__team__region_id",
        "inspected_on",
    ),
    "inspection_check": Source(
        tables.InspectionCheck, ("id", "team_id", "planned_on", "held_on"), "team__region_id"
    ),
    "evidence_file": Source(tables.EvidenceFile, ("id", "region_id", "sha256", "valid_from")),
    "evidence_link": Source(tables.EvidenceLink, ("id", "evidence_id", "record_table", "record_id")),
}

#: The frames that are no table of records: kept ratings, and when records were entered.
SNAPSHOTS, ENTERED = "readiness_snapshot", "ledger_entry"
#: Tables whose entries in the ledger are looked at.
WATCHED = ("confirmation", "equipment_inspection", "execution_team")
