"""An empty sheet to fill in: headings, drop-downs, formats, and a sheet that explains them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from registry.codes.files import CellKind
from registry.intake.files.days import FIRST_YEAR, LAST_YEAR
from registry.intake.files.layout import DAY_FORMAT, MADE_ON, heading_style, sheet_name, width_of
from registry.intake.files.shape import Language, Limits, SheetColumn, SheetShape
from registry.intake.files.workbook import EXPLANATIONS
from registry.intake.files.writing import label_of

_LISTS = "lists"
_MESSAGE_MOST, _TITLE_MOST = 255, 32
_NUMBER_MOST = 10**15
_FORMATS = {
    CellKind.DAY: DAY_FORMAT,
    CellKind.INTEGER: "0",
    CellKind.ID_TEXT: "@",
    CellKind.REFERENCE: "@",
    CellKind.TEXT: "@",
    CellKind.CODE: "@",
}
_TABLE_HEADINGS = {
    Language.ZH: ("列", "必填", "内容", "规则", "示例", "可选值"),
    Language.EN: ("Column", "Required", "Holds", "Rule", "Example", "Choices"),
}
_GENERAL = {
    Language.ZH: (
        "每行填一条记录，从第 2 行起；不要改动表头，不要合并单元格，不要写公式。",
        "带 * 的列必填。号码类的列已设为文本格式：请直接输入或“粘贴为值”，不要改成数字格式。",
        "日期写成 2026-05-01；数字只写数字，不带单位和百分号，单位见表头。",
        "有下拉框的列请从下拉框中选择，也可填写代码。",
        "不得填写涉密内容；标有密级的文件不予接收。",
    ),
    Language.EN: (
        "One record a row, from row 2; leave the headings, merge no cells, write no formulas.",
        "Columns with * are required. Columns of numbers and codes are text: type or paste values only.",
        "Write days like 2026-05-01; numbers without units or percent signs, in the unit of the heading.",
        "Columns with a drop-down take its choices; their codes are taken too.",
        "Enter nothing classified; files with a classification marking are refused.",
    ),
}


def template(shape: SheetShape, language: Language = Language.ZH) -> bytes:
    """
    Return a workbook to fill in for a shape: the sheet, a hidden sheet of lists, a sheet of explanations.

    The same shape gives the same bytes, whenever it is asked.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": shape.title(language), "created": MADE_ON})
        _fill_in(book, shape, language)
        _explain(book, shape, language)
    return file.getvalue()


def _fill_in(book: xlsxwriter.Workbook, shape: SheetShape, language: Language) -> None:
    sheet = book.add_worksheet(sheet_name(shape, language))
    formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
    styles = {required: heading_style(book, required=required) for required in (True, False)}
    lists = _Lists(book, shape, language)
    last = Limits().rows
    for place, column in enumerate(shape.columns):
        sheet.set_column(place, place, width_of(column, language), formats.get(column.kind))
        star = " *" if column.required else ""
        sheet.write_string(0, place, column.heading.text(language) + star, styles[column.required])
        rule = dict(_rule(column, lists.sources, language)) | _message(column, language)
        sheet.data_validation(1, place, last, place, rule)
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 0)
    _printable(sheet)
    sheet.repeat_rows(0)
    lists.write()


class _Lists:
    """The hidden sheet of choices: a list written into a rule may have 255 characters, a range any number."""

    def __init__(self, book: xlsxwriter.Workbook, shape: SheetShape, language: Language) -> None:
        self.book = book
        self.columns = {
            column.name: [label_of(column, code, language) for code, _, _ in column.choices]
            for column in shape.columns
            if column.choices
        }
        self.sources = {
            name: f"={_LISTS}!${_letter(place)}$1:${_letter(place)}${len(labels)}"
            for place, (name, labels) in enumerate(self.columns.items())
        }

    def write(self) -> None:
        """Write the sheet, if there is any list."""
        if not self.columns:
            return
        sheet = self.book.add_worksheet(_LISTS)
        for place, labels in enumerate(self.columns.values()):
            for row, label in enumerate(labels):
                sheet.write_string(row, place, label)
        sheet.hide()


