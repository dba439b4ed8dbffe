"""`python -m benchmarks.matching`: duplicates by blocks against every pair with `SequenceMatcher`."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import combinations

from registry.codes import MatchKind
from registry.frame import Frame
from registry.matching.normalizing import phone_number, plain_text
from registry.matching.scoring import candidates
from tests.registry.matching.made_up import Pairs, people

NEAR = 0.6


def every_pair(records: Frame) -> Pairs:
    """Return the pairs a plain script would find: near names of one year and sex, or one number."""
    told = [
        (key, plain_text(name), phone_number(phone), year, sex)
        for key, name, phone, year, sex in records[["id", "name", "phone", "birth_year", "sex"]].to_numpy()
    ]
    found: Pairs = set()
    for one, other in combinations(told, 2):
        near = SequenceMatcher(None, one[1], other[1]).ratio() >= NEAR
        number = one[2] is not None and one[2] == other[2]
        if (near or number) and abs(one[3] - other[3]) <= 1 and one[4] == other[4]:
            found.add(frozenset((one[0], other[0])))
    return found


def by_blocks(records: Frame) -> Pairs:
    """Return the pairs the registry proposes."""
    return {frozenset((each.first_id, each.second_id)) for each in candidates(MatchKind.PERSON, records)}


def measured(name: str, find: Callable[[Frame], Pairs], count: int, doubles: int) -> float:
    """Print what a way finds among made-up people; return the pairs it settles a second."""
    records, planted = people(count, doubles, 5)
    start = time.perf_counter()
    found = find(records)
    seconds = time.perf_counter() - start
    rate = len(records) * (len(records) - 1) / 2 / seconds
    hits = len(found & planted)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:,} people, {name}: {seconds:.2f} s, {rate:,.0f} pairs/s settled,"
        f" {hits / seconds:,.0f} duplicates/s, recall {hits / len(planted):.3f},"
        f" precision {hits / max(1, len(found)):.3f}, process at most {peak:,.0f} MB",
        flush=True,
    )
    return rate


if __name__ == "__main__":
    for size in (500, 1_000):
        ratio = measured("by blocks", by_blocks, size, size // 20) / measured(
            "every pair", every_pair, size, size // 20
        )
        print(f"{size:,} people: by blocks {ratio:,.0f} times as fast", flush=True)
    for size in (20_000, 200_000):
        measured("by blocks", by_blocks, size, size // 20)
