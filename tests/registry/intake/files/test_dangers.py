"""A file that could do harm, or should not be here, is refused as a whole with its reason."""

import json
import pickle
import re
import struct
import zipfile

import pytest

from registry.intake.files import FileRefused, FileTrouble, Limits, read_table
from registry.markings import find_stamp
from tests.registry.intake.files.packages import rewritten
from tests.registry.intake.files.shapes import CENTERS, HEADINGS, ROW, csv_text, with_cells, workbook

SHEET = "xl/worksheets/sheet1.xml"


def refusal(path, name=None, **more):
    with pytest.raises(FileRefused) as caught:
        read_table(path, name or path.name, CENTERS, **more)
    assert caught.value.sentence_zh.endswith(("。", "？"))
    assert "{" not in caught.value.sentence_zh + caught.value.sentence_en
    return caught.value


@pytest.fixture
def book(tmp_path):
    return workbook(tmp_path / "a.xlsx", [ROW])


def in_part(part, before, after):
    def edit(name, content):
        return content.replace(before, after, 1) if name == part else content

    return edit


def test_refusal_crosses_processes(book):
    found = refusal(rewritten(book, add={"xl/vbaProject.bin": b"x"}))

    again = pickle.loads(pickle.dumps(found))

    assert (again.trouble, again.facts, again.sentence_zh) == (found.trouble, found.facts, found.sentence_zh)


@pytest.mark.parametrize(
    ("part", "trouble"),
    [
        ("xl/vbaProject.bin", FileTrouble.MACROS),
        ("XL/VBAPROJECT.BIN", FileTrouble.MACROS),
        ("xl/macrosheets/sheet1.xml", FileTrouble.MACROS),
        ("xl/externalLinks/externalLink1.xml", FileTrouble.EXTERNAL_LINKS),
        ("xl/embeddings/oleObject1.bin", FileTrouble.ACTIVE_CONTENT),
        ("xl/activeX/activeX1.xml", FileTrouble.ACTIVE_CONTENT),
        ("xl/connections.xml", FileTrouble.ACTIVE_CONTENT),
    ],
)
def test_parts_that_act_are_refused(book, part, trouble):
    assert refusal(rewritten(book, add={part: b"<a/>"})).trouble is trouble


def test_macro_content_type_under_an_innocent_name_is_refused(book):
    edit = in_part(
        "[Content_Types].xml", b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    )

    assert refusal(rewritten(book, edit)).trouble is FileTrouble.MACROS


def test_outward_relation_is_refused_and_a_hyperlink_is_not(tmp_path, book):
    relation = (
        b'<Relationship Id="x" Type="http://a/externalLinkPath" Target="file:///x" TargetMode="External"/>'
    )
    linked = rewritten(
        book, in_part("xl/_rels/workbook.xml.rels", b"</Relationships>", relation + b"</Relationships>")
    )
    clicked = workbook(
        tmp_path / "b.xlsx",
        [ROW],
        edit=lambda _, page: page.write_url("J2", "https://example.org", string="网址"),
    )

    assert refusal(linked).trouble is FileTrouble.EXTERNAL_LINKS
    assert read_table(clicked, "b.xlsx", CENTERS).rows[0].values["note"] == "网址"


@pytest.mark.parametrize(
    "formula", [b"<f>1+1</f>", b"<f/>", b'<f t="shared" si="0"/>', b"<x:f>1</x:f>", b"<f\n>1</f>"]
)
def test_formula_is_refused_with_its_cell(book, formula):
    edit = in_part(SHEET, b'<c r="G2">', b'<c r="G2">' + formula)

    found = refusal(rewritten(book, edit))

    assert (found.trouble, found.facts) == (FileTrouble.FORMULAS, {"sheet": "动员中心", "cells": "G2"})


def test_formulas_are_counted(tmp_path):
    def edit(_book, page):
        for row in range(2, 22):
            page.write_formula(row, 5, "=1+1", value=2)

    found = refusal(workbook(tmp_path / "a.xlsx", [ROW], edit=edit))

    assert found.facts["cells"] == "F3, F4, F5, F6, F7 … (20)"


def test_formula_on_a_sheet_that_is_not_read_does_no_harm(tmp_path):
    def edit(made, _page):
        made.add_worksheet("汇总").write_formula("A1", "=1+1")

    assert len(read_table(workbook(tmp_path / "a.xlsx", [ROW], edit=edit), "a.xlsx", CENTERS).rows) == 1


