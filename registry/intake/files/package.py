"""
Is a workbook safe to open: its package is checked part by part before any reader sees it.

A workbook is a ZIP of XML parts. What is checked, in this order: the directory (number of parts, declared
sizes, encryption), the names and content types (macros, embedded objects, links), then every part while it
is unpacked once, piece by piece (true size, ratio, text encoding, document types, classification markings).
Source of the part names: ECMA-376 part 1 (Office Open XML), chapter 12 and annex on part naming.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from registry.codes.files import FileTrouble
from registry.intake.files.refusals import refused
from registry.intake.files.shape import Limits
from registry.markings import find_stamp

PIECE = 4 * 2**20
_OVERLAP = 64
_RATIO_FROM = 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MACROS = re.compile(r"vbaproject|/macrosheets/|/dialogsheets/|vbadata", re.IGNORECASE)
_ACTIVE = re.compile(
    r"/embeddings/|/activex/|/ctrlprops/|/connections\.xml|/querytables/|customui/|/webextensions/|/model/",
    re.IGNORECASE,
)
_LINKS = re.compile(r"/externallinks/|/ddelinks/", re.IGNORECASE)
_MACRO_TYPES = re.compile(rb"macroEnabled|vbaProject|macrosheet|dialogsheet", re.IGNORECASE)
_LINK_TYPES = re.compile(rb"externalLink\+xml", re.IGNORECASE)
_ACTIVE_TYPES = re.compile(rb"oleObject|activeX|controlproperties|connections\+xml", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:[\w.-]+:)?Relationship\s[^>]*>")
_OUTWARD = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")
_UTF8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def open_package(path: Path, limits: Limits) -> zipfile.ZipFile:
    """
    Open the package of a workbook after checking its directory.

    Raises
    ------
    FileRefused
        OLD_EXCEL, ENCRYPTED, WRONG_CONTENT, DAMAGED, ZIP_BOMB, MACROS, ACTIVE_CONTENT, EXTERNAL_LINKS.

    """
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        locked = _LOCKED in path.read_bytes()
        raise refused(FileTrouble.ENCRYPTED if locked else FileTrouble.OLD_EXCEL)
    if not start.startswith(b"PK\x03\x04"):
        raise refused(FileTrouble.WRONG_CONTENT, kind="XLSX")
    _check_directory(path, limits)
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, struct.error, UnicodeDecodeError) as error:
        raise refused(FileTrouble.DAMAGED, part="ZIP") from error
    _check_entries(package, limits)
    return package


def _check_directory(path: Path, limits: Limits) -> None:
    """Refuse too long a directory from its end record alone, before it is read into memory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            raise refused(FileTrouble.DAMAGED, part="ZIP")
        entries, length = struct.unpack_from("<HI", tail, at + 10)
        if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":
            (offset,) = struct.unpack_from("<Q", tail, at - 12)
            file.seek(min(offset, size))
            record = file.read(56)
            if len(record) < 56 or not record.startswith(b"PK\x06\x06"):
                raise refused(FileTrouble.DAMAGED, part="ZIP64")
            entries, length = struct.unpack_from("<QQ", record, 32)
    if entries > limits.entries or length > limits.entries * 512:
        raise refused(FileTrouble.ZIP_BOMB, part=f"{entries} parts")


def _check_entries(package: zipfile.ZipFile, limits: Limits) -> None:
    entries = package.infolist()
    names = [entry.filename.lower().replace("\\", "/").lstrip("/") for entry in entries]
    if len(set(names)) != len(names):
        raise refused(FileTrouble.DAMAGED, part="two parts of one name")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise refused(FileTrouble.ZIP_BOMB, part="declared size")
    for entry, name in zip(entries, names, strict=True):
        if entry.flag_bits & 0x1:
            raise refused(FileTrouble.ENCRYPTED)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refused(FileTrouble.DAMAGED, part=entry.filename)
        if entry.file_size > _RATIO_FROM and entry.file_size > limits.ratio * max(1, entry.compress_size):
            raise refused(FileTrouble.ZIP_BOMB, part=entry.filename)
        for pattern, trouble in (
            (_MACROS, FileTrouble.MACROS),
            (_LINKS, FileTrouble.EXTERNAL_LINKS),
            (_ACTIVE, FileTrouble.ACTIVE_CONTENT),
        ):
            if pattern.search(f"/{name}"):
                raise refused(trouble, part=entry.filename)
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise refused(FileTrouble.WRONG_CONTENT, kind="XLSX")


def pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """
    Unpack one part piece by piece, never more than it declares.

    Raises
    ------
    FileRefused
        The part does not unpack, or to more than it declares.

    """
    found = 0
    try:
        with package.open(entry) as part:
            while piece := part.read(PIECE):
                found += len(piece)
                if found > entry.file_size:
                    raise refused(FileTrouble.ZIP_BOMB, part=entry.filename)
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise refused(FileTrouble.DAMAGED, part=entry.filename) from error
    if found != entry.file_size:
        raise refused(FileTrouble.ZIP_BOMB, part=entry.filename)


def checked_pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """
    Unpack one part of XML and check its text on the way.

    Raises
    ------
    FileRefused
        As `pieces`; DAMAGED for a document type or an encoding other than UTF-8 (both could hide
        anything from the checks), CLASSIFIED for a stamp such as 秘密★10年.

    """
    tail, first = b"", True
    for piece in pieces(package, entry):
        if first:
            _check_encoding(piece, entry.filename)
            first = False
        window = tail + piece
        if b"<!" in window and _DOCUMENT_TYPE.search(window):
            raise refused(FileTrouble.DAMAGED, part=entry.filename)
        if stamp := find_stamp(window):
            raise refused(FileTrouble.CLASSIFIED, marking=stamp, place=entry.filename)
        tail = window[-_OVERLAP:]
        yield piece


def _check_encoding(piece: bytes, name: str) -> None:
    declared = _ENCODING.match(piece.removeprefix(b"\xef\xbb\xbf"))
    foreign = declared is not None and declared.group(1).lower() not in _UTF8
    if foreign or piece.startswith((b"\xfe\xff", b"\xff\xfe")) or b"\x00" in piece[:200]:
        raise refused(FileTrouble.DAMAGED, part=name)


def is_xml(entry: zipfile.ZipInfo) -> bool:
    """Tell whether a part is XML by its name."""
    return entry.filename.lower().endswith((".xml", ".rels", ".vml"))


def check_small_part(name: str, content: bytes) -> None:
    """
    Check what a part of content types or of relations says about the others.

    Raises
    ------
    FileRefused
        MACROS, EXTERNAL_LINKS, ACTIVE_CONTENT.

    """
    lower = name.lower()
    if lower == "[content_types].xml":
        for pattern, trouble in (
            (_MACRO_TYPES, FileTrouble.MACROS),
            (_LINK_TYPES, FileTrouble.EXTERNAL_LINKS),
            (_ACTIVE_TYPES, FileTrouble.ACTIVE_CONTENT),
        ):
            if pattern.search(content):
                raise refused(trouble, part=name)
    if lower.endswith(".rels"):
        for relation in _RELATION.findall(content):
            if _OUTWARD.search(relation) and not _HYPERLINK.search(relation):
                raise refused(FileTrouble.EXTERNAL_LINKS, part=name)
