"""The user's own file comes back with its faults marked, and reads again."""

import io

import pytest
from openpyxl import load_workbook

from registry.intake.files import Language, TableKind, mark, read_table, template, write_table
from tests.registry.intake.files.shapes import CENTERS, CLEAN, HEADINGS, ROW, csv_text, with_cells, workbook

WRONG = with_cells(code=110101199003078888, since="03/04/2026")


def faults_of(path):
    return read_table(path, path.name, CENTERS).faults


def test_workbook_comes_back_with_cells_comments_and_sentences(tmp_path):
    def edit(_book, page):
        page.data_validation("D2:D9", {"validate": "list", "source": ["市级", "省级"]})
        page.set_column("B:B", 33)
        page.write_string("B2", ROW[1], _book.add_format({"bold": True, "bg_color": "#00FF00"}))

    path = workbook(tmp_path / "a.xlsx", [ROW, WRONG], edit=edit, more=[("其他", [["留着"]])])

    book = load_workbook(io.BytesIO(mark(path, "a.xlsx", CENTERS, faults_of(path))))

    page = book["动员中心"]
    assert [cell.value for cell in page[1]] == [*HEADINGS, "错误说明"]
    assert page["K2"].value is None
    assert page["K3"].value.startswith("1. 统一社会信用代码：号码的数字已被表格软件改变")
    assert [cell.coordinate for cell in page[3] if cell.fill.fill_type == "solid"] == ["A3", "E3"]
    assert page["E3"].comment.text.startswith("日期有歧义：2026-03-04 还是 2026-04-03？")
    assert str(page.data_validations.dataValidation[0].sqref) == "D2:D9"
    assert (page["B2"].font.b, page["B2"].fill.fgColor.rgb) == (True, "FF00FF00")
    assert round(page.column_dimensions["B"].width) == 34
    assert page["E2"].number_format == "yyyy-mm-dd"
    assert book["其他"]["A1"].value == "留着"


def test_corrected_workbook_reads_and_loses_its_marks(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [ROW, WRONG])
    marked = tmp_path / "b.xlsx"
    marked.write_bytes(mark(path, "a.xlsx", CENTERS, faults_of(path)))
    book = load_workbook(marked)
    book["动员中心"]["E3"] = "2026-04-03"
    book.save(marked)

    reading = read_table(marked, "b.xlsx", CENTERS)
    again = load_workbook(io.BytesIO(mark(marked, "b.xlsx", CENTERS, reading.faults)))["动员中心"]

    assert ([fault.letter for fault in reading.faults], reading.unknown_headings) == (["A"], [])
    assert [cell.coordinate for cell in again[3] if cell.fill.fill_type == "solid"] == ["A3"]
    assert (again["E3"].comment, again.max_column) == (None, 11)


@pytest.mark.parametrize("rows", [1, 20_001])
def test_text_file_or_large_workbook_comes_back_as_rows_with_numbers(tmp_path, rows):
    path = tmp_path / "a.csv" if rows == 1 else workbook(tmp_path / "a.xlsx", [*[ROW] * rows, WRONG])
    if rows == 1:
        path.write_text(csv_text([with_cells(note="'=1+1"), with_cells(since="03/04/2026")]))
    marked = tmp_path / "marked.xlsx"
    marked.write_bytes(mark(path, path.name, CENTERS, faults_of(path), language=Language.EN))

    reading = read_table(marked, "marked.xlsx", CENTERS)

    assert [fault.code for fault in reading.faults] == [fault.code for fault in faults_of(path)]
    assert (len(reading.rows), reading.unknown_headings) == (rows + 1, [])
    assert reading.rows[0].values == CLEAN | ({"note": "=1+1"} if rows == 1 else {})


@pytest.mark.parametrize("language", Language)
def test_template_explains_every_column_and_reads_when_filled_in(tmp_path, language):
    path = tmp_path / "a.xlsx"
    path.write_bytes(template(CENTERS, language))
    book = load_workbook(path)
    page = book.worksheets[0]
    for place, value in enumerate(ROW, start=1):
        page.cell(2, place, value)
    book.save(path)

    assert read_table(path, "a.xlsx", CENTERS).rows[0].values == CLEAN
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["A"].number_format == "@"
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets[1:]] == [
        ("lists", "hidden"),
        ("填写说明" if language is Language.ZH else "Explanations", "visible"),
    ]
    kinds = {str(each.sqref)[0]: each.type for each in page.data_validations.dataValidation}
    assert kinds["D"] == "list"
    assert [cell.value for cell in book.worksheets[2]["A"][8:]] == [
        column.heading.text(language) for column in CENTERS.columns
    ]


def test_template_is_the_same_whenever_asked():
    assert template(CENTERS) == template(CENTERS)


def test_export_in_english_reads_as_it_was(tmp_path):
    path = tmp_path / "a.xlsx"
    write_table(path, CENTERS, [CLEAN], TableKind.XLSX, Language.EN)

    assert read_table(path, "a.xlsx", CENTERS).rows[0].values == CLEAN
