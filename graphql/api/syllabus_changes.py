"""An office's own figures in the syllabus."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.nodes import row_id, shown
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from api.syllabus import SyllabusRule
from exercises.codes import Attendees
from exercises.office_rules import RuleChange, set_rule
from registry import tables
from registry.codes import SourceMark


@strawberry.input(description="Sets what an office asks differently from a row of the syllabus.")
class SetSyllabusRuleInput:
    """Input of `setSyllabusRule`."""

    region_id: strawberry.ID = strawberry.field(description="The office's region.")
    number: int = strawberry.field(description="Number of the row.")
    valid_from: date = strawberry.field(
        description="First day in force of a row begun now; plans follow the rows of 1 January of their year."
    )
    reason: str = reason_field()
    expected_version: int | None = strawberry.field(
        default=None, description="Version of the office's own row the caller has seen; absent if none."
    )
    times_per_year: int | None = strawberry.field(
        default=None, description="Times a year, at least 1; unchanged when absent."
    )
    months: list[int] | None = strawberry.field(
        default=None, description="Months allowed, 1 to 12, empty for all; unchanged when absent."
    )
    duration_half_days: int | None = strawberry.field(
        default=None, description="Length of an event in half-days; unchanged when absent."
    )
    min_gap_days: int | None = strawberry.field(
        default=None, description="Least calendar days between two events; unchanged when absent."
    )
    periodicity_days: int | None = strawberry.field(
        default=None, description="Calendar days after which training lapses; unchanged when absent."
    )
    notice_days: int | None = strawberry.field(
        default=None, description="Calendar days of notice; unchanged when absent."
    )
    priority: int | None = strawberry.field(
        default=None, description="Priority points lost when left out, 1 or more; unchanged when absent."
    )
    weight: int | None = strawberry.field(
        default=None, description="What a lapse-day weighs, 1 or more; unchanged when absent."
    )
    unannounced: int | None = strawberry.field(
        default=None, description="Times a year without notice; unchanged when absent."
    )
    attendees: Attendees | None = strawberry.field(
        default=None, description="Which members attend; unchanged when absent."
    )
    mark: SourceMark | None = strawberry.field(
        default=None, description="How far the figures can be believed; unchanged when absent."
    )
    citation: str | None = strawberry.field(
        default=None, description="Where the figures come from; unchanged when absent."
    )

    def change(self) -> RuleChange:
        """Return what is asked differently."""
        names = RuleChange.__dataclass_fields__
        return RuleChange(**{name: getattr(self, name) for name in names})


SetSyllabusRulePayload = Annotated[
    SyllabusRule | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("SetSyllabusRulePayload", description="The office's own row, or why not."),
]


@strawberry.type
class SyllabusMutation:
    """Changes of the syllabus."""

    @strawberry.mutation(
        description="Set what an office asks differently from a row of the syllabus; the default stays."
    )
    async def set_syllabus_rule(
        self,
        info: Info,
        input: Annotated[SetSyllabusRuleInput, strawberry.argument(description="Which row, and what.")],
    ) -> SetSyllabusRulePayload:
        """Set an office's own row."""
        made = await set_rule(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.region_id, tables.Region),
            input.number,
            input.change(),
            valid_from=input.valid_from,
            expected_version=input.expected_version,
        )
        return shown(made)
