"""
One draw of teams of the planned city, published in the year before the planned one.

It is a true one: its manifest, secret and public value are invented, everything else follows from
them by the product's own rules, and anybody can verify what it published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from registry import credit_code
from registry.codes import (
    DrawPool,
    DrawState,
    ExclusionReason,
    InspectionMethod,
    InspectionObject,
    Strata,
    TeamState,
)
from registry.draws.chance import commitment_of, seed_of, sha256_text
from registry.draws.drawing import Drawing, draw
from registry.draws.manifests import committed_manifest, exclusion, frozen_manifest
from registry.ledger import canonical, plain
from registry.tables import (
    DrawAssignment,
    DrawExclusion,
    DrawnObject,
    InspectionPlan,
)
from seeds.inspectors import inspector_drafts, relation_drafts
from seeds.organizations import Unit, units
from seeds.places import City
from seeds.worlds import Draft, World

PUBLIC_VALUE = "3 187.42"
RATIO_PERCENT = 10
"""Percent of the teams drawn (published practice of one city: 10 %)."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of the draw in the year before the planned one."""

    frozen: date
    committed: date
    value: date
    revealed: date
    published: date
    due: date

    @classmethod
    def of(cls, year: int) -> Days:
        """Return the days of the draw before a planned year."""
        days = ((9, 1), (9, 2), (9, 10), (9, 11), (9, 15), (9, 20))
        return cls(*(date(year - 1, month, day) for month, day in days))


def draw_drafts(world: World, city: City, teams: Sequence[Draft], *, known_on: date) -> Iterator[Draft]:
    """Yield the inspectors of a city, and its draw of teams if that was published before a day."""
    inspectors = tuple(inspector_drafts(world, city))
    relations = tuple(relation_drafts(world, city, inspectors))
    yield from inspectors
    yield from relations
    days = Days.of(world.year)
    if days.published < known_on:
        yield from _Draw(world, city, days, teams, inspectors, relations).drafts()


