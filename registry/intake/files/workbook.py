"""Cells of a workbook: checked as a package, the right sheet chosen, read by calamine."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from registry.codes.files import FileTrouble, TableKind
from registry.intake.files.grid import Grid
from registry.intake.files.headings import Recognizer, heading_place, plain_heading
from registry.intake.files.layout import sheet_name
from registry.intake.files.markings import check_texts, header_texts
from registry.intake.files.package import check_small_part, checked_pieces, is_xml, open_package, pieces
from registry.intake.files.refusals import refused
from registry.intake.files.shape import Language, Limits
from registry.intake.files.sheetscan import SheetScan

#: Sheets of explanations that our own templates carry.
EXPLANATIONS = ("填写说明", "Explanations")
_SMALL = 8 * 2**20
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass
class CheckedWorkbook:
    """A workbook whose package is safe: its sheets' names in order, what their XML says, which are hidden."""

    scans: dict[str, SheetScan] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


def check_workbook(path: Path, limits: Limits) -> CheckedWorkbook:
    """
    Check a workbook's package, names, properties, headers and extents; return the scans of its sheets.

    Raises
    ------
    FileRefused
        Anything of `registry.intake.files.package`; TOO_MANY_SHEETS, TOO_MANY_ROWS, TOO_MANY_COLUMNS,
        CLASSIFIED.

    """
    with open_package(path, limits) as package:
        small, scans = _unpack(package, limits)
        sheets, hidden = _sheet_parts(small)
    if len(sheets) > limits.sheets:
        raise refused(FileTrouble.TOO_MANY_SHEETS, found=len(sheets), most=limits.sheets)
    check_texts(sheets, "sheet name")
    for name, content in small.items():
        if name.lower().startswith("docprops/"):
            check_texts(_parsed(content, name).itertext(), name)
    judged = {name: _judged(name, scans[part], limits) for name, part in sheets.items()}
    return CheckedWorkbook(judged, hidden)


def _judged(name: str, scan: SheetScan, limits: Limits) -> SheetScan:
    check_texts((part for text in scan.printed for part in header_texts(text)), f"{name} header or footer")
    if scan.too_wide:
        raise refused(FileTrouble.TOO_MANY_COLUMNS, most=limits.columns, sheet=name)
    if scan.too_long:
        raise refused(FileTrouble.TOO_MANY_ROWS, most=limits.rows)
    return scan


def _unpack(package: zipfile.ZipFile, limits: Limits) -> tuple[dict[str, bytes], dict[str, SheetScan]]:
    """Unpack every part once: keep the small ones that steer the workbook, scan the sheets."""
    small: dict[str, bytes] = {}
    scans: dict[str, SheetScan] = {}
    for entry in package.infolist():
        name = entry.filename.lower().lstrip("/")
        scan = SheetScan(limits.rows + limits.title_rows, limits.columns) if "worksheets/" in name else None
        steering = name.endswith(".rels") or name in ("[content_types].xml", "xl/workbook.xml")
        keep = steering or name.startswith("docprops/")
        if keep and entry.file_size > _SMALL:
            raise refused(FileTrouble.ZIP_BOMB, part=entry.filename)
        kept: list[bytes] = []
        for piece in checked_pieces(package, entry) if is_xml(entry) else pieces(package, entry):
            if scan is not None and not steering:
                scan.feed(piece)
            elif keep:
                kept.append(piece)
        if scan is not None and not steering:
            scan.close()
            scans[name] = scan
        elif keep and is_xml(entry):
            small[name] = b"".join(kept)
            check_small_part(entry.filename, small[name])
    return small, scans


