"""
`python -m benchmarks.past [--scale city|province]`: twenty questions "true on D, as known at K".

The peer reads the ledger of the register asked about and replays it row by row in Python, once for each
question, as one would without a past file. Both must give the same number.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import groupby, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.seeded import APPS, seeded
from registry.access import SYSTEM, rows
from registry.past import AsOf, Past
from registry.past.following import entries_of
from registry.past.segments import Segment, follow
from registry.periods import in_force
from registry.tables import LedgerEntry, Membership, MobilizationCenter, QualificationGrant, Record, Team

REGISTERS: tuple[type[Record], ...] = (Team, MobilizationCenter, Membership, QualificationGrant)
MOMENTS = (
    AsOf(date(2023, 6, 1), datetime(2023, 6, 1, tzinfo=UTC)),
    AsOf(date(2025, 5, 1), datetime(2025, 6, 1, tzinfo=UTC)),
    AsOf(date(2025, 5, 1), datetime(2026, 6, 1, tzinfo=UTC)),
    AsOf(date(2025, 12, 31), datetime(2026, 6, 1, tzinfo=UTC)),
    AsOf(date(2026, 6, 1), datetime(2026, 6, 1, tzinfo=UTC)),
)


async def ask(past: Past, table: type[Record], at: AsOf) -> int:
    """Return how many records of a register were in force, from the past file."""
    async with past.reading(at):
        return await rows(SYSTEM, table).filter(in_force(at.valid_on)).count()


async def replay(table: type[Record], at: AsOf) -> int:
    """Return the same by replaying the ledger of the register, row by row."""
    known = LedgerEntry.filter(record_table=table.table_name(), recorded_at__lte=at.known_at)
    listed = await known.order_by("record_id", "sequence").values()
    return sum(_holds(group, at.valid_on.isoformat()) for group in _by_record(listed))


def _by_record(listed: Any) -> Iterator[Any]:
    for _, group in groupby(entries_of(listed), key=lambda entry: entry.record):
        yield group


def _holds(entries: Any, day: str) -> bool:
    """Tell whether a record, told by its entries, is in force on a day."""
    held: list[Segment] = []
    for entry in entries:
        held = follow(held, entry)
    return any(
        segment.part_from <= day < segment.part_to
        and segment.values["valid_from"] <= day
        and (segment.values["valid_to"] or "9999") > day
        for segment in held
    )


async def compare(folder: Path) -> None:
    """Ask every question both ways, and print what each way took."""
    past = Past(folder / "past.db", APPS)
    try:
        begun = time.perf_counter()
        followed = await past.sync()
        made = time.perf_counter() - begun
        print(f"past file over {followed:,} entries: made in {made:.1f} s, once")
        await _compare(past)
    finally:
        await past.close()


async def _compare(past: Past) -> None:
    questions = list(product(MOMENTS, REGISTERS))
    quick, answers = await _timed(questions, lambda at, table: ask(past, table, at))
    again, _ = await _timed(questions, lambda at, table: ask(past, table, at))
    plain, expected = await _timed(questions, lambda at, table: replay(table, at))
    print(f"{len(questions)} questions: {quick:.2f} s, asked again {again:.2f} s, by replay {plain:.2f} s")
    print(f"replay takes {plain / quick:.0f} times as long; equal answers: {answers == expected}")


async def _timed(questions: Any, answer: Any) -> tuple[float, list[int]]:
    begun = time.perf_counter()
    answers = [await answer(at, table) for at, table in questions]
    return time.perf_counter() - begun, answers


async def main(scale: Any) -> None:
    """Seed a database of its own, and compare on it."""
    with TemporaryDirectory(prefix="muster-benchmark-") as name:
        async with seeded(Path(name), scale):
            await compare(Path(name))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", choices=("city", "province"), default="city")
    asyncio.run(main(options.parse_args().scale))
