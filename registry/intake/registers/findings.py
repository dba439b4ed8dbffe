"""The registers of findings and hazards; check lists are written by their own act, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from registry.access import SYSTEM, Viewer, rows
from registry.codes import (
    FindingOrigin,
    FindingSeverity,
    FindingState,
    HazardState,
    HazardStep,
)
from registry.hazards.reporting import first_step
from registry.intake.files import CellKind
from registry.intake.histories import not_ahead, together
from registry.intake.register import (
    ORGANIZATION,
    REGION,
    TEAM,
    Column,
    Refers,
    Register,
    RegisterRow,
    Text40,
    Text200,
)
from registry.network import LEVELS
from registry.tables import Finding, Hazard, HazardStepTaken, Record, Region, Work

if TYPE_CHECKING:
    from registry.history import Change
    from registry.intake.planned import Planned, Problem

#: The region names who answers for a new hazard: its level is put in the network's words by the judge.
_PLACE = Refers(Region, ("code",), brings=(("handler_id", "id"), ("level", "level")))
_LATER: dict[str, Any] = {"note_zh": "由专门流程变更。", "note_en": "Changed by its own act."}


class FindingRow(RegisterRow):
    """A row of the register of findings; what is decided later has its own act."""

    region: Annotated[str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, REGION)]
    title: Annotated[Text200, Column("问题", "Finding")]
    valid_from: Annotated[date, Column("发现日期", "Found on")]
    due_on: Annotated[date, Column("整改期限", "Due on")]
    severity: Annotated[FindingSeverity, Column("严重程度", "Severity")]
    origin: Annotated[FindingOrigin, Column("来源", "Origin")] = FindingOrigin.OTHER
    team: Annotated[str | None, Column("队伍编码", "Team code", CellKind.ID_TEXT, TEAM)] = None
    owner: Annotated[
        str | None, Column("整改单位信用代码", "Owner's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ] = None
    description: Annotated[str, Field(max_length=2_000), Column("说明", "Description")] = ""
    state: Annotated[FindingState, Column("状态", "State", initial=(FindingState.OPEN,), **_LATER)] = (
        FindingState.OPEN
    )
    rectified_on: Annotated[date | None, Column("整改日期", "Put right on", own_act=True)] = None
    rectification: Annotated[str, Field(max_length=500), Column("整改情况", "How", own_act=True)] = ""
    verified_on: Annotated[date | None, Column("核实日期", "Verified on", own_act=True)] = None
    withdrawn_on: Annotated[date | None, Column("撤回日期", "Withdrawn on", own_act=True)] = None


class HazardRow(RegisterRow):
    """A row of the register of hazards; each step after the first has its own act."""

    code: Annotated[Text40, Column("隐患编号", "Hazard code", CellKind.ID_TEXT, aliases=("编号", "code"))]
    region: Annotated[str, Column("行政区划代码", "Region code", CellKind.ID_TEXT, _PLACE, own_act=True)]
    title: Annotated[Text200, Column("隐患", "Hazard")]
    valid_from: Annotated[date, Column("发现日期", "Found on")]
    due_on: Annotated[date, Column("销号期限", "Due on")]
    severity: Annotated[FindingSeverity, Column("严重程度", "Severity")]
    reporter: Annotated[
        str, Column("上报单位信用代码", "Reporter's credit code", CellKind.ID_TEXT, ORGANIZATION)
    ]
    work: Annotated[
        str | None, Column("工程编码", "Work code", CellKind.ID_TEXT, Refers(Work, ("code",)))
    ] = None
    place: Annotated[str, Field(max_length=200), Column("部位", "Place")] = ""
    description: Annotated[str, Field(max_length=1_000), Column("说明", "Description")] = ""
    arose_on: Annotated[date | None, Column("产生日期", "Arose on")] = None
    state: Annotated[HazardState, Column("状态", "State", initial=(HazardState.REPORTED,), **_LATER)] = (
        HazardState.REPORTED
    )
    disposed_on: Annotated[date | None, Column("处置日期", "Disposed of on", own_act=True)] = None
    disposal: Annotated[str, Field(max_length=500), Column("处置情况", "Disposal", own_act=True)] = ""
    closed_on: Annotated[date | None, Column("销号日期", "Closed on", own_act=True)] = None


#: Days a new row must give, by its state; it gives no others of the list.
_DAYS: dict[Any, tuple[str, ...]] = {
    FindingState.RECTIFIED: ("rectified_on",),
    FindingState.CLOSED: ("rectified_on", "verified_on"),
    FindingState.WITHDRAWN: ("withdrawn_on",),
    HazardState.DISPOSED: ("disposed_on",),
    HazardState.CLOSED: ("disposed_on", "closed_on"),
}
_LAST = ("rectified_on", "verified_on", "withdrawn_on", "disposed_on", "closed_on")


async def _days_fit(
    viewer: Viewer, planned: Sequence[Planned], today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Refuse rows whose days do not follow each other, and new ones whose state says otherwise."""
    del viewer, today
    for row in planned:
        found: date | None = row.told("valid_from")
        due: date | None = row.told("due_on")
        if found is not None and due is not None and due < found:
            row.refuse("DUE", "期限不得早于发现日期。", "It is due when found or later.", "due_on", due)
        arose: date | None = row.values.get("arose_on")
        if found is not None and arose is not None and arose > found:
            row.refuse("AROSE", "产生日期不得晚于发现日期。", "It arose before it was found.", "arose_on")
        if row.stored is not None or not row.is_sound:
            continue
        given = [name for name in _LAST if row.values.get(name) is not None]
        needed = _DAYS.get(row.values.get("state"), ())
        days = [found, *(row.values[name] for name in given)]
        if given != list(needed) or days != sorted(days, key=str):
            zh, en = "日期应与状态一致并依次填写。", "The days agree with the state and follow each other."
            row.refuse("DAYS", zh, en, "state")
    return ()


