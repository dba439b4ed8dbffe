"""What files are taken as evidence, told from their bytes."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.codes import EvidenceType
from registry.evidence import FileRefused, examine
from tests.registry.evidence.files import DOCX, JPEG, OFD, PDF, PNG, TEXT, XLSX, office

LIMIT = 10_000


def _reason(data: bytes, name: str = "a.pdf", limit: int = LIMIT) -> str:
    with pytest.raises(FileRefused) as refused:
        examine(io.BytesIO(data), name, limit)
    assert refused.value.message_zh.startswith("文件被拒绝：")
    return refused.value.reason


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, EvidenceType.PDF),
        (PNG, EvidenceType.PNG),
        (JPEG, EvidenceType.JPEG),
        (DOCX, EvidenceType.DOCX),
        (XLSX, EvidenceType.XLSX),
        (OFD, EvidenceType.OFD),
        (TEXT, EvidenceType.TXT),
        ("检验合格".encode("gb18030"), EvidenceType.TXT),
    ],
)
def test_kind_is_told_from_the_bytes_not_the_name(data: bytes, kind: EvidenceType) -> None:
    seen = examine(io.BytesIO(data), "anything.exe", LIMIT)

    assert (seen.kind, seen.size_bytes, seen.name) == (kind, len(data), "anything.exe")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "EMPTY"),
        (b"MZ\x90\0\x03", "TYPE"),
        (b"\x00\x01\x02", "TYPE"),
        (b"PK\x03\x04 and nothing more", "DAMAGED"),
        (office("other.xml"), "TYPE"),
        (office("xl/workbook.xml", extra="xl/vbaProject.bin"), "MACROS"),
        (office("word/document.xml", types="application/vnd.ms-word.document.macroEnabled"), "MACROS"),
        (PDF + b"x" * LIMIT, "TOO_LARGE"),
    ],
)
def test_file_is_refused_for_what_it_is(data: bytes, reason: str) -> None:
    assert _reason(data) == reason


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PDF, "机密 整组方案.pdf"),
        (PDF.replace(b"Inspection report", "绝密方案".encode("gb18030")), "a.pdf"),
        (PDF.replace(b"(Inspection report)", b"<FEFF79D85BC6>"), "a.pdf"),
        (office("word/document.xml", title="机密"), "a.docx"),
        (office("word/document.xml", body="<r>机</r><r>密</r><r>★</r><r>5年</r>"), "a.docx"),
        (office("xl/workbook.xml", title="TOP SECRET plan"), "a.xlsx"),
        ("秘密★长期\n某方案".encode(), "a.txt"),
    ],
)
def test_file_marked_as_classified_is_refused(data: bytes, name: str) -> None:
    assert _reason(data, name) == "CLASSIFIED"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PDF, "unclassified.pdf"),
        (PDF, "商业秘密协议.pdf"),
        (office("word/document.xml", body="不得涉及国家秘密。"), "承诺书.docx"),
    ],
)
def test_word_that_is_no_mark_is_no_reason(data: bytes, name: str) -> None:
    assert examine(io.BytesIO(data), name, LIMIT).name == name


@pytest.mark.parametrize("name", ["", "   ", "a\nb.pdf", "x" * 201, "folder/"])
def test_name_must_be_printable(name: str) -> None:
    assert _reason(PDF, name) == "NAME"


def test_folders_are_cut_off_a_name() -> None:
    assert examine(io.BytesIO(PDF), "C:\\Users\\me\\../报告.pdf", LIMIT).name == "报告.pdf"


@given(st.binary(max_size=400))
def test_no_bytes_make_the_examination_fail_otherwise(data: bytes) -> None:
    for beginning in (b"", b"PK\x03\x04", b"%PDF-"):
        with contextlib.suppress(FileRefused):
            examine(io.BytesIO(beginning + data), "a", LIMIT)
