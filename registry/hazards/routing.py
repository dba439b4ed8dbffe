"""A hazard's way through the network: accepted, assigned, disposed of, closed; escalated or sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from registry.access import SYSTEM, Viewer, one, reaches, rows
from registry.codes import Capability, HazardState, HazardStep
from registry.dated import filled, step_day
from registry.errors import AccessDenied, InvalidValue, StaleVersion, TransitionRefused
from registry.evidence import attach
from registry.findings import other_than
from registry.hazards.reporting import known_body
from registry.history import Act, changing
from registry.network import LEVELS
from registry.tables import Hazard, HazardStepTaken, Region, RegionClosure

_S = HazardState
STEPS: Mapping[HazardStep, tuple[frozenset[HazardState], HazardState]] = MappingProxyType(
    {
        HazardStep.REPORT: (frozenset({_S.RETURNED}), _S.REPORTED),
        HazardStep.ACCEPT: (frozenset({_S.REPORTED, _S.RETURNED}), _S.ACCEPTED),
        HazardStep.ASSIGN: (frozenset({_S.ACCEPTED, _S.ASSIGNED}), _S.ASSIGNED),
        HazardStep.DISPOSE: (frozenset({_S.ACCEPTED, _S.ASSIGNED}), _S.DISPOSED),
        HazardStep.CLOSE: (frozenset({_S.DISPOSED}), _S.CLOSED),
        HazardStep.SEND_BACK: (frozenset({_S.REPORTED, _S.DISPOSED}), _S.RETURNED),
        HazardStep.ESCALATE: (
            frozenset({_S.REPORTED, _S.RETURNED, _S.ACCEPTED, _S.ASSIGNED}),
            _S.REPORTED,
        ),
        HazardStep.DISMISS: (frozenset({_S.REPORTED, _S.RETURNED, _S.ACCEPTED}), _S.DISMISSED),
    }
)
"""From which states each step may be taken, and what it leads to; a disposal sent back is accepted anew."""
WORDED = frozenset({HazardStep.DISPOSE, HazardStep.SEND_BACK, HazardStep.ESCALATE, HazardStep.DISMISS})
"""Steps that must say why or how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """
    A step: `on` is its day, today if None; `note` says why or how.

    `assignee_id` is the organization a hazard is assigned to, needed for that step alone.
    """

    step: HazardStep
    note: str = ""
    on: date | None = None
    assignee_id: UUID | None = None


async def take_step(
    viewer: Viewer,
    act: Act,
    hazard_id: UUID,
    draft: StepDraft,
    expected_version: int,
    *,
    evidence_ids: Sequence[UUID] = (),
) -> Hazard:
    """
    Take a step of a hazard, by whoever registers at the level that answers for it.

    Escalation hands it to the level above, sending back to the level below it came from. Closing verifies
    the disposal and takes another person; auditors of the place may close too.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the hazard, the assignee or a file, or does not register at that level.
    FourEyes
        The viewer disposed of it and may not close it.
    StaleVersion, TransitionRefused
        It was changed since the viewer read it, or the step is not allowed in its state.
    InvalidValue
        Nothing is said of why or how, a disposal has no evidence, nobody is assigned, there is no level
        above, or the day lies before the last step or has not come.

    """
    hazard = await one(viewer, Hazard, hazard_id)
    if hazard.version != expected_version:
        raise StaleVersion(expected_version, hazard.version)
    starts, to = STEPS[draft.step]
    if hazard.state not in starts:
        ways = tuple(end for begins, end in STEPS.values() if hazard.state in begins)
        raise TransitionRefused(Hazard.table_name(), hazard.state, to, tuple(dict.fromkeys(ways)))
    await _check_rights(viewer, act, hazard, draft.step)
    await _check_words(viewer, hazard, draft, evidence_ids)
    last = await rows(SYSTEM, HazardStepTaken).filter(hazard_id=hazard.id).order_by("-ordinal").first()
    day = step_day(last.valid_from if last is not None else hazard.valid_from, draft.on, act)
    values = await _values(hazard, draft, to, day, act.author)
    async with changing(act) as change:
        await change.add(
            HazardStepTaken(
                hazard_id=hazard.id,
                ordinal=1 if last is None else last.ordinal + 1,
                step=draft.step,
                level=values.get("level", hazard.level),
                organization_id=draft.assignee_id,
                note=draft.note.strip(),
                valid_from=day,
            )
        )
        moved = await change.change(hazard, effective_on=day, **values)
        await attach(viewer, change, moved, evidence_ids)
    return moved


