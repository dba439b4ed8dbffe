"""Hazards of the five-level network: where, how grave, at which level, each step, and how long they take."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import (
    Node,
    column,
    find,
    labelled,
    row_id,
    shown,
    table_type,
    to_many,
    to_one,
    visible,
)
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.principals import Principal
from api.regions import Region, within
from api.works import Work
from registry import hazards, tables
from registry.access import rows
from registry.codes import FindingSeverity, HazardState, HazardStep, NetworkLevel
from registry.errors import NotFound

if TYPE_CHECKING:
    from api.findings import Finding


@table_type(tables.Hazard, "A hazard of a work or place, on its way through the five-level network.")
class Hazard(Node):
    """A hazard."""

    code: str = column("Code: region, year, number.")
    title: str = column("What it is, in a few words.")
    place: str = column("Where, in words; may be empty.")
    description: str = column("More about it; may be empty.")
    severity: FindingSeverity = column("How grave it is.")
    severity_label: Label = labelled("severity", "The severity in words.")
    level: NetworkLevel = column("Level that answers for it now.")
    level_label: Label = labelled("level", "The level in words.")
    state: HazardState = column("Where it is on its way.")
    state_label: Label = labelled("state", "The state in words.")
    arose_on: date | None = column("Day on which it is believed to have arisen; null if unknown.")
    valid_from: date = column("Day on which it was found.", name="foundOn")
    due_on: date = column("Last day in time for closing it.")
    disposed_on: date | None = column("Day on which it was disposed of; null before.")
    disposal: str = column("How it was disposed of; empty before.")
    closed_on: date | None = column("Day on which it was verified and closed; null before.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("Where it is.")
    handler: Region | None = to_one("The region whose level answers for it now; null when out of scope.")
    work: Work | None = to_one("The work, if it is in one.")
    reporter: Organization | None = to_one("The body that reported it; null when out of scope.")
    assignee: Organization | None = to_one("Who is to dispose of it; null before or out of scope.")
    disposed_by: Principal | None = to_one("Who recorded the disposal; null before.")
    closed_by: Principal | None = to_one("Who closed it: somebody else; null before.")
    steps: list[HazardStepTaken] = to_many("Its way so far, in order.", order=("ordinal",))
    findings: list[Annotated[Finding, strawberry.lazy("api.findings")]] = to_many(
        "Findings opened because of it, the earliest deadline first.", order=("due_on", "id")
    )

    @strawberry.field(description="Whether it should have been closed before today.")
    def overdue(self: Any, info: Info) -> bool:
        """Tell whether it is overdue."""
        return bool(self.state not in hazards.ENDED and self.due_on < info.context.today)


@table_type(tables.HazardStepTaken, "One dated step of a hazard.")
class HazardStepTaken(Node):
    """A step."""

    ordinal: int = column("Place in the hazard's way, from 1.")
    step: HazardStep = column("What was done.")
    step_label: Label = labelled("step", "The step in words.")
    level: NetworkLevel = column("Level that answers after it.")
    level_label: Label = labelled("level", "The level in words.")
    valid_from: date = column("Day on which it was taken.", name="takenOn")
    note: str = column("Why or how; may be empty.")
    organization: Organization | None = to_one("Who reported it, or to whom it was assigned; null otherwise.")
    hazard: Hazard | None = to_one("The hazard.")


@strawberry.input(description="Which hazards to show; every part given must hold.")
class HazardFilter:
    """A choice of hazards."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    state: HazardState | None = strawberry.field(default=None, description="Only this state.")
    severity: FindingSeverity | None = strawberry.field(default=None, description="Only this severity.")
    level: NetworkLevel | None = strawberry.field(
        default=None, description="Only those this level answers for now."
    )
    overdue: bool = strawberry.field(
        default=False, description="Only those past their deadline and not ended, when true."
    )
    work_id: strawberry.ID | None = strawberry.field(default=None, description="Only of this work.")


@strawberry.type(description="Calendar days that some hazards took; percentiles by nearest rank.")
class HazardDurations:
    """Days of some hazards."""

    known: int = strawberry.field(description="Hazards of which the days are known.")
    median_days: int | None = strawberry.field(description="Median in days; null without any.")
    ninety_days: int | None = strawberry.field(
        description="Days within which 90 % of them were; null without any."
    )


