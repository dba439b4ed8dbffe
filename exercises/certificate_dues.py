"""What falls due with the peacetime-use certificates of a region, counted in the workdays of the calendar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery

from exercises.workdays import YearCalendar, load_calendar
from registry.access import Viewer, one, rows
from registry.codes import CertificateState
from registry.errors import InvalidValue
from registry.rules import clocks_of
from registry.tables import CertificateChange, Region, RegionClosure, UseCertificate
from registry.works.certificate_state import state_condition
from registry.works.clocks import CertificateDue, dues


class CalendarWorkdays:
    """The workdays of some years, make-up workdays among them."""

    def __init__(self, calendars: Iterable[YearCalendar]) -> None:
        self._days = sorted(day for calendar in calendars for day in calendar.workdays)

    def after(self, day: date, count: int) -> date:
        """
        Return the day that is `count` workdays after a day.

        Raises
        ------
        InvalidValue
            It lies beyond the years of the calendar.

        """
        place = bisect_right(self._days, day) + count - 1
        if count < 1 or place >= len(self._days):
            raise InvalidValue("workdays", count, "a day within the years of the calendar")
        return self._days[place]


async def certificate_dues(
    viewer: Viewer, region_id: UUID, *, today: date, within_days: int
) -> list[CertificateDue]:
    """
    Return what falls due with certificates at and below a region until `within_days` days from today.

    The periods are those the region follows. Statements do not grow with the certificates; the years in
    which undecided applications' contracts were signed are looked up one by one.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    await one(viewer, Region, region_id)
    clocks = await clocks_of(viewer, region_id, today)
    below = RegionClosure.filter(ancestor_id=region_id).values("descendant_id")
    open_states = (CertificateState.APPLIED, CertificateState.IN_FORCE)
    wanted = Q(*(state_condition(state, today) for state in open_states), join_type=Q.OR)
    in_region = rows(viewer, UseCertificate).filter(work__region_id__in=Subquery(below))
    certificates = await in_region.filter(wanted).order_by("code")
    renewed: Any = await in_region.filter(renews_id__not_isnull=True, number__not_isnull=True).values_list(
        "renews_id", flat=True
    )
    waiting = await rows(viewer, CertificateChange).filter(
        Q(accepted__isnull=True) | Q(accepted=True, entered_on__isnull=True),
        certificate_id__in=[certificate.id for certificate in certificates],
    )
    asked = {c.contract_on.year for c in certificates if c.decided_on is None or c.decided_on > today}
    years = sorted({year for first in asked for year in (first, first + 1)})
    workdays = CalendarWorkdays([await load_calendar(year) for year in years])
    return dues(
        certificates,
        waiting,
        clocks,
        workdays,
        today=today,
        within_days=within_days,
        renewed=frozenset(renewed),
    )
