"""The parts of a readiness rating as the schema words them; `api.readiness_shown` makes them."""

from __future__ import annotations

from datetime import date

import strawberry

from api.enums import Label
from registry.codes import ActionKind, CapKind, DataAge, EquipmentState, Measure, ReadinessArea, SourceMark

OF_RECORDS = "Global ids, as `node` takes them; people out of scope are left out."


@strawberry.type(description="One exact fraction of a rating, and how far it is from the next level.")
class MeasureReadiness:
    """A fraction."""

    measure: Measure = strawberry.field(description="Which fraction.")
    measure_label: Label = strawberry.field(description="The same in words.")
    numerator: int = strawberry.field(
        description="What counts: persons, posts or items; of training, quarters of weighted credit."
    )
    denominator: int = strawberry.field(
        description="Of how much, in the same unit; 0 when the measure is not applicable."
    )
    shown: str = strawberry.field(
        description="The percentage, rounded down to 0.1 %; a dash when not applicable."
    )
    level: int | None = strawberry.field(description="Level 1 (best) to 4; null when not applicable.")
    next_percent: int | None = strawberry.field(
        description="Percentage of the next better level; null at level 1 or when not applicable."
    )
    missing: int | None = strawberry.field(
        description="Units missing to reach it, as the numerator counts; null when there is no better level."
    )
    counted_ids: list[strawberry.ID] = strawberry.field(
        description=f"The records that count towards the numerator. {OF_RECORDS}"
    )
    lacking_ids: list[strawberry.ID] = strawberry.field(
        description="The records that are asked for or held and do not count; what was never recorded is in"
        f" no list. {OF_RECORDS}"
    )


@strawberry.type(description="One of the four areas of a rating.")
class AreaReadiness:
    """An area."""

    area: ReadinessArea = strawberry.field(description="Which area.")
    area_label: Label = strawberry.field(description="The same in words.")
    level: int | None = strawberry.field(
        description="The worst of its fractions and key lines before caps, 1 to 4; null when nothing applies."
    )
    data_age: DataAge = strawberry.field(
        description="How long ago its oldest record was confirmed; one grade lower on the team's own word."
    )
    data_age_label: Label = strawberry.field(description="The same in words.")
    confirmed_on: date | None = strawberry.field(
        description="Oldest day on which one of its records was last confirmed; null without records."
    )
    oldest_ids: list[strawberry.ID] = strawberry.field(
        description=f"The records last confirmed that day, which set the data age. {OF_RECORDS}"
    )
    measures: list[MeasureReadiness] = strawberry.field(description="Its fractions.")


@strawberry.type(description="What keeps a rating from being better, whatever its fractions say.")
class CapReadiness:
    """A cap that fired."""

    kind: CapKind = strawberry.field(description="Which cap.")
    kind_label: Label = strawberry.field(description="The same in words.")
    level: int = strawberry.field(description="Best level it leaves, 2 to 4.")
    sentence: Label = strawberry.field(description="Why it fired, as a sentence.")
    since: date | None = strawberry.field(description="First day on which it held; null if unknown.")
    subject_id: strawberry.ID | None = strawberry.field(
        description="The finding, or the part in an execution, behind it; null where it is none of both."
    )


@strawberry.type(description="One required line of equipment.")
class LineReadiness:
    """A line."""

    kind: Label = strawberry.field(description="Kind of equipment.")
    key: bool = strawberry.field(description="Whether it is a key line, which caps its area.")
    required: int = strawberry.field(description="Items required.")
    held: int = strawberry.field(description="Items held.")
    serviceable: int = strawberry.field(description="Items held that are serviceable and inspected.")
    on_hand_level: int | None = strawberry.field(
        description="Level of held to required; counts for key lines."
    )
    serviceable_level: int | None = strawberry.field(
        description="Level of serviceable to held; null when nothing is held; counts for key lines."
    )


