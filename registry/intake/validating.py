"""From rows as read to rows by their model: every fault of a row at once, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from registry.codes import Weight
from registry.codes.files import CellTrouble
from registry.intake.files import CellFault, RawRow, Reading
from registry.intake.planned import MASK, Planned, Problem
from registry.intake.register import Register

_SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "missing": ("MISSING", "必填项为空。", "This cell must be filled in."),
    "string_too_short": ("MISSING", "必填项为空。", "This cell must be filled in."),
    "string_too_long": (
        "TOO_LONG",
        "最多{max_length}个字符。",
        "There may be at most {max_length} characters.",
    ),
    "greater_than_equal": ("OUT_OF_BOUNDS", "不得小于{ge}。", "It must not be less than {ge}."),
    "less_than_equal": ("OUT_OF_BOUNDS", "不得大于{le}。", "It must not be more than {le}."),
    "greater_than": ("OUT_OF_BOUNDS", "必须大于{gt}。", "It must be more than {gt}."),
    "less_than": ("OUT_OF_BOUNDS", "必须小于{lt}。", "It must be less than {lt}."),
}


def validated(register: Register, reading: Reading) -> Iterator[Planned]:
    """Yield every row of a reading by the register's model, with the faults of its cells and of the row."""
    faults, notes = _by_row(reading.faults), _by_row(reading.notes)
    for raw in reading.rows:
        planned = _validated(register, raw, faults.get(raw.number, []), raw.number in reading.faulty_rows)
        planned.problems += [_warning(register, note) for note in notes.get(raw.number, ())]
        yield planned


def _by_row(told: Iterable[CellFault]) -> dict[int, list[CellFault]]:
    """Return faults or notes by the number of their row."""
    by_row: dict[int, list[CellFault]] = {}
    for each in told:
        by_row.setdefault(each.row, []).append(each)
    return by_row


def _warning(register: Register, note: CellFault) -> Problem:
    """Return a note as a warning; one about personal data says what was done, not to what."""
    if register.personal(note.name):
        zh, en = CellTrouble(note.code).sentences(taken=MASK)
        return Problem(str(note.code), zh, en, note.name, Weight.WARNING)
    told = note.sentence_zh, note.sentence_en, note.name
    return Problem(str(note.code), *told, Weight.WARNING, note.value)


def _validated(register: Register, raw: RawRow, faults: list[CellFault], is_faulty: bool) -> Planned:
    """Return one row; a cell that could not be read has its one fault and no second one."""
    problems = [
        Problem(str(each.code), each.sentence_zh, each.sentence_en, each.name, value=each.value)
        for each in faults
    ]
    if is_faulty and not faults:
        problems.append(Problem("MORE_FAULTS", "本行有错误。", "The row has faults."))
    unread = {each.name for each in faults}
    given = {name: value for name, value in raw.values.items() if value is not None}
    planned = Planned(register, raw.sheet, raw.number, {}, problems=problems)
    try:
        told = register.row.model_validate(given).__dict__
    except ValidationError as error:
        problems.extend(_problem(each) for each in error.errors() if _name(each) not in unread)
        planned.values = _sound_values(register, given, {problem.field for problem in problems})
        return planned
    planned.values = {name: told[name] for name, read in raw.values.items() if read != MASK}
    return planned


def _sound_values(register: Register, given: Mapping[str, Any], faulty: set[str]) -> dict[str, Any]:
    """Return the cells of a rejected row that may still be looked up: its key and its references."""
    wanted = {*register.key, *register.references} - faulty
    return {name: value for name, value in given.items() if name in wanted}


def _name(error: ErrorDetails) -> str:
    return str(error["loc"][0]) if error["loc"] else ""


def _problem(error: ErrorDetails) -> Problem:
    """Return a validation error as a problem; rules of row models bring their own sentences."""
    context = error.get("ctx", {})
    value = "" if error["type"] == "missing" or not error["loc"] else str(error["input"])[:200]
    if "zh" in context:
        return Problem(
            error["type"], f"{context['zh']}。", f"{_capital(error['msg'])}.", _name(error), value=value
        )
    if error["type"] in _SENTENCES:
        code, zh, en = _SENTENCES[error["type"]]
        return Problem(code, zh.format(**context), en.format(**context), _name(error), value=value)
    return Problem("INVALID", "内容不符合要求。", f"{_capital(error['msg'])}.", _name(error), value=value)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