def _letter(place: int) -> str:
    return str(xl_col_to_name(place))


def _rule(
    column: SheetColumn, sources: Mapping[str, str], language: Language
) -> Iterator[tuple[str, object]]:
    """Return what the spreadsheet itself checks while typing."""
    length = column.exact_length or column.max_length
    if column.name in sources:
        yield from {"validate": "list", "source": sources[column.name]}.items()
    elif column.kind is CellKind.YES_NO:
        choices = ["是", "否"] if language is Language.ZH else ["yes", "no"]
        yield from {"validate": "list", "source": choices}.items()
    elif column.kind is CellKind.DAY:
        yield from {"validate": "date", "criteria": "between"}.items()
        yield from {"minimum": date(FIRST_YEAR, 1, 1), "maximum": date(LAST_YEAR, 12, 31)}.items()
    elif column.kind in (CellKind.INTEGER, CellKind.DECIMAL):
        kind = "integer" if column.kind is CellKind.INTEGER else "decimal"
        bound = _NUMBER_MOST if column.kind is CellKind.DECIMAL else 2**31 - 1
        yield from {"validate": kind, "criteria": "between", "minimum": -bound, "maximum": bound}.items()
    elif length is not None:
        criteria = "==" if column.exact_length else "<="
        yield from {"validate": "length", "criteria": criteria, "value": length}.items()
    else:
        yield "validate", "any"


def _message(column: SheetColumn, language: Language) -> dict[str, str]:
    """Return the message that shows when a cell is chosen."""
    text = "\n".join(part for part in (rule_text(column, language), _example(column, language)) if part)
    title = column.heading.text(language)[:_TITLE_MOST]
    return {"input_title": title, "input_message": text[:_MESSAGE_MOST]} if text else {}


def _example(column: SheetColumn, language: Language) -> str:
    if not column.example:
        return ""
    return f"示例：{column.example}" if language is Language.ZH else f"Example: {column.example}"


def rule_text(column: SheetColumn, language: Language) -> str:
    """Return the rules of a column in words: its note, lengths and units."""
    is_zh = language is Language.ZH
    parts = [column.note_zh if is_zh else column.note_en]
    if column.exact_length is not None:
        parts.append(f"共 {column.exact_length} 个字符。" if is_zh else f"{column.exact_length} characters.")
    elif column.max_length is not None:
        parts.append(
            f"最多 {column.max_length} 个字符。" if is_zh else f"At most {column.max_length} characters."
        )
    return ("" if is_zh else " ").join(part for part in parts if part)


def _explain(book: xlsxwriter.Workbook, shape: SheetShape, language: Language) -> None:
    sheet = book.add_worksheet(EXPLANATIONS[0] if language is Language.ZH else EXPLANATIONS[1])
    title = book.add_format({"bold": True, "font_size": 14})
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C5D0DB"})
    for place, width in enumerate((22, 8, 16, 40, 22, 52)):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, shape.title(language), title)
    for row, sentence in enumerate(_GENERAL[language], start=1):
        sheet.write_string(row, 0, f"{row}. {sentence}")
    top = len(_GENERAL[language]) + 2
    style = heading_style(book, required=True)
    for place, text in enumerate(_TABLE_HEADINGS[language]):
        sheet.write_string(top, place, text, style)
    for row, column in enumerate(shape.columns, start=top + 1):
        _explain_column(sheet, row, column, language, body)
    _printable(sheet)


def _explain_column(
    sheet: Worksheet, row: int, column: SheetColumn, language: Language, body: Format
) -> None:
    is_zh = language is Language.ZH
    required = ("是" if is_zh else "yes") if column.required else ""
    choices = [f"{code} {zh if is_zh else en}" for code, zh, en in column.choices]
    texts = (
        column.heading.text(language),
        required,
        column.kind.zh if is_zh else column.kind.en,
        rule_text(column, language),
        column.example,
        ("；" if is_zh else "; ").join(choices),
    )
    for place, text in enumerate(texts):
        sheet.write_string(row, place, text, body)


def _printable(sheet: Worksheet) -> None:
    """Set a sheet up for A4, landscape, one page wide, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")