@dataclass(frozen=True, slots=True)
class _Draw:
    """The draw of teams of one city."""

    world: World
    city: City
    days: Days
    teams: Sequence[Draft]
    inspectors: Sequence[Draft]
    relations: Sequence[Draft]

    def drafts(self) -> Iterator[Draft]:
        """Yield the plan, what was left out, what was drawn, and for whom."""
        secret = self.world.chance("draw secret", self._code).randbytes(32).hex()
        manifest = self._manifest(secret)
        drawing = draw(plain(manifest), seed_of(secret, PUBLIC_VALUE, canonical(manifest)))
        yield self._plan(secret, manifest, drawing)
        yield from self._outcome(manifest, drawing)

    @property
    def _plan_id(self) -> UUID:
        return self.world.id("inspection plan", self._code)

    @property
    def _code(self) -> str:
        return f"SJ-{self.city.code}-{self.days.frozen.year}"

    def _plan(self, secret: str, manifest: Mapping[str, Any], drawing: Drawing) -> Draft:
        """Return the published plan."""
        text = canonical(manifest)
        return Draft(
            InspectionPlan,
            {
                **self._stated(),
                "id": self._plan_id,
                "region_id": self.city.place.id,
                "state": DrawState.PUBLISHED,
                "objects_count": len(manifest["objects"]),
                "objects_hash": manifest["objects_hash"],
                "inspectors_count": len(manifest["inspectors"]),
                "inspectors_hash": manifest["inspectors_hash"],
                "exclusions_count": len(manifest["exclusions"]),
                "manifest": text,
                "manifest_hash": sha256_text(text),
                "commitment": commitment_of(secret),
                "committed_on": self.days.committed,
                "secret": secret,
                "public_value": PUBLIC_VALUE,
                "seed": seed_of(secret, PUBLIC_VALUE, text),
                "revealed_on": self.days.revealed,
                "shortfall": drawing.shortfall,
                "published_on": self.days.published,
                "valid_from": self.days.frozen,
            },
        )

    def _stated(self) -> dict[str, Any]:
        """Return what the plan says."""
        return {
            "code": self._code,
            "title": f"{self.city.place.name}示例专业保障队伍双随机抽查",
            "item": "队伍编组与训练情况",
            "object_kind": InspectionObject.TEAM,
            "method": InspectionMethod.ON_SITE,
            "legal_basis": "示例抽查事项清单",
            "ratio_percent": RATIO_PERCENT,
            "objects_wanted": None,
            "strata": Strata.REGION,
            "inspectors_per_object": 2,
            "recent_days": 180,
            "local_recusal": True,
            "public_value_name": f"示例指数{self.days.value.isoformat()}收盘点位",
            "public_value_on": self.days.value,
            "reveal_by": self.days.due,
            "frozen_on": self.days.frozen,
        }

    def _manifest(self, secret: str) -> dict[str, Any]:
        """Return the committed manifest; one inspector was away."""
        credit = self._credit_codes()
        objects = [self._object(team, credit) for team in self.teams if self._listed(team)]
        inspectors = [self._inspector(each, credit) for each in self.inspectors]
        pools = [sorted(pool, key=lambda each: str(each["id"])) for pool in (objects, inspectors)]
        frozen = frozen_manifest(self._stated(), self.city.code, *pools)
        away = exclusion(
            DrawPool.INSPECTORS, self.inspectors[2].values["code"], ExclusionReason.UNAVAILABLE, "示例:出差"
        )
        return committed_manifest(frozen, [away], commitment_of(secret), self.days.committed)

    def _credit_codes(self) -> Mapping[UUID, str]:
        """Return the credit codes of the city's organizations by id."""
        everyone: tuple[Unit, ...] = units(self.city)
        return {
            self.world.id("organization", each.key): credit_code.make(each.place.code, each.serial)
            for each in everyone
        }

    def _listed(self, team: Draft) -> bool:
        """Tell whether a team stood in the pool."""
        values = team.values
        return values["state"] is TeamState.ACTIVE and values["valid_from"] <= self.days.frozen

    def _line(self, region_id: UUID) -> list[str]:
        """Return the line of a region below the city: its district's code."""
        return [each.code for each in self.city.districts if each.id == region_id]

    def _object(self, team: Draft, credit: Mapping[UUID, str]) -> dict[str, Any]:
        line = self._line(team.values["region_id"])
        return {
            "id": team.values["code"],
            "record": str(team.id),
            "name": team.values["name"],
            "stratum": line[-1] if line else "",
            "regions": line,
            "organizations": [credit[team.values["organization_id"]]],
            "last_inspected_on": None,
            "last_inspectors": [],
        }

    def _inspector(self, inspector: Draft, credit: Mapping[UUID, str]) -> dict[str, Any]:
        mine = [each.values for each in self.relations if each.values["inspector_id"] == inspector.id]
        return {
            "id": inspector.values["code"],
            "record": str(inspector.id),
            "organization": credit[inspector.values["organization_id"]],
            "external": inspector.values["external"],
            "regions": self._line(inspector.values["region_id"]),
            "related": sorted(credit[each["organization_id"]] for each in mine),
        }

    def _outcome(self, manifest: Mapping[str, Any], drawing: Drawing) -> Iterator[Draft]:
        """Yield exclusions, drawn objects and assignments."""
        world, plan_id = self.world, self._plan_id
        for each in manifest["exclusions"]:
            yield Draft(
                DrawExclusion,
                {
                    "id": world.id("draw exclusion", f"{plan_id}/{each['id']}"),
                    "plan_id": plan_id,
                    "pool": DrawPool(each["pool"]),
                    "code": each["id"],
                    "reason": ExclusionReason(each["reason"]),
                    "note": each["note"],
                    "valid_from": self.days.frozen,
                },
            )
        yield from drawn_drafts(world, plan_id, manifest, drawing, self.days.revealed)


def drawn_drafts(
    world: World, plan_id: UUID, manifest: Mapping[str, Any], drawing: Drawing, day: date
) -> Iterator[Draft]:
    """Yield what a draw gave: the objects, then their inspectors."""
    things = {each["id"]: each for each in manifest["objects"]}
    people = {each["id"]: UUID(each["record"]) for each in manifest["inspectors"]}
    ids = {each.object: world.id("drawn object", f"{plan_id}/{each.object}") for each in drawing.drawn}
    for each in drawing.drawn:
        yield Draft(
            DrawnObject,
            {
                "id": ids[each.object],
                "plan_id": plan_id,
                "ordinal": each.ordinal,
                "object_id": UUID(things[each.object]["record"]),
                "code": each.object,
                "name": things[each.object]["name"],
                "stratum": each.stratum,
                "undrawable": each.undrawable,
                "valid_from": day,
            },
        )
    for each in drawing.drawn:
        for ordinal, code in enumerate(each.inspectors, start=1):
            yield Draft(
                DrawAssignment,
                {
                    "id": world.id("draw assignment", f"{ids[each.object]}/{ordinal}"),
                    "drawn_id": ids[each.object],
                    "inspector_id": people[code],
                    "ordinal": ordinal,
                    "valid_from": day,
                },
            )
