"""
`python -m benchmarks.consistency [--scale city|province] [--sample N]`: every rule over everything.

The peer judges the records one by one, each with its neighborhood read anew, as on a write. It is run on
a sample spread over all registers and its time per record told for all of them; both must find the same
about the sample.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tortoise import Tortoise

from benchmarks.seeded import seeded
from registry.access import SYSTEM, rows
from registry.consistency.catalog import SUBJECTS
from registry.consistency.issues import find_all, issues_of
from registry.tables import Record

TODAY = date(2026, 6, 1)


async def sampled(most: int) -> tuple[list[Record], int]:
    """Return some records of every register the rules are about, evenly spread, and how many there are."""
    tables = [table for table in Tortoise.apps["registry"].values() if issubclass(table, Record)]
    chosen: list[Record] = []
    total = 0
    for table in tables:
        if table.table_name() not in SUBJECTS:
            continue
        ids: list[Any] = await rows(SYSTEM, table).order_by("id").values_list("id", flat=True)
        total += len(ids)
        step = max(1, len(ids) * len(SUBJECTS) // most)
        chosen += await rows(SYSTEM, table).filter(id__in=ids[::step])
    return chosen, total


async def compare(most: int) -> None:
    """Judge everything at once, then a sample one by one, and print what each way took."""
    begun = time.perf_counter()
    found, loading, judging = await find_all(SYSTEM, TODAY)
    whole = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sample, total = await sampled(most)
    begun = time.perf_counter()
    single = [each for record in sample for each in await issues_of(SYSTEM, record, TODAY)]
    plain = (time.perf_counter() - begun) / len(sample) * total
    by_record: defaultdict[str, set[str]] = defaultdict(set)
    for each in found:
        by_record[each.record_id].add(each.rule)
    expected = {(rule, str(record.id)) for record in sample for rule in by_record[str(record.id)]}
    seconds = f"{whole:.1f} s ({loading:.1f} to load, {judging:.1f} to judge)"
    print(f"{total:,} records, {len(found):,} findings: {seconds}")
    print(f"one by one, from a sample of {len(sample):,}: {plain:,.0f} s, {plain / whole:.0f} times as long")
    print(
        f"peak memory {memory:,.0f} MB; equal findings: {expected == {(e.rule, e.record_id) for e in single}}"
    )


async def main(scale: Any, most: int) -> None:
    """Seed a database of its own, and compare on it."""
    with TemporaryDirectory(prefix="muster-benchmark-") as name:
        async with seeded(Path(name), scale):
            await compare(most)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", choices=("city", "province"), default="city")
    options.add_argument("--sample", type=int, default=400)
    given = options.parse_args()
    asyncio.run(main(given.scale, given.sample))
