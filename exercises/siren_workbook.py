"""A plan of new sirens as a workbook: the sites, the districts before and after, and the figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from exercises.siren_map import summary
from exercises.siren_siting import SirenPlan

SITES = (
    ("序号 / No.", 6),
    ("措施 / Action", 20),
    ("点位编码 / Site", 18),
    ("名称 / Name", 24),
    ("地区 / Region", 12),
    ("型式 / Kind", 26),
    ("可听半径 (m) / Radius", 12),
    ("费用 / Cost", 12),
    ("纬度 / Latitude", 12),
    ("经度 / Longitude", 12),
    ("替换 / Replaces", 16),
)
DISTRICTS = (
    ("地区编码 / Code", 12),
    ("地区 / Region", 16),
    ("人口 / People", 14),
    ("覆盖前 % / Before", 12),
    ("覆盖后 % / After", 12),
    ("面积 km² / Area", 12),
    ("面积前 % / Before", 12),
    ("面积后 % / After", 12),
)


def workbook(plan: SirenPlan, created: datetime) -> bytes:
    """Return the workbook; text is written as text, `created` goes into the file."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": created.astimezone(UTC).replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        _sheet(book, bold, "点位 Sites", SITES, _sites(plan))
        _sheet(book, bold, "各区 Districts", DISTRICTS, _districts(plan))
        facts = [(name, str(value)) for name, value in summary(plan).items()]
        _sheet(book, bold, "说明 Figures", (("项目 / Item", 24), ("数值 / Value", 40)), facts)
    return target.getvalue()


def _sites(plan: SirenPlan) -> list[tuple[Any, ...]]:
    """Return a row for each site."""
    return [
        (
            number,
            f"{place.action.zh} / {place.action.en}",
            place.candidate.code,
            place.candidate.name,
            place.candidate.region,
            f"{place.kind.zh} / {place.kind.en}",
            place.radius_m,
            place.cost,
            place.candidate.latitude,
            place.candidate.longitude,
            place.replaces or "",
        )
        for number, place in enumerate(plan.sites, 1)
    ]


def _districts(plan: SirenPlan) -> list[tuple[Any, ...]]:
    """Return a row for each region with cells."""
    return [
        (
            change.region.code,
            change.region.name,
            change.before.population,
            change.before.population_percent,
            change.after.population_percent,
            change.before.area_km2,
            change.before.area_percent,
            change.after.area_percent,
        )
        for change in plan.districts
    ]


def _sheet(
    book: Any, bold: Any, name: str, columns: Sequence[tuple[str, int]], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write one sheet with a heading row."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for position, (title, width) in enumerate(columns):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, title, bold)
    for line, row in enumerate(rows, 1):
        for position, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, position, value)
            elif value is not None:
                sheet.write_number(line, position, value)
