"""The life of a mobilization center: nurtured, reviewed, designated, re-inspected, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require, rows
from registry.centers.checklist import unmet
from registry.centers.rules import NOTICE_DAYS, notice_last_day, reinspection_due
from registry.codes import Capability, CenterState, ReviewOutcome, ReviewStep
from registry.errors import InvalidValue, NotReady, StaleVersion
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.lifecycle import check_move
from registry.tables import CenterReview, MobilizationCenter

_DECIDED = frozenset({CenterState.DESIGNATED, CenterState.WITHDRAWN})
_NOTHING_JUDGED: tuple[ReviewOutcome | None, ...] = (None,)
_GOOD = (ReviewOutcome.PASSED, ReviewOutcome.CONDITIONAL)
_BAD = (ReviewOutcome.FAILED,)
_Step = tuple[ReviewStep, tuple[ReviewOutcome | None, ...]]

STEPS: Mapping[tuple[CenterState, CenterState], _Step] = MappingProxyType(
    {
        (CenterState.NURTURED, CenterState.APPLIED): (ReviewStep.APPLICATION, _NOTHING_JUDGED),
        (CenterState.APPLIED, CenterState.CITY_REVIEW): (ReviewStep.CITY_REVIEW, _GOOD),
        (CenterState.APPLIED, CenterState.NURTURED): (ReviewStep.CITY_REVIEW, _BAD),
        (CenterState.CITY_REVIEW, CenterState.SITE_VISIT): (ReviewStep.SITE_VISIT, _GOOD),
        (CenterState.CITY_REVIEW, CenterState.NURTURED): (ReviewStep.SITE_VISIT, _BAD),
        (CenterState.SITE_VISIT, CenterState.PUBLIC_NOTICE): (ReviewStep.PUBLIC_NOTICE, _NOTHING_JUDGED),
        (CenterState.SITE_VISIT, CenterState.NURTURED): (ReviewStep.SITE_VISIT, _BAD),
        (CenterState.PUBLIC_NOTICE, CenterState.DESIGNATED): (ReviewStep.DESIGNATION, _GOOD),
        (CenterState.PUBLIC_NOTICE, CenterState.NURTURED): (ReviewStep.DESIGNATION, _BAD),
        (CenterState.DESIGNATED, CenterState.REINSPECTION): (ReviewStep.REINSPECTION_START, _NOTHING_JUDGED),
        (CenterState.REINSPECTION, CenterState.DESIGNATED): (ReviewStep.REINSPECTION, _GOOD),
        (CenterState.REINSPECTION, CenterState.RECTIFYING): (ReviewStep.REINSPECTION, _BAD),
        (CenterState.RECTIFYING, CenterState.DESIGNATED): (ReviewStep.RECTIFICATION, _GOOD),
        (CenterState.DESIGNATED, CenterState.WITHDRAWN): (ReviewStep.WITHDRAWAL, _NOTHING_JUDGED),
        (CenterState.REINSPECTION, CenterState.WITHDRAWN): (ReviewStep.WITHDRAWAL, _NOTHING_JUDGED),
        (CenterState.RECTIFYING, CenterState.WITHDRAWN): (ReviewStep.WITHDRAWAL, _NOTHING_JUDGED),
    }
)
"""Which step each move records, with the outcomes it may have; the first is taken when none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """
    What is known of a move beside the state it leads to.

    `on` is the day it happened (the day of the act when None; earlier when recorded late). `last_day`
    ends a public notice, included. `rectify_by` is the day by which what was found wanting is put
    right: required when the outcome is conditional and when a center is sent to rectify. Evidence is
    attached to the step.
    """

    on: date | None = None
    body: str = ""
    reviewers: str = ""
    opinion: str = ""
    outcome: ReviewOutcome | None = None
    designation_number: str | None = None
    last_day: date | None = None
    rectify_by: date | None = None
    evidence_ids: tuple[UUID, ...] = ()


async def move_center(
    viewer: Viewer,
    act: Act,
    center_id: UUID,
    to: CenterState,
    expected_version: int,
    move: Move | None = None,
) -> MobilizationCenter:
    """
    Move a center to another state of its life, record the step that led there, and return the center.

    Designating and withdrawing take the capability to approve, any other move the one to register. The
    first designation needs its number and sets the day; each one sets the next re-inspection. The new
    state holds from the day of the move, however late that is recorded.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the center or a file of evidence, or may not move or attach it.
    StaleVersion
        The center was changed since the viewer read it.
    TransitionRefused
        The move is not allowed from its state; `allowed` names those that are.
    InvalidValue
        The day lies before an earlier step or after today; the number is missing at the first
        designation, or given where none is; a day the move needs is missing or out of order; a
        withdrawal does not say why.
    NotReady
        The public notice has not run out, objections are open, or the checklist is not met.

    """
    center = await one(viewer, MobilizationCenter, center_id)
    capability = Capability.APPROVE if to in _DECIDED else Capability.WRITE_REGISTRY
    await require(viewer, capability, center.region_id)
    if center.version != expected_version:
        raise StaleVersion(expected_version, center.version)
    check_move(MobilizationCenter.table_name(), center.state, to)
    told = move or Move()
    on = told.on or day_of(act.at)
    history = await rows(viewer, CenterReview).filter(center_id=center.id).order_by("valid_from", "id")
    _check_day(on, day_of(act.at), center, history)
    review = _review(center, to, on, told)
    if to is CenterState.DESIGNATED:
        await _check_ready(viewer, center, history, review)
    async with changing(act) as change:
        await change.add(review)
        await attach(viewer, change, review, told.evidence_ids)
        return await change.change(center, effective_on=on, state=to, **_changes(center, to, review))


