"""
Rule texts an office fills in itself, and the figures that stand in for them.

Texts that are not public ship blank and say so. An office fills a rule in for its region: its own row
holds there and below, the blank one stays for everybody else, and the ledger keeps every wording.
Figures work alike: the office's own row wins over the assumed default.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from registry.access import Viewer, require, rows
from registry.codes import Capability, SourceMark
from registry.dated import filled
from registry.errors import InvalidValue, NotFound, StaleVersion
from registry.history import Act, changing, day_of
from registry.periods import in_force
from registry.tables import Record, RegionClosure, RuleFigure, RuleText
from registry.works.clocks import Clocks

R = TypeVar("R", RuleText, RuleFigure)
OFFICE_WIDE = 1_000
"""Depth given to rows without a region: farther away than any region above."""
CLOCK_FIGURES: Mapping[str, str] = {
    "use-certificate.apply-workdays": "apply_workdays",
    "use-certificate.decide-days": "decide_days",
    "use-certificate.change-notice-days": "change_notice_days",
}
"""Code of the figure behind each period of `registry.works.clocks.Clocks`."""


async def fill_rule(
    viewer: Viewer,
    act: Act,
    region_id: UUID,
    code: str,
    *,
    text: str,
    text_en: str | None = None,
    mark: SourceMark = SourceMark.SOURCED,
    citation: str = "",
    expected_version: int | None = None,
) -> RuleText:
    """
    Fill a rule in for a region and everything below it, or word an office's own text anew.

    `expected_version` is that of the office's own row the caller saw, None when there was none.

    Raises
    ------
    NotFound, AccessDenied
        The region is out of scope, the viewer may not approve there, or no rule has the code.
    StaleVersion
        The office's own row was changed or begun since; an absent row counts as version 0.
    InvalidValue
        The text is blank.

    """
    await require(viewer, Capability.APPROVE, region_id)
    day = day_of(act.at)
    model = await _nearest(viewer, RuleText, region_id, code, day)
    own = _own(model, region_id, expected_version)
    values: dict[str, Any] = {
        "text": filled("text", text),
        "text_en": (text_en or "").strip() or None,
        "mark": mark,
        "citation": citation.strip(),
        "filled_by_id": act.author,
        "filled_on": day,
    }
    async with changing(act) as change:
        if own is not None:
            return await change.change(own, expected_version=expected_version, **values)
        return await change.add(RuleText(**_copied(model) | values, region_id=region_id, valid_from=day))


async def set_figure(
    viewer: Viewer,
    act: Act,
    region_id: UUID,
    code: str,
    *,
    value: int,
    mark: SourceMark,
    citation: str = "",
    expected_version: int | None = None,
) -> RuleFigure:
    """
    Set a figure for a region and everything below it; the default stays for everybody else.

    Raises
    ------
    NotFound, AccessDenied, StaleVersion
        As `fill_rule`.
    InvalidValue
        The value is below 0.

    """
    await require(viewer, Capability.APPROVE, region_id)
    if value < 0:
        raise InvalidValue("value", value, "0 or more", rule_zh="不得为负")
    day = day_of(act.at)
    model = await _nearest(viewer, RuleFigure, region_id, code, day)
    own = _own(model, region_id, expected_version)
    values: dict[str, Any] = {"value": value, "mark": mark, "citation": citation.strip()}
    async with changing(act) as change:
        if own is not None:
            return await change.change(own, expected_version=expected_version, **values)
        return await change.add(RuleFigure(**_copied(model) | values, region_id=region_id, valid_from=day))


async def clocks_of(viewer: Viewer, region_id: UUID, on: date) -> Clocks:
    """
    Return the periods for certificates that a region follows on a day.

    A figure nobody stored is the default of `Clocks` (assumed): an empty register still has clocks.
    """
    followed = (await figures_of(viewer, [region_id], CLOCK_FIGURES, on))[region_id]
    return Clocks(**{CLOCK_FIGURES[code]: value for code, value in followed.items()})


async def figures_of(
    viewer: Viewer, region_ids: Collection[UUID], codes: Collection[str], on: date
) -> dict[UUID, dict[str, int]]:
    """
    Return the figures that regions follow on a day, by region and code: the nearest row above each wins.

    Codes that nobody stored are left out. Two statements, however many regions and codes.
    """
    found = await figure_rows_of(viewer, region_ids, codes, on)
    return {
        region_id: {code: row.value for code, row in by_code.items()} for region_id, by_code in found.items()
    }


async def figure_rows_of(
    viewer: Viewer, region_ids: Collection[UUID], codes: Collection[str], on: date
) -> dict[UUID, dict[str, RuleFigure]]:
    """Return the rows behind the figures that regions follow on a day, as `figures_of`."""
    above = await _regions_above(region_ids)
    stored = await rows(viewer, RuleFigure).filter(in_force(on), code__in=sorted(codes))
    stored.sort(key=lambda row: (row.valid_from, row.id))
    return {region_id: _followed(stored, depths) for region_id, depths in above.items()}


def _followed(stored: Iterable[RuleFigure], depths: Mapping[UUID | None, int]) -> dict[str, RuleFigure]:
    """Return the nearest row of each code; of equally near ones, the later."""
    near = sorted((row for row in stored if row.region_id in depths), key=lambda row: -depths[row.region_id])
    return {row.code: row for row in near}


async def _regions_above(region_ids: Collection[UUID]) -> dict[UUID, dict[UUID | None, int]]:
    """Return how far above each region each of its line lies; rows of everybody's are farthest."""
    found: list[Any] = await RegionClosure.filter(descendant_id__in=set(region_ids)).values_list(
        "descendant_id", "ancestor_id", "depth"
    )
    above: dict[UUID, dict[UUID | None, int]] = {each: {None: OFFICE_WIDE} for each in region_ids}
    for region_id, ancestor_id, depth in found:
        above[region_id][ancestor_id] = depth
    return above


async def _nearest(viewer: Viewer, table: type[R], region_id: UUID, code: str, on: date) -> R:
    """Return the row of a code that a region follows on a day."""
    depths = (await _regions_above([region_id]))[region_id]
    stored = await rows(viewer, table).filter(in_force(on), code=code).order_by("-valid_from", "id")
    followed = [row for row in stored if row.region_id in depths]
    if not followed:
        raise NotFound(table.table_name(), code)
    return min(followed, key=lambda row: depths[row.region_id])


def _own(model: R, region_id: UUID, expected_version: int | None) -> R | None:
    """Return the office's own row, at the version expected; None when it has none yet."""
    own = model if model.region_id == region_id else None
    actual = own.version if own is not None else 0
    if (expected_version or 0) != actual:
        raise StaleVersion(expected_version or 0, actual)
    return own


_OWN = frozenset({"id", "version", "valid_from", "valid_to", "region_id"})


def _copied(row: Record) -> dict[str, Any]:
    """Return what a row says, without whose it is and since when."""
    return {name: getattr(row, name) for name in row.stored_columns() if name not in _OWN}
