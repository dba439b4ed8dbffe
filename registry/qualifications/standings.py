"""
What grants of qualifications are worth on a day: one state per person and kind, told by dates alone.

A grant holds from its issue until the day before it expires or is revoked; grants of one kind that follow
each other without a day between count as one cover, so a renewal in hand leaves nothing to warn of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from registry.codes import QualificationState
from registry.periods import Period
from registry.tables import QualificationGrant, QualificationType

#: Days before its end from which a qualification counts as expiring, where its kind says nothing (assumed).
LEAD_DAYS = 90


@dataclass(frozen=True, slots=True)
class Standing:
    """
    A person's qualification of one kind on a day.

    Parameters
    ----------
    state
        What it is worth on the day.
    grant
        The grant that says so: the last of the cover, else the one that ended last, else the first to come.
    until
        First day without cover; None when it never ends, or when nothing holds on the day.
    holds
        Whether a grant covers the day.

    """

    state: QualificationState
    grant: QualificationGrant
    until: date | None
    holds: bool


def end_of(grant: QualificationGrant) -> date | None:
    """Return the first day on which a grant no longer holds; None for ever."""
    ends = [end for end in (grant.valid_to, grant.revoked_on) if end is not None]  # pyright: ignore[reportUnnecessaryComparison]  # nullable column
    return min(ends, default=None)


def cover(grants: Sequence[QualificationGrant], on: date) -> tuple[QualificationGrant | None, date | None]:
    """Return the last grant of the cover that holds on a day, and the first day after it; None without."""
    last, until = None, on
    for grant in sorted(grants, key=_order):
        end = end_of(grant)
        if grant.valid_from <= until and (end is None or end > until):
            last = grant
            if end is None:
                return last, None
            until = end
    return last, None if last is None else until


def _order(grant: QualificationGrant) -> tuple[date, str]:
    return grant.valid_from, str(grant.id)


def standing(
    grants: Sequence[QualificationGrant],
    on: date,
    *,
    lead_days: int = LEAD_DAYS,
    superseded: bool = False,
) -> Standing:
    """
    Return what the grants of one person and one kind are worth on a day; at least one grant is given.

    Parameters
    ----------
    grants
        All of them, in any order.
    on
        The day; the whole day counts.
    lead_days
        Days before its end from which the cover counts as expiring, 0 or more.
    superseded
        Whether the person holds on that day what supersedes this kind: nothing is asked of it any more.

    Examples
    --------
    >>> old = QualificationGrant(valid_from=date(2024, 1, 1), valid_to=date(2026, 1, 1))
    >>> new = QualificationGrant(valid_from=date(2026, 1, 1), valid_to=date(2028, 1, 1))
    >>> [standing(grants, date(2025, 12, 31)).state.value for grants in ([old], [old, new])]
    ['expiring', 'valid']
    >>> standing([old], date(2026, 1, 1)).state.value
    'expired'

    """
    last, until = cover(grants, on)
    if last is not None:
        soon = until is not None and (until - on).days <= lead_days
        holding = QualificationState.EXPIRING if soon else QualificationState.VALID
        return Standing(QualificationState.SUPERSEDED if superseded else holding, last, until, True)
    begun = [grant for grant in grants if grant.valid_from <= on]
    if not begun:
        return Standing(QualificationState.NOT_YET_VALID, min(grants, key=_order), None, False)
    latest = max(begun, key=lambda grant: (end_of(grant) or date.max, *_order(grant)))
    lost = QualificationState.EXPIRED if latest.revoked_on is None else QualificationState.REVOKED  # pyright: ignore[reportUnnecessaryComparison]  # nullable column
    return Standing(QualificationState.SUPERSEDED if superseded else lost, latest, None, False)


def each_standing(
    grants: Iterable[QualificationGrant],
    types: Mapping[UUID, QualificationType],
    on: date,
    *,
    lead_days: int | None = None,
) -> dict[UUID, Standing]:
    """
    Return the standing of one person in every kind the person was ever granted, by kind.

    `types` are all kinds there are; without `lead_days`, each kind's own holds, or `LEAD_DAYS`.
    """
    ordered = sorted(grants, key=lambda grant: str(grant.qualification_type_id))
    by_type = {
        key: list(given) for key, given in groupby(ordered, key=lambda grant: grant.qualification_type_id)
    }
    held = {key for key, given in by_type.items() if cover(given, on)[0] is not None}
    older = {each for key in held for each in superseded_by(types, key)}
    return {
        key: standing(given, on, lead_days=_lead(types.get(key), lead_days), superseded=key in older)
        for key, given in by_type.items()
    }


def _lead(kind: QualificationType | None, lead_days: int | None) -> int:
    """Return the lead time asked for, or the kind's own."""
    if lead_days is not None:
        return lead_days
    own = kind.lead_days if kind is not None else None
    return LEAD_DAYS if own is None else own  # pyright: ignore[reportUnnecessaryComparison]  # nullable column


def superseded_by(types: Mapping[UUID, QualificationType], type_id: UUID) -> frozenset[UUID]:
    """Return the kinds nobody needs who holds this one: what it supersedes, and what that one does."""
    found: set[UUID] = set()
    kind = types.get(type_id)
    while kind is not None and kind.supersedes_id is not None and kind.supersedes_id not in found:
        found.add(kind.supersedes_id)
        kind = types.get(kind.supersedes_id)
    return frozenset(found - {type_id})


def gap_between(renewed: QualificationGrant, renewal: QualificationGrant) -> Period | None:
    """Return the days without cover between a grant and the one that renews it; None when there are none."""
    end = end_of(renewed)
    return Period(end, renewal.valid_from) if end is not None and end < renewal.valid_from else None