async def _check_rights(viewer: Viewer, act: Act, hazard: Hazard, step: HazardStep) -> None:
    """Refuse whoever does not register at the level that answers, or would close what they disposed of."""
    may = await reaches(viewer, (Capability.WRITE_REGISTRY,), hazard.handler_id)
    if step is HazardStep.CLOSE:
        may = may or await reaches(viewer, (Capability.AUDIT,), hazard.region_id)
    if not may:
        raise AccessDenied(Capability.WRITE_REGISTRY, hazard.level.value)
    if step is HazardStep.CLOSE:
        await other_than(viewer, act, hazard.disposed_by_id, hazard.code)


async def _check_words(
    viewer: Viewer, hazard: Hazard, draft: StepDraft, evidence_ids: Sequence[UUID]
) -> None:
    """Refuse a step that lacks its words, its evidence or its assignee."""
    if draft.step in WORDED:
        filled("note", draft.note)
    if draft.step is HazardStep.DISPOSE and not evidence_ids:
        rule, rule_zh = "a disposal is proved with evidence", "应附处置佐证材料"
        raise InvalidValue("evidence_ids", "", rule, rule_zh=rule_zh)
    if (draft.step is HazardStep.ASSIGN) != (draft.assignee_id is not None):
        rule, rule_zh = "named when a hazard is assigned, and only then", "仅交办时填写承办单位"
        raise InvalidValue("assignee_id", hazard.code, rule, rule_zh=rule_zh)
    if draft.assignee_id is not None:
        await known_body(viewer, draft.assignee_id)


async def _values(
    hazard: Hazard, draft: StepDraft, to: HazardState, day: date, author: UUID
) -> dict[str, Any]:
    """Return what a step makes of a hazard."""
    if draft.step is HazardStep.ASSIGN:
        return {"state": to, "assignee_id": draft.assignee_id}
    if draft.step is HazardStep.DISPOSE:
        return {"state": to, "disposed_on": day, "disposal": draft.note.strip(), "disposed_by_id": author}
    if draft.step is HazardStep.CLOSE:
        return {"state": to, "closed_on": day, "closed_by_id": author}
    if draft.step is HazardStep.SEND_BACK and hazard.state is HazardState.DISPOSED:
        state = HazardState.ACCEPTED if hazard.assignee_id is None else HazardState.ASSIGNED
        return {"state": state, "disposed_on": None, "disposal": "", "disposed_by_id": None}
    if draft.step in (HazardStep.ESCALATE, HazardStep.SEND_BACK):
        up = draft.step is HazardStep.ESCALATE
        handler = await _neighbor(hazard, up=up)
        gone = {"assignee_id": None} if up else {}
        return {"state": to, "handler_id": handler.id, "level": LEVELS[handler.level], **gone}
    return {"state": to}


async def _neighbor(hazard: Hazard, *, up: bool) -> Region:
    """Return the region one level up, or down towards the place; the place itself has none below."""
    line = RegionClosure.filter(descendant_id=hazard.region_id).order_by("depth")
    above: list[Any] = await line.values_list("ancestor_id", flat=True)
    at = above.index(hazard.handler_id) + (1 if up else -1)
    region = await rows(SYSTEM, Region).get(id=above[max(at, 0)]) if at < len(above) else None
    if region is None or region.level not in LEVELS:
        raise InvalidValue("step", HazardStep.ESCALATE.value, "no level is above", rule_zh="已无上一级")
    return region