def test_text_that_looks_like_a_formula_is_text(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [with_cells(note="=1+1 <f>")])

    assert read_table(path, "a.xlsx", CENTERS).rows[0].values["note"] == "=1+1 <f>"


def test_bomb_by_declared_size_is_refused(book):
    assert refusal(book, limits=Limits(unpacked_bytes=5_000)).facts == {"part": "declared size"}


def test_bomb_by_ratio_is_refused(book):
    found = refusal(rewritten(book, add={"xl/media/image1.png": b"\x00" * 5_000_000}))

    assert (found.trouble, found.facts) == (FileTrouble.ZIP_BOMB, {"part": "xl/media/image1.png"})


def test_bomb_by_number_of_parts_is_refused_before_the_directory_is_read(book):
    found = refusal(
        rewritten(book, add={f"xl/media/{n}.png": b"x" for n in range(60)}), limits=Limits(entries=50)
    )

    assert found.facts["part"].endswith(" parts")


def test_part_that_unpacks_to_more_than_it_declares_is_refused(book):
    content = bytearray(rewritten(book, add={"xl/media/a.png": b"y" * 900_000}).read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = max(found.start() for found in re.finditer(re.escape(signature), content))
        struct.pack_into("<I", content, at + offset, 100)
    book.write_bytes(content)

    assert refusal(book).trouble in (FileTrouble.ZIP_BOMB, FileTrouble.DAMAGED)


def test_damaged_package_is_refused(book):
    content = book.read_bytes()
    for cut in (content[: len(content) // 2], content[:-10], content[:30] + b"\x00" * 40 + content[70:]):
        book.write_bytes(cut)

        assert refusal(book).trouble is FileTrouble.DAMAGED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<worksheet", b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet'),
        (b'encoding="UTF-8"', b'encoding="UTF-16"'),
    ],
)
def test_document_types_and_foreign_encodings_are_refused(book, before, after):
    assert refusal(rewritten(book, in_part(SHEET, before, after))).trouble is FileTrouble.DAMAGED


def test_far_away_cell_is_refused_before_the_sheet_is_loaded(book):
    far_column = rewritten(book, in_part(SHEET, b'r="A2"', b'r="XFD2"'))
    assert refusal(far_column).trouble is FileTrouble.TOO_MANY_COLUMNS

    far_row = rewritten(book, in_part(SHEET, b'r="XFD2"', b'r="A1048576"'))
    assert refusal(far_row).trouble is FileTrouble.TOO_MANY_ROWS


def test_far_away_cell_is_found_however_it_is_spelt(tmp_path):
    for at, spelling in enumerate((b"r='XFD2'", b'r = "XFD2"', b'r\n="xfd2"')):
        path = workbook(tmp_path / f"{at}.xlsx", [ROW])

        assert (
            refusal(rewritten(path, in_part(SHEET, b'r="A2"', spelling))).trouble
            is FileTrouble.TOO_MANY_COLUMNS
        )


def test_too_many_sheets_are_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [ROW], more=[(f"第{n}", []) for n in range(20)])

    assert refusal(path).trouble is FileTrouble.TOO_MANY_SHEETS


def test_encrypted_entry_is_refused(book):
    content = bytearray(book.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(signature)
        content[at + offset] |= 1
    book.write_bytes(content)

    assert refusal(book).trouble is FileTrouble.ENCRYPTED


@pytest.mark.parametrize(
    ("name", "content", "trouble"),
    [
        ("a.xlsx", b"", FileTrouble.EMPTY),
        ("a.csv", b" \r\n ", FileTrouble.EMPTY),
        ("a.xlsx", b"code,name\n1,2\n", FileTrouble.WRONG_CONTENT),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, FileTrouble.OLD_EXCEL),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            FileTrouble.ENCRYPTED,
        ),
        ("a.csv", b"PK\x03\x04xxxx", FileTrouble.WRONG_CONTENT),
        ("a.csv", b"code\x00,name\n", FileTrouble.NUL_BYTES),
        ("a.csv", "code,name\n".encode("utf-16"), FileTrouble.NUL_BYTES),
        ("a.csv", "单位名称,备注\n甲,乙\xff".encode() + b"\xff\n", FileTrouble.UNDECODABLE),
        ("a.csv", b"code,name\n\x81\x7f\xff\xff\n", FileTrouble.UNDECODABLE),
        ("a.csv", b'code,name\n"1,2\n', FileTrouble.DAMAGED),
        ("a.json", b"{}", FileTrouble.NOT_A_LIST),
        ("a.json", b"[1, 2]", FileTrouble.NOT_A_LIST),
        ("a.json", b"[" * 100_000, FileTrouble.DAMAGED),
        ("a.json", b'[{"code": NaN}]', FileTrouble.DAMAGED),
        ("a.json", b'[{"area": 1e999999999}]', FileTrouble.DAMAGED),
        ("a.json", b'[{"code": "1", "code": "2"}]', FileTrouble.DUPLICATE_HEADING),
        ("a.jsonl", b'{"code": 1}\n{"code": \n', FileTrouble.DAMAGED),
        ("a.xlsm", b"PK\x03\x04", FileTrouble.MACROS),
        ("a.xls", b"x", FileTrouble.OLD_EXCEL),
    ],
)
def test_wrong_content_is_refused(tmp_path, name, content, trouble):
    path = tmp_path / "upload"
    path.write_bytes(content)

    assert refusal(path, name).trouble is trouble


