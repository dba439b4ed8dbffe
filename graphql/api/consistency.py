"""The list a registrar works down: what the consistency rules found, and how an office has set them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import (
    NAMES,
    Node,
    column,
    find,
    global_id,
    labelled,
    nowhere,
    parse_id,
    shown,
    table_type,
    to_one,
)
from api.pages import After, Connection, First, Sort, page
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.codes import IssueSeverity, IssueState
from registry.consistency.catalog import RULES
from registry.consistency.issues import accepted_on, gone_by, on_the_list
from registry.consistency.rule import Rule


@strawberry.type(description="A consistency rule: what it finds, and what to do about it.")
class ConsistencyRule:
    """A rule as it ships; offices may set it differently."""

    code: str = strawberry.field(description="Stable code.")
    subject: str = strawberry.field(description="Kind of record it is about, as the registry stores it.")
    severity: IssueSeverity = strawberry.field(description="How bad a finding is.")
    severity_label: Label = strawberry.field(description="The severity in words.")
    title: Label = strawberry.field(description="What is wrong, in a few words.")
    fix: Label = strawberry.field(description="What to do about it.")
    mutation: str | None = strawberry.field(description="Mutation that does it, when there is one.")
    threshold: int | None = strawberry.field(description="Its figure; null for a rule without one.")
    unit: str | None = strawberry.field(description="What the figure counts.")
    mark_label: Label = strawberry.field(description="How far its figure can be believed.")
    citation: str = strawberry.field(description="Where it comes from.")


def _rule(rule: Rule) -> ConsistencyRule:
    """Return a rule as the schema words it."""
    return ConsistencyRule(
        code=rule.code,
        subject=rule.subject,
        severity=rule.severity,
        severity_label=label(rule.severity),
        title=Label(zh=rule.title_zh, en=rule.title),
        fix=Label(zh=rule.fix_zh, en=rule.fix),
        mutation=rule.mutation,
        threshold=rule.threshold,
        unit=rule.unit,
        mark_label=label(rule.mark),
        citation=rule.citation,
    )


@table_type(tables.ConsistencyIssue, "A finding of a consistency rule about one record.")
class ConsistencyIssue(Node):
    """A finding."""

    severity: IssueSeverity = column("How bad it is.")
    severity_label: Label = labelled("severity", "The severity in words.")
    region: Region | None = to_one("The region of the record.")
    valid_from: date = column("Day it was first seen.", name="firstSeenOn")
    last_seen_on: date | None = column("Day of the latest run that found it; not kept, so null in the past.")
    closed_on: date | None = column("Day it was gone; null while it is there.")
    accepted_until: date | None = column("Until when it is off the list; null if it is on it.")
    accepted_reason: str | None = column("Why it was accepted.")
    version: int = column("Version for optimistic locking, from 1.")

    @strawberry.field(description="The rule that found it; null when that rule is no more.")
    def found_by(self: Any) -> ConsistencyRule | None:
        """Return the rule."""
        return _rule(RULES[self.rule]) if self.rule in RULES else None

    @strawberry.field(description="Global id of the record; null for a kind the API does not show.")
    def record_id(self: Any) -> strawberry.ID | None:
        """Return the record's global id."""
        names = {table.table_name(): name for table, name in NAMES.items()}
        name = names.get(self.record_table)
        return None if name is None else strawberry.ID(global_id(name, self.record_id))

    @strawberry.field(description="The finding in words; it names no personal data.")
    def sentence(self: Any) -> Label:
        """Return the finding in words."""
        rule = RULES.get(self.rule)
        english, chinese = rule.in_words(self.facts) if rule is not None else (self.rule, self.rule)
        return Label(zh=chinese, en=english)


#: State asked for → the condition of it on a day.
_STATES = {
    IssueState.OPEN: on_the_list,
    IssueState.ACCEPTED: accepted_on,
    IssueState.CLOSED: gone_by,
}


@strawberry.input(description="Which findings to list; every part given must hold.")
class ConsistencyIssueFilter:
    """A choice of findings."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    record_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only findings about this record, of any kind that has a global id."
    )
    rule: str | None = strawberry.field(default=None, description="Only findings of the rule with this code.")
    severity: IssueSeverity | None = strawberry.field(default=None, description="Only this severity.")
    state: IssueState = strawberry.field(
        default=IssueState.OPEN, description="Open, accepted for today, or gone."
    )


@strawberry.type
class ConsistencyQuery:
    """Queries about what the consistency rules found."""

    @strawberry.field(description="One finding; null when unknown or out of scope.")
    async def consistency_issue(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> ConsistencyIssue | None:
        """Return a finding."""
        return shown(await find(info, tables.ConsistencyIssue, id))

    @strawberry.field(description="Findings within the caller's reach, by rule.")
    async def consistency_issues(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[
            ConsistencyIssueFilter | None, strawberry.argument(description="Which findings.")
        ] = None,
    ) -> Connection[ConsistencyIssue]:
        """Return a page of findings."""
        choice = filter or ConsistencyIssueFilter()
        listed = rows(info.context.viewer, tables.ConsistencyIssue).filter(within(info, choice.within_id))
        listed = listed.filter(_STATES[choice.state](info.context.today))
        if choice.record_id is not None:
            named = parse_id(choice.record_id)
            listed = listed.filter(record_id=named[1] if named else nowhere(choice.record_id))
        if choice.rule is not None:
            listed = listed.filter(rule=choice.rule)
        if choice.severity is not None:
            listed = listed.filter(severity=choice.severity)
        return await page(listed, Sort("rule"), first, after)

    @strawberry.field(description="The consistency rules there are.")
    async def consistency_rules(self) -> list[ConsistencyRule]:
        """Return every rule, in the order of the documentation."""
        return [_rule(rule) for rule in RULES.values()]
