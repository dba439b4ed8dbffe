"""What falls due with peacetime-use certificates, late things included."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import NAMES, global_id, row_id
from exercises.certificate_dues import certificate_dues
from registry import errors, tables
from registry.codes import CertificateDueKind

#: Farthest look ahead of `certificateDues`, in days.
MOST_DAYS = 1_100


@strawberry.type(description="One thing that falls due with a certificate.")
class CertificateDue:
    """A line of the list of dues."""

    due_on: date = strawberry.field(description="Last day in time; for what came late, the day missed.")
    late: bool = strawberry.field(description="Whether that day has passed.")
    kind: CertificateDueKind = strawberry.field(description="What falls due.")
    kind_label: Label = strawberry.field(description="The same in words.")
    code: str = strawberry.field(description="Code of the application.")
    certificate_id: strawberry.ID = strawberry.field(description="Global id of the certificate.")


@strawberry.type
class CertificateDueQuery:
    """The query about what falls due."""

    @strawberry.field(
        description="What falls due with certificates, late things included; null when out of scope."
    )
    async def certificate_dues(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
        within_days: Annotated[
            int, strawberry.argument(description="How many days ahead, 0 to 1,100; 30 when absent.")
        ] = 30,
    ) -> list[CertificateDue] | None:
        """Return the list of dues."""
        if not 0 <= within_days <= MOST_DAYS:
            raise errors.InvalidValue("within_days", within_days, f"0 to {MOST_DAYS}")
        context = info.context
        try:
            found = await certificate_dues(
                context.viewer, row_id(region_id, tables.Region), today=context.today, within_days=within_days
            )
        except errors.NotFound:
            return None
        kind = NAMES[tables.UseCertificate]
        return [
            CertificateDue(
                due_on=due.due_on,
                late=due.late,
                kind=due.kind,
                kind_label=label(due.kind),
                code=due.code,
                certificate_id=strawberry.ID(global_id(kind, due.certificate_id)),
            )
            for due in found
        ]
