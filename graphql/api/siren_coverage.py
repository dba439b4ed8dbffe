"""What sirens reach: coverage by people and area, and how many sounded on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from api.nodes import row_id, shown
from api.regions import Region
from registry import tables
from registry.codes import SoundingOccasion
from registry.errors import InvalidValue, NotFound
from registry.sirens.coverage import RESOLUTION_M, Figures, siren_coverage
from registry.sirens.coverage import SirenCoverage as Coverage
from registry.sirens.soundings import SoundingLine, sounding_rate

MOST_LISTED = 500


@strawberry.type(description="People and area of some cells, and how much of both hears a siren.")
class SirenFigures:
    """The figures of a coverage."""

    cells: int = strawberry.field(description="Population cells taken into account.")
    population: int = strawberry.field(description="Persons who live there.")
    covered_population: int = strawberry.field(description="Of these, persons who hear a siren.")
    population_percent: float | None = strawberry.field(
        description="Share of the people who hear one, in percent; null where nobody lives."
    )
    area_km2: float = strawberry.field(description="Area in square kilometers.", name="areaKm2")
    covered_area_km2: float = strawberry.field(
        description="Of this, square kilometers that are reached.", name="coveredAreaKm2"
    )
    area_percent: float | None = strawberry.field(
        description="Share of the area that is reached, in percent; null without any cell."
    )


@strawberry.type(description="The coverage of one region's own cells.")
class SirenDistrictCoverage:
    """One line of a coverage."""

    region: Region = strawberry.field(description="The region.")
    figures: SirenFigures = strawberry.field(description="The figures of its own cells.")


@strawberry.type(description="A cell with people who hear no siren.")
class UncoveredCell:
    """A cell out of reach."""

    code: str = strawberry.field(description="Code of the cell.")
    name: str = strawberry.field(description="Its name; may be empty.")
    latitude: float = strawberry.field(description="Latitude of its middle in degrees north, WGS 84.")
    longitude: float = strawberry.field(description="Longitude of its middle in degrees east, WGS 84.")
    uncovered_population: int = strawberry.field(description="Persons there who hear none.")


@strawberry.type(
    description="What sirens reach of a region's people and area, sampled; terrain and wind are left out."
)
class SirenCoverage:
    """A coverage."""

    region: Region = strawberry.field(description="The region.")
    resolution_m: float = strawberry.field(description="Distance of the samples in meters.")
    siren_count: int = strawberry.field(description="Sirens taken into account, beyond the border too.")
    total: SirenFigures = strawberry.field(description="The figures of all cells.")
    districts: list[SirenDistrictCoverage] = strawberry.field(
        description="The figures by region with cells of its own, by code."
    )
    uncovered: list[UncoveredCell] = strawberry.field(
        description="Cells with most people out of reach, the worst first."
    )


@strawberry.type(description="How many sirens of a region were due on a day, were tested, and sounded.")
class SoundingRate:
    """A sounding rate."""

    region: Region = strawberry.field(description="The region; the first line has all below it.")
    due: int = strawberry.field(description="Sirens that were to sound.")
    tested: int = strawberry.field(description="Of these, sirens with a result.")
    sounded: int = strawberry.field(description="Of these, sirens of which every signal sounded.")
    rate_percent: float | None = strawberry.field(
        description="Sirens that sounded per siren due, in percent; null if none was due."
    )
    tested_percent: float | None = strawberry.field(
        description="Sirens tested per siren due, in percent; null if none was due."
    )
    silent: list[str] = strawberry.field(description="Codes of the sirens that did not sound.")
    untested: list[str] = strawberry.field(description="Codes of the sirens without a result.")


@strawberry.type
class SirenCoverageQuery:
    """Queries about what sirens reach."""

    @strawberry.field(
        description="Whom sirens reach in a region, by district, and who is out of reach; null out of scope."
    )
    async def siren_coverage(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
        resolution_m: Annotated[
            float, strawberry.argument(description="Distance of the samples, 50 to 5,000 m.")
        ] = RESOLUTION_M,
        hoped_for: Annotated[
            bool,
            strawberry.argument(description="Count planned, installed and faulty sirens as if they sounded."),
        ] = False,
        listed: Annotated[
            int, strawberry.argument(description="How many cells out of reach to list, 0 to 500.")
        ] = 50,
    ) -> SirenCoverage | None:
        """Return whom the sirens reach."""
        if not 0 <= listed <= MOST_LISTED:
            raise InvalidValue("listed", listed, f"it must lie in 0 to {MOST_LISTED}")
        try:
            found = await siren_coverage(
                info.context.viewer,
                row_id(region_id, tables.Region),
                today=info.context.today,
                resolution_m=resolution_m,
                hoped_for=hoped_for,
                listed=listed,
            )
        except NotFound:
            return None
        return _coverage(found)

    @strawberry.field(
        description="The sounding rate of a region and everything below it on a day, then of each region with"
        " sirens by code; null out of scope."
    )
    async def sounding_rates(
        self,
        info: Info,
        region_id: Annotated[strawberry.ID, strawberry.argument(description="The region above all others.")],
        on: Annotated[date, strawberry.argument(description="Day of the test.")],
        occasion: Annotated[
            SoundingOccasion, strawberry.argument(description="Why they were sounded.")
        ] = SoundingOccasion.TRIAL,
    ) -> list[SoundingRate] | None:
        """Return how many sirens sounded."""
        try:
            lines = await sounding_rate(info.context.viewer, row_id(region_id, tables.Region), on, occasion)
        except NotFound:
            return None
        return [_rate(line) for line in lines]


def _coverage(found: Coverage) -> SirenCoverage:
    """Return a coverage as the schema has it."""
    return SirenCoverage(
        region=shown(found.region),
        resolution_m=found.resolution_m,
        siren_count=found.sirens,
        total=told_figures(found.total),
        districts=[
            SirenDistrictCoverage(region=shown(each.region), figures=told_figures(each.figures))
            for each in found.districts
        ],
        uncovered=[
            UncoveredCell(
                code=cell.code,
                name=cell.name,
                latitude=cell.latitude,
                longitude=cell.longitude,
                uncovered_population=cell.uncovered_population,
            )
            for cell in found.uncovered
        ],
    )


def told_figures(figures: Figures) -> SirenFigures:
    """Return the figures of a coverage as the schema has them."""
    return SirenFigures(
        cells=figures.cells,
        population=figures.population,
        covered_population=figures.covered_population,
        population_percent=figures.population_percent,
        area_km2=figures.area_km2,
        covered_area_km2=figures.covered_area_km2,
        area_percent=figures.area_percent,
    )


def _rate(line: SoundingLine) -> SoundingRate:
    """Return one line as the schema has it."""
    return SoundingRate(
        region=shown(line.region),
        due=line.due,
        tested=line.tested,
        sounded=line.sounded,
        rate_percent=line.rate_percent,
        tested_percent=line.tested_percent,
        silent=list(line.silent),
        untested=list(line.untested),
    )