@strawberry.type(description="The credit of one training requirement, which decays with time.")
class TrainingCredit:
    """A credit."""

    kind: str = strawberry.field(description="Code of the exercise kind.")
    kind_label: Label = strawberry.field(description="The kind in words.")
    weight: int = strawberry.field(description="Weight of the requirement, 1 or more.")
    credit_quarters: int = strawberry.field(description="Credit in quarters: 4 is full, 0 none.")
    held_on: date | None = strawberry.field(
        description="Day of the execution that counts; null if none does."
    )
    age_days: int | None = strawberry.field(description="Its age in days; null if none counts.")
    lapses_on: date | None = strawberry.field(
        description="First day without full credit; null if none counts."
    )
    gone_on: date | None = strawberry.field(description="First day without any credit; null if none counts.")
    halved_for: Label | None = strawberry.field(description="Why it was halved; null if it was not.")
    execution_team_id: strawberry.ID | None = strawberry.field(
        description="The team's part in the execution that counts; null if none does."
    )


@strawberry.type(description="A post nobody fills.")
class EmptyPost:
    """A post left over by the matching."""

    title: Label = strawberry.field(description="Title of the post.")
    key: bool = strawberry.field(description="Whether it is a key post.")
    qualification: Label | None = strawberry.field(
        description="Qualification its holder must have; null when anybody may hold it."
    )
    lapsed_references: list[str] = strawberry.field(
        description="Available members who held that qualification once, by pseudonym; those out of scope"
        " are left out."
    )
    lapsed_count: int = strawberry.field(description="How many members that are, those out of scope too.")
    record_id: strawberry.ID = strawberry.field(
        description="The post; for another task than peace, the requirement it comes from."
    )


@strawberry.type(description="A post and the member who fills it in the matching, wherever appointed.")
class FilledPost:
    """A post that was matched."""

    post_id: strawberry.ID = strawberry.field(
        description="The post; for another task than peace, the requirement it comes from."
    )
    reference: str | None = strawberry.field(description="The member by pseudonym; null when out of scope.")


@strawberry.type(description="A member who fills no post.")
class IdleMember:
    """A member left over by the matching."""

    reference: str | None = strawberry.field(description="Pseudonym; null when the person is out of scope.")
    person_id: strawberry.ID | None = strawberry.field(description="The person; null when out of scope.")
    why: Label = strawberry.field(description="Why.")


@strawberry.type(description="An item of equipment that does not count as serviceable.")
class FailingItem:
    """An item that fails."""

    item_id: strawberry.ID = strawberry.field(description="The item.")
    kind: Label = strawberry.field(description="Kind of equipment.")
    quantity: int = strawberry.field(description="Items in the lot.")
    state: EquipmentState = strawberry.field(description="Its state on the day.")
    state_label: Label = strawberry.field(description="The same in words.")
    why: Label = strawberry.field(description="Why it does not count.")
    since: date | None = strawberry.field(description="Since when its inspection is overdue; null otherwise.")


@strawberry.type(description="One figure a rating was made by, and what stands behind it.")
class RatingFigure:
    """A figure of the rules."""

    code: str = strawberry.field(description="Code of the figure.")
    title: Label = strawberry.field(description="What it says.")
    value: int = strawberry.field(description="Its value, in `unit`.")
    unit: str = strawberry.field(description="Unit of the value.")
    mark: SourceMark = strawberry.field(description="How sure its source is.")
    mark_label: Label = strawberry.field(description="The same in words.")
    citation: str = strawberry.field(description="Where it comes from.")


@strawberry.type(description="Something that would lift an area, a cap or the team; checked by rating again.")
class ReadinessAction:
    """An action."""

    kind: ActionKind = strawberry.field(description="What is done.")
    kind_label: Label = strawberry.field(description="The same in words.")
    sentence: Label = strawberry.field(description="What to do, how much of it, without names of people.")
    days: int = strawberry.field(description="Days it typically takes (assumed).")
    area: ReadinessArea | None = strawberry.field(description="The area it lifts; null if a cap or a set.")
    cap: CapKind | None = strawberry.field(
        description="The cap it frees; null if it lifts an area or is a set."
    )
    area_level: int | None = strawberry.field(
        description="Level of that area after it; null without an area."
    )
    level: int | None = strawberry.field(description="Level of the team after it, and nothing else.")
    lifts: bool = strawberry.field(description="Whether the team's level becomes better by it alone.")
