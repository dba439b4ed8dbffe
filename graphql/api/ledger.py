"""The ledger's seals, and the erasure of a person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.nodes import row_id, shown
from api.people import Person
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from registry import tables
from registry.erasure import erase_person
from registry.sealing import newest_seals

MOST_SEALS = 366


@strawberry.type(description="A daily seal over the ledger, chained to the seal before it.")
class LedgerSeal:
    """What an office copies to paper; the format is docs/reference/ledger-format.md."""

    number: int = strawberry.field(description="Number of the seal, from 1.")
    until: datetime = strawberry.field(description="It covers what was recorded up to this moment.")
    entries: int = strawberry.field(description="Number of entries recorded since the seal before it.")
    root: str = strawberry.field(description="Merkle root over these entries, hexadecimal.")
    previous_hash: str = strawberry.field(description="Hash of the seal before it; 64 zeros for the first.")
    hash: str = strawberry.field(description="SHA-256 of the seal, hexadecimal: keep a copy elsewhere.")


@strawberry.type
class LedgerQuery:
    """Queries about the ledger as a whole."""

    @strawberry.field(description="The newest seals of the ledger, newest first; for whoever may audit.")
    async def ledger_seals(
        self,
        info: Info,
        last: Annotated[int, strawberry.argument(description="How many, 1 to 366.")] = 31,
    ) -> list[LedgerSeal]:
        """Return the newest seals, without their leaves."""
        number = min(max(last, 1), MOST_SEALS)
        seals = await newest_seals(info.context.viewer, number)
        return [LedgerSeal(**seal) for seal in seals]


@strawberry.input(description="Erases the personal data of a person who serves in no team.")
class ErasePersonInput:
    """Input of `erasePerson`."""

    person_id: strawberry.ID = strawberry.field(description="The person.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


ErasePersonPayload = Annotated[
    Person | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("ErasePersonPayload", description="What is left of the person, or why not."),
]


@strawberry.type
class LedgerMutation:
    """Changes that concern what the ledger holds."""

    @strawberry.mutation(
        description="Erase name, telephone number and salt of a person; the ledger stays whole."
    )
    async def erase_person(
        self,
        info: Info,
        input: Annotated[ErasePersonInput, strawberry.argument(description="Whom, and why.")],
    ) -> ErasePersonPayload:
        """Erase a person."""
        left = await erase_person(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.person_id, tables.Person),
            input.expected_version,
        )
        return shown(left)
