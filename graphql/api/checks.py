"""Check lists and checks: what is asked, what was found, who checked, and where it was published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from tortoise.expressions import Q, Subquery

from api.context import Info
from api.enums import Label
from api.nodes import (
    Node,
    column,
    find,
    labelled,
    personal,
    shown,
    table_type,
    to_many,
    to_one,
    visible,
)
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.regions import Region, within
from api.teams import Team
from registry import tables
from registry.access import rows
from registry.checks import OBJECTS
from registry.codes import AnswerKind, CheckResult, CheckState, FindingSeverity, InspectionObject
from registry.periods import in_force

if TYPE_CHECKING:
    from api.draws import InspectionPlan
    from api.findings import Finding


@table_type(tables.CheckList, "What is asked in checks of one kind of object; replaced, never edited.")
class CheckList(Node):
    """A check list."""

    code: str = column("Code of the list; its editions share it.")
    edition: int = column("Edition, from 1.")
    object_kind: InspectionObject = column("What is checked by it.")
    object_kind_label: Label = labelled("object_kind", "The kind of object in words.")
    title: str = column("Title in Chinese.")
    title_en: str = column("Title in English.")
    valid_from: date = column("First day on which checks may be planned by it.")
    valid_to: date | None = column("First day of the next edition; null while it is the latest.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("Where it holds, with everything below; null when everywhere.")
    items: list[CheckItem] = to_many("What is asked, in order.", order=("ordinal",))


@table_type(tables.CheckItem, "One item of a check list.")
class CheckItem(Node):
    """An item."""

    ordinal: int = column("Place in the list, from 1.")
    text: str = column("What must be so, in Chinese.")
    text_en: str = column("What must be so, in English.")
    basis: str = column("What it rests on; may be empty.")
    severity: FindingSeverity = column("How grave the finding is when it is not met.")
    severity_label: Label = labelled("severity", "The severity in words.")
    check_list: CheckList | None = to_one("The list.")


@table_type(
    tables.InspectionCheck, "One check of one object; what was published is corrected by a new edition."
)
class InspectionCheck(Node):
    """A check."""

    object_kind: InspectionObject = column("What kind of object is checked.")
    object_kind_label: Label = labelled("object_kind", "The kind of object in words.")
    object_label: str = column("Code and name of the object when the check was planned.")
    edition: int = column("Edition of the check, from 1; each corrects the one before.")
    state: CheckState = column("How far it has come.")
    state_label: Label = labelled("state", "The state in words.")
    planned_on: date = column("Day for which it was planned.")
    held_on: date | None = column("Day on which it was held; null before.")
    result: CheckResult | None = column("What it ended with; null before it was held.")
    result_label: Label | None = labelled("result", "The result in words; null before it was held.")
    note: str = column("Remark; may be empty.")
    published_on: date | None = column("Day on which the result was published; null before.")
    publication: str = column("Where it was published; empty before.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("Where the object is.")
    team: Team | None = to_one("The team, when one is checked.")
    check_list: CheckList | None = to_one("The list it is held by.")
    corrects: InspectionCheck | None = to_one("The edition it corrects; null for the first.")
    corrections: list[InspectionCheck] = to_many("The edition that corrects it, if any.")
    inspectors: list[CheckInspector] = to_many("Who checks.", order=("id",))
    answers: list[CheckAnswer] = to_many("What each item was answered.", order=("id",))
    findings: list[Annotated[Finding, strawberry.lazy("api.findings")]] = to_many(
        "What was found, the earliest deadline first.", order=("due_on", "id")
    )

    @strawberry.field(description="The object; null when it is out of scope.", name="object")
    async def checked(self: Any, info: Info) -> Node | None:
        """Return the object."""
        return shown(await info.context.loaders.by_id(OBJECTS[self.object_kind]).load(self.object_id))

    @strawberry.field(description="The double-random inspection that drew it; null for a routine check.")
    async def inspection_plan(
        self: Any, info: Info
    ) -> Annotated[InspectionPlan, strawberry.lazy("api.draws")] | None:
        """Return the inspection it was drawn by."""
        if self.plan_id is None:
            return None
        return shown(await info.context.loaders.by_id(tables.InspectionPlan).load(self.plan_id))

    @strawberry.field(description="Whether a draw chose the object; routine supervision otherwise.")
    def drawn(self: Any) -> bool:
        """Tell whether it was drawn."""
        return self.plan_id is not None

    @strawberry.field(description="Days from the check to the publication of its result; null before.")
    def days_to_publication(self: Any) -> int | None:
        """Return the days to publication."""
        return None if self.published_on is None else (self.published_on - self.held_on).days


@table_type(tables.CheckInspector, "Who checks: a person of an office or of a third-party body.")
class CheckInspector(Node):
    """An inspector of a check."""

    name: str | None = personal("Name; null without the right to see personal data.")
    third_party: bool = column("Whether the person comes from a third-party body.")
    organization: Organization | None = to_one(
        "Where the person comes from; null if not told or out of scope."
    )
    check: InspectionCheck | None = to_one("The check.")


@table_type(tables.CheckAnswer, "What one item of the list was answered in a check.")
class CheckAnswer(Node):
    """An answer."""

    answer: AnswerKind = column("Whether the item is met.")
    answer_label: Label = labelled("answer", "The answer in words.")
    note: str = column("Remark; may be empty.")
    item: CheckItem | None = to_one("The item.")
    check: InspectionCheck | None = to_one("The check.")


@strawberry.input(description="Which check lists to show; every part given must hold.")
class CheckListFilter:
    """A choice of lists."""

    object_kind: InspectionObject | None = strawberry.field(
        default=None, description="Only for this kind of object."
    )
    current: bool = strawberry.field(default=False, description="Only those in force today, when true.")


@strawberry.input(description="Which checks to show; every part given must hold.")
class InspectionCheckFilter:
    """A choice of checks."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    object_kind: InspectionObject | None = strawberry.field(
        default=None, description="Only this kind of object."
    )
    state: CheckState | None = strawberry.field(default=None, description="Only this state.")
    result: CheckResult | None = strawberry.field(default=None, description="Only this result.")
    team_id: strawberry.ID | None = strawberry.field(default=None, description="Only checks of this team.")
    drawn: bool | None = strawberry.field(
        default=None, description="Only drawn ones, or only routine ones; both when absent."
    )
    latest: bool = strawberry.field(
        default=False, description="Only checks that no later edition corrects, when true."
    )


