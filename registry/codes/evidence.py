"""Codes of evidence files."""

from __future__ import annotations

from registry.codes.code import Code


class EvidenceType(Code):
    """What an evidence file is, as its first bytes say; nothing else is taken."""

    PDF = "pdf", "PDF 文档", "PDF document"
    PNG = "png", "PNG 图片", "PNG image"
    JPEG = "jpeg", "JPEG 图片", "JPEG image"
    XLSX = "xlsx", "Excel 工作簿", "Excel workbook"
    DOCX = "docx", "Word 文档", "Word document"
    TXT = "txt", "文本文件", "text file"
    OFD = "ofd", "OFD 版式文档", "OFD document"

    @property
    def mime(self) -> str:
        """Return the media type a browser is told."""
        return _MIME[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MIME = {
    EvidenceType.PDF: "application/pdf",
    EvidenceType.PNG: "image/png",
    EvidenceType.JPEG: "image/jpeg",
    EvidenceType.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    EvidenceType.DOCX: f"{_OFFICE}.wordprocessingml.document",
    EvidenceType.TXT: "text/plain; charset=utf-8",
    EvidenceType.OFD: "application/ofd",
}
