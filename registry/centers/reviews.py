"""Steps of a center's life that were taken before the register knew of them, and objections to a notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.access import Viewer, one, require
from registry.centers.moving import STEPS
from registry.centers.rules import notice_last_day
from registry.codes import Capability, ReviewOutcome, ReviewStep
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.tables import CenterReview, MobilizationCenter

OUTCOMES = {
    step: frozenset(outcome for known, outcomes in STEPS.values() if known is step for outcome in outcomes)
    for step in ReviewStep
}
"""The outcomes each step may have; None stands for a step that judges nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDraft:
    """
    A step as old papers tell it: `on` is its day, `last_day` the end of a public notice, included.

    `due_on` is the day by which what it found wanting was to be put right.
    """

    center_id: UUID
    step: ReviewStep
    on: date
    outcome: ReviewOutcome | None = None
    body: str = ""
    reviewers: str = ""
    opinion: str = ""
    document_number: str | None = None
    last_day: date | None = None
    due_on: date | None = None
    evidence_ids: tuple[UUID, ...] = ()


async def take_over_review(viewer: Viewer, act: Act, draft: ReviewDraft) -> CenterReview:
    """
    Store a step that was taken in the past without moving the center, and return it.

    Moves record their own step (`move_center`); this is for the papers of earlier years.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the center, or may not register there.
    InvalidValue
        The day lies in the future, the step cannot have this outcome, a public notice has no last day,
        or a day is out of order.

    """
    center = await one(viewer, MobilizationCenter, draft.center_id)
    await require(viewer, Capability.WRITE_REGISTRY, center.region_id)
    row = review_of(draft, day_of(act.at))
    async with changing(act) as change:
        await change.add(row)
        await attach(viewer, change, row, draft.evidence_ids)
        return row


def review_of(draft: ReviewDraft, today: date) -> CenterReview:
    """Return the row of a step that was taken in the past; raises `InvalidValue` as `take_over_review`."""
    if draft.on > today:
        raise InvalidValue("on", draft.on, f"it must not lie after {today}", rule_zh=f"不能晚于 {today}")
    if draft.outcome not in OUTCOMES[draft.step]:
        ways = ", ".join(sorted(each.value for each in OUTCOMES[draft.step] if each)) or "none"
        raise InvalidValue("outcome", draft.outcome, f"{draft.step.en} may have: {ways}")
    is_notice = draft.step is ReviewStep.PUBLIC_NOTICE
    if draft.last_day is not None and (not is_notice or draft.last_day < draft.on):
        raise InvalidValue("last_day", draft.last_day, f"only a public notice has one, not before {draft.on}")
    if draft.due_on is not None and draft.due_on <= draft.on:
        raise InvalidValue("due_on", draft.due_on, f"it must lie after {draft.on}")
    return CenterReview(
        center_id=draft.center_id,
        step=draft.step,
        outcome=draft.outcome,
        body=draft.body.strip(),
        reviewers=draft.reviewers.strip(),
        opinion=draft.opinion.strip(),
        document_number=draft.document_number,
        last_day=(draft.last_day or notice_last_day(draft.on)) if is_notice else None,
        due_on=draft.due_on,
        valid_from=draft.on,
    )


async def record_objections(
    viewer: Viewer, act: Act, review_id: UUID, expected_version: int, *, received: int, still_open: int
) -> CenterReview:
    """
    Set how many objections to a public notice came in, and how many are not settled; return the notice.

    While any is open the center is not designated.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the notice, or may not register there.
    StaleVersion
        The notice was changed since the viewer read it.
    InvalidValue
        The step is no public notice, or the numbers do not fit each other.

    """
    notice = await one(viewer, CenterReview, review_id)
    center = await one(viewer, MobilizationCenter, notice.center_id)
    await require(viewer, Capability.WRITE_REGISTRY, center.region_id)
    if notice.step is not ReviewStep.PUBLIC_NOTICE:
        raise InvalidValue("review_id", notice.step.value, "only a public notice has objections")
    if not 0 <= still_open <= received:
        raise InvalidValue("still_open", still_open, f"it must lie in 0 to {received}")
    async with changing(act) as change:
        return await change.change(
            notice, expected_version=expected_version, objections=received, objections_open=still_open
        )
