"""
Gathering a pack out of the past: every line of it was true on the day, as known at the moment.

The past answers, so a pack asked for again is the same pack. Only the seal is read from the ledger itself.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from exercises.audit_pack.checks import checks_topic, hazard_topics
from exercises.audit_pack.closing import left_out, seal_before, seal_topic
from exercises.audit_pack.inspections import draw_topics
from exercises.audit_pack.pack import District, Pack, Topic
from exercises.audit_pack.ratings import Scope, rating_topics
from exercises.audit_pack.records import (
    Kept,
    Reader,
    confirmations_topic,
    findings_topic,
    overrides_topic,
    quality_topics,
)
from exercises.audit_pack.rules import rules_topic, versions_topic
from exercises.audit_pack.screened import screen_topic
from exercises.audit_pack.teams import district
from exercises.readiness.rating_teams import Rated, rated
from registry.access import Viewer, masked, one, rows
from registry.acts import SHANGHAI
from registry.codes import Capability
from registry.errors import NotFound
from registry.past import AsOf, Past
from registry.periods import in_force
from registry.tables import LedgerSeal, Region, Team

#: So many teams are loaded and rated at a time, so that a server answers others in between.
BATCH = 100


async def gather(past: Past, viewer: Viewer, region_code: str, at: AsOf) -> Pack:
    """
    Return the audit pack of a region's subtree, true on a day as known at a moment, in a viewer's reach.

    Raises
    ------
    NotFound
        There was no such region, or the viewer does not see it.
    AccessDenied
        The viewer may not audit there.

    """
    seal, kept = await seal_before(at.known_at), await Kept.of(viewer)
    async with past.reading(at):
        region = await _audited(viewer, region_code)
        reader = await Reader.of(viewer, region.id, at.valid_on, kept)
        found = await _rated(reader)
        scope = await _scope(reader)
        of_ratings = await asyncio.to_thread(rating_topics, found, scope)
        topics = (*of_ratings, *await _record_topics(reader), await screen_topic(reader, scope))
        topics = (*topics, seal_topic(seal), await rules_topic(reader), await versions_topic(reader, found))
        notes = await left_out(reader, found, scope)
    districts = await asyncio.to_thread(_districts, found, scope)
    return Pack(
        region_id=str(region.id),
        region_code=region.code,
        region=region.name,
        valid_on=at.valid_on.isoformat(),
        known_at=at.known_at.astimezone(SHANGHAI).isoformat(),
        facts=_facts(found, topics, seal),
        districts=districts,
        topics=topics,
        notes=notes,
    )


async def _audited(viewer: Viewer, code: str) -> Region:
    """Return the region if the viewer may audit in it."""
    region = await rows(viewer, Region).get_or_none(code=code)
    if region is None:
        raise NotFound(Region.table_name(), code)
    return await one(viewer, Region, region.id, Capability.AUDIT)


async def _rated(reader: Reader) -> list[Rated]:
    """Return the ratings of the region's teams, by region and code."""
    listed = rows(reader.viewer, Team).filter(in_force(reader.on), reader.within("region_id"))
    ids: Any = await listed.order_by("region__code", "code").values_list("id", flat=True)
    found: list[Rated] = []
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        by_team = {UUID(each.facts.team): each for each in await rated(reader.viewer, batch, reader.on)}
        found += [by_team[each] for each in batch]
        await asyncio.sleep(0)
    return found


async def _scope(reader: Reader) -> Scope:
    """Return the regions of the subtree, and those whose people the viewer may be told one by one."""
    regions = await rows(reader.viewer, Region).filter(reader.within("id"))
    named = frozenset(each.id for each in regions if not masked(reader.viewer, each.id))
    return Scope({each.id: each for each in regions}, named)


async def _record_topics(reader: Reader) -> tuple[Topic, ...]:
    return (
        await overrides_topic(reader),
        await findings_topic(reader),
        await confirmations_topic(reader),
        *await draw_topics(reader),
        await checks_topic(reader),
        *await hazard_topics(reader),
        *await quality_topics(reader),
    )


def _districts(found: Sequence[Rated], scope: Scope) -> tuple[District, ...]:
    """Return the ratings by region, in the order of the codes."""
    grouped: dict[UUID, list[Rated]] = {}
    for each in found:
        grouped.setdefault(UUID(each.facts.region), []).append(each)
    return tuple(
        district(scope.regions[region_id], teams, named=region_id in scope.named)
        for region_id, teams in grouped.items()
    )


def _facts(
    found: Sequence[Rated], topics: Sequence[Topic], seal: LedgerSeal | None
) -> tuple[tuple[str, str, str], ...]:
    """Return the lines of the cover."""
    rows_of = {topic.code: topic.rows for topic in topics}
    standings = Counter(str(row[0]).split(" / ")[1] for row in rows_of["findings"])
    hazards = Counter(str(row[0]).split(" / ")[1] for row in rows_of["hazards"])
    published = sum(row[16] is not None for row in rows_of["draws"])
    return (
        ("队伍", "Teams", str(len(found))),
        ("人工调整", "Overrides in force", str(len(rows_of["overrides"]))),
        ("触发限级", "Caps fired", str(len(rows_of["caps"]))),
        (
            "数据未核实（D级）的队伍",
            "Teams with unverified data (age D)",
            str(sum(each.rating.unverified for each in found)),
        ),
        ("问题：逾期", "Findings overdue", str(standings["overdue"])),
        (
            "问题：未销号",
            "Findings open, overdue ones too",
            str(sum(standings.values()) - standings["closed"]),
        ),
        ("问题：一年内销号", "Findings closed within a year", str(standings["closed"])),
        ("双随机抽查：已公示", "Random draws published", str(published)),
        ("检查：一年内", "Checks within a year", str(sum(bool(row[7]) for row in rows_of["checks"]))),
        ("隐患：逾期", "Hazards overdue", str(hazards["overdue"])),
        ("虚报筛查疑问", "Questions of the inflation screen", str(len(rows_of["screened"]))),
        ("数据质量问题", "Open data-quality issues", str(len(rows_of["quality"]))),
        ("账本封存", "Ledger seal", f"{seal.number} · {seal.hash}" if seal else "—"),
    )
