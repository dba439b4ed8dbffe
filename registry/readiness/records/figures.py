"""The figures behind an office's rating rules, each with what stands behind it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from registry.access import Viewer
from registry.readiness.records.office_rules import CODES
from registry.readiness.rules import DEFAULT_FIGURES, FigureData
from registry.rules import figure_rows_of
from registry.tables import RuleFigure


async def figures_followed(
    viewer: Viewer, region_ids: Collection[UUID], on: date
) -> dict[UUID, tuple[FigureData, ...]]:
    """
    Return every figure that each of some regions follows on a day, by code, with its mark and citation.

    They are the figures of `registry.readiness.records.office_rules.rules_of_regions`; two statements.
    """
    found = await figure_rows_of(viewer, region_ids, CODES, on)
    defaults = {each.code: each for each in DEFAULT_FIGURES}
    return {
        region_id: tuple(
            _figure(by_code[code]) if code in by_code else defaults[code] for code in sorted(defaults)
        )
        for region_id, by_code in found.items()
    }


def _figure(row: RuleFigure) -> FigureData:
    return FigureData(row.code, row.title, row.title_en, row.value, row.unit, row.mark, row.citation)
