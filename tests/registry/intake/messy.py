"""
A workbook as offices send it: a few thousand rows, each mistake that spreadsheets invite at a known place.

`Messy` writes the workbook and remembers, by sheet and row, what must be said there; of every other row
nothing may be said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from registry import credit_code

#: (code, field, weight) of everything that is said of a row.
Said = tuple[str, str, str]
ORGANIZATIONS, WORKS = "单位", "人防工程"
#: Chinese, English, with blanks, width and a star: the fourth row of the sheet.
HEADINGS = (
    "统一社会信用代码 *",
    "Ｎame",
    " 行政区划代码",
    "单位类别：",
    "行业",
    "Parent's credit code",
    "生效日期",
)
WORK_HEADINGS = ("工程编码", "工程名称", "行政区划代码", "工程类别", "建筑面积（平方米）", "建成年份")
_HAN = "安邦昌德恩方光海建杰康立明宁平庆仁山泰文祥兴义永远志中"
_ROWS = 2_400
_EVERY = 40
_FULL = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)


def code(serial: int) -> str:
    """Return a right credit code."""
    return credit_code.make("510302", 5_000_000 + serial)


def wrong_digit(right: str) -> str:
    """Return a credit code with another check digit."""
    return right[:17] + ("0" if right[17] != "0" else "1")


def clean(serial: int) -> list[Any]:
    """Return a row of the register of organizations about which nothing may be said."""
    name = "示例" + "".join(_HAN[serial // len(_HAN) ** power % len(_HAN)] for power in range(3)) + "公司"
    # every way of writing a day that says one day only
    days = (date(2025, 3, 1), "2025年3月1日", "2025.3.1", "2025/3/1", "20250301", "2025-03-01", None)
    kind = ("企业", "enterprise", "Enterprise")[serial % 3]
    return [code(serial), name, "510302", kind, ("医药", None)[serial % 2], None, days[serial % len(days)]]


#: What replaces cells of a clean row, by column, and what is then said: (changes, said).
CELLS: tuple[tuple[Mapping[int, Any], tuple[Said, ...]], ...] = (
    ({0: 915103020000000000}, (("DAMAGED_ID", "credit_code", "fault"),)),
    ({0: "9.15103E+17"}, (("DAMAGED_ID", "credit_code", "fault"),)),
    ({0: wrong_digit(code(9_000))}, (("CREDIT_CODE", "credit_code", "fault"),)),
    ({0: code(9_001)[:12]}, (("WRONG_LENGTH", "credit_code", "fault"),)),
    ({0: code(9_002).translate(_FULL)}, (("NORMALIZED", "credit_code", "warning"),)),
    ({1: "示例尾随空格公司  "}, (("NORMALIZED", "name", "warning"),)),
    ({1: None}, (("MISSING", "name", "fault"),)),
    ({2: "519999"}, (("UNKNOWN_REFERENCE", "region", "fault"),)),
    ({2: "511002"}, (("OUTSIDE_REGION", "region", "fault"),)),
    ({3: "合伙"}, (("UNKNOWN_CHOICE", "kind", "fault"),)),
    ({3: "企业单位"}, (("NEAR_CHOICE", "kind", "fault"),)),
    ({5: code(9_999)}, (("UNKNOWN_REFERENCE", "parent", "fault"),)),
    ({6: "03/04/2025"}, (("AMBIGUOUS_DAY", "effective_on", "fault"),)),
    ({6: "25年3月1日"}, (("AMBIGUOUS_DAY", "effective_on", "fault"),)),
    ({6: 45717}, (("SERIAL_DAY", "effective_on", "fault"),)),
    ({6: "45717"}, (("SERIAL_DAY", "effective_on", "fault"),)),
    ({6: "2025年2月30日"}, (("IMPOSSIBLE_DAY", "effective_on", "fault"),)),
    ({6: "２０２５年３月１日"}, (("NORMALIZED", "effective_on", "warning"),)),
    ({7: "多出的值"}, (("BEYOND_HEADINGS", "", "fault"),)),
    (
        {0: wrong_digit(code(9_003)), 2: "519998", 3: "合伙", 6: "03/04/2025"},
        (
            ("AMBIGUOUS_DAY", "effective_on", "fault"),
            ("CREDIT_CODE", "credit_code", "fault"),
            ("UNKNOWN_CHOICE", "kind", "fault"),
            ("UNKNOWN_REFERENCE", "region", "fault"),
        ),
    ),
)
#: Cells of a work, and what is said: whole numbers of square meters, with the unit of the heading or none.
AREAS: tuple[tuple[Any, tuple[Said, ...]], ...] = (
    (3_000, ()),
    ("3000", ()),
    ("3,000㎡", (("NORMALIZED", "area_m2", "warning"),)),
    ("３０００ 平方米", (("NORMALIZED", "area_m2", "warning"),)),
    ("3,000", (("NORMALIZED", "area_m2", "warning"),)),
    ("3亩", (("UNIT_IN_NUMBER", "area_m2", "fault"),)),
    ("约3000", (("NOT_A_NUMBER", "area_m2", "fault"),)),
    ("30,00", (("AMBIGUOUS_NUMBER", "area_m2", "fault"),)),
    (3_000.5, (("NOT_WHOLE", "area_m2", "fault"),)),
    (0, (("OUT_OF_BOUNDS", "area_m2", "fault"),)),
)


class Messy:
    """The messy workbook and what must be said of its rows."""

    def __init__(self) -> None:
        """Begin with nothing planted."""
        self.said: defaultdict[tuple[str, int], list[Said]] = defaultdict(list)
        self.rows = 0

    def write(self, path: Path) -> None:
        """Write the workbook; two of its sheets are registers, the others must be left alone."""
        with xlsxwriter.Workbook(str(path)) as book:
            page = book.add_worksheet(ORGANIZATIONS)
            page.merge_range("A1:G1", "某市单位登记表（合成数据）")
            page.write_string("A2", "填报单位：示例动员办")
            page.write_row(3, 0, HEADINGS)
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            cells = self._organizations()
            for row, values in cells.items():
                self._row(page, row, values, day)
            page.set_column("E:E", None, None, {"hidden": True})
            self._around(page, max(cells))
            works = book.add_worksheet(WORKS)
            works.write_row(0, 0, WORK_HEADINGS)
            for row, (area, said) in enumerate(AREAS, start=1):
                values = [f"MESSY-{row}", f"示例工程{_HAN[row] * 4}", "510302", "单建工程", area, 1998]
                self._row(works, row, values, day)
                self._plant(WORKS, row + 1, *said)
            old = book.add_worksheet("动员中心")
            old.write_row(0, 0, ["中心编码", "中心名称"])
            old.hide()
            book.add_worksheet("说明").write_string(0, 0, "填表前请阅读")

    def _plant(self, sheet: str, number: int, *said: Said) -> None:
        self.said[sheet, number] += said
        self.rows += sheet == WORKS

    def _organizations(self) -> dict[int, list[Any]]:
        """Return the cells by row of the sheet, from 0; every fortieth row has something wrong."""
        found: dict[int, list[Any]] = {}
        for serial in range(_ROWS):
            row = 4 + serial + serial // 500  # a blank row now and then
            values = clean(serial)
            planted, over = divmod(serial, _EVERY)
            if not over and planted < len(CELLS):
                changes, said = CELLS[planted]
                values = [changes.get(place, value) for place, value in enumerate([*values, None])]
                self.said[ORGANIZATIONS, row + 1] += said
            found[row] = values
        self.rows += len(found)
        self._near_and_twice(found)
        return found

    def _near_and_twice(self, found: dict[int, list[Any]]) -> None:
        """Add rows that repeat, contradict or nearly name others."""
        last = max(found)
        one, other, third = clean(30_001), clean(30_002), clean(30_003)
        one[1] = "示例自流井恒通运输装卸搬运服务有限公司"
        other[1] = "示例自流井恒通运输装卸搬运有限责任公司"
        contradicts = [*third]
        contradicts[3] = "事业单位"
        for at, values in enumerate((one, other, third, contradicts, clean(5)), start=1):
            found[last + at] = values
        self.said[ORGANIZATIONS, last + 3].append(("NEAR_NAME", "name", "warning"))
        for at in (3, 4):
            self.said[ORGANIZATIONS, last + at + 1].append(("CONTRADICTS_ROW", "credit_code", "conflict"))
        self.said[ORGANIZATIONS, last + 6].append(("DUPLICATE_ROW", "credit_code", "fault"))
        self.rows += 5

    def _around(self, page: Worksheet, last: int) -> None:
        """Hide a row, and merge cells: below their first they read as blank."""
        page.set_row(1_000, None, None, {"hidden": True})
        self.said[ORGANIZATIONS, 1_001].append(("HIDDEN_ROW", "", "warning"))
        for at in range(1, 4):
            values = clean(31_000 + at)
            self._row(page, last + at, [*values[:4], None, None, None])
            if at > 1:
                self.said[ORGANIZATIONS, last + at + 1].append(("MERGED", "field", "fault"))
        page.merge_range(last + 1, 4, last + 3, 4, "医药")
        self.rows += 3

    @staticmethod
    def _row(page: Worksheet, row: int, values: list[Any], day: Format | None = None) -> None:
        """Write cells as what they are; texts always as text."""
        for place, value in enumerate(values):
            if isinstance(value, str):
                page.write_string(row, place, value)
            elif isinstance(value, date):
                page.write_datetime(row, place, datetime.combine(value, time()), day)
            elif value is not None:
                page.write_number(row, place, value)