@strawberry.type(description="Figures of the hazards of a region or of a level.")
class HazardTimes:
    """One line of the report."""

    region: Region | None = strawberry.field(
        description="The region, with everything below; null for a level."
    )
    level: NetworkLevel | None = strawberry.field(
        description="Level at which the hazards lie; null for a region."
    )
    level_label: Label | None = strawberry.field(description="The level in words; null for a region.")
    found: int = strawberry.field(description="Hazards found in the time, dismissed ones left out.")
    open: int = strawberry.field(description="Those not closed at its end.")
    overdue: int = strawberry.field(description="Those of them past their deadline.")
    oldest_open_days: int | None = strawberry.field(
        description="Days since the oldest of them was found; null without any."
    )
    discovery: HazardDurations = strawberry.field(
        description="From arising to being found, where it is known when it arose."
    )
    disposal: HazardDurations = strawberry.field(description="From being found to being disposed of.")
    closing: HazardDurations = strawberry.field(description="From being found to being closed.")


@strawberry.type(description="How long hazards take, as a whole, by region and by level.")
class HazardReport:
    """The report."""

    since: date = strawberry.field(description="First day of the time.")
    on: date = strawberry.field(description="Last day of the time.")
    whole: HazardTimes = strawberry.field(description="The region with everything below.")
    regions: list[HazardTimes] = strawberry.field(
        description="The regions directly below that have any, by code."
    )
    levels: list[HazardTimes] = strawberry.field(
        description="The levels at which hazards lie, from the city down."
    )


def _times(line: hazards.HazardTimes) -> HazardTimes:
    """Return one line of the report."""
    names = ("level", "found", "open", "overdue", "oldest_open_days")
    durations: dict[str, Any] = {
        name: HazardDurations(known=days.known, median_days=days.median_days, ninety_days=days.ninety_days)
        for name, days in (
            ("discovery", line.discovery),
            ("disposal", line.disposal),
            ("closing", line.closing),
        )
    }
    return HazardTimes(
        region=shown(line.region),
        level_label=None if line.level is None else label(line.level),
        **{name: getattr(line, name) for name in names},
        **durations,
    )


def _chosen(info: Info, choice: HazardFilter | None) -> Any:
    """Return the hazards a filter names."""
    listed = rows(info.context.viewer, tables.Hazard)
    if choice is None:
        return listed
    listed = listed.filter(within(info, choice.within_id))
    told = {"state": choice.state, "severity": choice.severity, "level": choice.level}
    listed = listed.filter(**{name: value for name, value in told.items() if value is not None})
    if choice.overdue:
        listed = listed.filter(state__not_in=list(hazards.ENDED), due_on__lt=info.context.today)
    if choice.work_id is not None:
        listed = listed.filter(work_id__in=visible(info, tables.Work, choice.work_id))
    return listed


@strawberry.type
class HazardQuery:
    """Queries about hazards."""

    @strawberry.field(description="One hazard; null when unknown or out of scope.")
    async def hazard(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> Hazard | None:
        """Return a hazard."""
        return shown(await find(info, tables.Hazard, id))

    @strawberry.field(description="Hazards within the caller's reach, the earliest deadline first.")
    async def hazards(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[HazardFilter | None, strawberry.argument(description="Which hazards.")] = None,
    ) -> Connection[Hazard]:
        """Return a page of hazards."""
        return await page(_chosen(info, filter), Sort("due_on"), first, after)

    @strawberry.field(
        description="Days to discovery, disposal and closing, by region and level; null out of scope."
    )
    async def hazard_report(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
        since: Annotated[date, strawberry.argument(description="First day on which hazards were found.")],
        on: Annotated[date | None, strawberry.argument(description="Last day; today when absent.")] = None,
    ) -> HazardReport | None:
        """Return the report."""
        region = row_id(region_id, tables.Region)
        day = on or info.context.today
        try:
            report = await hazards.hazard_report(info.context.viewer, region, since=since, on=day)
        except NotFound:
            return None
        return HazardReport(
            since=report.since,
            on=report.on,
            whole=_times(report.whole),
            regions=[_times(line) for line in report.regions],
            levels=[_times(line) for line in report.levels],
        )