def _chosen(info: Info, choice: InspectionCheckFilter | None) -> Any:
    """Return the checks a filter names."""
    listed = rows(info.context.viewer, tables.InspectionCheck)
    if choice is None:
        return listed
    listed = listed.filter(within(info, choice.within_id))
    told = {"object_kind": choice.object_kind, "state": choice.state, "result": choice.result}
    listed = listed.filter(**{name: value for name, value in told.items() if value is not None})
    if choice.team_id is not None:
        listed = listed.filter(team_id__in=visible(info, tables.Team, choice.team_id))
    if choice.drawn is not None:
        listed = listed.filter(plan_id__isnull=not choice.drawn)
    if choice.latest:
        later = rows(info.context.viewer, tables.InspectionCheck).filter(corrects_id__isnull=False)
        listed = listed.filter(~Q(id__in=Subquery(later.values("corrects_id"))))
    return listed


@strawberry.type
class CheckQuery:
    """Queries about checks."""

    @strawberry.field(description="One check list with its items; null when unknown or out of scope.")
    async def check_list(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> CheckList | None:
        """Return a check list."""
        return shown(await find(info, tables.CheckList, id))

    @strawberry.field(
        description="Check lists that hold somewhere in the caller's reach, by code and edition."
    )
    async def check_lists(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[CheckListFilter | None, strawberry.argument(description="Which lists.")] = None,
    ) -> Connection[CheckList]:
        """Return a page of check lists."""
        listed = rows(info.context.viewer, tables.CheckList)
        if filter is not None and filter.object_kind is not None:
            listed = listed.filter(object_kind=filter.object_kind)
        if filter is not None and filter.current:
            listed = listed.filter(in_force(info.context.today))
        return await page(listed, Sort("code", "edition"), first, after)

    @strawberry.field(description="One check; null when unknown or out of scope.")
    async def inspection_check(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> InspectionCheck | None:
        """Return a check."""
        return shown(await find(info, tables.InspectionCheck, id))

    @strawberry.field(description="Checks within the caller's reach, the latest planned first.")
    async def inspection_checks(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[
            InspectionCheckFilter | None, strawberry.argument(description="Which checks.")
        ] = None,
    ) -> Connection[InspectionCheck]:
        """Return a page of checks."""
        return await page(_chosen(info, filter), Sort("planned_on", descending=True), first, after)
