"""Recording what a check found: answers, evidence and findings in one act; corrections as new editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require, rows
from registry.checks.objects import OBJECTS, CheckedObject, checked_object
from registry.checks.planning import planned
from registry.codes import (
    AnswerKind,
    Capability,
    CheckResult,
    CheckState,
    FindingOrigin,
    FindingSeverity,
    FindingState,
)
from registry.dated import past_day
from registry.errors import InvalidValue, StaleVersion, TransitionRefused
from registry.evidence import attach
from registry.findings import FindingDraft, add_finding
from registry.history import Act, Change, changing, day_of
from registry.tables import CheckAnswer, CheckInspector, CheckItem, Finding, InspectionCheck, Team


@dataclass(frozen=True, slots=True)
class Answered:
    """One item's answer; `due_on` is the deadline of the finding it opens, by the figures when None."""

    item_id: UUID
    answer: AnswerKind
    note: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding beside the list: nothing asked for it, the inspectors saw it."""

    title: str
    severity: FindingSeverity
    description: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRecord:
    """What came of a check; every item of the list is answered once, none if they did not cooperate."""

    held_on: date
    result: CheckResult
    answers: Sequence[Answered] = ()
    findings: Sequence[Found] = ()
    note: str = ""


async def record_check(
    viewer: Viewer,
    act: Act,
    check_id: UUID,
    record: CheckRecord,
    expected_version: int,
    *,
    evidence_ids: Sequence[UUID] = (),
) -> InspectionCheck:
    """
    Record a planned check as held; each item not met opens a finding of the item's severity.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the check, its object or a file, or may not audit there.
    StaleVersion, TransitionRefused
        It was changed since the viewer read it, or is no longer planned.
    InvalidValue
        The day has not come, an item is unanswered, answered twice or not of the list, or the result says
        otherwise than the answers.

    """
    check = await planned(viewer, check_id, expected_version, CheckState.HELD)
    subject = await checked_object(viewer, check.object_kind, check.object_id)
    past_day("held_on", record.held_on, day_of(act.at))
    items = await _answered(viewer, check, record)
    async with changing(act) as change:
        held = await change.change(
            check,
            effective_on=max(check.valid_from, record.held_on),
            state=CheckState.HELD,
            held_on=record.held_on,
            result=record.result,
            note=record.note.strip() or check.note,
        )
        await _store(viewer, change, held, subject, record, items)
        await attach(viewer, change, held, evidence_ids)
    return held


async def correct_check(
    viewer: Viewer,
    act: Act,
    check_id: UUID,
    record: CheckRecord,
    expected_version: int,
    *,
    evidence_ids: Sequence[UUID] = (),
) -> InspectionCheck:
    """
    Store a corrected edition of a check that was held; the one before stays as it was, published or not.

    Findings whose items still fail go over to the new edition with their life so far; those of items that
    do not fail any more are withdrawn unless closed; items that fail now open findings.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion, InvalidValue
        As `record_check`; also InvalidValue when it has been corrected already.
    TransitionRefused
        The check was not held.

    """
    check = await one(viewer, InspectionCheck, check_id)
    await require(viewer, Capability.AUDIT, check.region_id)
    if check.version != expected_version:
        raise StaleVersion(expected_version, check.version)
    if check.held_on is None:
        raise TransitionRefused(InspectionCheck.table_name(), check.state, CheckState.HELD, ())
    await refuse_corrected(viewer, check)
    subject = await checked_object(viewer, check.object_kind, check.object_id)
    past_day("held_on", record.held_on, day_of(act.at))
    items = await _answered(viewer, check, record)
    async with changing(act) as change:
        made = await change.add(_edition(check, record))
        await _same_inspectors(viewer, change, check, made)
        kept = await _carry_over(viewer, change, check, made, record)
        await _store(viewer, change, made, subject, record, items, kept)
        await attach(viewer, change, made, evidence_ids)
    return made


async def refuse_corrected(viewer: Viewer, check: InspectionCheck) -> None:
    """Return if a check is the latest edition; InvalidValue otherwise."""
    if await rows(viewer, InspectionCheck).filter(corrects_id=check.id).exists():
        rule, rule_zh = "a later edition corrects it", "已有更正版本"
        raise InvalidValue("check_id", check.object_label, rule, rule_zh=rule_zh)


def _edition(check: InspectionCheck, record: CheckRecord) -> InspectionCheck:
    """Return the next edition of a check."""
    same = ("region_id", "object_kind", "object_id", "object_label", "team_id", "plan_id", "check_list_id")
    return InspectionCheck(
        **{name: getattr(check, name) for name in same},
        corrects_id=check.id,
        edition=check.edition + 1,
        planned_on=check.planned_on,
        state=CheckState.HELD,
        held_on=record.held_on,
        result=record.result,
        note=record.note.strip(),
    )


async def _same_inspectors(
    viewer: Viewer, change: Change, check: InspectionCheck, made: InspectionCheck
) -> None:
    """Let the inspectors of a check be those of its correction."""
    same = ("region_id", "organization_id", "inspector_id", "name", "third_party")
    found = await rows(viewer, CheckInspector).filter(check_id=check.id).order_by("id")
    copies = [
        CheckInspector(
            check_id=made.id, salt=change.new_id().hex, **{name: getattr(each, name) for name in same}
        )
        for each in found
    ]
    await change.add_all(copies)


async def _carry_over(
    viewer: Viewer, change: Change, check: InspectionCheck, made: InspectionCheck, record: CheckRecord
) -> frozenset[UUID]:
    """Hand over the findings of items that still fail, withdraw the others; return those items."""
    failing = {each.item_id for each in record.answers if each.answer is AnswerKind.NO}
    kept = set[UUID]()
    for finding in await rows(viewer, Finding).filter(check_id=check.id).order_by("id"):
        gone = finding.item_id is not None and finding.item_id not in failing
        if finding.state is FindingState.WITHDRAWN:
            continue
        if gone and finding.state is not FindingState.CLOSED:
            await change.change(
                finding,
                state=FindingState.WITHDRAWN,
                withdrawn_on=day_of(change.act.at),
                withdrawal=f"检查结果更正 / corrected by edition {made.edition}",
            )
            continue
        await change.change(finding, check_id=made.id)
        if finding.item_id is not None:
            kept.add(finding.item_id)
    return frozenset(kept)


async def _answered(viewer: Viewer, check: InspectionCheck, record: CheckRecord) -> Mapping[UUID, CheckItem]:
    """Return the items of a check's list by id, if the answers fit them and the result."""
    items = {
        item.id: item for item in await rows(viewer, CheckItem).filter(check_list_id=check.check_list_id)
    }
    given = [each.item_id for each in record.answers]
    if record.result is CheckResult.UNCOOPERATIVE and not given:
        return items
    if sorted(given, key=str) != sorted(items, key=str):
        rule = f"each of the {len(items)} items of the list is answered once"
        raise InvalidValue("answers", len(given), rule, rule_zh=f"检查单 {len(items)} 项应逐项作答一次")
    fails = any(each.answer is AnswerKind.NO for each in record.answers) or bool(record.findings)
    if fails == (record.result is CheckResult.NOTHING_FOUND):
        rule, rule_zh = "the answers say otherwise", "检查结果与逐项结论不一致"
        raise InvalidValue("result", record.result.value, rule, rule_zh=rule_zh)
    return items