def test_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<a/>")

    assert refusal(path).trouble is FileTrouble.WRONG_CONTENT


@pytest.mark.parametrize(
    "name", ["名册（机密）.xlsx", "秘密★10年 名册.xlsx", "SECRET_a.xlsx", "a-绝密-2026.xlsx"]
)
def test_marking_in_the_file_name_is_refused(book, name):
    assert refusal(book, name).trouble is FileTrouble.CLASSIFIED


@pytest.mark.parametrize(
    "text", ["机密", "秘密★10年", "【绝密】", "密级：机密", "机 密", "SECRET", "Top Secret//NOFORN"]
)
def test_marking_above_the_headings_is_refused(tmp_path, text):
    path = workbook(tmp_path / "a.xlsx", [HEADINGS, ROW], headings=[text])
    text_file = tmp_path / "a.csv"
    text_file.write_text(f"{text}\n" + csv_text([ROW]))

    assert refusal(path).trouble is FileTrouble.CLASSIFIED
    assert refusal(text_file).trouble is FileTrouble.CLASSIFIED


def marked(where):
    def edit(made, page):
        if where == "header":
            page.set_header("&L机密&C名册")
        elif where == "footer":
            page.set_footer('&R&"宋体,常规"&12秘密★5年')
        elif where == "property":
            made.set_properties({"keywords": "机密"})
        elif where == "custom property":
            made.set_custom_property("密级", "秘密")
        elif where == "sheet name":
            made.add_worksheet("机密")
        else:
            made.add_worksheet("附表").set_header("&C绝密")

    return edit


@pytest.mark.parametrize(
    "where", ["header", "footer", "property", "custom property", "sheet name", "header of another sheet"]
)
def test_marking_around_the_cells_is_refused(tmp_path, where):
    assert refusal(workbook(tmp_path / "a.xlsx", [ROW], edit=marked(where))).trouble is FileTrouble.CLASSIFIED


def test_stamp_is_found_anywhere(tmp_path):
    book = workbook(tmp_path / "a.xlsx", [*[ROW] * 30, with_cells(note="附件为秘密★长期")])
    lines = tmp_path / "a.jsonl"
    lines.write_text(
        "\n".join(json.dumps({"code": "1", "name": each}, ensure_ascii=False) for each in ["a", "机密★"])
    )

    assert refusal(book).trouble is FileTrouble.CLASSIFIED
    assert refusal(lines).trouble is FileTrouble.CLASSIFIED


def test_level_in_a_column_of_levels_is_refused(tmp_path):
    rows = [[*ROW, level] for level in ("公开", *["内部"] * 20, "机密")]
    path = workbook(tmp_path / "a.xlsx", rows, headings=[*HEADINGS, "密级"])

    assert refusal(path).facts == {"marking": "机密", "place": "密级 23"}


@pytest.mark.parametrize(
    "text",
    [
        "保密",
        "商业秘密保护中心",
        "机密仪器厂",
        "内部资料",
        "Unclassified",
        "Secretary",
        "保守国家秘密培训",
        "密级",
    ],
)
def test_everyday_words_are_no_markings(tmp_path, text):
    path = workbook(
        tmp_path / "a.xlsx", [with_cells(name=text)], sheet=text, edit=lambda _, page: page.set_header(text)
    )

    assert read_table(path, f"{text}.xlsx", CENTERS).rows[0].values["name"] == text


def test_level_in_quotation_marks_is_no_stamp() -> None:
    assert find_stamp("不属“机密”范围".encode()) is None
    assert find_stamp("机密★5年".encode()) == "机密★"
