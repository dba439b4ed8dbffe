"""
What an entry of the ledger does to what is held true of a record: pure, and the meaning of "as of".

A record is a sequence of segments: over the days from `part_from` until the day before `part_to` it
had these values. An entry never alters a segment: it ends the knowledge of some and begins others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.codes import LedgerAction
from registry.past.layout import BEGINNING, END

#: The columns that say when the fact holds: they describe the record as a whole, not some of its days.
INTERVAL = frozenset({"valid_from", "valid_to"})


@dataclass(frozen=True, slots=True)
class Segment:
    """The values of a record (as the ledger writes them) over some days; days in ISO form."""

    values: Mapping[str, Any]
    part_from: str = BEGINNING
    part_to: str = END


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What the past needs of a ledger entry.

    `effective_on` is the day (ISO) from which the change is true, `recorded_at` microseconds since 1970.
    """

    id: int
    table: str
    record: str
    sequence: int
    action: LedgerAction
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    effective_on: str
    recorded_at: int


def follow(segments: Sequence[Segment], entry: Entry) -> list[Segment]:
    """
    Return what is held true of a record once an entry is known.

    An addition asserts the row for all days of its interval; a change sets the columns that differ from
    its effective day on, but the interval itself for all days; a removal takes the whole record back.
    """
    if entry.action is LedgerAction.REMOVE or entry.after is None:
        return []
    if entry.action is LedgerAction.ADD:
        return [Segment(entry.after)]
    before = entry.before or {}
    differing = {
        name: value for name, value in entry.after.items() if name not in before or before[name] != value
    }
    whole = {name: value for name, value in differing.items() if name in INTERVAL}
    held: list[Segment] = []
    for segment in segments:
        held += _split(segment, entry.effective_on, whole, differing)
    return held


def _split(segment: Segment, day: str, whole: Mapping[str, Any], later: Mapping[str, Any]) -> list[Segment]:
    """Return a segment restated: `whole` on all its days, `later` from a day on."""
    same = {**segment.values, **whole}
    new = {**segment.values, **later}
    if segment.part_to <= day:
        return [Segment(same, segment.part_from, segment.part_to)]
    if segment.part_from >= day:
        return [Segment(new, segment.part_from, segment.part_to)]
    return [Segment(same, segment.part_from, day), Segment(new, day, segment.part_to)]
