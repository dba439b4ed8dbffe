"""A sheet with a column of every kind, and files of it."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from registry.intake.files import CellKind, Heading, SheetColumn, SheetShape

CENTERS = SheetShape(
    "centers",
    "动员中心",
    "Centers",
    (
        SheetColumn(
            "code",
            Heading("统一社会信用代码", "Credit code", ("信用代码",)),
            CellKind.ID_TEXT,
            required=True,
            exact_length=18,
            note_zh="按营业执照填写。",
            note_en="As on the business license.",
            example="91350100M000100Y43",
        ),
        SheetColumn("name", Heading("单位名称", "Name"), CellKind.TEXT, required=True, max_length=20),
        SheetColumn("region", Heading("行政区划代码", "Region code"), CellKind.REFERENCE),
        SheetColumn(
            "level",
            Heading("级别", "Level"),
            CellKind.CODE,
            choices=(
                ("CITY", "市级", "city"),
                ("PROVINCE", "省级", "provincial"),
                ("NATION", "国家级", "national"),
            ),
        ),
        SheetColumn("since", Heading("命名日期", "Designated on"), CellKind.DAY),
        SheetColumn("area", Heading("建筑面积（㎡）", "Floor area (m²)"), CellKind.DECIMAL, units=("㎡",)),
        SheetColumn("staff", Heading("从业人数", "Staff"), CellKind.INTEGER, units=("人",)),
        SheetColumn("open", Heading("是否开放", "Open"), CellKind.YES_NO),
        SheetColumn("phone", Heading("联系电话", "Telephone"), CellKind.ID_TEXT, exact_length=11),
        SheetColumn("note", Heading("备注", "Note"), CellKind.TEXT),
    ),
)
HEADINGS = [column.heading.zh for column in CENTERS.columns]
ROW = [
    "91350100M000100Y43",
    "东江救援中心",
    "350102",
    "市级",
    date(2024, 5, 1),
    1200.5,
    40,
    "是",
    "13800000000",
    None,
]
CLEAN = {
    "code": "91350100M000100Y43",
    "name": "东江救援中心",
    "region": "350102",
    "level": "CITY",
    "since": date(2024, 5, 1),
    "area": Decimal("1200.5"),
    "staff": 40,
    "open": True,
    "phone": "13800000000",
    "note": None,
}


def with_cells(**cells):
    """Return the row with some cells replaced, by column name."""
    names = [column.name for column in CENTERS.columns]
    return [cells.get(name, value) for name, value in zip(names, ROW, strict=True)]


def workbook(path: Path, rows, *, sheet="动员中心", headings=HEADINGS, edit=None, options=None, more=()):
    """Write rows below headings with xlsxwriter; `edit(book, sheet)` does the rest."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"} | (options or {})) as book:
        page = book.add_worksheet(sheet)
        for at, cells in enumerate(([headings] if headings else []) + list(rows)):
            write_row(page, at, cells)
        for name, others in more:
            other = book.add_worksheet(name)
            for at, cells in enumerate(others):
                write_row(other, at, cells)
        if edit is not None:
            edit(book, page)
    return path


def write_row(page, at, cells, first=0):
    """Write cells as what they are; texts always as text."""
    for place, value in enumerate(cells, start=first):
        if isinstance(value, str):
            page.write_string(at, place, value)
        elif isinstance(value, date | datetime):
            page.write_datetime(at, place, value)
        elif value is not None:
            page.write(at, place, value)


def csv_text(rows, headings=HEADINGS, separator=","):
    """Return rows below headings as the text of a CSV."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=separator)
    writer.writerows([headings, *([("" if value is None else value) for value in row] for row in rows)])
    return made.getvalue()
