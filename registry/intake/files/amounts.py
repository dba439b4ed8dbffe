"""Cells that hold numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from datetime import time as time_of_day
from decimal import Decimal

from registry.codes.files import CellKind, CellTrouble
from registry.intake.files.outcome import BLANK, Outcome, changed, faulty
from registry.intake.files.shape import SheetColumn
from registry.intake.files.texts import folded, tidy

_NUMBER = re.compile(r"([+-]?)([\d,]*)(\.\d*)?(?:[eE]([+-]?\d{1,3}))?\s*(\D.*)?", re.DOTALL)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_BEFORE_UNIT = "0123456789０１２３４５６７８９,，.．+-＋－− \u3000\xa0\t"
_MOST_EXPONENT = 15
_EXACT = 10**15
_SUPERSCRIPTS = str.maketrans("", "", "23²³")


def clean_number(column: SheetColumn, value: object) -> Outcome:
    """
    Take a number: quantities as they are, texts in full width or with thousands separators too.

    Units after the number are taken only if the column names them (`SheetColumn.units`), never converted;
    a percent sign is a unit like any other. INTEGER gives `int`, DECIMAL gives `Decimal`.
    """
    if isinstance(value, bool | date | time_of_day | timedelta | dict | list):
        return faulty(CellTrouble.WRONG_TYPE, kind_zh=column.kind.zh, kind_en=column.kind.en)
    if isinstance(value, int | float | Decimal):
        return _of_quantity(column, value)
    written = tidy(str(value)).removeprefix("'")
    plain = folded(written).replace("−", "-")
    if not plain:
        return BLANK
    found = _NUMBER.fullmatch(plain)
    if found is None or not any(character.isdigit() for character in found.group(2) + (found.group(3) or "")):
        return faulty(CellTrouble.NOT_A_NUMBER)
    return _of_parts(column, found, written, is_changed=plain != value)


def _of_parts(column: SheetColumn, found: re.Match[str], written: str, *, is_changed: bool) -> Outcome:
    sign, whole, fraction, exponent, unit = found.groups(default="")
    if "," in whole:
        if not _THOUSANDS.fullmatch(whole):
            return faulty(CellTrouble.AMBIGUOUS_NUMBER, example=whole.replace(",", "") or "0")
        is_changed = True
    number = f"{sign}{whole.replace(',', '')}{fraction.rstrip('.')}"
    if unit:
        problem = _unit_problem(column, unit, number, written)
        if problem is not None:
            return problem
        is_changed = True
    if exponent and abs(int(exponent)) > _MOST_EXPONENT:
        return faulty(CellTrouble.TOO_PRECISE)
    amount = Decimal(number + (f"e{exponent}" if exponent else ""))
    return _fitted(column, amount, is_changed=is_changed)


def _unit_problem(column: SheetColumn, unit: str, number: str, written: str) -> Outcome | None:
    wanted = {unicodedata.normalize("NFKC", each).casefold() for each in column.units}
    if unit.strip().casefold() in wanted:
        return None
    if unit.strip() == "%":
        return faulty(CellTrouble.PERCENT, number=number)
    if any(character.isdigit() for character in unit.translate(_SUPERSCRIPTS)) or not any(
        character.isalpha() or character in "°¥$€" for character in unit
    ):
        return faulty(CellTrouble.NOT_A_NUMBER)
    return faulty(CellTrouble.UNIT_IN_NUMBER, unit=written.lstrip(_BEFORE_UNIT)[:20], number=number)


def _of_quantity(column: SheetColumn, value: float | Decimal) -> Outcome:
    """Take a quantity; a float counts with 15 digits, which undoes 0.1 + 0.2 = 0.30000000000000004."""
    if isinstance(value, float):
        if value != value or abs(value) >= _EXACT:  # NaN, or digits that may be lost
            return faulty(CellTrouble.TOO_PRECISE)
        if value.is_integer():
            return Outcome(int(value)) if column.kind is CellKind.INTEGER else Outcome(Decimal(int(value)))
        return _fitted(column, Decimal(f"{value:.15g}"), is_changed=False)
    return _fitted(column, Decimal(value), is_changed=False)


def _fitted(column: SheetColumn, amount: Decimal, *, is_changed: bool) -> Outcome:
    value: int | Decimal = amount
    if column.kind is CellKind.INTEGER:
        if not -30 < amount.adjusted() < 30 and amount:
            return faulty(CellTrouble.TOO_PRECISE)
        if amount != int(amount):
            return faulty(CellTrouble.NOT_WHOLE)
        value = int(amount)
    return changed(value, str(value)) if is_changed else Outcome(value)
