"""Looking for likely duplicates, and deciding about a pair."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.match_pairs import MatchPair
from api.nodes import row_id, shown
from api.problems import AccessDenied, CodeTaken, InvalidValue, NotFound, StaleVersion
from registry import tables
from registry.codes import MatchDecision, MatchKind
from registry.matching.deciding import decide
from registry.matching.pairs import propose


@strawberry.input(description="Compares records of one kind and brings the list of pairs up to date.")
class ProposeMatchesInput:
    """Input of `proposeMatches`."""

    kind: MatchKind = strawberry.field(description="What is compared.")
    reason: str = reason_field()
    region_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it; the caller's whole reach when absent."
    )


@strawberry.input(description="Decides whether two records are one. The records stay as they are.")
class DecideMatchInput:
    """Input of `decideMatch`."""

    pair_id: strawberry.ID = strawberry.field(description="The pair.")
    decision: MatchDecision = strawberry.field(
        description="`SAME` counts the records once; any other decision takes that back."
    )
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.type(description="What a search for duplicates did to the list.")
class MatchesProposed:
    """Answer of `proposeMatches`."""

    kind: MatchKind = strawberry.field(description="What was compared.")
    found: int = strawberry.field(description="Pairs that look alike now.")
    added: int = strawberry.field(description="Pairs new on the list.")
    changed: int = strawberry.field(description="Pairs whose score, reasons or region changed.")
    dropped: int = strawberry.field(description="Open pairs that are no longer alike and left the list.")


ProposeMatchesPayload = Annotated[
    MatchesProposed | NotFound | AccessDenied | InvalidValue | CodeTaken,
    strawberry.union(
        "ProposeMatchesPayload",
        description="What was done, or why not; `CodeTaken` when another search runs just now.",
    ),
]
DecideMatchPayload = Annotated[
    MatchPair | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("DecideMatchPayload", description="The pair as it is now, or why not."),
]


@strawberry.type
class MatchMutation:
    """Changes of the list of pairs."""

    @strawberry.mutation(
        description="Look for likely duplicates, as the server does everywhere each night. Merges nothing."
    )
    async def propose_matches(
        self, info: Info, input: Annotated[ProposeMatchesInput, strawberry.argument(description="What.")]
    ) -> ProposeMatchesPayload:
        """Propose pairs."""
        region = None if input.region_id is None else row_id(input.region_id, tables.Region)
        done = await propose(info.context.viewer, act(info, input.reason), input.kind, region)
        return MatchesProposed(
            kind=input.kind,
            found=done.found,
            added=done.added,
            changed=done.rescored,
            dropped=done.dropped,
        )

    @strawberry.mutation(description="Decide whether two records are one; it can be taken back.")
    async def decide_match(
        self,
        info: Info,
        input: Annotated[DecideMatchInput, strawberry.argument(description="Which, and how.")],
    ) -> DecideMatchPayload:
        """Decide about a pair."""
        decided = await decide(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.pair_id, tables.MatchPair),
            input.decision,
            input.expected_version,
        )
        return shown(decided)
