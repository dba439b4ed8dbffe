"""What teams must have: team types with their requirements, and kinds of qualifications."""

from __future__ import annotations

from datetime import date

import strawberry

from api.context import Info
from api.enums import Label
from api.nodes import Node, column, labelled, table_type, to_many, to_one
from api.organizations import RuleSource
from api.pages import After, Connection, First, Sort, page
from registry import tables
from registry.access import rows
from registry.codes import TaskState, TeamCategory, TeamGrade


@table_type(tables.QualificationType, "A kind of qualification.")
class QualificationType(Node):
    """A kind of qualification."""

    code: str = column("Code, unique.")
    name: str = column("Name in Chinese.")
    name_en: str = column("Name in English.")
    validity_months: int = column("How long a grant holds from its issue, in months.")
    issuer: str = column("Who issues it.")
    lead_days: int | None = column("Days before the end from which it counts as expiring; 90 when null.")
    valid_to: date | None = column("First day on which it is no longer granted; null while it is.")
    supersedes: QualificationType | None = to_one("The kind nobody needs any more who holds this one.")


@table_type(tables.TeamType, "What a team of one category and grade must have.")
class TeamType(Node):
    """A team type."""

    code: str = column("Code, unique.")
    name: str = column("Name in Chinese.")
    name_en: str = column("Name in English.")
    category: TeamCategory = column("What its teams are for.")
    category_label: Label = labelled("category", "The category in words.")
    grade: TeamGrade = column("Capability grade; I is the most capable.")
    assembly_minutes: int = column("Time to assemble, in minutes.")
    self_sufficiency_hours: int = column("How long a team can do without support, in hours.")
    source: RuleSource | None = to_one("Where these figures come from.")
    post_requirements: list[PostRequirement] = to_many("Posts it must have.", order=("title", "id"))
    equipment_requirements: list[EquipmentRequirement] = to_many(
        "Equipment it must have.", order=("kind", "id")
    )


@table_type(tables.PostRequirement, "Posts of one title a team type must have.")
class PostRequirement(Node):
    """Posts of one title."""

    title: str = column("Title in Chinese.")
    title_en: str = column("Title in English.")
    posts: int = column("How many posts.")
    key: bool = column("Whether they are key posts.")
    task_state: TaskState | None = column("Only for this task, instead of the rows without; null for any.")
    qualification_type: QualificationType | None = to_one("The qualification holders need, if any.")


@table_type(tables.EquipmentRequirement, "Items of one kind a team type must have.")
class EquipmentRequirement(Node):
    """Equipment of one kind."""

    kind: str = column("Kind in Chinese.")
    kind_en: str = column("Kind in English.")
    quantity: int = column("How many items.")
    key: bool = column("Whether this is a key line.")
    task_state: TaskState | None = column("Only for this task, instead of the rows without; null for any.")


@strawberry.type
class StandardQuery:
    """Queries about what teams must have."""

    @strawberry.field(description="Team types, by code.")
    async def team_types(self, info: Info, first: First, after: After = None) -> Connection[TeamType]:
        """Return a page of team types."""
        return await page(rows(info.context.viewer, tables.TeamType), Sort("code"), first, after)

    @strawberry.field(description="Kinds of qualifications, by code.")
    async def qualification_types(
        self, info: Info, first: First, after: After = None
    ) -> Connection[QualificationType]:
        """Return a page of kinds of qualifications."""
        return await page(rows(info.context.viewer, tables.QualificationType), Sort("code"), first, after)
