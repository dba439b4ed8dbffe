"""What a cell came to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from registry.codes.files import CellTrouble

#: Troubles that changed nothing but the form, or only should be known: the value is taken and it is told.
NOTES = frozenset({CellTrouble.NORMALIZED, CellTrouble.NUMBER_AS_TEXT, CellTrouble.HIDDEN_ROW})
_SHOWN = 50


class Outcome(NamedTuple):
    """
    A cleaned value, or what is wrong with it.

    Parameters
    ----------
    value
        The value taken; None for a blank or refused cell.
    trouble
        What is wrong, or (one of `NOTES`) what was changed; None if the cell was in order.
    facts
        What the sentence names.

    """

    value: object
    trouble: CellTrouble | None = None
    facts: Mapping[str, object] | None = None


BLANK = Outcome(None)


def faulty(trouble: CellTrouble, **facts: object) -> Outcome:
    """Return a refused cell."""
    return Outcome(None, trouble, facts)


def changed(value: object, taken: str) -> Outcome:
    """Return a value that was taken in another form than it was written."""
    return Outcome(value, CellTrouble.NORMALIZED, {"taken": taken[:_SHOWN]})