def _parsed(content: bytes, name: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(content)  # noqa: S314 -- document types and entities were refused
    except ElementTree.ParseError as error:
        raise refused(FileTrouble.DAMAGED, part=name) from error


def _sheet_parts(small: dict[str, bytes]) -> tuple[dict[str, str], frozenset[str]]:
    """Return each sheet's name with the part that holds it, and the hidden ones; charts are left out."""
    book = "xl/workbook.xml"
    if book not in small or "xl/_rels/workbook.xml.rels" not in small:
        raise refused(FileTrouble.DAMAGED, part=book)
    targets = {
        element.get("Id", ""): _resolved(element.get("Target", ""))
        for element in _parsed(small["xl/_rels/workbook.xml.rels"], book)
    }
    found: dict[str, str] = {}
    hidden: set[str] = set()
    for element in _parsed(small[book], book).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            part = targets.get(element.get(_RELATION_ID) or element.get(_STRICT_RELATION_ID) or "", "")
            if "worksheets/" in part:
                found[element.get("name", "")] = part
                if element.get("state", "visible") != "visible":
                    hidden.add(element.get("name", ""))
    return found, frozenset(hidden)


def _resolved(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()


def read_workbook(path: Path, recognizer: Recognizer, limits: Limits) -> Grid:
    """
    Return the cells of the one sheet of a workbook that has the shape's headings.

    A sheet named like the shape is taken; else the only visible sheet; else the only one whose first rows
    hold the headings. Hidden sheets and our sheet of explanations are never taken.

    Raises
    ------
    FileRefused
        As `check_workbook`; WHICH_SHEET, NO_HEADINGS, FORMULAS, DAMAGED.

    """
    checked = check_workbook(path, limits)
    try:
        with CalamineWorkbook.from_path(path) as book:
            visible = [
                each.name
                for each in book.sheets_metadata
                if each.visible == SheetVisibleEnum.Visible
                and each.typ == SheetTypeEnum.WorkSheet
                and each.name not in EXPLANATIONS
            ]
            name, sheet = _chosen(book, visible, recognizer, limits)
            others = tuple(each for each in book.sheet_names if each != name)
    except (CalamineError, OSError, ValueError) as error:
        raise refused(FileTrouble.DAMAGED, part="XLSX") from error
    scan = _without_formulas(checked, name)
    return Grid(
        TableKind.XLSX,
        _numbered(sheet),
        sheet=name,
        first_column=sheet.start[1] if sheet.start else 0,
        merged=scan.merged,
        errors=scan.errors,
        hidden_rows=scan.hidden_rows,
        hidden_columns=scan.hidden_columns,
        other_sheets=others,
    )


def _without_formulas(checked: CheckedWorkbook, name: str) -> SheetScan:
    """Return the scan of the sheet that is read, which may hold no formula."""
    scan = checked.scans.get(name)
    if scan is None:
        raise refused(FileTrouble.DAMAGED, part=name)
    if scan.formula_count:
        more = f" … ({scan.formula_count})" if scan.formula_count > len(scan.formulas) else ""
        raise refused(FileTrouble.FORMULAS, sheet=name, cells=", ".join(scan.formulas) + more)
    return scan


def _chosen(
    book: CalamineWorkbook, visible: Sequence[str], recognizer: Recognizer, limits: Limits
) -> tuple[str, CalamineSheet]:
    shape = recognizer.shape
    written = [sheet_name(shape, language) for language in Language]
    titles = {plain_heading(text) for text in (shape.name, shape.zh, shape.en, *written)}
    named = [name for name in visible if plain_heading(name) in titles]
    for names in (named, visible):
        if len(names) == 1:
            return names[0], book.get_sheet_by_name(names[0])
    fitting: dict[str, CalamineSheet] = {}
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        first = list(islice(_numbered(sheet), limits.title_rows))
        if heading_place(recognizer, first) is not None:
            fitting[name] = sheet
    if not fitting:
        raise refused(FileTrouble.NO_HEADINGS, rows=limits.title_rows, shape_zh=shape.zh, shape_en=shape.en)
    if len(fitting) > 1:
        raise refused(
            FileTrouble.WHICH_SHEET, shape_zh=shape.zh, shape_en=shape.en, sheets="、".join(fitting)
        )
    return next(iter(fitting.items()))


def _numbered(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[object]]]:
    """Return the rows of a sheet with their numbers; calamine starts at the sheet's first row."""
    return enumerate(sheet.iter_rows(), start=1)