async def _answered_for(
    viewer: Viewer, planned: Sequence[Planned], today: date
) -> Sequence[tuple[Planned, Problem]]:
    """Let the level of its region answer for a new hazard; refuse regions of no level of the network."""
    del today
    ids = {target.id for row in planned if (target := row.targets.get("region")) and target.id is not None}
    regions = {each.id: each for each in await rows(viewer, Region).filter(id__in=list(ids))}
    for row in planned:
        target = row.targets.get("region")
        region = regions.get(target.id) if target is not None and target.id is not None else None
        if region is None or row.stored is not None:
            continue
        if region.level not in LEVELS:
            row.refuse("LEVEL", "五级网络自市级起。", "The network begins with the city.", "region")
            continue
        row.facts["level"] = LEVELS[region.level].value
    return ()


async def _settle_hazards(change: Change, stored: Sequence[Record]) -> None:
    """Store the steps that new hazards have taken: reported, and disposed of and closed where they were."""
    ids = [each.id for each in stored]
    steps: list[HazardStepTaken] = []
    for hazard in await rows(SYSTEM, Hazard).filter(id__in=ids).order_by("code"):
        steps.append(first_step(hazard))
        later = ((HazardStep.DISPOSE, hazard.disposed_on), (HazardStep.CLOSE, hazard.closed_on))
        for step, day in later:
            if day is not None:
                steps.append(_step(hazard, len(steps), step, day))
    _number(steps)
    await change.add_all(steps)


def _step(hazard: Hazard, ordinal: int, step: HazardStep, day: date) -> HazardStepTaken:
    """Return a step of a hazard."""
    return HazardStepTaken(
        hazard_id=hazard.id, ordinal=ordinal, step=step, level=hazard.level, valid_from=day
    )


def _number(steps: Sequence[HazardStepTaken]) -> None:
    """Number the steps of each hazard from 1."""
    seen: dict[Any, int] = {}
    for step in steps:
        step.ordinal = seen[step.hazard_id] = seen.get(step.hazard_id, 0) + 1


REGISTERS = (
    Register(
        "findings",
        "问题整改",
        "Findings",
        Finding,
        FindingRow,
        ("region", "title", "valid_from"),
        judge=together(not_ahead("valid_from", *_LAST[:3]), _days_fit),
    ),
    Register(
        "hazards",
        "隐患清单",
        "Hazards",
        Hazard,
        HazardRow,
        ("code",),
        judge=together(not_ahead("valid_from", *_LAST[3:]), _days_fit, _answered_for),
        settle=_settle_hazards,
    ),
)
