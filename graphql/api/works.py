"""Civil-defence works: the register, what was found out about them, and their figures on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from api.context import Info
from api.enums import Label, label
from api.nodes import Node, column, find, labelled, row_id, shown, table_type, to_many, to_one
from api.organizations import Organization
from api.pages import After, Connection, First, Sort, page
from api.regions import Region, within
from registry import tables
from registry.access import rows
from registry.codes import (
    ProtectionGrade,
    StructuralGrade,
    StructuralMethod,
    SurveyMethod,
    WorkClass,
    WorkKind,
)
from registry.errors import NotFound
from registry.periods import in_force
from registry.works.figures import work_figures

if TYPE_CHECKING:
    from api.certificates import UseCertificate
    from api.shelters import ParkingFact, ShelterOpening
    from api.work_projects import WorkProject


@table_type(tables.Work, "A civil-defence work; the place is rough, nothing confidential is kept.")
class Work(Node):
    """A work."""

    code: str = column("Code of the work, unique.")
    name: str = column("Name in Chinese.")
    address: str = column("Street line; may be empty.")
    kind: WorkKind = column("How it came to be.")
    kind_label: Label = labelled("kind", "The kind in words.")
    grade: ProtectionGrade = column("Protection class as published.")
    grade_label: Label = labelled("grade", "The class in words.")
    area_m2: int = column("Floor area in m².", name="areaM2")
    built_year: int | None = column("Year it was built; null if unknown.")
    latitude: float | None = column("Latitude in degrees north, WGS 84, to about 1 km; null if not kept.")
    longitude: float | None = column("Longitude in degrees east, WGS 84, to about 1 km; null if not kept.")
    version: int = column("Version for optimistic locking, from 1.")
    region: Region | None = to_one("The community or managed estate it hangs on.")
    owner: Organization | None = to_one("Who owns it; null if unknown or out of scope.")
    maintainer: Organization | None = to_one("Who maintains it; null if unknown or out of scope.")
    surveys: list[WorkSurvey] = to_many("Surveys, the oldest first.", order=("valid_from", "id"))
    structural_tests: list[StructuralTest] = to_many(
        "Structural tests, the oldest first.", order=("valid_from", "id")
    )
    classifications: list[WorkClassification] = to_many(
        "Every decision on its class, the oldest first.", order=("valid_from", "id")
    )
    projects: list[Annotated[WorkProject, strawberry.lazy("api.work_projects")]] = to_many(
        "Projects that built or rebuild it, by code.", order=("code",)
    )
    use_certificates: list[Annotated[UseCertificate, strawberry.lazy("api.certificates")]] = to_many(
        "Applications for peacetime-use certificates, the oldest first.", order=("valid_from", "id")
    )
    shelter_openings: list[Annotated[ShelterOpening, strawberry.lazy("api.shelters")]] = to_many(
        "When it stood open to the public, the oldest first.", order=("valid_from", "id")
    )
    parking_facts: list[Annotated[ParkingFact, strawberry.lazy("api.shelters")]] = to_many(
        "Its parking bays over time, the oldest first.", order=("valid_from", "id")
    )

    @strawberry.field(description="The decision on its class in force today; null while it has none.")
    async def classification(self: Any, info: Info) -> WorkClassification | None:
        """Return the classification in force."""
        order = ("valid_from", "id")
        found = await info.context.loaders.children(self, "classifications", order, current=True)
        return shown(found[-1]) if found else None


@table_type(tables.WorkSurvey, "A survey of a work.")
class WorkSurvey(Node):
    """A survey."""

    valid_from: date = column("Day of the survey.", name="surveyedOn")
    method: SurveyMethod = column("How it was surveyed.")
    method_label: Label = labelled("method", "The method in words.")
    surveyor: str = column("Who surveyed it.")
    drawings: str = column("Drawings on file; may be empty.")
    area_m2: int | None = column("Area measured, in m²; null if not measured.", name="areaM2")
    work: Work | None = to_one("The work.")


@table_type(tables.StructuralTest, "A structural safety test of a work.")
class StructuralTest(Node):
    """A structural test."""

    valid_from: date = column("Day of the test.", name="testedOn")
    valid_to: date | None = column("Day on which its result lapses; null if never.", name="validUntil")
    method: StructuralMethod = column("How it was tested.")
    method_label: Label = labelled("method", "The method in words.")
    tester: str = column("Who tested it.")
    grade: StructuralGrade = column("The result.")
    grade_label: Label = labelled("grade", "The result in words.")
    report_number: str = column("Number of the report; may be empty.")
    work: Work | None = to_one("The work.")


@table_type(tables.WorkClassification, "A decision that put a work into one of the four classes: an event.")
class WorkClassification(Node):
    """A classification."""

    usage_class: WorkClass = column("The class.")
    class_label: Label = labelled("usage_class", "The class in words.")
    valid_from: date = column("Day of the decision.", name="decidedOn")
    valid_to: date | None = column("Day of the decision that followed; null while it stands.", name="until")
    basis: str = column("Document the decision rests on.")
    disposal_plan: str = column("What happens to a work that goes out of use; may be empty.")
    decided_by: str = column("Who decided.")
    work: Work | None = to_one("The work.")


@strawberry.input(description="Which works to list; every part given must hold.")
class WorkFilter:
    """A choice of works."""

    within_id: strawberry.ID | None = strawberry.field(
        default=None, description="Only this region and those below it."
    )
    kind: WorkKind | None = strawberry.field(default=None, description="Only this kind.")
    usage_class: WorkClass | None = strawberry.field(
        default=None, description="Only works in this class today."
    )
    unclassified: bool = strawberry.field(
        default=False, description="Only works without a class today, when true."
    )
    code_prefix: str | None = strawberry.field(
        default=None, description="Only codes that begin with these characters."
    )


def _chosen(info: Info, choice: WorkFilter | None) -> QuerySet[tables.Work]:
    """Return the works a filter names."""
    listed = rows(info.context.viewer, tables.Work)
    if choice is None:
        return listed
    listed = listed.filter(within(info, choice.within_id))
    if choice.kind is not None:
        listed = listed.filter(kind=choice.kind)
    if choice.code_prefix:
        listed = listed.filter(code__startswith=choice.code_prefix)
    classes = rows(info.context.viewer, tables.WorkClassification).filter(in_force(info.context.today))
    if choice.usage_class is not None:
        of_class = classes.filter(usage_class=choice.usage_class).values("work_id")
        listed = listed.filter(id__in=Subquery(of_class))
    if choice.unclassified:
        listed = listed.filter(id__not_in=Subquery(classes.values("work_id")))
    return listed


@strawberry.type(description="How many works are in one class.")
class ClassCount:
    """One line of the count by class."""

    usage_class: WorkClass = strawberry.field(description="The class.")
    class_label: Label = strawberry.field(description="The class in words.")
    works: int = strawberry.field(description="Works in the class on the day.")


@strawberry.type(description="Figures about the works of a region and everything below it, on a day.")
class WorkFigures:
    """The figures an office reports; each is derived from dated facts."""

    on: date = strawberry.field(description="The day of the figures.")
    since: date = strawberry.field(description="First day from which acceptances are counted.")
    works: int = strawberry.field(description="Works in the register.")
    area_m2: int = strawberry.field(description="Their floor area in m².", name="areaM2")
    by_class: list[ClassCount] = strawberry.field(description="Works in each of the four classes.")
    certificates_issued: int = strawberry.field(description="Certificates ever issued by that day.")
    certificates_in_force: int = strawberry.field(description="Certificates in force on that day.")
    acceptances: int = strawberry.field(description="Projects accepted from `since` to the day.")
    accepted_area_m2: int = strawberry.field(description="Their accepted area in m².", name="acceptedAreaM2")
    shelters_open: int = strawberry.field(description="Works open to the public on that day.")
    shelter_capacity_persons: int = strawberry.field(description="Persons they take at once.")
    parking_bays: int = strawberry.field(description="Parking bays offered to the public on that day.")


@strawberry.type
class WorkQuery:
    """Queries about works."""

    @strawberry.field(description="One civil-defence work; null when unknown or out of scope.")
    async def work(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")]
    ) -> Work | None:
        """Return a work."""
        return shown(await find(info, tables.Work, id))

    @strawberry.field(description="Civil-defence works within the caller's reach, by code.")
    async def works(
        self,
        info: Info,
        first: First,
        after: After = None,
        filter: Annotated[WorkFilter | None, strawberry.argument(description="Which works.")] = None,
    ) -> Connection[Work]:
        """Return a page of works."""
        return await page(_chosen(info, filter), Sort("code"), first, after)

    @strawberry.field(
        description="Works, certificates, acceptances, shelters and parking bays on a day; null out of scope."
    )
    async def work_figures(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
        since: Annotated[date, strawberry.argument(description="First day from which acceptances count.")],
        on: Annotated[
            date | None, strawberry.argument(description="Day of the figures; today when absent.")
        ] = None,
    ) -> WorkFigures | None:
        """Return the figures of a region."""
        day = on or info.context.today
        try:
            figures = await work_figures(
                info.context.viewer, row_id(region_id, tables.Region), on=day, since=since
            )
        except NotFound:
            return None
        counts = [
            ClassCount(usage_class=each, class_label=label(each), works=works)
            for each, works in figures.by_class.items()
        ]
        names = [name for name in type(figures).__dataclass_fields__ if name != "by_class"]
        return WorkFigures(by_class=counts, **{name: getattr(figures, name) for name in names})
