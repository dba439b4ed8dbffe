"""What falls due at mobilization centers: re-inspections, rectifications, notices, verifications, plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tortoise.expressions import Subquery

from registry.access import Viewer, one, rows
from registry.centers.rules import PLAN_CHECK_MONTHS, verification_due
from registry.codes import CenterDueKind, CenterState, ChecklistItem, ReviewStep
from registry.errors import InvalidValue
from registry.periods import in_force, months_later
from registry.tables import (
    CapabilityItem,
    CenterCheck,
    CenterReview,
    MobilizationCenter,
    Region,
    RegionClosure,
)

#: States in which a center holds its title.
TITLED = (CenterState.DESIGNATED, CenterState.REINSPECTION, CenterState.RECTIFYING)
MOST_DAYS = 1_100


@dataclass(frozen=True, slots=True)
class CenterDue:
    """
    One thing that falls due at a center on `on`; days left are negative once it is overdue.

    `capability` is the capability concerned, if it is one.
    """

    center: MobilizationCenter
    kind: CenterDueKind
    on: date
    days_left: int
    capability: CapabilityItem | None = None

    @property
    def sentence(self) -> str:
        """Return what falls due, in English."""
        what = f" of {self.capability.product}" if self.capability else ""
        return f"{self.center.code}: {_EN[self.kind]}{what} {_when(self.days_left)} ({self.on})."

    @property
    def sentence_zh(self) -> str:
        """Return what falls due, in Chinese."""
        what = f"“{self.capability.product}”" if self.capability else ""
        name, when = f"{self.center.name}({self.center.code})", _when_zh(self.days_left)
        return f"{name}:{what}{self.kind.zh},{when}({self.on})。"


_EN = {
    CenterDueKind.REINSPECTION: "re-inspection",
    CenterDueKind.RECTIFICATION: "rectification",
    CenterDueKind.NOTICE_END: "end of the public notice",
    CenterDueKind.VERIFICATION: "verification",
    CenterDueKind.PLAN: "review of the mobilization plan",
}


def _when(days: int) -> str:
    return (
        "is due today" if days == 0 else f"is due in {days} days" if days > 0 else f"is {-days} days overdue"
    )


def _when_zh(days: int) -> str:
    return "今日到期" if days == 0 else f"还有 {days} 天" if days > 0 else f"已超期 {-days} 天"


async def centers_due(
    viewer: Viewer, region_id: UUID | None, *, within_days: int, today: date
) -> list[CenterDue]:
    """
    Return what falls due within some days, and what is overdue, the earliest first.

    Only centers of the region and those below it (all the viewer sees when None). A capability never
    verified is due since it is known, a mobilization plan never looked at since the designation.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        The number of days lies out of 0 to 1,100.

    """
    if not 0 <= within_days <= MOST_DAYS:
        raise InvalidValue("within_days", within_days, f"it must lie in 0 to {MOST_DAYS}")
    centers = {center.id: center for center in await _centers(viewer, region_id)}
    ids = list(centers)
    notices = rows(viewer, CenterReview).filter(center_id__in=ids, step=ReviewStep.PUBLIC_NOTICE)
    looks = rows(viewer, CenterCheck).filter(center_id__in=ids, item=ChecklistItem.PLAN)
    items = rows(viewer, CapabilityItem).filter(in_force(today), center_id__in=ids)
    found = [
        *_of_centers(centers),
        *_of_notices(centers, await notices.order_by("valid_from", "id")),
        *_of_plans(centers, await looks.order_by("valid_from")),
        *_of_capabilities(centers, await items.order_by("product", "id")),
    ]
    limit = today + timedelta(days=within_days)
    dues = [
        CenterDue(center, kind, on, (on - today).days, capability)
        for center, kind, on, capability in found
        if on <= limit
    ]
    return sorted(dues, key=lambda due: (due.on, due.center.code, due.kind.value, _product(due)))


def _product(due: CenterDue) -> str:
    """Return the product a due is about, for the order only."""
    return due.capability.product if due.capability else ""


_Found = tuple[MobilizationCenter, CenterDueKind, date, CapabilityItem | None]
_Centers = dict[UUID, MobilizationCenter]


async def _centers(viewer: Viewer, region_id: UUID | None) -> list[MobilizationCenter]:
    """Return the centers in question that can have anything due."""
    listed = rows(viewer, MobilizationCenter).filter(state__in=[*TITLED, CenterState.PUBLIC_NOTICE])
    if region_id is not None:
        await one(viewer, Region, region_id)
        below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
        within: dict[str, Any] = {"region_id__in": Subquery(below)}
        listed = listed.filter(**within)
    return await listed.order_by("code")


def _of_centers(centers: _Centers) -> Iterator[_Found]:
    """Yield re-inspections and rectifications."""
    for center in centers.values():
        if center.reinspection_due_on and center.state in TITLED[:2]:
            yield center, CenterDueKind.REINSPECTION, center.reinspection_due_on, None
        if center.rectify_by and center.state in TITLED:
            yield center, CenterDueKind.RECTIFICATION, center.rectify_by, None


def _of_notices(centers: _Centers, notices: list[CenterReview]) -> Iterator[_Found]:
    """Yield the last day of each notice that is running or waits for the designation."""
    latest = {notice.center_id: notice.last_day for notice in notices}
    for center in centers.values():
        last_day = latest.get(center.id)
        if center.state is CenterState.PUBLIC_NOTICE and last_day is not None:
            yield center, CenterDueKind.NOTICE_END, last_day, None


def _of_plans(centers: _Centers, looks: list[CenterCheck]) -> Iterator[_Found]:
    """Yield the day by which each center's mobilization plan is looked at again."""
    latest = {look.center_id: look.valid_from for look in looks}
    for center in centers.values():
        if center.state not in TITLED or center.designated_on is None:
            continue
        seen = latest.get(center.id)
        due = center.designated_on if seen is None else months_later(seen, PLAN_CHECK_MONTHS)
        yield center, CenterDueKind.PLAN, due, None


def _of_capabilities(centers: _Centers, items: list[CapabilityItem]) -> Iterator[_Found]:
    """Yield the day from which each capability counts as unverified."""
    for item in items:
        center = centers[item.center_id] if item.center_id else None
        if center is not None and center.state in TITLED:
            due = item.valid_from if item.verified_on is None else verification_due(item.verified_on)
            yield center, CenterDueKind.VERIFICATION, due, item
