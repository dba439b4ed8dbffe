"""Rule texts an office fills in itself, and the figures that stand in for them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry

from api.access import act, reason_field
from api.context import Info
from api.enums import Label
from api.nodes import Node, column, labelled, row_id, shown, table_type, to_many, to_one
from api.pages import After, Connection, First, Sort, page
from api.principals import Principal
from api.problems import AccessDenied, InvalidValue, NotFound, StaleVersion
from api.regions import Region
from registry import tables
from registry.access import rows
from registry.codes import RuleSubject, SourceMark
from registry.rules import fill_rule, set_figure


@table_type(tables.RuleText, "The text of a rule; blank while nobody who has it has filled it in.")
class RuleText(Node):
    """A rule text."""

    code: str = column("Code of the rule; one row for everybody, and at most one for each office.")
    title: str = column("Title in Chinese.")
    title_en: str = column("Title in English.")
    subject: RuleSubject = column("What it is about.")
    subject_label: Label = labelled("subject", "The subject in words.")
    text: str | None = column("The text in Chinese; null while blank.")
    text_en: str | None = column("The text in English; null if there is none.")
    mark: SourceMark = column("How far it can be believed.")
    mark_label: Label = labelled("mark", "The mark in words.")
    citation: str = column("What is known about the rule, and where from.")
    filled_on: date | None = column("Day of the present wording; null while blank.")
    version: int = column("Version for optimistic locking, from 1.")
    filled_by: Principal | None = to_one("Who worded it; null while blank or out of scope.")
    region: Region | None = to_one("Whose text it is; null for everybody's, or when out of scope.")
    figures: list[RuleFigure] = to_many(
        "Numbers that stand in for the rule, each office's own among them.", order=("code", "id")
    )

    @strawberry.field(
        description="Whether the text is missing: it is not public and nobody has filled it in."
    )
    def blank(self: Any) -> bool:
        """Tell whether nobody has filled the text in."""
        return bool(self.blank)


@table_type(tables.RuleFigure, "A number that stands in for a rule.")
class RuleFigure(Node):
    """A figure."""

    code: str = column("Code of the figure; one row for everybody, and at most one for each office.")
    title: str = column("Title in Chinese.")
    title_en: str = column("Title in English.")
    value: int = column("The number, in `unit`.")
    unit: str = column("What it counts.")
    mark: SourceMark = column("How far it can be believed.")
    mark_label: Label = labelled("mark", "The mark in words.")
    citation: str = column("Where it comes from; may be empty.")
    version: int = column("Version for optimistic locking, from 1.")
    rule: RuleText | None = to_one("The rule it stands in for.")
    region: Region | None = to_one("Whose figure it is; null for everybody's, or when out of scope.")


@strawberry.input(description="Which rule texts to list; every part given must hold.")
class RuleTextFilter:
    """A choice of rule texts."""

    subject: RuleSubject | None = strawberry.field(default=None, description="Only this subject.")
    blank: bool | None = strawberry.field(
        default=None, description="Only blank ones when true, only filled ones when false."
    )


@strawberry.type
class RuleRecordQuery:
    """Queries about rule texts."""

    @strawberry.field(description="Rule texts: everybody's, and those of offices within or above reach.")
    async def rule_texts(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[RuleTextFilter | None, strawberry.argument(description="Which texts.")] = None,
    ) -> Connection[RuleText]:
        """Return a page of rule texts."""
        listed = rows(info.context.viewer, tables.RuleText)
        if filter is not None:
            if filter.subject is not None:
                listed = listed.filter(subject=filter.subject)
            if filter.blank is not None:
                listed = listed.filter(filled_on__isnull=filter.blank)
        return await page(listed, Sort("code"), first, after)


@strawberry.input(description="Fills a rule text in for a region and everything below it.")
class FillRuleTextInput:
    """Input of `fillRuleText`."""

    region_id: strawberry.ID = strawberry.field(description="The office's region.")
    code: str = strawberry.field(description="Code of the rule.")
    text: str = strawberry.field(description="The text in Chinese.")
    reason: str = reason_field()
    text_en: str | None = strawberry.field(default=None, description="The text in English.")
    mark: SourceMark = strawberry.field(default=SourceMark.SOURCED, description="How far it can be believed.")
    citation: str = strawberry.field(default="", description="Where it comes from.")
    expected_version: int | None = strawberry.field(
        default=None, description="Version of the office's own row; absent when it has none."
    )


@strawberry.input(description="Sets a figure for a region and everything below it.")
class SetRuleFigureInput:
    """Input of `setRuleFigure`."""

    region_id: strawberry.ID = strawberry.field(description="The office's region.")
    code: str = strawberry.field(description="Code of the figure.")
    value: int = strawberry.field(description="The number, 0 or more, in the figure's unit.")
    mark: SourceMark = strawberry.field(description="How far it can be believed.")
    reason: str = reason_field()
    citation: str = strawberry.field(default="", description="Where it comes from.")
    expected_version: int | None = strawberry.field(
        default=None, description="Version of the office's own row; absent when it has none."
    )


FillRuleTextPayload = Annotated[
    RuleText | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("FillRuleTextPayload", description="The office's own text, or why not."),
]


@strawberry.type(description="A figure was set for an office.")
class RuleFigureSet:
    """Answer of `setRuleFigure`; the figure's own fields would clash with those of a problem."""

    figure: RuleFigure = strawberry.field(description="The office's own figure.")


SetRuleFigurePayload = Annotated[
    RuleFigureSet | NotFound | AccessDenied | InvalidValue | StaleVersion,
    strawberry.union("SetRuleFigurePayload", description="The office's own figure, or why not."),
]


@strawberry.type
class RuleRecordMutation:
    """Changes of rule texts and figures."""

    @strawberry.mutation(description="Fill a rule text in for a region; the blank one stays for others.")
    async def fill_rule_text(
        self, info: Info, input: Annotated[FillRuleTextInput, strawberry.argument(description="The text.")]
    ) -> FillRuleTextPayload:
        """Fill a rule text in."""
        filled = await fill_rule(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.region_id, tables.Region),
            input.code,
            text=input.text,
            text_en=input.text_en,
            mark=input.mark,
            citation=input.citation,
            expected_version=input.expected_version,
        )
        return shown(filled)

    @strawberry.mutation(description="Set a figure for a region; the default stays for others.")
    async def set_rule_figure(
        self, info: Info, input: Annotated[SetRuleFigureInput, strawberry.argument(description="The figure.")]
    ) -> SetRuleFigurePayload:
        """Set a figure."""
        made = await set_figure(
            info.context.viewer,
            act(info, input.reason),
            row_id(input.region_id, tables.Region),
            input.code,
            value=input.value,
            mark=input.mark,
            citation=input.citation,
            expected_version=input.expected_version,
        )
        return RuleFigureSet(figure=shown(made))
