"""Three enterprises that became provincial mobilization centers one after the other, dated step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.codes import CenterLevel, CenterState, IndustryField
from registry.tables import MobilizationCenter
from seeds.organizations import REGISTER_OPENED, Unit, units
from seeds.places import City
from seeds.sheets import Row, sheet
from seeds.worlds import Draft, World

STEPS = (
    (CenterState.APPLIED, "applied"),
    (CenterState.CITY_REVIEW, "city_review"),
    (CenterState.SITE_VISIT, "site_visit"),
    (CenterState.PUBLIC_NOTICE, "public_notice"),
    (CenterState.DESIGNATED, "designated"),
)
"""The way from nurtured to designated, with the column of `data/centers.csv` that dates each step."""

BODIES = {
    CenterState.APPLIED: ("示例企业", "申请设立国民经济动员中心"),
    CenterState.CITY_REVIEW: ("自贡市国防动员办公室(示例)", "材料齐全,同意上报"),
    CenterState.SITE_VISIT: ("专家评审组(示例)", "储备、产品、技术、队伍和预案均达到要求"),
    CenterState.PUBLIC_NOTICE: ("四川省示例国防动员办公室", "公示"),
    CenterState.DESIGNATED: ("四川省示例国防动员办公室", "公示无异议,命名授牌"),
}
"""Who took each step, and the opinion on record; all synthetic."""


@dataclass(frozen=True, slots=True)
class Center:
    """One center before it is a record; `unit` is the enterprise it is set up on."""

    row: Row
    unit: Unit
    id: UUID

    @property
    def number(self) -> int:
        """Return its place in the sequence of designations, from 1."""
        return int(self.row["number"])

    @property
    def code(self) -> str:
        """Return the center's code."""
        return f"{self.row['city']}-NEMC-{self.number:02d}"

    @property
    def name(self) -> str:
        """Return the center's name, synthetic like its enterprise's."""
        return self.row["name"]


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One dated move of a center; the designation carries its number."""

    on: date
    center_id: UUID
    to: CenterState
    designation_number: str | None


def centers_of(world: World, city: City) -> tuple[Center, ...]:
    """Return the centers of a city in the order of their designation."""
    by_key = {unit.key: unit for unit in units(city)}
    return tuple(
        Center(
            row, by_key[f"{city.code}/{row['field']}"], world.id("center", f"{row['city']}/{row['number']}")
        )
        for row in sheet("centers")
        if row["city"] == city.code
    )


def center_drafts(world: World, centers: tuple[Center, ...]) -> Iterator[Draft]:
    """Yield the centers as they entered the register: nurtured, for the provincial level."""
    for center in centers:
        yield Draft(
            MobilizationCenter,
            {
                "id": center.id,
                "region_id": center.unit.place.id,
                "organization_id": world.id("organization", center.unit.key),
                "code": center.code,
                "name": center.name,
                "field": IndustryField(center.row["field"]),
                "level": CenterLevel.PROVINCIAL,
                "state": CenterState.NURTURED,
                "valid_from": REGISTER_OPENED,
            },
        )


def steps(centers: tuple[Center, ...]) -> tuple[Step, ...]:
    """Return every dated move of the centers in the order of time."""
    return tuple(
        sorted(
            Step(
                date.fromisoformat(center.row[column]),
                center.id,
                state,
                center.row["designation_number"] if state is CenterState.DESIGNATED else None,
            )
            for center in centers
            for state, column in STEPS
        )
    )
