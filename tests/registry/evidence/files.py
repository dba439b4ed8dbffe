"""Small files of every kind, made up for the tests."""

from __future__ import annotations

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj << /Title (Inspection report) >> endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 16
TEXT = "检验合格。\n".encode()


def office(main: str, *, title: str = "", body: str = "", types: str = "", extra: str = "") -> bytes:
    """Return an office document: its main part, a title in its properties and a body."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        archive.writestr(main, f"<doc>{body}</doc>")
        archive.writestr("docProps/core.xml", f"<core><title>{title}</title></core>")
        if extra:
            archive.writestr(extra, "x")
    return file.getvalue()


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")
OFD = office("OFD.xml")
