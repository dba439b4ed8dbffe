"""Every doubt about a cell is named, all of a row at once."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from registry.intake.files import CellFault, CellTrouble, TableKind, read_table
from registry.intake.files.cleaning import cleaner
from tests.registry.intake.files.packages import rewritten
from tests.registry.intake.files.shapes import CENTERS, CLEAN, ROW, csv_text, with_cells, workbook


def outcome(name, value, kind=TableKind.XLSX):
    return cleaner(CENTERS.by_name[name], kind, 32_767)(value)


def trouble(name, value, kind=TableKind.XLSX):
    found = outcome(name, value, kind)
    assert (found.trouble is None) or found.trouble.sentences(**(found.facts or {}))
    return found.trouble


@pytest.mark.parametrize(
    "value",
    [
        110101199003078888.0,
        1.10101e17,
        "1.10101E+17",
        "1.10101199003079E+17",
        "110101199003078000",
        "350100000001.0",
        12.5,
        -1.0,
        "１１０１０１１９９００３０７８０００",
    ],
)
def test_id_damaged_by_a_spreadsheet_is_refused(value):
    assert trouble("code", value) is CellTrouble.DAMAGED_ID


def test_id_stored_as_a_quantity_is_refused_unless_no_digit_can_be_missing():
    assert trouble("code", 12345.0) is CellTrouble.ID_NOT_TEXT
    assert trouble("phone", 1380000000.0) is CellTrouble.ID_NOT_TEXT
    assert outcome("phone", 13800000000.0)[:2] == ("13800000000", CellTrouble.NUMBER_AS_TEXT)


def test_id_of_round_digits_is_taken_when_its_check_digit_is_right():
    taken = [f"1101011990{month:02d}{day:02d}0000" for month in range(1, 13) for day in range(1, 29)]
    outcomes = {outcome("code", each)[:2] for each in taken}

    right = {value for value, trouble in outcomes if trouble is None}
    assert outcomes - {(value, None) for value in right} == {(None, CellTrouble.DAMAGED_ID)}
    assert 20 < len(right) < 50  # one in eleven of 336


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        (" 91350100M000100Y43\u200b", "91350100M000100Y43"),
        ("'91350100M000100Y43", "91350100M000100Y43"),
        ('="91350100M000100Y43"', "91350100M000100Y43"),
        ("110101 19900307 8888", "110101199003078888"),
    ],
)
def test_id_is_normalized_with_a_note(value, taken):
    assert outcome("code", value)[:2] == (taken, CellTrouble.NORMALIZED)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("code", "", CellTrouble.MISSING),
        ("code", None, CellTrouble.MISSING),
        ("code", "\u200b　", CellTrouble.MISSING),
        ("code", "123", CellTrouble.WRONG_LENGTH),
        ("code", "9135\n0100", CellTrouble.LINE_BREAK),
        ("code", True, CellTrouble.WRONG_TYPE),
        ("code", date(2026, 5, 1), CellTrouble.WRONG_TYPE),
        ("name", "长" * 21, CellTrouble.TOO_LONG),
        ("note", "长" * 32_768, CellTrouble.CELL_TOO_LONG),
        ("note", ["a"], CellTrouble.WRONG_TYPE),
        ("region", 1.5, CellTrouble.DAMAGED_ID),
        ("level", "区级", CellTrouble.UNKNOWN_CHOICE),
        ("level", "国家级别", CellTrouble.NEAR_CHOICE),
        ("open", "也许", CellTrouble.NOT_YES_NO),
        ("staff", "四十", CellTrouble.NOT_A_NUMBER),
        ("staff", "约40", CellTrouble.NOT_A_NUMBER),
        ("staff", "30-50", CellTrouble.NOT_A_NUMBER),
        ("staff", "40.5", CellTrouble.NOT_WHOLE),
        ("staff", 40.5, CellTrouble.NOT_WHOLE),
        ("staff", True, CellTrouble.WRONG_TYPE),
        ("staff", date(2026, 3, 4), CellTrouble.WRONG_TYPE),
        ("staff", "1e99", CellTrouble.TOO_PRECISE),
        ("area", 1e17, CellTrouble.TOO_PRECISE),
        ("area", "1,20", CellTrouble.AMBIGUOUS_NUMBER),
        ("area", "0,500", CellTrouble.AMBIGUOUS_NUMBER),
        ("area", "1.2万㎡", CellTrouble.UNIT_IN_NUMBER),
        ("area", "3 亩", CellTrouble.UNIT_IN_NUMBER),
        ("area", "85%", CellTrouble.PERCENT),
        ("area", "-", CellTrouble.NOT_A_NUMBER),
        ("since", "03/04/2026", CellTrouble.AMBIGUOUS_DAY),
        ("since", "26/5/1", CellTrouble.AMBIGUOUS_DAY),
        ("since", "26年5月1日", CellTrouble.AMBIGUOUS_DAY),
        ("since", "99-13-40", CellTrouble.IMPOSSIBLE_DAY),
        ("since", "2026-02-29", CellTrouble.IMPOSSIBLE_DAY),
        ("since", "20260431", CellTrouble.IMPOSSIBLE_DAY),
        ("since", "1026-05-01", CellTrouble.IMPOSSIBLE_DAY),
        ("since", date(1899, 12, 31), CellTrouble.IMPOSSIBLE_DAY),
        ("since", "45123", CellTrouble.SERIAL_DAY),
        ("since", 45123.0, CellTrouble.SERIAL_DAY),
        ("since", 2026.0, CellTrouble.NOT_A_DAY),
        ("since", "2026年5月", CellTrouble.NOT_A_DAY),
        ("since", "长期", CellTrouble.NOT_A_DAY),
        ("since", True, CellTrouble.NOT_A_DAY),
        ("since", datetime.fromisoformat("2026-05-01T08:30"), CellTrouble.TIME_IN_DAY),
        ("since", "2026-05-01 08:30", CellTrouble.TIME_IN_DAY),
    ],
)
def test_cell_is_refused(name, value, expected):
    assert trouble(name, value) is expected


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("since", "2026-05-01", date(2026, 5, 1)),
        ("since", "2026/5/1", date(2026, 5, 1)),
        ("since", "2026.5.1", date(2026, 5, 1)),
        ("since", "2026年5月1日", date(2026, 5, 1)),
        ("since", "20260501", date(2026, 5, 1)),
        ("since", 20260501.0, date(2026, 5, 1)),
        ("since", datetime.fromisoformat("2026-05-01"), date(2026, 5, 1)),
        ("since", "2026-05-01 00:00:00", date(2026, 5, 1)),
        ("since", "2026-05-01T00:00:00Z", date(2026, 5, 1)),
        ("area", 0.1 + 0.2, Decimal("0.3")),
        ("area", "1200.50", Decimal("1200.50")),
        ("area", 1200.0, Decimal(1200)),
        ("staff", 40.0, 40),
        ("staff", "-40", -40),
        ("level", "省级", "PROVINCE"),
        ("level", "Provincial", "PROVINCE"),
        ("level", "province", "PROVINCE"),
        ("level", " 国 家 级", "NATION"),
        ("open", "√", True),
        ("open", "否", False),
        ("open", "Ｙ", True),
        ("open", 1.0, True),
        ("open", False, False),
        ("region", 350102.0, "350102"),
        ("note", 12.0, "12"),
        ("note", date(2026, 5, 1), "2026-05-01"),
        ("note", "007", "007"),
        ("note", "'引号", "'引号"),
        ("note", "一行\n二行", "一行\n二行"),
        ("note", "", None),
    ],
)
def test_cell_is_taken_as_it_is(name, value, taken):
    assert outcome(name, value) == (taken, None, None)


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("area", "1,200 ㎡", Decimal(1200)),
        ("area", "１，２００．５", Decimal("1200.5")),
        ("staff", "40人", 40),
        ("staff", "1,234,567", 1_234_567),
        ("since", "２０２６－０５－０１", date(2026, 5, 1)),
        ("since", "25/12/2026", date(2026, 12, 25)),
        ("since", "05/05/2026", date(2026, 5, 5)),
        ("note", "一行\r\n二行 ", "一行\n二行"),
        ("note", "零\u200b宽\ufeff", "零宽"),
    ],
)
def test_cell_is_normalized_with_a_note(name, value, taken):
    assert outcome(name, value)[:2] == (taken, CellTrouble.NORMALIZED)


def test_leading_apostrophe_comes_off_a_csv_text_once():
    assert outcome("note", "'=1+1", TableKind.CSV) == ("=1+1", None, None)
    assert outcome("note", "''引号", TableKind.CSV) == ("'引号", None, None)


def test_serial_number_of_a_day_is_told_in_both_epochs():
    assert outcome("since", 45123.0).facts == {"first": "2023-07-16", "second": "2027-07-17"}
    assert outcome("since", "03/04/2026").facts == {"first": "2026-03-04", "second": "2026-04-03"}


def test_all_faults_of_a_row_are_told_at_once_with_place_and_value(tmp_path):
    wrong = with_cells(code=110101199003078888, since="03/04/2026", level="市")
    path = workbook(tmp_path / "a.xlsx", [ROW, wrong])

    reading = read_table(path, "a.xlsx", CENTERS)

    assert [(fault.row, fault.column, fault.letter, fault.code, fault.value) for fault in reading.faults] == [
        (3, "统一社会信用代码", "A", CellTrouble.DAMAGED_ID, "110101199003078896"),
        (3, "级别", "D", CellTrouble.NEAR_CHOICE, "市"),
        (3, "命名日期", "E", CellTrouble.AMBIGUOUS_DAY, "03/04/2026"),
    ]
    assert reading.faults[2] == CellFault(
        "动员中心", 3, "命名日期", "E", "since", CellTrouble.AMBIGUOUS_DAY,
        "日期有歧义：2026-03-04 还是 2026-04-03？请写成 2026-05-01 的形式。",
        "The day is ambiguous: 2026-03-04 or 2026-04-03? Write it like 2026-05-01.",
        "03/04/2026",
    )  # fmt: skip
    assert reading.rows[1].values == CLEAN | {"code": None, "since": None, "level": None}
    assert [row.number for row in reading.sound()] == [2]


def test_vertically_merged_cells_are_refused_with_their_range(tmp_path):
    def edit(_book, page):
        page.merge_range("D2:D4", "市级")

    path = workbook(tmp_path / "a.xlsx", [with_cells(level=None)] * 3, edit=edit)

    reading = read_table(path, "a.xlsx", CENTERS)

    assert [(fault.row, fault.letter, fault.code) for fault in reading.faults] == [
        (3, "D", CellTrouble.MERGED),
        (4, "D", CellTrouble.MERGED),
    ]
    assert "D2:D4" in reading.faults[0].sentence_zh


def test_error_values_are_refused(tmp_path):
    def edit(name, content):
        if name != "xl/worksheets/sheet1.xml":
            return content
        return re.sub(rb'<c r="F2"[^>]*>.*?</c>', b'<c r="F2" t="e"><v>#N/A</v></c>', content)

    reading = read_table(rewritten(workbook(tmp_path / "a.xlsx", [ROW]), edit), "a.xlsx", CENTERS)

    found = [(fault.row, fault.letter, fault.code) for fault in reading.faults]
    assert found == [(2, "F", CellTrouble.ERROR_VALUE)]


def test_dates_of_the_1904_epoch_are_read_as_the_same_days(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [ROW], options={"date_1904": True})

    assert read_table(path, "a.xlsx", CENTERS).rows[0].values["since"] == date(2024, 5, 1)


def test_values_without_a_heading_are_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(csv_text([[*ROW, "多出"]]))

    reading = read_table(path, "a.csv", CENTERS)

    assert [(fault.row, fault.letter, fault.code, fault.value) for fault in reading.faults] == [
        (2, "K", CellTrouble.BEYOND_HEADINGS, "多出")
    ]