async def _store(
    viewer: Viewer,
    change: Change,
    check: InspectionCheck,
    subject: CheckedObject,
    record: CheckRecord,
    items: Mapping[UUID, CheckItem],
    kept: frozenset[UUID] = frozenset(),
) -> None:
    """Store the answers of a check and the findings they open."""
    answers = [
        CheckAnswer(
            check_id=check.id,
            item_id=each.item_id,
            answer=each.answer,
            note=each.note.strip(),
            valid_from=record.held_on,
        )
        for each in record.answers
    ]
    await change.add_all(answers)
    team = await one(viewer, Team, subject.team_id) if subject.team_id is not None else None
    for draft in _drafts(check, subject, record, items, kept):
        await add_finding(viewer, change, draft, check.region_id, team)


def _drafts(
    check: InspectionCheck,
    subject: CheckedObject,
    record: CheckRecord,
    items: Mapping[UUID, CheckItem],
    kept: frozenset[UUID],
) -> list[FindingDraft]:
    """Return the findings a check opens: of its failing items, then those beside the list."""
    about: dict[str, Any] = {
        "origin": FindingOrigin.CHECK,
        "found_on": record.held_on,
        "owner_id": subject.owner_id,
        "check_id": check.id,
        "record_table": OBJECTS[subject.kind].table_name(),
        "record_id": subject.id,
        "record_label": check.object_label,
    }
    of_items = [
        FindingDraft(
            title=items[each.item_id].text,
            severity=items[each.item_id].severity,
            description=each.note,
            due_on=each.due_on,
            item_id=each.item_id,
            **about,
        )
        for each in record.answers
        if each.answer is AnswerKind.NO and each.item_id not in kept
    ]
    told = ("title", "severity", "description", "due_on")
    beside = [
        FindingDraft(**{name: getattr(each, name) for name in told}, **about) for each in record.findings
    ]
    return [*of_items, *beside]
