"""`planSirens`: where new sirens reach most within a budget, or why no choice keeps the limits."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.context import Info
from api.enums import Label, label
from api.nodes import row_id, shown
from api.problems import InvalidValue
from api.regions import Region
from api.siren_coverage import SirenFigures, told_figures
from exercises.siren_contributions import Contribution
from exercises.siren_siting import (
    SCALE,
    SitingEffort,
    SitingInfeasible,
    SitingUnfinished,
    plan_sirens,
)
from exercises.siren_siting import (
    SirenPlan as Plan,
)
from exercises.siren_wish import RESOLUTION_M, Candidate, Offer, SitingWish
from registry import errors, tables
from registry.codes import SirenKind, SitingAction, SitingAim

SEED = 1
MOST_SECONDS = 5


@strawberry.input(description="A kind of siren that may be put up, and what one costs.")
class SirenOfferInput:
    """A kind on offer."""

    kind: SirenKind = strawberry.field(description="The kind.")
    cost: int = strawberry.field(default=1, description="Cost in the unit of the budget, from 0.")
    radius_m: int | None = strawberry.field(
        default=None, description="How far it is heard, 1 to 20,000 m; the default of its kind when absent."
    )

    def offer(self) -> Offer:
        """Return the offer."""
        return Offer(self.kind, self.cost, self.radius_m)


@strawberry.input(description="A place where a siren may be put up.")
class SirenSiteInput:
    """A candidate."""

    code: str = strawberry.field(description="Code, each its own.")
    name: str = strawberry.field(description="Name.")
    region_code: str = strawberry.field(description="Code of the region it counts for.")
    latitude: float = strawberry.field(description="Latitude in degrees, WGS 84.")
    longitude: float = strawberry.field(description="Longitude in degrees, WGS 84.")

    def candidate(self) -> Candidate:
        """Return the candidate."""
        return Candidate(self.code, self.name, self.region_code, self.latitude, self.longitude)


@strawberry.input(description="What one region is to have at least.")
class SirenRegionLimitInput:
    """A limit by region."""

    region_code: str = strawberry.field(description="Code of the region.")
    least: int | None = strawberry.field(default=None, description="New sirens at least.")
    floor_percent: int | None = strawberry.field(
        default=None, description="What is to be reached at least of what is aimed at, 0 to 100 percent."
    )


@strawberry.input(description="What is asked of new sirens; a budget or a number is needed.")
class SirenWishInput:
    """A wish."""

    offers: list[SirenOfferInput] = strawberry.field(description="One to five different kinds.")
    budget: int | None = strawberry.field(default=None, description="Most cost in all, in the offers' unit.")
    most: int | None = strawberry.field(default=None, description="Most new, replaced and moved sirens.")
    aim: SitingAim = strawberry.field(default=SitingAim.POPULATION, description="What to reach most of.")
    resolution_m: float = strawberry.field(
        default=RESOLUTION_M, description="Distance of the samples, 50 to 5,000 m."
    )
    candidates: list[SirenSiteInput] | None = strawberry.field(
        default=None,
        description="Places to choose from; planned sirens and the neediest cells when absent.",
    )
    generated: int = strawberry.field(
        default=400, description="How many of the neediest cells are candidates then, 0 to 1,000."
    )
    upgrade: bool = strawberry.field(
        default=False, description="Whether sirens that stand may be replaced by the kinds on offer."
    )
    movable: list[str] | None = strawberry.field(
        default=None, description="Codes of sirens that may be moved to a candidate."
    )
    move_cost: int = strawberry.field(default=1, description="Cost of a move, in the offers' unit.")
    limits: list[SirenRegionLimitInput] | None = strawberry.field(
        default=None, description="What single regions are to have at least."
    )
    every_floor_percent: int | None = strawberry.field(
        default=None, description="Floor of every region with cells that has none of its own, 0 to 100."
    )
    required: list[str] | None = strawberry.field(default=None, description="Codes of sites to be taken.")
    barred: list[str] | None = strawberry.field(default=None, description="Codes of sites not to be taken.")

    def wish(self) -> SitingWish:
        """Return the wish."""
        limits = self.limits or []
        return SitingWish(
            offers=tuple(each.offer() for each in self.offers),
            budget=self.budget,
            most=self.most,
            aim=self.aim,
            resolution_m=self.resolution_m,
            candidates=tuple(each.candidate() for each in self.candidates or ()),
            generated=self.generated,
            upgrade=self.upgrade,
            movable=frozenset(self.movable or ()),
            move_cost=self.move_cost,
            least={each.region_code: each.least for each in limits if each.least is not None},
            floor_percent={
                each.region_code: each.floor_percent for each in limits if each.floor_percent is not None
            },
            every_floor_percent=self.every_floor_percent,
            required=frozenset(self.required or ()),
            barred=frozenset(self.barred or ()),
        )


@strawberry.type(description="A site of a plan, and what hangs on it.")
class SirenSite:
    """A chosen site."""

    order: int = strawberry.field(description="Turn in which to build it, from 1: each next one adds most.")
    action: SitingAction = strawberry.field(description="What is done there.")
    action_label: Label = strawberry.field(description="The action in words.")
    code: str = strawberry.field(description="Code of the site.")
    name: str = strawberry.field(description="Its name; may be empty.")
    region_code: str = strawberry.field(description="Code of the region it counts for.")
    latitude: float = strawberry.field(description="Latitude in degrees north, WGS 84.")
    longitude: float = strawberry.field(description="Longitude in degrees east, WGS 84.")
    kind: SirenKind = strawberry.field(description="The kind of siren.")
    kind_label: Label = strawberry.field(description="The kind in words.")
    radius_m: int = strawberry.field(description="How far it is heard, in meters.")
    cost: int = strawberry.field(description="Cost in the offers' unit.")
    replaces: str | None = strawberry.field(description="Code of the siren it replaces or moves; else null.")
    added_population: int = strawberry.field(description="Persons it adds when its turn comes.")
    added_area_km2: float = strawberry.field(
        description="Square kilometers it adds when its turn comes.", name="addedAreaKm2"
    )
    lost_population: int = strawberry.field(description="Persons nobody reaches without it alone.")
    lost_area_km2: float = strawberry.field(
        description="Square kilometers nothing reaches without it alone.", name="lostAreaKm2"
    )


@strawberry.type(description="What a plan changes in one region.")
class SirenDistrictChange:
    """Before and after of a region."""

    region: Region = strawberry.field(description="The region.")
    before: SirenFigures = strawberry.field(description="Its own cells before.")
    after: SirenFigures = strawberry.field(description="Its own cells with the plan.")


@strawberry.type(description="The best sites found, with a proven bound of what any choice can reach.")
class SirenPlan:
    """A plan of new sirens."""

    aim: SitingAim = strawberry.field(description="What is reached most of.")
    cost: int = strawberry.field(description="Cost in all, in the offers' unit.")
    reached: float = strawberry.field(
        description="What is reached: persons, square kilometers, or percent of both half and half."
    )
    bound: float = strawberry.field(description="What no choice exceeds, in the same unit.")
    gap_percent: float = strawberry.field(
        description="How far what is reached may be below the best, in percent."
    )
    proven: bool = strawberry.field(description="Whether no choice is better.")
    greedy: float | None = strawberry.field(
        description="What the greedy choice reaches; null if it keeps not all limits."
    )
    before: SirenFigures = strawberry.field(description="All cells before.")
    after: SirenFigures = strawberry.field(description="All cells with the plan.")
    sites: list[SirenSite] = strawberry.field(description="What is done, in the order to build.")
    districts: list[SirenDistrictChange] = strawberry.field(description="Region by region, by code.")


@strawberry.type(description="No choice keeps the limits: proven.")
class SirenPlanInfeasible:
    """Why there is no plan."""

    reasons: list[Label] = strawberry.field(description="Which limits are at odds, and by how much.")


@strawberry.type(description="The effort ran out before any choice that keeps the limits was found.")
class SirenPlanUnfinished:
    """Nothing yet."""

    bound: float = strawberry.field(
        description="What no choice exceeds: persons, square kilometers, or percent of both half and half."
    )


SirenPlanAnswer = Annotated[
    SirenPlan | SirenPlanInfeasible | SirenPlanUnfinished | InvalidValue,
    strawberry.union("SirenPlanAnswer", description="The plan, why there is none, or what is wrong asked."),
]


@strawberry.type
class SirenSitingQuery:
    """The query about new sirens."""

    @strawberry.field(
        description="Where new sirens reach most, with a proven bound; nothing is stored. The solver has a"
        " bounded effort in a thread of its own: the same question gives the same answer. Null out of scope."
    )
    async def plan_sirens(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region to plan for.")],
        wish: Annotated[SirenWishInput, strawberry.argument(description="What is asked for.")],
        effort_seconds: Annotated[
            int, strawberry.argument(description="How hard to try, in the solver's own seconds, 1 to 5.")
        ] = 3,
    ) -> SirenPlanAnswer | None:
        """Return the best sites."""
        if not 1 <= effort_seconds <= MOST_SECONDS:
            raise errors.InvalidValue("effort_seconds", effort_seconds, f"it must lie in 1 to {MOST_SECONDS}")
        asked = wish.wish()
        try:
            answer = await plan_sirens(
                info.context.viewer,
                row_id(region_id, tables.Region),
                asked,
                today=info.context.today,
                effort=SitingEffort(seconds=effort_seconds, seed=SEED),
            )
        except errors.NotFound:
            return None
        if isinstance(answer, SitingInfeasible):
            return SirenPlanInfeasible(reasons=[Label(zh=each.zh, en=each.en) for each in answer.reasons])
        if isinstance(answer, SitingUnfinished):
            return SirenPlanUnfinished(bound=round(answer.bound * SCALE[asked.aim], 3))
        return _plan(answer)


def _plan(plan: Plan) -> SirenPlan:
    """Return a plan as the schema has it."""
    return SirenPlan(
        aim=plan.question.wish.aim,
        cost=plan.outcome.cost,
        reached=plan.value,
        bound=plan.bound,
        gap_percent=plan.outcome.gap_percent,
        proven=plan.outcome.proven,
        greedy=plan.greedy,
        before=told_figures(plan.before),
        after=told_figures(plan.after),
        sites=[_site(number, share) for number, share in enumerate(plan.contributions, 1)],
        districts=[
            SirenDistrictChange(
                region=shown(each.region), before=told_figures(each.before), after=told_figures(each.after)
            )
            for each in plan.districts
        ],
    )


def _site(number: int, share: Contribution) -> SirenSite:
    """Return a site as the schema has it."""
    place, site = share.place, share.place.candidate
    return SirenSite(
        order=number,
        action=place.action,
        action_label=label(place.action),
        code=site.code,
        name=site.name,
        region_code=site.region,
        latitude=site.latitude,
        longitude=site.longitude,
        kind=place.kind,
        kind_label=label(place.kind),
        radius_m=place.radius_m,
        cost=place.cost,
        replaces=place.replaces,
        added_population=share.added_population,
        added_area_km2=share.added_area_km2,
        lost_population=share.lost_population,
        lost_area_km2=share.lost_area_km2,
    )
