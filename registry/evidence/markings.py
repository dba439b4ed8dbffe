"""
Marks of classification a file may carry, where they can be recognized without rendering it.

Looked at: the name, the properties of PDF and office documents, the beginning of Word, OFD and text
files. The mark is that of GB/T 9704 (密级★期限) anywhere in the text, or a bare level in a name, title,
subject or keyword. A scan or a picture shows nothing here: people remain responsible for what they
upload.
"""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from registry.codes import EvidenceType
from registry.evidence.errors import FileRefused
from registry.evidence.kinds import part, text_of
from registry.markings import find_stamp, level_in_title, marking_of_name

_TAGS = re.compile(rb"<[^>]*>")
_PDF_INFO = re.compile(
    rb"/(?:Title|Subject|Keywords|Classification)\s*(\((?:\\.|[^)\\])*\)|<[0-9A-Fa-f\s]*>)"
)
_HEAD = 1_000_000
_PROPERTIES = ("docProps/core.xml", "docProps/custom.xml", "docProps/app.xml", "OFD.xml")
_BODIES = ("word/document.xml", "xl/sharedStrings.xml", "Doc_0/Pages/Page_0/Content.xml")


def refuse_classified(file: BinaryIO, name: str, kind: EvidenceType) -> None:
    """
    Return if nothing says that a file is classified.

    Raises
    ------
    FileRefused
        CLASSIFIED: it names the mark that was found. DAMAGED: its properties cannot be read.

    """
    titles, body = [name], ""
    file.seek(0)
    if kind is EvidenceType.PDF:
        titles += _pdf_titles(file.read())
    elif kind is EvidenceType.TXT:
        body = text_of(file.read()) or ""
    elif kind in (EvidenceType.DOCX, EvidenceType.XLSX, EvidenceType.OFD):
        properties, body = _office_texts(file)
        titles.append(properties)
    in_title = next((level for title in titles if (level := level_in_title(title))), None)
    found = in_title or marking_of_name(name) or find_stamp(body.encode())
    if found is not None:
        raise FileRefused("CLASSIFIED", found=found)


def _office_texts(file: BinaryIO) -> tuple[str, str]:
    """Return the properties and the beginning of the text of an office document."""
    try:
        with zipfile.ZipFile(file) as archive:
            headers = [item for item in archive.namelist() if re.fullmatch(r"word/header\d+\.xml", item)]
            properties = [part(archive, item) for item in _PROPERTIES]
            bodies = [part(archive, item) for item in (*_BODIES, *headers[:10])]
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
        raise FileRefused("DAMAGED") from error
    return _words(b" ".join(properties)), _words(b"".join(bodies))


def _words(xml: bytes) -> str:
    """Return the text of an XML part without its tags; a mark may be cut up by them."""
    return _TAGS.sub(b"", xml).decode("utf-8", errors="replace")


def _pdf_titles(data: bytes) -> list[str]:
    """Return title, subject and keywords of a PDF, as far as they are not compressed."""
    return [_pdf_string(match[1]) for match in _PDF_INFO.finditer(data[:_HEAD] + data[-_HEAD:])]


def _pdf_string(raw: bytes) -> str:
    """Return a PDF string, literal or hexadecimal, in UTF-16 or as bytes."""
    if raw.startswith(b"<"):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw)
        data = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    else:
        data = re.sub(rb"\\(.)", rb"\1", raw[1:-1], flags=re.DOTALL)
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be", errors="replace")
    return text_of(data) or ""
