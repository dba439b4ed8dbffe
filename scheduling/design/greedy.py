"""Greedy covers: the block that meets most open pairs, again and again, in several random orders."""

from __future__ import annotations

import random
from collections.abc import Sequence

from scheduling.design.blocks import Block, Need, meetings, without_spare

ATTEMPTS = 60
WORK = 400_000
"""Points looked at over all attempts, about (assumed: some tenths of a second)."""


def complete(need: Need, points: int, size: int, *, seed: int, attempts: int | None = None) -> list[Block]:
    """Return blocks of at most `size` that meet what `need` asks for; the fewest of several tries."""
    best: list[Block] | None = None
    effort = sum(need.values()) * points // max(1, size - 1)
    for attempt in range(attempts or max(3, min(ATTEMPTS, WORK // max(1, effort)))):
        chance = random.Random(seed * 1000 + attempt)  # noqa: S311 -- seeded search, not a secret
        blocks = without_spare(_greedy(need, points, size, chance), need)
        if best is None or len(blocks) < len(best):
            best = blocks
    return best or []


def extended(blocks: Sequence[Block], need: Need, points: int, size: int, *, seed: int) -> list[Block]:
    """Return `blocks` and what else is needed, where open pairs first go into blocks with room."""
    open_pairs = {pair: times - met for pair, times in need.items() if (met := _met(blocks)[pair]) < times}
    roomy: list[Block] = []
    for block in blocks:
        members = list(block)
        while len(members) < size:
            gains = [(sum(_pair(i, j) in open_pairs for j in members), -i) for i in range(points)]
            gain, negative = max(gains)
            if not gain or -negative in members:
                break
            members.append(-negative)
            _count(open_pairs, members)
        roomy.append(tuple(sorted(members)))
    whole = [*roomy, *complete(open_pairs, points, size, seed=seed, attempts=10)]
    return without_spare(whole, need)


def _met(blocks: Sequence[Block]) -> dict[tuple[int, int], int]:
    return meetings(blocks)


def _count(open_pairs: Need, members: list[int]) -> None:
    """Take the pairs of the newest member off the open ones."""
    for other in members[:-1]:
        pair = _pair(other, members[-1])
        if pair in open_pairs:
            open_pairs[pair] -= 1
            if not open_pairs[pair]:
                del open_pairs[pair]


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _greedy(need: Need, points: int, size: int, chance: random.Random) -> list[Block]:
    need = {pair: count for pair, count in need.items() if count > 0}
    open_to = [0] * points
    for one, other in need:
        open_to[one] |= 1 << other
        open_to[other] |= 1 << one
    blocks: list[Block] = []
    while any(open_to):
        members = _block(open_to, size, chance)
        blocks.append(tuple(sorted(members)))
        for i, one in enumerate(members):
            for other in members[i + 1 :]:
                pair = _pair(one, other)
                if pair in need:
                    need[pair] -= 1
                    if not need[pair]:
                        del need[pair]
                        open_to[one] &= ~(1 << other)
                        open_to[other] &= ~(1 << one)
    return blocks


def _block(open_to: list[int], size: int, chance: random.Random) -> list[int]:
    """Start at a point with most open pairs and add who meets most of the block anew."""
    members: list[int] = []
    inside = 0
    while len(members) < size:
        gains = [
            ((open_to[i] & inside).bit_count(), open_to[i].bit_count(), chance.random(), i)
            for i in range(len(open_to))
            if not inside >> i & 1
        ]
        gain, _, _, point = max(gains) if gains else (0, 0, 0, 0)
        if members and not gain:
            break
        members.append(point)
        inside |= 1 << point
    return members
