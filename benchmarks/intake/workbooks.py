"""Invented workbooks: people, organizations, and one of people, memberships and equipment together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter

from registry import credit_code
from registry.codes.files import TableKind
from registry.intake.files import Language, write_table
from registry.intake.register import Register
from registry.intake.registers import REGISTERS

Row = Mapping[str, object]
DISTRICTS = ("510302", "510303")
#: Employers that the world holds before the import; a tenth of the people has none.
EMPLOYERS = tuple(credit_code.make("510302", 7_000_000 + serial) for serial in range(400))
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"
_GIVEN = "安邦昌德恩方光海建杰康立明宁平庆仁山泰文祥兴义永远志中"
_TRADES = ("运输", "建筑", "机械", "电力", "通信", "医药", "物资", "环保", "化工", "食品", "水务", "安装")
_FIRST = 1_000_000
_FOUNDED = date(2024, 1, 1)
#: Workbooks by name, each with the registers its sheets are of.
SHEETS = {
    "people": ("people",),
    "organizations": ("organizations",),
    "mixed": ("people", "memberships", "equipment"),
}


def _letter(number: int) -> str:
    return _GIVEN[number % len(_GIVEN)]


def person(serial: int) -> Row:
    """Return an invented person; the telephone begins with 000, so it can ring nowhere."""
    given = _letter(serial * 7) + _letter(serial // 28)
    return {
        "reference": f"BENCH-{serial:07d}",
        "name": _SURNAMES[serial % len(_SURNAMES)] + given,
        "region": DISTRICTS[serial % 2],
        "sex": "female" if serial % 3 == 0 else "male",
        "birth_year": 1972 + serial % 33,
        "phone": f"000{serial:08d}",
        "employer": None if serial % 10 == 0 else EMPLOYERS[serial % len(EMPLOYERS)],
        "exemption": None,
        "effective_on": _FOUNDED + timedelta(days=serial % 500),
    }


def organization(serial: int) -> Row:
    """Return an invented enterprise; a tenth of them has the one before it as its parent."""
    code = credit_code.make("510302", _FIRST + serial)
    place = "".join(_letter(serial // len(_GIVEN) ** power) for power in range(4))
    return {
        "credit_code": code,
        "name": f"示例{place}{_TRADES[serial % len(_TRADES)]}有限公司",
        "region": DISTRICTS[serial % 2],
        "kind": "enterprise",
        "field": "transport" if serial % 2 else None,
        "parent": credit_code.make("510302", _FIRST + serial - 1) if serial % 10 == 9 else None,
        "effective_on": _FOUNDED + timedelta(days=serial % 500),
    }


def membership(serial: int, team: str) -> Row:
    """Return the service of an invented person in a team."""
    return {
        "person": f"BENCH-{serial:07d}",
        "team": team,
        "valid_from": date(2025, 6, 1),
        "role": "member",
        "commitment_letter_on": date(2025, 5, 1) + timedelta(days=serial % 28),
    }


def equipment(serial: int, team: str) -> Row:
    """Return an invented item of equipment."""
    return {
        "team": team,
        "kind": "示例抽水泵",
        "serial": f"BENCH-E{serial:06d}",
        "owner": EMPLOYERS[serial % len(EMPLOYERS)],
        "quantity": 1,
        "next_inspection_on": date(2026, 6, 1) + timedelta(days=serial % 300),
    }


def sheets_of(name: str, rows: int, teams: tuple[str, ...]) -> dict[str, list[Row]]:
    """Return the rows of a workbook by register; `mixed` splits them into three sheets."""
    if name == "people":
        return {name: [person(serial) for serial in range(rows)]}
    if name == "organizations":
        return {name: [organization(serial) for serial in range(rows)]}
    part = rows // 3
    return {
        "people": [person(serial) for serial in range(rows - 2 * part)],
        "memberships": [membership(serial, teams[serial % len(teams)]) for serial in range(part)],
        "equipment": [equipment(serial, teams[serial % len(teams)]) for serial in range(part)],
    }


def write_workbook(path: Path, sheets: Mapping[str, list[Row]]) -> None:
    """Write a workbook: one register as an export has it, several with plain headings."""
    if len(sheets) == 1:
        ((code, rows),) = sheets.items()
        write_table(path, REGISTERS[code].shape, rows, TableKind.XLSX, Language.ZH)
        return
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for code, rows in sheets.items():
            page = book.add_worksheet(REGISTERS[code].zh)
            for at, cells in enumerate(_cells(REGISTERS[code], rows)):
                for place, value in enumerate(cells):
                    if isinstance(value, date):
                        page.write_datetime(at, place, datetime.combine(value, time()), days)
                    elif isinstance(value, int):
                        page.write_number(at, place, value)
                    elif value is not None:
                        page.write_string(at, place, str(value))


def _cells(register: Register, rows: list[Row]) -> Iterator[list[object]]:
    """Yield the headings and then the rows of a register, only the columns that are used."""
    names = [column.name for column in register.shape.columns if column.name in rows[0]]
    yield [register.shape.by_name[name].heading.zh for name in names]
    yield from ([row.get(name) for name in names] for row in rows)
