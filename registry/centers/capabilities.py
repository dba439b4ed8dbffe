"""What enterprises and centers can produce: figures from a day on, and how they were verified."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from registry.access import Viewer, one, require
from registry.codes import Capability, VerificationMethod
from registry.errors import InvalidValue
from registry.evidence import attach
from registry.history import Act, changing, day_of
from registry.tables import CapabilityItem, CapabilityVerification, MobilizationCenter, Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """
    What a capability amounts to; in a revision, what is None stays.

    Outputs count the capability's unit per day, normal and surge; conversion to surge takes hours,
    surge lasts for days, the reserve is what lies in store.
    """

    normal_per_day: int | None = None
    surge_per_day: int | None = None
    conversion_hours: int | None = None
    sustain_days: int | None = None
    reserve_stock: int | None = None

    def given(self) -> dict[str, int]:
        """Return the figures that are given, by column."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class CapabilityDraft:
    """A capability as an enterprise reports it: all figures given, `center_id` if a center holds it."""

    organization_id: UUID
    product: str
    unit: str
    figures: Figures
    center_id: UUID | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """
    What a verifier saw on a day (the day of the act when None).

    Measured output counts units per day of surge, measured conversion takes hours; either may be
    missing. With `adopt` the measured figures become the capability's own from that day.
    """

    method: VerificationMethod
    verifier: str
    on: date | None = None
    measured_per_day: int | None = None
    measured_conversion_hours: int | None = None
    note: str = ""
    adopt: bool = False
    evidence_ids: tuple[UUID, ...] = ()


async def register_capability(viewer: Viewer, act: Act, draft: CapabilityDraft) -> CapabilityItem:
    """
    Store a capability of an enterprise, and return it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the organization or center, or may not register there.
    InvalidValue
        A word is blank, a figure is missing or out of bounds, or the center is set up on another body.

    """
    organization = await one(viewer, Organization, draft.organization_id)
    await require(viewer, Capability.WRITE_REGISTRY, organization.region_id)
    if draft.center_id is not None:
        center = await one(viewer, MobilizationCenter, draft.center_id)
        if center.organization_id != organization.id:
            raise InvalidValue("center_id", center.code, "the center is set up on another organization")
    for field, value in (("product", draft.product), ("unit", draft.unit)):
        if not value.strip():
            raise InvalidValue(field, value, "it must not be blank", rule_zh="不能为空")
    figures = {"reserve_stock": 0, **draft.figures.given()}
    for each in fields(Figures):
        if each.name not in figures:
            raise InvalidValue(each.name, None, "a new capability needs it", rule_zh="必填")
    _check(figures)
    async with changing(act) as change:
        return await change.add(
            CapabilityItem(
                organization_id=organization.id,
                center_id=draft.center_id,
                product=draft.product.strip(),
                unit=draft.unit.strip(),
                valid_from=draft.since or day_of(act.at),
                **figures,
            )
        )


async def revise_capability(
    viewer: Viewer,
    act: Act,
    capability_id: UUID,
    expected_version: int,
    figures: Figures,
    *,
    on: date | None = None,
) -> CapabilityItem:
    """
    Change figures of a capability from a day on (the day of the act when None), and return it.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the capability, or may not register there.
    StaleVersion
        The capability was changed since the viewer read it.
    InvalidValue
        A figure is out of bounds, or the day lies in the future.

    """
    item = await _writable(viewer, capability_id)
    values: dict[str, Any] = figures.given()
    _check({each.name: getattr(item, each.name) for each in fields(Figures)} | values)
    async with changing(act) as change:
        return await change.change(item, expected_version=expected_version, effective_on=on, **values)


async def verify_capability(
    viewer: Viewer, act: Act, capability_id: UUID, seen: Verification
) -> CapabilityVerification:
    """
    Record that a capability was looked at on a day, and return that record.

    The capability shows its latest verification; one recorded late does not replace a later one.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the capability, or may not register there.
    InvalidValue
        The day lies in the future or before the capability was known, the verifier is blank, a figure
        is out of bounds, or figures are to be adopted that an older look or too low a figure gives.

    """
    item = await _writable(viewer, capability_id)
    today = day_of(act.at)
    on = seen.on or today
    if not item.valid_from <= on <= today:
        raise InvalidValue("on", on, f"it must lie between {item.valid_from} and {today}")
    if not seen.verifier.strip():
        raise InvalidValue("verifier", seen.verifier, "it must not be blank", rule_zh="不能为空")
    latest = item.verified_on is None or on >= item.verified_on
    values = _adopted(item, seen, latest=latest)
    row = CapabilityVerification(
        capability_id=item.id,
        method=seen.method,
        verifier=seen.verifier.strip(),
        measured_per_day=seen.measured_per_day,
        measured_conversion_hours=seen.measured_conversion_hours,
        note=seen.note.strip(),
        valid_from=on,
    )
    async with changing(act) as change:
        await change.add(row)
        await attach(viewer, change, row, seen.evidence_ids)
        if latest:
            await change.change(item, effective_on=on, verified_on=on, verifier=row.verifier, **values)
        return row


def _adopted(item: CapabilityItem, seen: Verification, *, latest: bool) -> dict[str, Any]:
    """Return the measured figures a capability takes over; refuses those it cannot."""
    measured = {
        "surge_per_day": seen.measured_per_day,
        "conversion_hours": seen.measured_conversion_hours,
    }
    for field in ("measured_per_day", "measured_conversion_hours"):
        value = getattr(seen, field)
        if value is not None and value < 0:
            raise InvalidValue(field, value, "it must be at least 0", rule_zh="不得小于 0")
    if not seen.adopt:
        return {}
    if not latest:
        raise InvalidValue("adopt", True, f"there is a later verification, of {item.verified_on}")
    if seen.measured_per_day is not None and seen.measured_per_day < item.normal_per_day:
        rule = f"it lies below the normal output of {item.normal_per_day}; revise the capability first"
        raise InvalidValue("measured_per_day", seen.measured_per_day, rule)
    return {column: value for column, value in measured.items() if value is not None}


async def _writable(viewer: Viewer, capability_id: UUID) -> CapabilityItem:
    """Return a capability the viewer may change."""
    item = await one(viewer, CapabilityItem, capability_id)
    organization = await one(viewer, Organization, item.organization_id)
    await require(viewer, Capability.WRITE_REGISTRY, organization.region_id)
    return item


def _check(figures: dict[str, int]) -> None:
    """Refuse a negative figure, or a surge below the normal output."""
    for field, value in figures.items():
        if value < 0:
            raise InvalidValue(field, value, "it must be at least 0", rule_zh="不得小于 0")
    if figures["surge_per_day"] < figures["normal_per_day"]:
        rule = f"it must be at least the normal output, {figures['normal_per_day']}"
        raise InvalidValue("surge_per_day", figures["surge_per_day"], rule)
