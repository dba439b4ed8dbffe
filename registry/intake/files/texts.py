"""Cells that hold text, numbers kept as text, choices, yes or no, and codes of other records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from registry import credit_code
from registry.codes.files import CellTrouble
from registry.intake.files.outcome import BLANK, Outcome, changed, faulty
from registry.intake.files.shape import SheetColumn

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS = re.compile(r"\r\n?")
_DIGITS = re.compile(r"\d+")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+\d{1,3}")
_FLOAT_TAIL = re.compile(r"\d{5,}\.0+")
_WRAPPED = re.compile(r'="([^"]*)"')
_GROUPED = re.compile(r"\d[\d ]{9,}\d[\dXx]?")
_EXACT_DIGITS = 15
_CHECK_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1", "对"})
_NO = frozenset({"否", "无", "×", "✗", "✘", "☐", "n", "no", "false", "f", "0", "x", "没有", "不是"})
_MOST_CHOICES = 12


def tidy(text: str) -> str:
    r"""
    Return a text without invisible characters and blanks at its ends; line ends become one kind.

    Examples
    --------
    >>> tidy("\ufeff福州市\u200b 消防队　\r\n")
    '福州市 消防队'

    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).replace("\xa0", " ").strip()


def folded(text: str) -> str:
    """Return a tidied text with full-width characters made half-width (NFKC)."""
    plain = tidy(text)
    return plain if plain.isascii() else unicodedata.normalize("NFKC", plain).strip()


def text_of(value: object) -> str:
    """
    Return what a cell of any type says as text; whole quantities without a decimal point.

    Examples
    --------
    >>> text_of(12.0), text_of(0.1), text_of(True), text_of(date(2026, 5, 1))
    ('12', '0.1', 'TRUE', '2026-05-01')

    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e21 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != datetime.min.time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def clean_text(column: SheetColumn, value: object) -> Outcome:
    """Take a text as it stands, tidied."""
    if isinstance(value, dict | list):
        return faulty(CellTrouble.WRONG_TYPE, kind_zh=column.kind.zh, kind_en=column.kind.en)
    written = text_of(value)
    taken = tidy(written)
    return _measured(column, taken, taken != written and isinstance(value, str))


def _measured(column: SheetColumn, taken: str, was_changed: bool) -> Outcome:
    """Judge the length of a text."""
    if not taken:
        return BLANK
    if column.exact_length is not None and len(taken) != column.exact_length:
        return faulty(CellTrouble.WRONG_LENGTH, wanted=column.exact_length, found=len(taken))
    if column.max_length is not None and len(taken) > column.max_length:
        return faulty(CellTrouble.TOO_LONG, wanted=column.max_length, found=len(taken))
    return changed(taken, taken) if was_changed else Outcome(taken)


def clean_id(column: SheetColumn, value: object) -> Outcome:
    """
    Take a number or code kept as text; refuse what a spreadsheet has made of it.

    A spreadsheet keeps 15 digits of a quantity: 110101199003078888 becomes …8000 or 1.10101E+17. Refused
    are quantities (unless `exact_length` proves that no digit is missing), scientific notation, a float's
    tail (`350100000001.0`), and more than 15 digits of which all after the fifteenth are zeros, unless the
    check digit of a resident's number or of a credit code proves them right.
    """
    if isinstance(value, bool | date | dict | list):
        return faulty(CellTrouble.WRONG_TYPE, kind_zh=column.kind.zh, kind_en=column.kind.en)
    if isinstance(value, int | float | Decimal):
        return _id_of_quantity(column, value)
    taken = folded(text_of(value)).removeprefix("'").strip()
    if wrapped := _WRAPPED.fullmatch(taken):
        taken = wrapped.group(1).strip()
    if "\n" in taken:
        return faulty(CellTrouble.LINE_BREAK)
    if _GROUPED.fullmatch(taken):
        taken = taken.replace(" ", "")
    if _SCIENTIFIC.fullmatch(taken) or _FLOAT_TAIL.fullmatch(taken) or _is_rounded(taken):
        return faulty(CellTrouble.DAMAGED_ID)
    return _measured(column, taken, taken != value)


def _id_of_quantity(column: SheetColumn, value: float | Decimal) -> Outcome:
    if value != int(value) or value < 0 or value >= 10**_EXACT_DIGITS:
        return faulty(CellTrouble.DAMAGED_ID)
    taken = str(int(value))
    if len(taken) != column.exact_length:
        return faulty(CellTrouble.ID_NOT_TEXT)
    return Outcome(taken, CellTrouble.NUMBER_AS_TEXT, {"taken": taken})


def _is_rounded(digits: str) -> bool:
    if len(digits) <= _EXACT_DIGITS or not _DIGITS.fullmatch(digits) or digits[_EXACT_DIGITS:].strip("0"):
        return False
    return len(digits) != 18 or not (_resident_check(digits) or credit_code.is_valid(digits))


def _resident_check(digits: str) -> bool:
    """Tell whether 18 digits end in the check digit of a resident's number (GB 11643-1999, modulus 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _CHECK_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17]


