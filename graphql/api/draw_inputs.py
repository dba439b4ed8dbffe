"""What changes of double-random inspections are told: the inputs, and the drafts made of them."""

from __future__ import annotations

from datetime import date

import strawberry

from api.access import reason_field
from api.nodes import row_id
from registry import tables
from registry.codes import (
    DrawPool,
    ExclusionReason,
    InspectionMethod,
    InspectionObject,
    RelationKind,
    Strata,
)
from registry.draws.inspectors import InspectorDraft
from registry.draws.plans import PlanDraft


@strawberry.input(description="Puts an inspector on the register.")
class RegisterInspectorInput:
    """Input of `registerInspector`."""

    region_id: strawberry.ID = strawberry.field(description="Where they serve.")
    organization_id: strawberry.ID = strawberry.field(description="The body they belong to.")
    code: str = strawberry.field(description="Code, unique, at most 40 characters; it is published.")
    reason: str = reason_field()
    person_id: strawberry.ID | None = strawberry.field(
        default=None, description="A person of the register; or give a name."
    )
    name: str | None = strawberry.field(
        default=None, description="Name of somebody of another body, at most 60 characters; or give a person."
    )
    external: bool = strawberry.field(default=False, description="Whether the body is a third party.")
    specialty: InspectionObject | None = strawberry.field(
        default=None, description="The only kind of object they inspect; any kind when absent."
    )
    valid_from: date | None = strawberry.field(
        default=None, description="First day on the register; today when absent."
    )

    def draft(self) -> InspectorDraft:
        """Return the draft."""
        return InspectorDraft(
            region_id=row_id(self.region_id, tables.Region),
            organization_id=row_id(self.organization_id, tables.Organization),
            code=self.code,
            person_id=None if self.person_id is None else row_id(self.person_id, tables.Person),
            name=self.name,
            external=self.external,
            specialty=self.specialty,
            valid_from=self.valid_from,
        )


@strawberry.input(description="Takes an inspector off the register.")
class RetireInspectorInput:
    """Input of `retireInspector`."""

    inspector_id: strawberry.ID = strawberry.field(description="The inspector.")
    from_day: date = strawberry.field(description="First day on which they inspect no more.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Declares that an inspector must stay away from an organization.")
class DeclareInspectorRelationInput:
    """Input of `declareInspectorRelation`."""

    inspector_id: strawberry.ID = strawberry.field(description="The inspector.")
    organization_id: strawberry.ID = strawberry.field(description="The organization.")
    kind: RelationKind = strawberry.field(description="What ties them.")
    from_day: date = strawberry.field(description="First day.")
    reason: str = reason_field()
    until: date | None = strawberry.field(
        default=None, description="First day on which it no longer holds; never when absent."
    )
    note: str = strawberry.field(default="", description="More about it, at most 300 characters.")


@strawberry.input(description="Everything that is settled of a double-random inspection before it is frozen.")
class InspectionPlanInput:
    """The facts of a plan."""

    region_id: strawberry.ID = strawberry.field(description="The region whose objects are inspected.")
    code: str = strawberry.field(description="Code, unique, at most 40 characters.")
    title: str = strawberry.field(description="Title, at most 200 characters.")
    item: str = strawberry.field(description="Item of inspection, at most 200 characters.")
    object_kind: InspectionObject = strawberry.field(description="What is drawn.")
    method: InspectionMethod = strawberry.field(description="How it is inspected.")
    legal_basis: str = strawberry.field(description="What it rests on, at most 300 characters.")
    public_value_name: str = strawberry.field(
        description="The public value that will decide, as anybody can find it; at most 200 characters."
    )
    public_value_on: date = strawberry.field(description="Day on which it becomes known, after today.")
    reveal_by: date = strawberry.field(description="Last day of the reveal, not before that day.")
    ratio_percent: int | None = strawberry.field(
        default=None, description="Percent of each stratum, 1 to 100, rounded up; or give a number."
    )
    objects_wanted: int | None = strawberry.field(
        default=None, description="Objects in all, 1 or more; or give a ratio."
    )
    strata: Strata = strawberry.field(default=Strata.NONE, description="By what the pool is parted.")
    inspectors_per_object: int = strawberry.field(
        default=2, description="Inspectors of each object, 2 to 20."
    )
    recent_days: int = strawberry.field(
        default=0, description="Leave out objects drawn fewer days ago, 0 to 3660; 0 for none."
    )
    local_recusal: bool = strawberry.field(default=False, description="Let nobody inspect where they serve.")

    def draft(self) -> PlanDraft:
        """Return the draft."""
        names = [name for name in PlanDraft.__dataclass_fields__ if name != "region_id"]
        return PlanDraft(
            region_id=row_id(self.region_id, tables.Region), **{name: getattr(self, name) for name in names}
        )


@strawberry.input(description="Plans a double-random inspection.")
class PlanInspectionInput:
    """Input of `planInspection`."""

    plan: InspectionPlanInput = strawberry.field(description="What is settled.")
    reason: str = reason_field()


@strawberry.input(description="Replaces everything the draft of a double-random inspection says.")
class ReviseInspectionInput:
    """Input of `reviseInspection`."""

    inspection_plan_id: strawberry.ID = strawberry.field(description="The inspection.")
    plan: InspectionPlanInput = strawberry.field(description="What is settled from now on.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Takes the next step with a double-random inspection.")
class InspectionStepInput:
    """Input of `freezeInspectionPools`, `commitDraw` and `publishDraw`."""

    inspection_plan_id: strawberry.ID = strawberry.field(description="The inspection.")
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()


@strawberry.input(description="Leaves an entry out of a frozen pool.")
class ExcludeFromDrawInput:
    """Input of `excludeFromDraw`."""

    inspection_plan_id: strawberry.ID = strawberry.field(description="The inspection.")
    pool: DrawPool = strawberry.field(description="Which pool.")
    code: str = strawberry.field(description="Code of the object or inspector, as in the pool.")
    why: ExclusionReason = strawberry.field(
        description="Why; `RECENTLY_INSPECTED` comes from the freeze only."
    )
    expected_version: int = strawberry.field(description="Version of the inspection the caller has seen.")
    reason: str = reason_field()
    note: str = strawberry.field(
        default="", description="More about it, at most 300 characters; required for `OTHER`."
    )


@strawberry.input(description="Reveals the secret of a draw and draws.")
class RevealDrawInput:
    """Input of `revealDraw`."""

    inspection_plan_id: strawberry.ID = strawberry.field(description="The inspection.")
    secret: str = strawberry.field(description="The secret that the commitment gave, 64 hexadecimal digits.")
    public_value: str = strawberry.field(
        description="The public value as its source has it; blanks and punctuation do not count."
    )
    expected_version: int = strawberry.field(description="Version the caller has seen.")
    reason: str = reason_field()
