"""What an entry does to a record's segments, against a day-by-day replay that cannot be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.codes import LedgerAction
from registry.past.layout import BEGINNING, END
from registry.past.segments import Entry, Segment, follow

DAYS = [f"2026-01-{day:02}" for day in range(1, 13)]


@dataclass(frozen=True)
class Step:
    """One change: what is set (None takes the record back) and from which day it is true."""

    values: dict[str, Any] | None
    effective: int


def entries(steps: list[Step]) -> list[Entry]:
    """Return the ledger of one record: an addition on the first day, then the steps in their order."""
    held: dict[str, Any] | None = {"a": 0, "b": 0, "valid_from": DAYS[0], "valid_to": None}
    told = [Entry(1, "t", "r", 1, LedgerAction.ADD, None, held, DAYS[0], 0)]
    for number, step in enumerate(steps, 2):
        if held is None:
            action, after = LedgerAction.ADD, {"a": 9, "b": 9, "valid_from": DAYS[0], "valid_to": None}
        elif step.values is None:
            action, after = LedgerAction.REMOVE, None
        else:
            action, after = LedgerAction.CHANGE, {**held, **step.values}
        told.append(Entry(number, "t", "r", number, action, held, after, DAYS[step.effective], number))
        held = after
    return told


def replayed(told: list[Entry], day: str) -> dict[str, Any] | None:
    """Return what is held true on one day: later entries overwrite, if they are true by then."""
    held: dict[str, Any] | None = None
    for entry in told:
        if entry.action is LedgerAction.REMOVE or entry.after is None:
            held = None
        elif entry.action is LedgerAction.ADD:
            held = dict(entry.after)
        elif held is not None and entry.before is not None:
            for name, value in entry.after.items():
                always = name in ("valid_from", "valid_to")
                if entry.before[name] != value and (always or entry.effective_on <= day):
                    held[name] = value
    return held


values = st.fixed_dictionaries(
    {}, optional={"a": st.integers(0, 3), "b": st.integers(0, 3), "valid_to": st.sampled_from(DAYS[6:])}
)
steps = st.lists(
    st.builds(Step, values=st.none() | values, effective=st.integers(0, len(DAYS) - 1)),
    max_size=8,
)


@given(steps)
def test_segments_say_of_each_day_what_a_replay_says(sequence: list[Step]) -> None:
    told = entries(sequence)
    held: list[Segment] = []
    for place, entry in enumerate(told, 1):
        held = follow(held, entry)
        for day in DAYS:
            covering = [segment.values for segment in held if segment.part_from <= day < segment.part_to]
            expected = replayed(told[:place], day)
            assert covering == ([] if expected is None else [expected])


@given(steps)
def test_segments_cover_every_day_once(sequence: list[Step]) -> None:
    held: list[Segment] = []
    for entry in entries(sequence):
        held = follow(held, entry)
        bounds = [(segment.part_from, segment.part_to) for segment in held]
        assert bounds == sorted(bounds)
        assert [to for _, to in bounds[:-1]] == [start for start, _ in bounds[1:]]
        assert not bounds or (bounds[0][0], bounds[-1][1]) == (BEGINNING, END)


def test_change_of_the_interval_holds_for_all_days() -> None:
    row = {"a": 1, "valid_from": "2026-01-01", "valid_to": None}
    ended = {**row, "a": 2, "valid_to": "2026-02-01"}
    entry = Entry(2, "t", "r", 2, LedgerAction.CHANGE, row, ended, "2026-01-10", 2)

    assert follow([Segment(row)], entry) == [
        Segment({**row, "valid_to": "2026-02-01"}, BEGINNING, "2026-01-10"),
        Segment(ended, "2026-01-10", END),
    ]
