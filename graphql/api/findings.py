"""Findings: what is wrong, who puts it right by when, and who verified it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from api.checks import CheckItem, InspectionCheck
from api.context import Info
from api.enums import Label
from api.hazards import Hazard
from api.nodes import TABLES, Node, column, find, labelled, shown, table_type, to_many, to_one, visible
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.principals import Principal
from api.regions import Region, within
from api.teams import Team
from exercises import tables as conduct
from registry import tables
from registry.access import rows
from registry.codes import FindingOrigin, FindingSeverity, FindingState
from registry.findings import overdue_on

if TYPE_CHECKING:
    from api.executions import Execution


@table_type(tables.Finding, "A shortcoming to be put right by its owner and verified by somebody else.")
class Finding(Node):
    """A finding."""

    title: str = column("What is wrong, in a few words.")
    description: str = column("More about it; may be empty.")
    severity: FindingSeverity = column("How grave it is.")
    severity_label: Label = labelled("severity", "The severity in words.")
    origin: FindingOrigin = column("What it came from.")
    origin_label: Label = labelled("origin", "The origin in words.")
    state: FindingState = column("Where it stands.")
    state_label: Label = labelled("state", "The state in words.")
    valid_from: date = column("Day on which it was found.", name="foundOn")
    due_on: date = column("Last day in time for putting it right.")
    rectified_on: date | None = column("Day on which it was put right; null before.")
    rectification: str = column("How it was put right; empty before.")
    verified_on: date | None = column("Day on which that was verified; null before.")
    reopenings: int = column("How often it was opened again, 0 and up.")
    withdrawn_on: date | None = column("Day on which it was withdrawn; null if it stands.")
    withdrawal: str = column("Why it was withdrawn; empty if it stands.")
    record_label: str = column("The record it is about, in words; empty when that is a team or a place.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("Where it is.")
    team: Team | None = to_one("The team it counts against; null if none or out of scope.")
    owner: Organization | None = to_one("Who puts it right; null if not told or out of scope.")
    check: InspectionCheck | None = to_one("The check it comes from, if any.")
    item: CheckItem | None = to_one("The item of the check list that was not met, if any.")
    hazard: Hazard | None = to_one("The hazard it comes from, if any.")
    rectified_by: Principal | None = to_one("Who recorded how it was put right; null before.")
    verified_by: Principal | None = to_one("Who verified it: somebody else; null before.")
    extensions: list[FindingExtension] = to_many(
        "Requests for a later deadline, the oldest first.", order=("valid_from", "id")
    )

    @strawberry.field(description="Whether it should have been put right before today and is not verified.")
    def overdue(self: Any, info: Info) -> bool:
        """Tell whether it is overdue."""
        waiting = self.state in (FindingState.OPEN, FindingState.RECTIFIED)
        return bool(waiting and self.due_on < info.context.today)

    @strawberry.field(description="The execution of an exercise it comes from, if any.")
    async def execution(
        self: Any, info: Info
    ) -> Annotated[Execution, strawberry.lazy("api.executions")] | None:
        """Return the execution."""
        if self.execution_id is None:
            return None
        return shown(await info.context.loaders.by_id(conduct.Execution).load(self.execution_id))

    @strawberry.field(description="The record it is about; null when that is not told or out of scope.")
    async def record(self: Any, info: Info) -> Node | None:
        """Return the record."""
        table = next((each for each in TABLES.values() if each.table_name() == self.record_table), None)
        if table is None or self.record_id is None:
            return None
        return shown(await info.context.loaders.by_id(table).load(self.record_id))


@table_type(tables.FindingExtension, "A request to put a finding right later.")
class FindingExtension(Node):
    """A request for a later deadline."""

    valid_from: date = column("Day on which it was asked for.", name="askedOn")
    wanted_on: date = column("Last day in time that is asked for.")
    grounds: str = column("Why it takes longer.")
    accepted: bool | None = column("Whether it was granted; null while undecided.")
    decided_on: date | None = column("Day of the decision; null while undecided.")
    version: int = column("Version for optimistic locking, from 1.")
    finding: Finding | None = to_one("The finding.")
    asked_by: Principal | None = to_one("Who asked.")
    decided_by: Principal | None = to_one("Who decided: somebody else; null while undecided.")


@strawberry.input(description="Which findings to show; every part given must hold.")
class FindingFilter:
    """A choice of findings."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    state: FindingState | None = strawberry.field(default=None, description="Only this state.")
    severity: FindingSeverity | None = strawberry.field(default=None, description="Only this severity.")
    origin: FindingOrigin | None = strawberry.field(default=None, description="Only of this origin.")
    overdue: bool = strawberry.field(
        default=False, description="Only those past their deadline and not verified, when true."
    )
    team_id: strawberry.ID | None = strawberry.field(default=None, description="Only against this team.")
    owner_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only those this organization puts right."
    )
    check_id: strawberry.ID | None = strawberry.field(default=None, description="Only of this check.")
    hazard_id: strawberry.ID | None = strawberry.field(default=None, description="Only of this hazard.")


def _chosen(info: Info, choice: FindingFilter | None) -> Any:
    """Return the findings a filter names."""
    listed = rows(info.context.viewer, tables.Finding)
    if choice is None:
        return listed
    listed = listed.filter(within(info, choice.within_id))
    told = {"state": choice.state, "severity": choice.severity, "origin": choice.origin}
    listed = listed.filter(**{name: value for name, value in told.items() if value is not None})
    if choice.overdue:
        listed = listed.filter(overdue_on(info.context.today))
    for name, table in (
        ("team_id", tables.Team),
        ("owner_id", tables.Organization),
        ("check_id", tables.InspectionCheck),
        ("hazard_id", tables.Hazard),
    ):
        if (text := getattr(choice, name)) is not None:
            listed = listed.filter(**{f"{name}__in": visible(info, table, text)})
    return listed


@strawberry.type
class FindingQuery:
    """Queries about findings."""

    @strawberry.field(description="One finding; null when unknown or out of scope.")
    async def finding(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> Finding | None:
        """Return a finding."""
        return shown(await find(info, tables.Finding, id))

    @strawberry.field(description="Findings within the caller's reach, the earliest deadline first.")
    async def findings(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[FindingFilter | None, strawberry.argument(description="Which findings.")] = None,
    ) -> Connection[Finding]:
        """Return a page of findings."""
        return await page(_chosen(info, filter), Sort("due_on"), first, after)