def clean_reference(column: SheetColumn, value: object) -> Outcome:
    """Take the code of another record; a whole quantity is a code here, for the record must exist anyway."""
    if isinstance(value, bool | date | dict | list):
        return faulty(CellTrouble.WRONG_TYPE, kind_zh=column.kind.zh, kind_en=column.kind.en)
    if isinstance(value, int | float | Decimal):
        if value != int(value) or value < 0 or value >= 10**_EXACT_DIGITS:
            return faulty(CellTrouble.DAMAGED_ID)
        taken = str(int(value))
        return _measured(column, taken, was_changed=False)
    return clean_id(column, value)


def plain_choice(text: str) -> str:
    """Return a label or code without width, case and blanks, as choices are compared."""
    return "".join(folded(text).casefold().split())


def choices_of(column: SheetColumn) -> Mapping[str, str]:
    """
    Return every way to write a choice of a column, plain, with its code.

    A label that two choices share is no way to write either.
    """
    ways: dict[str, str | None] = {}
    for code, zh, en in column.choices:
        for text in dict.fromkeys((plain_choice(zh), plain_choice(en))):
            ways[text] = None if ways.get(text, code) != code else code
    ways |= {plain_choice(code): code for code, _, _ in column.choices}
    return {text: code for text, code in ways.items() if code is not None}


def clean_choice(column: SheetColumn, value: object, ways: Mapping[str, str]) -> Outcome:
    """Take a choice by its code, its Chinese or its English label; return the code."""
    written = text_of(value)
    plain = plain_choice(written.strip().removeprefix("'"))
    if not plain:
        return BLANK
    if (code := ways.get(plain)) is not None:
        return Outcome(code)
    near = get_close_matches(plain, ways, n=1, cutoff=0.6)
    if near:
        label = next(zh for each, zh, _ in column.choices if each == ways[near[0]])
        return faulty(CellTrouble.NEAR_CHOICE, nearest=label)
    shown = "、".join(zh for _, zh, _ in column.choices[:_MOST_CHOICES])
    more = " …" if len(column.choices) > _MOST_CHOICES else ""
    return faulty(CellTrouble.UNKNOWN_CHOICE, choices=shown + more)


def clean_yes_no(_column: SheetColumn, value: object) -> Outcome:
    """Take yes or no in the ways people write it (是, √, Y, 1; 否, ×, N, 0)."""
    if isinstance(value, bool):
        return Outcome(value)
    plain = plain_choice(text_of(value)).removeprefix("'")
    if not plain:
        return BLANK
    if plain in _YES:
        return Outcome(True)
    return Outcome(False) if plain in _NO else faulty(CellTrouble.NOT_YES_NO)
