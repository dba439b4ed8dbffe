"""A plan of new sirens as a workbook: sites in the order to build them, districts, and the figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from exercises.siren_geojson import summary
from exercises.siren_siting import SirenPlan
from exercises.siren_words import label, say
from registry.codes import SitingAim
from registry.intake.files import Language
from registry.sirens.coverage import Figures

#: Columns of each sheet: the word of the heading, its width, and the digits after the point.
SITES: tuple[tuple[str, int, int], ...] = (
    ("number", 8, 0),
    ("action", 22, 0),
    ("site", 18, 0),
    ("name", 26, 0),
    ("region", 14, 0),
    ("kind", 24, 0),
    ("radius", 12, 0),
    ("cost", 10, 0),
    ("added_people", 12, 0),
    ("added_area", 12, 2),
    ("lost_people", 14, 0),
    ("latitude", 12, 6),
    ("longitude", 12, 6),
    ("replaces", 16, 0),
)
DISTRICTS: tuple[tuple[str, int, int], ...] = (
    ("region", 12, 0),
    ("district", 18, 0),
    ("population", 12, 0),
    ("people_before", 14, 1),
    ("people_after", 14, 1),
    ("area_km2", 12, 2),
    ("area_before", 14, 1),
    ("area_after", 14, 1),
)
FIGURES: tuple[tuple[str, int, int], ...] = (("item", 28, 0), ("figure", 36, 0))
FORMATS = {0: "#,##0", 1: "0.0", 2: "0.00", 6: "0.000000"}


def workbook(plan: SirenPlan, created: datetime, language: Language = Language.ZH) -> bytes:
    """Return the workbook in a language; text is written as text, `created` goes into the file."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": created.astimezone(UTC).replace(tzinfo=None)})
        for name, columns, lines in (
            ("sheet_sites", SITES, _sites(plan, language)),
            ("sheet_districts", DISTRICTS, _districts(plan, language)),
            ("sheet_figures", FIGURES, _figures(plan, language)),
        ):
            headings = [(say(word, language), width, digits) for word, width, digits in columns]
            _sheet(book, say(name, language), headings, lines)
    return target.getvalue()


def _sites(plan: SirenPlan, language: Language) -> list[tuple[Any, ...]]:
    """Return a row for each site."""
    return [
        (
            number,
            label(share.place.action, language),
            share.place.candidate.code,
            share.place.candidate.name,
            share.place.candidate.region,
            label(share.place.kind, language),
            share.place.radius_m,
            share.place.cost,
            share.added_population,
            share.added_area_km2,
            share.lost_population,
            share.place.candidate.latitude,
            share.place.candidate.longitude,
            share.place.replaces or "",
        )
        for number, share in enumerate(plan.contributions, 1)
    ]


def _districts(plan: SirenPlan, language: Language) -> list[tuple[Any, ...]]:
    """Return a row for each region with cells, then one for all together."""
    lines = [(each.region.code, each.region.name, each.before, each.after) for each in plan.districts]
    total = (plan.question.region.code, say("total", language), plan.before, plan.after)
    return [_line(*line) for line in (*lines, total)]


def _line(code: str, name: str, before: Figures, after: Figures) -> tuple[Any, ...]:
    """Return the figures of one region before and after."""
    people = (before.population, before.population_percent, after.population_percent)
    return code, name, *people, before.area_km2, before.area_percent, after.area_percent


def _figures(plan: SirenPlan, language: Language) -> list[tuple[str, str]]:
    """Return the plan's figures by name."""
    facts = summary(plan) | {"aim": label(SitingAim(plan.question.wish.aim), language)}
    facts["proven"] = say("yes" if plan.outcome.proven else "no", language)
    return [(say(name, language), _shown(value)) for name, value in facts.items()]


def _shown(value: Any) -> str:
    """Return a figure as text; two of them are before and after."""
    if isinstance(value, list):
        return " → ".join(_shown(each) for each in value)
    return "—" if value is None else str(value)


def _sheet(
    book: Any, name: str, columns: Sequence[tuple[str, int, int]], lines: Sequence[tuple[Any, ...]]
) -> None:
    """Write one sheet with a heading row that stays in sight."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(lines)), len(columns) - 1)
    for position, (title, width, digits) in enumerate(columns):
        sheet.set_column(position, position, width, book.add_format({"num_format": FORMATS[digits]}))
        sheet.write_string(0, position, title[:1].upper() + title[1:], bold)
    for row, line in enumerate(lines, 1):
        for position, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(row, position, value)
            elif value is not None:
                sheet.write_number(row, position, value)
