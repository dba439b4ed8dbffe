"""
What a person decides about two records that look alike: never merged silently.

"The same" makes a `SameAs` link that any later decision takes back; the records stay as they are.
"""

from __future__ import annotations

from uuid import UUID

from tortoise.expressions import Q

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import Capability, MatchDecision, MatchKind
from registry.errors import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry.history import Act, Change, changing, day_of
from registry.matching.gathering import COMPARED
from registry.tables import MatchPair, Region, SameAs


async def decide(
    viewer: Viewer, act: Act, pair_id: UUID, decision: MatchDecision, expected_version: int
) -> MatchPair:
    """
    Store what a person decided about a pair; the reason of the act is kept with it.

    "The same" counts the records once from the day both exist; any other decision takes that back.

    Raises
    ------
    NotFound, AccessDenied
        The pair is out of reach, one of its records is gone, or the viewer may not register on both sides.
    StaleVersion
        The pair was changed since the caller read it.
    InvalidValue
        The decision contradicts others: two records cannot be one and different.

    """
    pair = await one(viewer, MatchPair, pair_id)
    for side in (pair.region_id, pair.other_region_id):
        if not await rows(viewer, Region, Capability.WRITE_REGISTRY).filter(id=side).exists():
            raise AccessDenied(Capability.WRITE_REGISTRY, side)
    if pair.version != expected_version:
        raise StaleVersion(expected_version, pair.version)
    async with changing(act) as change:
        await _check_consistent(pair, decision)
        await _relink(change, pair, decision)
        return await change.change(
            pair,
            decision=decision,
            decided_by_id=None if decision is MatchDecision.OPEN else act.author,
            decided_on=None if decision is MatchDecision.OPEN else day_of(act.at),
            note=act.reason,
        )


async def _check_consistent(pair: MatchPair, decision: MatchDecision) -> None:
    """
    Refuse a decision by which two records would be one and different at once.

    Only pairs around the two records are read, locked until the end, so that two people who decide at
    the same time cannot contradict each other.
    """
    if decision not in (MatchDecision.SAME, MatchDecision.DIFFERENT):
        return
    first, first_apart = await _around(pair, pair.first_id)
    second, second_apart = await _around(pair, pair.second_id)
    if decision is MatchDecision.SAME:
        one_of = first | second
        wrong = any(a in one_of and b in one_of for a, b in first_apart | second_apart)
    else:
        wrong = pair.second_id in first
    if wrong:
        words = "other decisions about these records say the opposite"
        raise InvalidValue("decision", decision.value, words, rule_zh="与相关记录的其他结论矛盾")


async def _around(pair: MatchPair, record: UUID) -> tuple[set[UUID], set[tuple[UUID, UUID]]]:
    """Return the records that are one with a record by other pairs, and pairs found different among them."""
    group, edge, apart = {record}, {record}, set[tuple[UUID, UUID]]()
    decided = rows(SYSTEM, MatchPair).filter(~Q(id=pair.id), kind=pair.kind).order_by("id")
    while edge:
        touching = Q(first_id__in=list(edge)) | Q(second_id__in=list(edge))
        near = await decided.filter(touching).select_for_update()
        apart |= {(e.first_id, e.second_id) for e in near if e.decision is MatchDecision.DIFFERENT}
        same = [each for each in near if each.decision is MatchDecision.SAME]
        edge = {end for each in same for end in (each.first_id, each.second_id)} - group
        group |= edge
    return group, apart


async def _relink(change: Change, pair: MatchPair, decision: MatchDecision) -> None:
    """Make the link that a decision asks for, or take it back."""
    link = await rows(SYSTEM, SameAs).get_or_none(pair_id=pair.id)
    if link is not None and decision is not MatchDecision.SAME:
        await change.remove(link)
    if link is None and decision is MatchDecision.SAME:
        await change.add(await _link(pair))


async def _link(pair: MatchPair) -> SameAs:
    """Return the statement that both records are one, true from the day both exist."""
    kind: MatchKind = pair.kind
    table, _ = COMPARED[kind]
    found = {row.id: row for row in await rows(SYSTEM, table).filter(id__in=[pair.first_id, pair.second_id])}
    for each in (pair.first_id, pair.second_id):
        if each not in found:
            raise NotFound(table.table_name(), each)
    return SameAs(
        region_id=pair.region_id,
        other_region_id=pair.other_region_id,
        pair_id=pair.id,
        kind=kind,
        first_id=pair.first_id,
        second_id=pair.second_id,
        valid_from=max(record.valid_from for record in found.values()),
    )
