"""Likely duplicates and strength figures at the command line and each night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from muster import clock
from muster.office import region_coded, viewer_named
from muster.terminal import progress_line
from registry.access import SYSTEM, rows
from registry.codes import MatchDecision, MatchKind, MatchReason
from registry.errors import NotFound
from registry.matching.deciders import deciders, regions_named
from registry.matching.deciding import decide
from registry.matching.gathering import COMPARED
from registry.matching.pairs import propose
from registry.strength import explained, strength, sums_of_parts
from registry.tables import MatchPair, RegionClosure


async def propose_all(kinds: Iterable[MatchKind]) -> list[dict[str, Any]]:
    """Search all records of some kinds for likely duplicates and return what each search did."""
    told: list[dict[str, Any]] = []
    with progress_line("Looking for likely duplicates") as line:
        for kind in kinds:
            line.show(kind.en)
            act = clock.act(SYSTEM.principal_id, f"Nightly search for duplicates: {kind.en}")
            told.append({"kind": kind.value, **asdict(await propose(SYSTEM, act, kind))})
    return told


async def listed(
    login: str, region_code: str, kind: MatchKind | None, decision: MatchDecision, minimum_score: int
) -> list[dict[str, Any]]:
    """Return the pairs with a record in a region's subtree as facts for people, the likeliest first."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    below = await RegionClosure.filter(ancestor_id=region.id).values_list("descendant_id", flat=True)
    inside = Q(region_id__in=list(below)) | Q(other_region_id__in=list(below))
    chosen = rows(viewer, MatchPair).filter(inside, decision=decision, score__gte=minimum_score)
    found = await (chosen if kind is None else chosen.filter(kind=kind)).order_by("-score", "id")
    names = await regions_named(side for pair in found for side in (pair.region_id, pair.other_region_id))
    above = await deciders([(pair.region_id, pair.other_region_id) for pair in found])
    seen: set[UUID] = set()
    for each, (table, _) in COMPARED.items():
        ids = [end for pair in found if pair.kind is each for end in (pair.first_id, pair.second_id)]
        seen |= {row.id for row in await rows(viewer, table).filter(id__in=ids)}
    return [
        {
            "id": str(pair.id),
            "kind": pair.kind.value,
            "score": pair.score,
            "reasons": [MatchReason(reason).en for reason in pair.reasons],
            "reasons_zh": [MatchReason(reason).zh for reason in pair.reasons],
            "decision": pair.decision.value,
            "records": [str(end) if end in seen else None for end in (pair.first_id, pair.second_id)],
            "regions": [names[side].name for side in (pair.region_id, pair.other_region_id)],
            "decider": None if region is None else f"{region.name} ({region.code})",
            "version": pair.version,
        }
        for pair, region in zip(found, above, strict=True)
    ]


async def decided(login: str, pair_id: str, decision: MatchDecision, reason: str) -> dict[str, Any]:
    """Store what somebody decided about a pair, at the version stored now."""
    viewer = await viewer_named(login)
    try:
        pair = await rows(viewer, MatchPair).get_or_none(id=UUID(pair_id))
    except ValueError:
        pair = None
    if pair is None:
        raise NotFound(MatchPair.table_name(), pair_id)
    act = clock.act(viewer.principal_id, reason)
    done = await decide(viewer, act, pair.id, decision, pair.version)
    return {"id": pair_id, "decision": done.decision.value, "version": done.version}


async def strength_of(login: str, region_code: str, on: date) -> dict[str, Any]:
    """Return the strength of a region on a day, with why the whole may be less than its parts."""
    viewer = await viewer_named(login)
    region = await region_coded(viewer, region_code)
    found = await strength(viewer, region.id, on)
    parts = await regions_named(line.region_id for line in found if line.region_id is not None)
    english, chinese = explained(found)
    lines: list[dict[str, Any]] = []
    for line in found:
        part = None if line.region_id is None else parts[line.region_id]
        facts = {
            name: figure for name, figure in asdict(line).items() if name not in ("region_id", "category")
        }
        lines.append(
            {
                "region": None if part is None else part.code,
                "name": "合计" if part is None else part.name,
                "category": None if line.category is None else line.category.value,
                **facts,
            }
        )
    sums = sums_of_parts(found)
    return {"on": on.isoformat(), "lines": lines, "sum_of_parts": sums, "why": english, "why_zh": chinese}
