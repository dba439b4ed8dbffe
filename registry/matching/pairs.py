"""
The list of likely duplicates, and what a person decides about each: never merged silently.

`propose` keeps the list; `decide` stores who decided what and why. "The same" makes a `SameAs` link that
any later decision takes back; the records themselves stay as they are.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q

from registry.access import Viewer, one, rows
from registry.codes import Capability, MatchDecision, MatchKind
from registry.errors import AccessDenied, InvalidValue, StaleVersion
from registry.history import Act, Change, changing, day_of
from registry.matching.gathering import COMPARED, compared, place_names
from registry.matching.identities import grouped
from registry.matching.scoring import Candidate, candidates
from registry.tables import MatchPair, Region, SameAs


@dataclass(frozen=True, slots=True)
class ProposeReport:
    """What a search for duplicates did: pairs found, those new, rescored, and open ones no longer alike."""

    found: int
    added: int
    rescored: int
    dropped: int


async def propose(viewer: Viewer, act: Act, kind: MatchKind) -> ProposeReport:
    """
    Compare all records of a kind the viewer may register, and bring the list up to date.

    Decided pairs are left as they are; an open pair that is no longer alike leaves the list.
    """
    found = await alike(viewer, kind)
    fresh = {(UUID(each.first_id), UUID(each.second_id)): each for each in found}
    stored = {
        (pair.first_id, pair.second_id): pair
        for pair in await rows(viewer, MatchPair, Capability.WRITE_REGISTRY).filter(kind=kind)
    }
    known = set(await MatchPair.filter(kind=kind).values_list("first_id", "second_id"))
    new = [_pair(each) for key, each in fresh.items() if key not in known]
    still_open = {key: pair for key, pair in stored.items() if pair.decision is MatchDecision.OPEN}
    rescored = [
        (pair, fresh[key])
        for key, pair in still_open.items()
        if key in fresh and (pair.score, pair.reasons) != (fresh[key].score, _codes(fresh[key]))
    ]
    gone = [pair for key, pair in still_open.items() if key not in fresh and await _in_reach(viewer, pair)]
    async with changing(act) as change:
        if new:
            await change.add_all(new)
        for pair, each in rescored:
            await change.change(pair, score=each.score, reasons=_codes(each))
        for pair in gone:
            await change.remove(pair)
    return ProposeReport(len(found), len(new), len(rescored), len(gone))


async def alike(viewer: Viewer, kind: MatchKind) -> list[Candidate]:
    """Return the pairs of records that look alike within the viewer's reach, best first; stores nothing."""
    records = await compared(viewer, kind)
    prefixes = await place_names(viewer)
    return await asyncio.to_thread(candidates, kind, records, prefixes)


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


async def _in_reach(viewer: Viewer, pair: MatchPair) -> bool:
    """Tell whether the viewer may register on both sides of a pair."""
    sides = {pair.region_id, pair.other_region_id}
    found = await rows(viewer, Region, Capability.WRITE_REGISTRY).filter(id__in=list(sides)).count()
    return found == len(sides)


async def decide(
    viewer: Viewer, act: Act, pair_id: UUID, decision: MatchDecision, expected_version: int
) -> MatchPair:
    """
    Store what a person decided about a pair; the reason of the act is kept with it.

    "The same" counts the records once from the day both exist; any other decision takes that back.

    Raises
    ------
    NotFound, AccessDenied
        The pair is out of reach, or the viewer may not register on both sides of it.
    StaleVersion
        The pair was changed since the caller read it.
    InvalidValue
        The decision contradicts others: two records cannot be one and different.

    """
    pair = await one(viewer, MatchPair, pair_id)
    if not await _in_reach(viewer, pair):
        raise AccessDenied(Capability.WRITE_REGISTRY, pair.other_region_id)
    if pair.version != expected_version:
        raise StaleVersion(expected_version, pair.version)
    await _check_consistent(pair, decision)
    async with changing(act) as change:
        await _relink(change, pair, decision)
        return await change.change(
            pair,
            decision=decision,
            decided_by_id=None if decision is MatchDecision.OPEN else act.author,
            decided_on=None if decision is MatchDecision.OPEN else day_of(act.at),
            note=act.reason,
        )


async def _check_consistent(pair: MatchPair, decision: MatchDecision) -> None:
    """Refuse a decision by which two records would be one and different at once."""
    if decision not in (MatchDecision.SAME, MatchDecision.DIFFERENT):
        return
    others = (
        await MatchPair.filter(kind=pair.kind).filter(~Q(id=pair.id)).exclude(decision=MatchDecision.OPEN)
    )
    same = [each for each in others if each.decision is MatchDecision.SAME]
    links = [(str(each.first_id), str(each.second_id)) for each in same]
    own = (str(pair.first_id), str(pair.second_id))
    if decision is MatchDecision.SAME:
        one_of = grouped([*links, own])
        apart = [each for each in others if each.decision is MatchDecision.DIFFERENT]
        wrong = any(_together(one_of, str(each.first_id), str(each.second_id)) for each in apart)
    else:
        wrong = _together(grouped(links), *own)
    if wrong:
        words = "other decisions about these records say the opposite"
        raise InvalidValue("decision", decision.value, words, rule_zh="与相关记录的其他结论矛盾")


def _together(one_of: dict[str, str], first: str, second: str) -> bool:
    """Tell whether two records are in one group."""
    return first in one_of and one_of.get(first) == one_of.get(second)


async def _relink(change: Change, pair: MatchPair, decision: MatchDecision) -> None:
    """Make the link that a decision asks for, or take it back."""
    link = await SameAs.get_or_none(pair_id=pair.id)
    if link is not None and decision is not MatchDecision.SAME:
        await change.remove(link)
    if link is None and decision is MatchDecision.SAME:
        await change.add(await _link(pair))


async def _link(pair: MatchPair) -> SameAs:
    """Return the statement that both records are one, true from the day both exist."""
    table, _ = COMPARED[pair.kind]
    records = await table.filter(id__in=[pair.first_id, pair.second_id])
    return SameAs(
        region_id=pair.region_id,
        other_region_id=pair.other_region_id,
        pair_id=pair.id,
        kind=pair.kind,
        first_id=pair.first_id,
        second_id=pair.second_id,
        valid_from=max(record.valid_from for record in records),
    )
