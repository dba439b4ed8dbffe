"""The files of an audit pack: byte-identical, and read back as a person would open them."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import openpyxl
import pytest

from exercises import fonts
from exercises.audit_pack import printing, workbook
from exercises.audit_pack.files import archive, files, unarchived
from exercises.audit_pack.pack import (
    LEVELS,
    AreaShown,
    Column,
    District,
    MeasureShown,
    Pack,
    TeamShown,
    Topic,
)
from exercises.audit_pack.workbook import COLORS

TEAM = TeamShown(
    code="510302-COM-01",
    name="#emph[示例]通信队",
    category=("通信", "communications"),
    shown="3",
    computed="2",
    areas=tuple(AreaShown(code, "2", "A") for code in "PSRT"),
    measures=(MeasureShown("P1", "34/40", "85.0%", 2, 2), MeasureShown("P3", "0/0", "—", None, None)),
    sentences=(("3名队员不在位。", "3 members are “away”."),),
)
FINDINGS = Topic(
    "findings",
    "问题",
    "Findings",
    ("说明", "note"),
    (
        Column("等级", "Level", 8, level=True),
        Column("问题", "Finding", 30),
        Column("佐证", "Proof", 30, printed=False),
    ),
    (("?4", '=HYPERLINK("x")', "0" * 64), (2, "https://example.org", None)),
    printed=True,
)
PACK = Pack(
    region_id="00000000-0000-0000-0000-000000000001",
    region_code="510300",
    region="自贡市",
    valid_on="2026-01-05",
    known_at="2026-01-05T09:00:00+08:00",
    facts=(("队伍", "Teams", "1"),),
    districts=(District("510302", "自流井区", (0, 0, 1, 0, 0, 0, 0), (TEAM,)),),
    topics=(
        FINDINGS,
        Topic("quality", "数据质量", "Data quality", ("说明", "note"), FINDINGS.columns, (), printed=True),
    ),
    notes=(("朱镕的姓名不列入。", "Names are not in it."),),
)  # fmt: skip -- one part a line


def test_files_are_the_same_for_the_same_pack_only() -> None:
    first, again = files(PACK), files(PACK)
    other = files(replace(PACK, valid_on="2026-01-06"))

    assert first == again
    assert archive(first) == archive(again)
    assert unarchived(archive(first)) == first
    assert sorted(first) == ["audit-pack-510300-2026-01-05.pdf", "audit-pack-510300-2026-01-05.xlsx"]
    assert not set(first.values()) & set(other.values())
    assert COLORS.keys() == set(LEVELS)


def test_workbook_opens_with_a_sheet_a_topic_and_no_formula() -> None:
    made = files(PACK)
    printed = made["audit-pack-510300-2026-01-05.pdf"]

    book = openpyxl.load_workbook(io.BytesIO(made["audit-pack-510300-2026-01-05.xlsx"]))

    assert book.sheetnames == ["封面 Cover", "问题 Findings", "数据质量 Data quality"]
    cover = {row[0].value: row[1].value for row in book["封面 Cover"].iter_rows()}
    assert cover["印件 SHA-256 / SHA-256 of the print"] == hashlib.sha256(printed).hexdigest()
    assert cover["队伍 / Teams"] == "1"
    assert "朱镕的姓名不列入。" in cover
    sheet = book["问题 Findings"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)] == [
        ["等级\nLevel", "问题\nFinding", "佐证\nProof"],
        ["?4", '=HYPERLINK("x")', "0" * 64],
        [2, "https://example.org", None],
    ]
    assert {cell.data_type for row in sheet.iter_rows(min_row=5) for cell in row} == {"s", "n"}
    assert sheet["A6"].fill.start_color.rgb == f"FF{COLORS['?4'][1:]}"
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$5:$5", "landscape")
    assert book["数据质量 Data quality"]["A6"].value == "无 / none"


def test_long_topic_goes_on_in_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 1)

    book = openpyxl.load_workbook(io.BytesIO(workbook.workbook_bytes(PACK, "")))

    assert book.sheetnames[1:3] == ["问题 Findings", "问题 Findings 2"]
    assert [book[name]["B6"].value for name in book.sheetnames[1:3]] == [
        '=HYPERLINK("x")',
        "https://example.org",
    ]


def test_print_takes_text_as_text_and_says_what_the_font_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, str] = {}
    compiled = printing.printed_bytes(PACK)

    import typst

    def compiling(*_: object, sys_inputs: dict[str, str], **__: object) -> bytes:
        given.update(sys_inputs)
        return b""

    monkeypatch.setattr(typst, "compile", compiling)
    printing.printed_bytes(PACK)

    assert compiled.startswith(b"%PDF-")
    assert b"CreationDate" not in compiled
    assert (given["lacking"], fonts.missing([given["pack"]])) == ("U+9555", "")
    assert "朱〓的姓名不列入。" in given["pack"]
    assert "#emph[示例]通信队" in given["pack"]
