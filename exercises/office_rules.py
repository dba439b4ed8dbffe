"""An office's own rows of the syllabus: they replace the default of the same number below it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from exercises.codes import Attendees
from exercises.tables import SyllabusRule
from registry.access import Viewer, require, rows
from registry.codes import Capability, SourceMark
from registry.errors import InvalidValue, NotFound, StaleVersion
from registry.history import Act, changing
from registry.periods import in_force
from registry.tables import RegionClosure


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """
    What an office asks differently from a row; None leaves a figure as it is.

    Durations count half-days; gaps, periodicity and notice calendar days; months 1 to 12, none meaning
    every month.
    """

    times_per_year: int | None = None
    months: list[int] | None = None
    duration_half_days: int | None = None
    min_gap_days: int | None = None
    periodicity_days: int | None = None
    notice_days: int | None = None
    priority: int | None = None
    weight: int | None = None
    unannounced: int | None = None
    attendees: Attendees | None = None
    mark: SourceMark | None = None
    citation: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns to set."""
        return {name: value for name, value in asdict(self).items() if value is not None}


async def set_rule(
    viewer: Viewer,
    act: Act,
    region_id: UUID,
    number: int,
    change_of: RuleChange,
    *,
    valid_from: date,
    expected_version: int | None = None,
) -> SyllabusRule:
    """
    Set an office's own row of a number, beginning it from the nearest row above or the default.

    A row that is begun holds from `valid_from`; one that exists is changed as a whole, its history kept
    by the ledger. Plans stand on the rows in force on 1 January of their year. `expected_version` is that
    of the office's own row the caller saw, None when there was none.

    Raises
    ------
    NotFound, AccessDenied
        The region is out of scope, the viewer may not plan there, or no row has the number.
    StaleVersion
        The office's own row was changed, begun or ended since; an absent row counts as version 0.
    InvalidValue
        A figure is out of its bounds.

    """
    await require(viewer, Capability.PLAN, region_id)
    _check_months(change_of)
    model = await _nearest(viewer, region_id, number, valid_from)
    own = model if model.region_id == region_id else None
    actual = own.version if own is not None else 0
    if (expected_version or 0) != actual:
        raise StaleVersion(expected_version or 0, actual)
    async with changing(act) as change:
        if own is not None:
            return await change.change(own, expected_version=expected_version, **change_of.values)
        values = _copied(model) | change_of.values
        return await change.add(SyllabusRule(**values, region_id=region_id, valid_from=valid_from))


def _check_months(change_of: RuleChange) -> None:
    """Refuse months a year does not have."""
    if not set(change_of.months or ()) <= set(range(1, 13)):
        raise InvalidValue("months", change_of.months, "months run from 1 to 12", rule_zh="月份为 1 至 12")


async def _nearest(viewer: Viewer, region_id: UUID, number: int, on: date) -> SyllabusRule:
    """Return the row of a number that an office follows on a day."""
    found: list[Any] = await RegionClosure.filter(descendant_id=region_id).values_list("ancestor_id", "depth")
    depths: dict[UUID | None, int] = {**dict(found), None: 1_000}
    stored = (
        await rows(viewer, SyllabusRule).filter(in_force(on), number=number).order_by("-valid_from", "id")
    )
    followed = [row for row in stored if row.region_id in depths]
    if not followed:
        raise NotFound(SyllabusRule.table_name(), number)
    return min(followed, key=lambda row: depths[row.region_id])


_OWN = frozenset({"id", "version", "valid_from", "valid_to", "region_id"})


def _copied(row: SyllabusRule) -> dict[str, Any]:
    """Return what a row asks, without whose it is and since when."""
    columns = SyllabusRule._meta.db_fields  # pyright: ignore[reportPrivateUsage]  # Tortoise's own description of a table
    return {name: getattr(row, name) for name in columns if name not in _OWN}
