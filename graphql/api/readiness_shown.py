"""Words a rating as the schema does: labels, and references of people in scope alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import NAMES, global_id
from api.readiness_parts import (
    AreaReadiness,
    CapReadiness,
    EmptyPost,
    FailingItem,
    FilledPost,
    IdleMember,
    LineReadiness,
    MeasureReadiness,
    ReadinessAction,
    TrainingCredit,
)
from exercises import tables as exercise_tables
from exercises.readiness.rating_teams import Rated
from registry import tables
from registry.access import rows
from registry.codes import CapKind, EquipmentState
from registry.readiness.areas.training import QUARTERS
from registry.readiness.ratings import AreaRating, CapFired, CreditRating, MeasureRating
from registry.readiness.records.names import qualification_names
from registry.readiness.records.tracing import WHY, Source, SourceKind, Trace, oldest, post_source, traced
from registry.readiness.what_if.actions import actions
from registry.readiness.words import HALVED, Said
from registry.tables import Record

_TABLES: dict[SourceKind, type[Record]] = {
    SourceKind.PERSON: tables.Person,
    SourceKind.POST: tables.Post,
    SourceKind.POST_REQUIREMENT: tables.PostRequirement,
    SourceKind.EQUIPMENT: tables.EquipmentItem,
    SourceKind.EXECUTION: exercise_tables.ExecutionTeam,
}
_NOTHING = Trace((), ())


@dataclass(frozen=True, slots=True)
class Known:
    """
    What the ratings of one answer need besides their facts.

    `people` are the records, by pseudonym, of people in the viewer's scope; `qualifications` the names of
    kinds of qualifications by code.
    """

    people: Mapping[str, UUID]
    qualifications: Mapping[str, Said]


async def known(info: Info, rated: Sequence[Rated]) -> Known:
    """Return what some ratings need, in two statements."""
    references = {member.reference for each in rated for member in each.facts.members}
    viewer = info.context.viewer
    people: Any = rows(viewer, tables.Person).filter(reference__in=list(references))
    return Known(dict(await people.values_list("reference", "id")), await qualification_names(viewer))


def said(words: Said) -> Label:
    """Return a sentence or name as a label."""
    return Label(zh=words[0], en=words[1])


def record_id(table: type[Record], row_id: UUID | str) -> strawberry.ID:
    """Return the global id of a record; a type that is not in the schema is called as its table."""
    return strawberry.ID(global_id(NAMES.get(table, table.__name__), UUID(str(row_id))))


class Worded:
    """The parts of one rating in the schema's words."""

    def __init__(self, rated: Rated, known: Known) -> None:
        self._rated = rated
        self._rating = rated.rating
        self._known = known
        self._references = {each.person: each.reference for each in rated.facts.members}
        self._traces = traced(rated.facts, rated.rating)

    def _person(self, person: str) -> strawberry.ID | None:
        """Return the member's record in the team, if the viewer may see it."""
        row_id = self._known.people.get(self._references.get(person, ""))
        return None if row_id is None else record_id(tables.Person, row_id)

    def _reference(self, person: str) -> str | None:
        reference = self._references.get(person)
        return reference if reference in self._known.people else None

    def _ids(self, sources: Iterable[Source]) -> list[strawberry.ID]:
        ids = (
            self._person(each.id)
            if each.kind is SourceKind.PERSON
            else record_id(_TABLES[each.kind], each.id)
            for each in sources
        )
        return [each for each in ids if each is not None]

    def _post(self, post: str) -> strawberry.ID:
        return self._ids([post_source(post)])[0]

    def areas(self) -> list[AreaReadiness]:
        """Return the areas with their fractions."""
        return [self._area(each) for each in self._rating.areas]

    def _area(self, area: AreaRating) -> AreaReadiness:
        return AreaReadiness(
            area=area.area,
            area_label=label(area.area),
            level=area.level,
            data_age=area.data_age,
            data_age_label=label(area.data_age),
            confirmed_on=area.confirmed_on,
            oldest_ids=self._ids(oldest(self._rated.facts, self._rating, area)),
            measures=[self._measure(each) for each in area.measures],
        )

    def _measure(self, measure: MeasureRating) -> MeasureReadiness:
        trace = self._traces.get(measure.measure, _NOTHING)
        return MeasureReadiness(
            measure=measure.measure,
            measure_label=label(measure.measure),
            numerator=measure.numerator,
            denominator=measure.denominator,
            shown=measure.shown,
            level=measure.level,
            next_percent=measure.next_percent,
            missing=measure.missing,
            counted_ids=self._ids(trace.counted),
            lacking_ids=self._ids(trace.lacking),
        )

    def caps(self) -> list[CapReadiness]:
        """Return the caps that fired."""
        return [
            CapReadiness(
                kind=each.kind,
                kind_label=label(each.kind),
                level=each.level,
                sentence=said((each.sentence_zh, each.sentence)),
                since=each.since,
                subject_id=self._subject(each),
            )
            for each in self._rating.caps
        ]

    def _subject(self, cap: CapFired) -> strawberry.ID | None:
        of_kind: dict[CapKind, type[Record]] = {
            CapKind.FINDING: tables.Finding,
            CapKind.ASSESSMENT: exercise_tables.ExecutionTeam,
        }
        table = of_kind.get(cap.kind)
        return None if table is None else record_id(table, cap.subject)

    def lines(self) -> list[LineReadiness]:
        """Return the lines of equipment."""
        return [
            LineReadiness(
                kind=said((each.kind, each.kind_en)),
                key=each.key,
                required=each.required,
                held=each.held,
                serviceable=each.serviceable,
                on_hand_level=each.on_hand_level,
                serviceable_level=each.serviceable_level,
            )
            for each in self._rating.lines
        ]

    def credits(self) -> list[TrainingCredit]:
        """Return the credit of each requirement."""
        return [self._credit(each) for each in self._rating.credits]

    def _credit(self, credit: CreditRating) -> TrainingCredit:
        counted = credit.counted
        return TrainingCredit(
            kind=credit.kind,
            kind_label=said((credit.name, credit.name_en)),
            weight=credit.weight,
            credit_quarters=int(QUARTERS * credit.credit),
            held_on=credit.held_on,
            age_days=credit.age_days,
            lapses_on=credit.lapses_on,
            gone_on=credit.gone_on,
            halved_for=None if credit.halved_for is None else said(HALVED[credit.halved_for]),
            execution_team_id=None if counted is None else record_id(_TABLES[SourceKind.EXECUTION], counted),
        )

    def filled_posts(self) -> list[FilledPost]:
        """Return who fills which post."""
        filled = sorted((self._rating.matched or {}).items())
        return [FilledPost(post_id=self._post(post), reference=self._reference(who)) for post, who in filled]

    def empty_posts(self) -> list[EmptyPost]:
        """Return the posts nobody fills."""
        names = self._known.qualifications
        return [
            EmptyPost(
                title=said((each.title, each.title_en)),
                key=each.key,
                qualification=None
                if each.qualification is None
                else said(names.get(each.qualification, (each.qualification, each.qualification))),
                lapsed_references=[who for who in each.lapsed if who in self._known.people],
                lapsed_count=len(each.lapsed),
                record_id=self._post(each.post),
            )
            for each in self._rating.unmatched_posts
        ]

    def idle_members(self) -> list[IdleMember]:
        """Return the members who fill no post."""
        return [
            IdleMember(
                reference=self._reference(each.person),
                person_id=self._person(each.person),
                why=said(WHY[each.why]),
            )
            for each in self._rating.unmatched_members
        ]

    def actions(self) -> list[ReadinessAction]:
        """Return what would lift the rating, the most useful first."""
        rating, rated = self._rating, self._rated
        found = actions(rated.facts, rating.on, rated.rules, rating.task, self._known.qualifications)
        return [
            ReadinessAction(
                kind=each.kind,
                kind_label=label(each.kind),
                sentence=said((each.sentence_zh, each.sentence)),
                days=each.days,
                area=each.area,
                cap=each.cap,
                area_level=each.area_level,
                level=each.level,
                lifts=each.lifts,
            )
            for each in found
        ]

    def failing_items(self) -> list[FailingItem]:
        """Return the items that do not count as serviceable."""
        english = {each.kind: each.kind_en for each in self._rating.lines}
        return [
            FailingItem(
                item_id=record_id(tables.EquipmentItem, each.item),
                kind=said((each.kind, english.get(each.kind, each.kind))),
                quantity=each.quantity,
                state=EquipmentState(each.state),
                state_label=label(EquipmentState(each.state)),
                why=said(WHY[each.why]),
                since=each.since,
            )
            for each in self._rating.failing_items
        ]
