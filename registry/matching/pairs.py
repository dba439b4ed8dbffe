"""
The list of likely duplicates: found, rescored, and taken off when records are no longer alike.

Nothing is merged: a pair only says that a person should look. What they decide: `registry.matching.deciding`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.expressions import Subquery

from registry.access import SYSTEM, Viewer, require, rows
from registry.codes import Capability, MatchDecision, MatchKind
from registry.frame import Frame
from registry.history import Act, Change, Revision, changing, day_of
from registry.matching.gathering import compared, place_names, reach
from registry.matching.scoring import Candidate, candidates
from registry.tables import MatchPair, SameAs

#: Ids asked for in one statement.
BATCH = 500
Key = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class ProposeReport:
    """What a search for duplicates did: pairs found, those new, changed, and open ones no longer alike."""

    found: int
    added: int
    rescored: int
    dropped: int


async def propose(viewer: Viewer, act: Act, kind: MatchKind, region_id: UUID | None = None) -> ProposeReport:
    """
    Compare the records of a kind the viewer may register, and bring the list up to date.

    Decided pairs keep their decision; an open pair that is no longer alike leaves the list. A pair follows
    its records when they move to another region. With a region, only its subtree is compared: pairs across
    its border are found by whoever reaches both sides, the server each night at the latest.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the region, or may not register there (or anywhere).

    """
    await _require(viewer, region_id)
    records = await compared(viewer, kind, day_of(act.at), region_id)
    found = await _found(viewer, kind, records)
    fresh = {(UUID(each.first_id), UUID(each.second_id)): each for each in found}
    where = {UUID(one): UUID(region) for one, region in zip(records["id"], records["region_id"], strict=True)}
    async with changing(act) as change:
        within = reach(viewer, region_id, Capability.WRITE_REGISTRY).values("id")
        both = {"region_id__in": Subquery(within), "other_region_id__in": Subquery(within)}
        listed = {_key(pair): pair for pair in await rows(SYSTEM, MatchPair).filter(kind=kind, **both)}
        known = await _known(fresh, listed)
        new = [_pair(each) for key, each in fresh.items() if key not in known]
        gone = [pair for key, pair in listed.items() if _open(pair) and key not in fresh]
        if new:
            await change.add_all(new)
        rescored = await change.change_all(MatchPair, _revisions(known, fresh, where))
        await _move_links(change, kind, where)
        await change.remove_all(gone)
    return ProposeReport(len(found), len(new), rescored, len(gone))


async def alike(viewer: Viewer, act: Act, kind: MatchKind) -> list[Candidate]:
    """Return the pairs that look alike where the viewer may register, best first; stores nothing."""
    return await _found(viewer, kind, await compared(viewer, kind, day_of(act.at)))


async def _found(viewer: Viewer, kind: MatchKind, records: Frame) -> list[Candidate]:
    """Return the pairs that look alike; the comparing is done beside the event loop."""
    prefixes = await place_names(viewer)
    return await asyncio.to_thread(candidates, kind, records, prefixes)


async def _require(viewer: Viewer, region_id: UUID | None) -> None:
    """Return if the viewer may register in a region, or somewhere."""
    if region_id is not None:
        await require(viewer, Capability.WRITE_REGISTRY, region_id)
    elif not viewer.can(Capability.WRITE_REGISTRY):
        for root in sorted(viewer.scopes.get(Capability.READ) or ()):
            await require(viewer, Capability.WRITE_REGISTRY, root)


def _open(pair: MatchPair) -> bool:
    return pair.decision is MatchDecision.OPEN


def _key(pair: MatchPair) -> Key:
    return pair.first_id, pair.second_id


async def _known(fresh: Iterable[Key], listed: Mapping[Key, MatchPair]) -> dict[Key, MatchPair]:
    """Return the pairs that are stored, also those whose records stood elsewhere when they were."""
    firsts = sorted({key[0] for key in fresh if key not in listed})
    found = dict(listed)
    for start in range(0, len(firsts), BATCH):
        stored = rows(SYSTEM, MatchPair).filter(first_id__in=firsts[start : start + BATCH])
        found |= {_key(pair): pair for pair in await stored}
    return found


def _revisions(
    known: Mapping[Key, MatchPair], fresh: Mapping[Key, Candidate], where: Mapping[UUID, UUID]
) -> list[Revision]:
    """Return what stored pairs become: their records' regions, and score and reasons while they are open."""
    found: list[Revision] = []
    for key, pair in known.items():
        values = _regions(key, where)
        if _open(pair) and key in fresh:
            values |= {"score": fresh[key].score, "reasons": _codes(fresh[key])}
        if _differ(pair, values):
            found.append(Revision(pair.id, pair.version, values))
    return found


def _regions(key: Key, where: Mapping[UUID, UUID]) -> dict[str, Any]:
    """Return the regions of a pair's records, nothing if one of them was not compared."""
    first, second = (where.get(each) for each in key)
    return {} if first is None or second is None else {"region_id": first, "other_region_id": second}


async def _move_links(change: Change, kind: MatchKind, where: Mapping[UUID, UUID]) -> None:
    """Let the statements of sameness follow their records into other regions."""
    moved = [
        Revision(link.id, link.version, values)
        for link in await rows(SYSTEM, SameAs).filter(kind=kind)
        if _differ(link, values := _regions((link.first_id, link.second_id), where))
    ]
    await change.change_all(SameAs, moved)


def _differ(row: MatchPair | SameAs, values: Mapping[str, Any]) -> bool:
    """Tell whether a row has other values."""
    return any(getattr(row, name) != value for name, value in values.items())


def _codes(candidate: Candidate) -> list[str]:
    """Return the reasons as they are stored."""
    return [reason.value for reason in candidate.reasons]


def _pair(candidate: Candidate) -> MatchPair:
    """Return a candidate as a pair nobody has decided yet."""
    return MatchPair(
        region_id=UUID(candidate.region_id),
        other_region_id=UUID(candidate.other_region_id),
        kind=candidate.kind,
        first_id=UUID(candidate.first_id),
        second_id=UUID(candidate.second_id),
        score=candidate.score,
        reasons=_codes(candidate),
    )
