"""
The figures of a mobilization center's life, and the reckoning of its days.

The articles of the national measure are not public; every figure here is assumed, in the form such
measures usually have.
"""

from __future__ import annotations

from datetime import date, timedelta

from registry.periods import months_later

#: Years between re-inspections (assumed).
REINSPECTION_YEARS = 3
#: Fewest calendar days of a public notice, first and last included (assumed).
NOTICE_DAYS = 7
#: Months after which a verification no longer counts (assumed).
VERIFICATION_MONTHS = 12
#: Months after which a center's mobilization plan is to be looked at again (assumed).
PLAN_CHECK_MONTHS = 12


def reinspection_due(day: date) -> date:
    """Return the day by which a center that passed on `day` is re-inspected."""
    return months_later(day, 12 * REINSPECTION_YEARS)


def notice_last_day(first_day: date) -> date:
    """Return the earliest last day of a public notice, included."""
    return first_day + timedelta(days=NOTICE_DAYS - 1)


def verification_due(verified_on: date) -> date:
    """Return the day from which a verification of `verified_on` no longer counts."""
    return months_later(verified_on, VERIFICATION_MONTHS)


def stale(verified_on: date | None, today: date) -> bool:
    """Tell whether a capability was never verified, or too long ago."""
    return verified_on is None or verification_due(verified_on) <= today
