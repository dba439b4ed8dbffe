"""A file is read with its headings recognized and its values cleaned, whatever its kind."""

import json

import pytest

from registry.intake.files import FileRefused, FileTrouble, Limits, RawRow, SheetShape, kind_of, read_table
from registry.intake.files.shape import SheetColumn
from tests.registry.intake.files.shapes import CENTERS, CLEAN, HEADINGS, ROW, csv_text, with_cells, workbook

ENGLISH = [column.heading.en for column in CENTERS.columns]
NAMES = [column.name for column in CENTERS.columns]


def refusal(path, name=None, **more):
    with pytest.raises(FileRefused) as caught:
        read_table(path, name or path.name, CENTERS, **more)
    return caught.value


def test_workbook_is_read(tmp_path):
    reading = read_table(workbook(tmp_path / "a.xlsx", [ROW, ROW]), "a.xlsx", CENTERS)

    assert list(reading.rows) == [RawRow("动员中心", 2, CLEAN), RawRow("动员中心", 3, CLEAN)]
    assert reading.mapping == dict(zip(HEADINGS, NAMES, strict=True))
    assert (reading.faults, reading.notes, reading.unknown_headings, reading.heading_row) == ([], [], [], 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_each_encoding(tmp_path, encoding, separator):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text([ROW], separator=separator).encode(encoding))

    assert list(read_table(path, "a.csv", CENTERS).rows) == [RawRow("", 2, CLEAN)]


def test_json_and_json_lines_are_read_by_names_or_headings(tmp_path):
    by_name = dict(zip(NAMES, with_cells(since="2024-05-01", level="CITY", open=True), strict=True))
    by_heading = dict(zip(ENGLISH, by_name.values(), strict=True))
    listed, lines = tmp_path / "a.json", tmp_path / "a.jsonl"
    listed.write_text(json.dumps([by_name, by_name]))
    lines.write_text(f"{json.dumps(by_heading)}\n\n{json.dumps(by_heading)}\n")

    assert [(row.number, row.values) for row in read_table(listed, "a.json", CENTERS).rows] == [
        (1, CLEAN),
        (2, CLEAN),
    ]
    assert [(row.number, row.values) for row in read_table(lines, "a.jsonl", CENTERS).rows] == [
        (1, CLEAN),
        (3, CLEAN),
    ]


def test_title_rows_above_the_headings_and_columns_to_the_left_are_passed_over(tmp_path):
    def edit(_book, page):
        page.merge_range("B1:F1", "福州市动员中心登记表")
        for at, cells in enumerate([["填报单位：市动员办"], HEADINGS, ROW], start=1):
            for place, value in enumerate(cells, start=1):
                if value is not None:
                    page.write(at, place, value)
        page.write(3, 5, "2024-05-01")

    reading = read_table(workbook(tmp_path / "a.xlsx", [], headings=None, edit=edit), "a.xlsx", CENTERS)

    assert list(reading.rows) == [RawRow("动员中心", 4, CLEAN)]
    assert reading.heading_row == 3


def test_headings_are_recognized_in_english_by_alias_and_with_marks(tmp_path):
    headings = ["信用代码 *", "  Ｎame：", "行政区划代码", "LEVEL", "命名 日期", "建筑面积", *HEADINGS[6:]]

    reading = read_table(workbook(tmp_path / "a.xlsx", [ROW], headings=headings), "a.xlsx", CENTERS)

    assert reading.rows[0].values == CLEAN


def test_mapping_of_the_office_decides(tmp_path):
    headings = ["代码", "公司", *HEADINGS[2:-1], "内部编号"]
    path = workbook(tmp_path / "a.xlsx", [with_cells(note="x")], headings=headings)

    reading = read_table(path, "a.xlsx", CENTERS, mapping={"代码": "code", "公司": "name", "内部编号": ""})

    assert reading.rows[0].values == {name: value for name, value in CLEAN.items() if name != "note"}
    assert reading.unknown_headings == []


def test_mapping_to_a_column_that_does_not_exist_is_refused(tmp_path):
    assert (
        refusal(workbook(tmp_path / "a.xlsx", [ROW]), mapping={"x": "nonsense"}).trouble
        is FileTrouble.UNKNOWN_MAPPING
    )


def test_unknown_heading_is_told_with_the_nearest(tmp_path):
    headings = [*HEADINGS[:4], "命名的日期", *HEADINGS[5:9], "传真"]

    reading = read_table(workbook(tmp_path / "a.xlsx", [ROW], headings=headings), "a.xlsx", CENTERS)

    assert reading.unknown_headings == [("命名的日期", "命名日期"), ("传真", None)]


