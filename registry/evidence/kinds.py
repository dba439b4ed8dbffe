"""What a file is, told from its bytes: its name and the sender's media type are not believed."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from registry.codes import EvidenceType
from registry.evidence.errors import FileRefused

#: Largest part of an office document that is looked into, unpacked, in bytes.
MOST_UNPACKED = 4_000_000
_SAMPLE = 65_536
_MAGIC = (
    (b"%PDF-", EvidenceType.PDF),
    (b"\x89PNG\r\n\x1a\n", EvidenceType.PNG),
    (b"\xff\xd8\xff", EvidenceType.JPEG),
)
_ZIPPED = {
    "xl/workbook.xml": EvidenceType.XLSX,
    "word/document.xml": EvidenceType.DOCX,
    "OFD.xml": EvidenceType.OFD,
}
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def kind_of(file: BinaryIO) -> EvidenceType:
    """
    Return what an open file is; it is left at any place.

    Text is UTF-8 (with or without a byte-order mark) or GB 18030, without control characters.

    Raises
    ------
    FileRefused
        EMPTY, TYPE, MACROS or DAMAGED.

    """
    file.seek(0)
    head = file.read(_SAMPLE)
    if not head:
        raise FileRefused("EMPTY")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    if _is_text(file):
        return EvidenceType.TXT
    raise FileRefused("TYPE")


def _zipped(file: BinaryIO) -> EvidenceType:
    """Return which office format a ZIP archive is."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            types = part(archive, "[Content_Types].xml")
    except _DAMAGE as error:
        raise FileRefused("DAMAGED") from error
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise FileRefused("MACROS")
    for name, kind in _ZIPPED.items():
        if name in names:
            return kind
    raise FileRefused("TYPE")


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the beginning of a part of an archive, at most `MOST_UNPACKED` bytes; empty when absent."""
    if name not in archive.NameToInfo:
        return b""
    with archive.open(name) as stream:
        return stream.read(MOST_UNPACKED)


def text_of(data: bytes) -> str | None:
    """Return bytes as text in UTF-8 or GB 18030; None when they are neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_text(file: BinaryIO) -> bool:
    """Tell whether a whole file is text."""
    file.seek(0)
    text = text_of(file.read())
    return text is not None and not any(sign < " " and sign not in "\t\r\n\f" for sign in text)