def _check_day(on: date, today: date, center: MobilizationCenter, history: list[CenterReview]) -> None:
    """Refuse a day in the future, before the center was known, or before its last step."""
    earliest = max([center.valid_from, *(review.valid_from for review in history)])
    if on > today:
        raise InvalidValue(
            "on", on, "a move cannot be recorded before it happens", rule_zh="不能早于发生日登记"
        )
    if on < earliest:
        rule = f"the step before it is dated {earliest}"
        raise InvalidValue("on", on, rule, rule_zh=f"上一步骤日期为 {earliest}")


def _review(center: MobilizationCenter, to: CenterState, on: date, told: Move) -> CenterReview:
    """Return the step a move records."""
    step, outcomes = STEPS[center.state, to]
    outcome = told.outcome or outcomes[0]
    if outcome not in outcomes:
        ways = ", ".join(each.value for each in outcomes if each) or "none"
        raise InvalidValue("outcome", outcome, f"this move may have the outcome: {ways}")
    if step is ReviewStep.WITHDRAWAL and not told.opinion.strip():
        raise InvalidValue("opinion", told.opinion, "a withdrawal says why", rule_zh="撤销须说明理由")
    return CenterReview(
        center_id=center.id,
        step=step,
        outcome=outcome,
        body=told.body.strip(),
        reviewers=told.reviewers.strip(),
        opinion=told.opinion.strip(),
        document_number=_number(center, to, told.designation_number),
        last_day=_last_day(step, on, told.last_day),
        due_on=_due(to, outcome, on, told.rectify_by),
        valid_from=on,
    )


def _number(center: MobilizationCenter, to: CenterState, given: str | None) -> str | None:
    """Return the number of a designation, the known one unless a new one is given; no other move has one."""
    if to is not CenterState.DESIGNATED:
        if given is not None:
            raise InvalidValue("designation_number", given, "only a designation has a number")
        return None
    known = (given or center.designation_number or "").strip()
    if not known:
        raise InvalidValue("designation_number", given, "a designation needs its number")
    return known


def _last_day(step: ReviewStep, on: date, given: date | None) -> date | None:
    """Return the last day of a public notice, which runs long enough; none for other steps."""
    if step is not ReviewStep.PUBLIC_NOTICE:
        if given is not None:
            raise InvalidValue("last_day", given, "only a public notice has a last day")
        return None
    least = notice_last_day(on)
    if given is not None and given < least:
        raise InvalidValue("last_day", given, f"a public notice runs {NOTICE_DAYS} days, until {least}")
    return given or least


def _due(to: CenterState, outcome: ReviewOutcome | None, on: date, given: date | None) -> date | None:
    """Return the day by which a center rectifies, if the move asks it to."""
    asked = to is CenterState.RECTIFYING or outcome is ReviewOutcome.CONDITIONAL
    if asked != (given is not None):
        rule = "a day is needed" if asked else "nothing is to be rectified"
        raise InvalidValue("rectify_by", given, rule, rule_zh="须设定整改期限" if asked else "无须整改")
    if given is not None and given <= on:
        raise InvalidValue("rectify_by", given, f"it must lie after {on}")
    return given


def _changes(center: MobilizationCenter, to: CenterState, review: CenterReview) -> dict[str, Any]:
    """Return what a move changes beside the state."""
    if to in (CenterState.WITHDRAWN, CenterState.RECTIFYING):
        return {"rectify_by": review.due_on}
    if to is not CenterState.DESIGNATED:
        return {}
    on = review.valid_from
    return {
        "designated_on": on if center.state is CenterState.PUBLIC_NOTICE else center.designated_on,
        "designation_number": review.document_number,
        "reinspection_due_on": reinspection_due(on),
        "rectify_by": review.due_on,
    }


async def _check_ready(
    viewer: Viewer, center: MobilizationCenter, history: list[CenterReview], review: CenterReview
) -> None:
    """Refuse a designation whose notice or checklist does not allow it yet."""
    on = review.valid_from
    reasons: list[tuple[str, str]] = []
    if center.state is CenterState.PUBLIC_NOTICE:
        notices = [each for each in history if each.step is ReviewStep.PUBLIC_NOTICE]
        reasons += _notice_reasons(notices[-1] if notices else None, on)
    if review.outcome is not ReviewOutcome.CONDITIONAL:
        reasons += [
            (
                f"{item.en}: {result.en if result else 'not looked at'}",
                f"{item.zh}:{result.zh if result else '未查'}",
            )
            for item, result in await unmet(viewer, center.id, on)
        ]
    if reasons:
        raise NotReady(center.code, tuple(en for en, _ in reasons), tuple(zh for _, zh in reasons))


def _notice_reasons(notice: CenterReview | None, on: date) -> list[tuple[str, str]]:
    """Return why a public notice does not allow a designation on a day."""
    if notice is None or notice.last_day is None:
        return [("no public notice is on record", "没有公示记录")]
    reasons: list[tuple[str, str]] = []
    if on <= notice.last_day:
        reasons.append((f"the public notice runs until {notice.last_day}", f"公示期至 {notice.last_day}"))
    if notice.objections_open:
        reasons.append(
            (f"open objections: {notice.objections_open}", f"未处理异议 {notice.objections_open} 件")
        )
    return reasons