def test_missing_required_heading_is_refused_with_a_guess(tmp_path):
    headings = ["统一社会信用编码", *HEADINGS[1:]]

    found = refusal(workbook(tmp_path / "a.xlsx", [ROW], headings=headings))

    assert found.trouble is FileTrouble.MISSING_HEADING
    assert found.sentence_zh == "缺少必填列：统一社会信用代码。“统一社会信用编码”是否指“统一社会信用代码”？"


@pytest.mark.parametrize("twin", ["单位名称", "Name", " 单位名称*"])
def test_duplicate_headings_are_refused(tmp_path, twin):
    found = refusal(workbook(tmp_path / "a.xlsx", [ROW], headings=[*HEADINGS[:-1], twin]))

    assert found.trouble is FileTrouble.DUPLICATE_HEADING


def test_sheet_is_chosen_by_name_then_by_headings(tmp_path):
    named = workbook(tmp_path / "a.xlsx", [ROW], more=[("说明", [["随便"]]), ("旧", [HEADINGS, ROW])])
    by_headings = workbook(tmp_path / "b.xlsx", [ROW], sheet="Sheet1", more=[("Sheet2", [["随便", "写写"]])])

    assert read_table(named, "a.xlsx", CENTERS).other_sheets == ("说明", "旧")
    assert read_table(by_headings, "b.xlsx", CENTERS).sheet == "Sheet1"


def test_two_sheets_that_fit_are_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [ROW], sheet="一季度", more=[("二季度", [HEADINGS, ROW])])

    assert refusal(path).sentence_zh.startswith("有几张工作表都像“动员中心”：一季度、二季度。")


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers(tmp_path):
    reading = read_table(workbook(tmp_path / "a.xlsx", [[], ROW, [" "], ROW]), "a.xlsx", CENTERS)

    assert [row.number for row in reading.rows] == [3, 5]


@pytest.mark.parametrize(
    ("rows", "headings", "trouble"),
    [
        ([], HEADINGS, FileTrouble.NO_ROWS),
        ([["甲", "乙"]], ["一", "二"], FileTrouble.NO_HEADINGS),
        ([[], []], None, FileTrouble.NO_HEADINGS),
    ],
)
def test_table_without_headings_or_rows_is_refused(tmp_path, rows, headings, trouble):
    assert refusal(workbook(tmp_path / "a.xlsx", rows, headings=headings)).trouble is trouble


def test_limits_on_rows_and_columns_hold_for_every_kind(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(csv_text([ROW] * 4))
    book = workbook(tmp_path / "a.xlsx", [ROW] * 40)

    assert refusal(path, limits=Limits(rows=3)).trouble is FileTrouble.TOO_MANY_ROWS
    assert refusal(book, limits=Limits(rows=20)).trouble is FileTrouble.TOO_MANY_ROWS
    assert refusal(path, limits=Limits(columns=9)).trouble is FileTrouble.TOO_MANY_COLUMNS
    assert refusal(book, limits=Limits(columns=9)).trouble is FileTrouble.TOO_MANY_COLUMNS
    assert refusal(path, limits=Limits(file_bytes=100)).trouble is FileTrouble.TOO_LARGE
    assert len(read_table(book, "a.xlsx", CENTERS, limits=Limits(rows=40, columns=10)).rows) == 40


def test_faults_beyond_the_limit_are_counted(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(csv_text([with_cells(staff="多", area="大")] * 5))

    reading = read_table(path, "a.csv", CENTERS, limits=Limits(faults=3))

    assert (len(reading.faults), reading.left_out, sorted(reading.faulty_rows)) == (3, 7, [2, 3, 4, 5, 6])
    assert reading.sound() == []


@pytest.mark.parametrize(
    ("name", "media_type", "kind"),
    [
        ("a.XLSX", None, "xlsx"),
        ("a.csv", "application/json", "csv"),
        ("upload", "text/csv; charset=utf-8", "csv"),
    ],
)
def test_kind_is_told_by_name_then_media_type(name, media_type, kind):
    assert kind_of(name, media_type) == kind


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.ods", "a.xlsb"])
def test_other_kinds_are_refused(name):
    with pytest.raises(FileRefused) as caught:
        kind_of(name)

    assert caught.value.trouble is FileTrouble.UNKNOWN_TYPE


def test_shape_refuses_two_columns_of_one_name():
    column = CENTERS.columns[0]

    with pytest.raises(ValueError, match="two columns of one name"):
        SheetShape("a", "甲", "A", (column, SheetColumn("code", column.heading)))
