"""Records that may be one: the list a registrar decides, and all records that were found to be one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import TABLES as NODE_TABLES
from api.nodes import Node, column, find, labelled, parse_id, shown, table_type, to_one
from api.pages import After, Connection, First, Sort, page
from api.principals import Principal
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.codes import MatchDecision, MatchKind, MatchReason
from registry.errors import NotFound
from registry.matching.deciders import deciders, regions_named
from registry.matching.gathering import COMPARED
from registry.matching.identities import identity
from registry.matching.points import POINTS


@strawberry.type(description="A region by code and name alone; these are public, its records are not.")
class RegionName:
    """A region that may be out of the caller's reach."""

    code: str = strawberry.field(description="State code, see `Region.code`.")
    name: str = strawberry.field(description="Name in Chinese.")


def region_name(region: tables.Region) -> RegionName:
    """Return code and name of a region."""
    return RegionName(code=region.code, name=region.name)


async def _named(info: Info, region_id: UUID) -> RegionName | None:
    """Return code and name of a region, all of an operation's in one statement."""

    async def load(keys: list[UUID]) -> list[Any]:
        known = await regions_named(keys)
        return [known.get(key) for key in keys]

    region = await info.context.loaders.made("names of regions", load).load(region_id)
    return None if region is None else region_name(region)


async def _decider(info: Info, pair: tables.MatchPair) -> RegionName | None:
    """Return the lowest region above both records of a pair."""

    async def load(keys: list[Any]) -> list[Any]:
        return list(await deciders(keys))

    sides: Any = tuple(sorted({pair.region_id, pair.other_region_id}))
    region = await info.context.loaders.made("deciders", load).load(sides)
    return None if region is None else region_name(region)


@strawberry.type(description="One thing that speaks for or against two records being one.")
class MatchEvidence:
    """A reason; it never tells the values compared."""

    reason: MatchReason = strawberry.field(description="The reason.")
    label: Label = strawberry.field(description="The reason in words.")
    points: int = strawberry.field(description="Points for, or against when negative, out of 100 (assumed).")


@table_type(tables.MatchPair, "Two records that may stand for the same thing, and what a person decided.")
class MatchPair(Node):
    """A pair; nothing is merged by it."""

    kind: MatchKind = column("What both records are.")
    kind_label: Label = labelled("kind", "The kind in words.")
    score: int = column("How much speaks for one thing, 60 to 100 points.")
    decision: MatchDecision = column("What a person decided.")
    decision_label: Label = labelled("decision", "The decision in words.")
    decided_on: date | None = column("Day of the decision; null while open.")
    note: str = column("Why it was decided so, as both offices may read it; empty while open.")
    valid_from: date = column("Day the pair was first found.", name="firstSeenOn")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("Region of the first record; null when out of scope.")
    other_region: Region | None = to_one("Region of the second record; null when out of scope.")
    decided_by: Principal | None = to_one("Who decided; null while open or out of scope.")

    @strawberry.field(description="What speaks for and against it.")
    def reasons(self: Any) -> list[MatchEvidence]:
        """Return the reasons with their points."""
        points = POINTS[self.kind]
        held = [MatchReason(each) for each in self.reasons]
        return [MatchEvidence(reason=each, label=label(each), points=points.get(each, 0)) for each in held]

    @strawberry.field(
        description="Record of the smaller id: person, organization, equipment, resource; null out of reach."
    )
    async def first(self: Any, info: Info) -> Node | None:
        """Return the first record."""
        return shown(await info.context.loaders.by_id(COMPARED[self.kind][0]).load(self.first_id))

    @strawberry.field(description="The other record, of the same kind; null when it is out of reach or gone.")
    async def second(self: Any, info: Info) -> Node | None:
        """Return the second record."""
        return shown(await info.context.loaders.by_id(COMPARED[self.kind][0]).load(self.second_id))

    @strawberry.field(description="Where the first record stands; told even when the record is out of reach.")
    async def first_place(self: Any, info: Info) -> RegionName | None:
        """Return the first record's region."""
        return await _named(info, self.region_id)

    @strawberry.field(description="Where the other record stands; told even when the record is out of reach.")
    async def second_place(self: Any, info: Info) -> RegionName | None:
        """Return the second record's region."""
        return await _named(info, self.other_region_id)

    @strawberry.field(description="Lowest region above both: whoever may register there decides.")
    async def decider(self: Any, info: Info) -> RegionName | None:
        """Return the region whose registrar decides."""
        return await _decider(info, self)


@strawberry.input(description="Which pairs to list; every part given must hold.")
class MatchPairFilter:
    """A choice of pairs."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only pairs with a record in this region or below it."
    )
    kind: MatchKind | None = strawberry.field(default=None, description="Only this kind of record.")
    decision: MatchDecision | None = strawberry.field(default=None, description="Only pairs decided so.")
    minimum_score: int | None = strawberry.field(
        default=None, description="Only pairs with at least so many points, 0 to 100."
    )


@strawberry.type(description="All records that were found to be one.")
class Identity:
    """An identity; the records themselves stay as they are."""

    kind: MatchKind = strawberry.field(description="What the records are.")
    records: list[Node] = strawberry.field(description="The records within reach, by id.")
    elsewhere: list[RegionName] = strawberry.field(
        description="Where its records out of reach stand, one entry for each that is known to the caller."
    )


@strawberry.type
class MatchQuery:
    """Queries about records that may be one."""

    @strawberry.field(description="One pair; null when unknown or out of scope.")
    async def match_pair(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> MatchPair | None:
        """Return a pair."""
        return shown(await find(info, tables.MatchPair, id))

    @strawberry.field(description="Pairs with a record within the caller's reach, the likeliest first.")
    async def match_pairs(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[MatchPairFilter | None, strawberry.argument(description="Which pairs.")] = None,
    ) -> Connection[MatchPair]:
        """Return a page of pairs."""
        choice = filter or MatchPairFilter()
        region = choice.within_id
        listed = rows(info.context.viewer, tables.MatchPair).filter(
            within(info, region) | within(info, region, "other_region_id"),
            score__gte=choice.minimum_score or 0,
        )
        if choice.kind is not None:
            listed = listed.filter(kind=choice.kind)
        if choice.decision is not None:
            listed = listed.filter(decision=choice.decision)
        return await page(listed, Sort("score", descending=True), first, after)

    @strawberry.field(description="All records that are one with a record; null when it is out of scope.")
    async def identity(
        self,
        info: Info,
        record_id: Annotated[
            strawberry.ID,
            strawberry.argument(description="A person, organization, item of equipment or resource."),
        ],
    ) -> Identity | None:
        """Return an identity."""
        parsed = parse_id(record_id)
        kinds = {table: kind for kind, (table, _) in COMPARED.items()}
        kind = None if parsed is None else kinds.get(NODE_TABLES[parsed[0]])
        if parsed is None or kind is None:
            return None
        try:
            found = await identity(info.context.viewer, kind, parsed[1], info.context.today)
        except NotFound:
            return None
        known = await regions_named(found.elsewhere)
        elsewhere = [region_name(known[each]) for each in found.elsewhere if each in known]
        return Identity(kind=found.kind, records=shown(list(found.records)), elsewhere=elsewhere)
