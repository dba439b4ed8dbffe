"""What employers are told of trainings: notices on record, who is told, and what falls due."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.events import PlannedEvent
from api.evidence import evidence_field, evidence_rows
from api.nodes import Node, column, labelled, row_id, shown, table_type, to_one, visible
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, check_first, page
from api.problems import AccessDenied, InvalidValue, NotFound
from api.regions import within
from api.teams import Team
from exercises.employer_notices import notices_due
from registry import errors, tables
from registry.access import rows
from registry.codes import NoticeMethod
from registry.service import NoticeDraft, employers_told, is_late, record_notice


@table_type(tables.EmployerNotice, "That an employer was told of a training of a team.")
class EmployerNotice(Node):
    """A notice."""

    training_on: date = column("First day of the training.")
    sent_on: date = column("Day it was sent.")
    method: NoticeMethod = column("How the employer was told.")
    method_label: Label = labelled("method", "The same in words.")
    sender: str = column("The office that sent it.")
    persons: int = column("Members called, in persons.")
    event_uid: str | None = column("Stable identifier of the planned event; null if none is named.")
    note: str = column("Remark; may be empty.")
    organization: Organization | None = to_one("The employer; null when out of scope.")
    team: Team | None = to_one("The team.")

    @strawberry.field(description="Whether it was sent less than 30 days before the training.")
    def late(self: Any) -> bool:
        """Tell whether it was late."""
        return is_late(self)


@strawberry.type(description="An employer of a team's members, and whether it was told of a training.")
class EmployerTold:
    """One employer."""

    organization: Organization = strawberry.field(description="The employer.")
    persons: int = strawberry.field(description="Members it employs on that day, in persons.")
    due_on: date = strawberry.field(description="Last day to tell it in time: 30 days before the training.")
    notice: EmployerNotice | None = strawberry.field(description="The first notice sent; null before.")


@strawberry.type(description="A notice that is still to be sent.")
class NoticeDue:
    """One employer, one team, one event."""

    due_on: date = strawberry.field(description="Last day to tell it in time: 30 days before the event.")
    late: bool = strawberry.field(description="Whether that day has passed.")
    persons: int = strawberry.field(description="Members it employs on that day, in persons.")
    event: PlannedEvent = strawberry.field(description="The event.")
    team: Team = strawberry.field(description="The team.")
    organization: Organization = strawberry.field(description="The employer.")


@strawberry.input(description="Which notices to list; every part given must hold.")
class EmployerNoticeFilter:
    """A choice of notices."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only teams of this region and those below it."
    )
    team_id: strawberry.ID | None = strawberry.field(default=None, description="Only this team's.")
    organization_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only those to this employer."
    )
    on_or_after: date | None = strawberry.field(
        default=None, description="Only of trainings that begin on this day or later."
    )
    on_or_before: date | None = strawberry.field(
        default=None, description="Only of trainings that begin on this day or earlier."
    )


@strawberry.type
class EmployerNoticeQuery:
    """Queries about notices to employers."""

    @strawberry.field(description="Notices to employers within the caller's reach, by day of the training.")
    async def employer_notices(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[EmployerNoticeFilter | None, strawberry.argument(description="Which.")] = None,
    ) -> Connection[EmployerNotice]:
        """Return a page of notices."""
        choice = filter or EmployerNoticeFilter()
        listed = rows(info.context.viewer, tables.EmployerNotice)
        listed = listed.filter(within(info, choice.within_id, "team__region_id"))
        if choice.team_id is not None:
            listed = listed.filter(team_id__in=visible(info, tables.Team, choice.team_id))
        if choice.organization_id is not None:
            employer = visible(info, tables.Organization, choice.organization_id)
            listed = listed.filter(organization_id__in=employer)
        if choice.on_or_after is not None:
            listed = listed.filter(training_on__gte=choice.on_or_after)
        if choice.on_or_before is not None:
            listed = listed.filter(training_on__lte=choice.on_or_before)
        return await page(listed, Sort("training_on"), first, after)

    @strawberry.field(
        description="The employers of a team's members on a day, by name, and whether each was told of a"
        " training that begins then; null when the team is out of scope."
    )
    async def employers_told(
        self,
        info: Info,
        team_id: Annotated[strawberry.ID, strawberry.argument(description="The team.")],
        training_on: Annotated[date, strawberry.argument(description="First day of the training.")],
    ) -> list[EmployerTold] | None:
        """Return the employers."""
        try:
            told = await employers_told(info.context.viewer, row_id(team_id, tables.Team), training_on)
        except errors.NotFound:
            return None
        return [
            EmployerTold(
                organization=shown(each.organization),
                persons=each.persons,
                due_on=each.due_on,
                notice=shown(each.notice),
            )
            for each in told
        ]

    @strawberry.field(
        description="Employers still to be told of events in issued plans, the earliest due first, late ones"
        " included; null when the region is out of scope."
    )
    async def notices_due(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
        first: First,
        within_days: Annotated[
            int, strawberry.argument(description="How many days ahead, 0 to 400; 30 when absent.")
        ] = 30,
    ) -> list[NoticeDue] | None:
        """Return the notices that fall due."""
        check_first(first)
        viewer, today = info.context.viewer, info.context.today
        try:
            found = await notices_due(
                viewer, row_id(region_id, tables.Region), today=today, within_days=within_days
            )
        except errors.NotFound:
            return None
        return [
            NoticeDue(
                due_on=each.due_on,
                late=each.due_on < today,
                persons=each.persons,
                event=shown(each.event),
                team=shown(each.team),
                organization=shown(each.organization),
            )
            for each in found[:first]
        ]


@strawberry.input(description="Records that an employer was told of a training; a late notice is stored too.")
class RecordEmployerNoticeInput:
    """Input of `recordEmployerNotice`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    organization_id: strawberry.ID = strawberry.field(description="The employer.")
    training_on: date = strawberry.field(description="First day of the training.")
    sent_on: date = strawberry.field(description="Day it was sent, not in the future.")
    method: NoticeMethod = strawberry.field(description="How the employer was told.")
    sender: str = strawberry.field(description="The office that sent it, 1 to 120 characters.")
    reason: str = reason_field()
    persons: int | None = strawberry.field(
        default=None, description="Members called, in persons; counted when absent."
    )
    event_uid: str | None = strawberry.field(
        default=None, description="Stable identifier of the planned event, at most 80 characters."
    )
    note: str = strawberry.field(default="", description="Remark, at most 300 characters.")
    evidence_ids: list[strawberry.ID] | None = evidence_field()


RecordEmployerNoticePayload = Annotated[
    EmployerNotice | NotFound | AccessDenied | InvalidValue,
    strawberry.union("RecordEmployerNoticePayload", description="The notice, or why not."),
]


@strawberry.type
class EmployerNoticeMutation:
    """Changes of notices to employers."""

    @strawberry.mutation(description="Record that an employer was told of a training.")
    async def record_employer_notice(
        self,
        info: Info,
        input: Annotated[RecordEmployerNoticeInput, strawberry.argument(description="The notice.")],
    ) -> RecordEmployerNoticePayload:
        """Record a notice."""
        names = ("training_on", "sent_on", "method", "sender", "persons", "event_uid", "note")
        draft = NoticeDraft(
            team_id=row_id(input.team_id, tables.Team),
            organization_id=row_id(input.organization_id, tables.Organization),
            **{name: getattr(input, name) for name in names},
        )
        made = await record_notice(
            info.context.viewer, act(info, input.reason), draft, evidence_rows(input.evidence_ids)
        )
        return shown(made)
