"""
A plan of new sirens as GeoJSON for an office's own map, and its figures as one JSON object.

Positions are WGS 84, longitude first. Sites come in the order in which to build them.
"""

from __future__ import annotations

import json
from typing import Any

from exercises.siren_siting import SirenPlan
from registry.codes import Code


def geojson(plan: SirenPlan) -> str:
    """Return the plan as a GeoJSON feature collection: sites, sirens that stand, cells with their shares."""
    features = [*_site_features(plan), *_siren_features(plan), *_cell_features(plan)]
    document = {"type": "FeatureCollection", "features": features, "muster": summary(plan)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def summary(plan: SirenPlan) -> dict[str, Any]:
    """Return the plan's figures as one JSON object, labeled with aim and resolution."""
    outcome, wish = plan.outcome, plan.question.wish
    return {
        "region": plan.question.region.code,
        "aim": wish.aim.value,
        "resolution_m": wish.resolution_m,
        "sites": len(plan.sites),
        "cost": outcome.cost,
        "value": plan.value,
        "bound": plan.bound,
        "gap_percent": outcome.gap_percent,
        "proven": outcome.proven,
        "greedy": plan.greedy,
        "population_percent": [plan.before.population_percent, plan.after.population_percent],
        "area_percent": [plan.before.area_percent, plan.after.area_percent],
    }


def _site_features(plan: SirenPlan) -> list[dict[str, Any]]:
    """Return the sites of the plan."""
    return [
        _point(
            place.candidate.longitude,
            place.candidate.latitude,
            layer="site",
            code=place.candidate.code,
            name=place.candidate.name,
            region=place.candidate.region,
            action=place.action.value,
            action_zh=place.action.zh,
            kind=place.kind.value,
            kind_zh=place.kind.zh,
            radius_m=place.radius_m,
            cost=place.cost,
            replaces=place.replaces,
            order=number,
            added_population=share.added_population,
            added_area_km2=share.added_area_km2,
            lost_population=share.lost_population,
        )
        for number, share in enumerate(plan.contributions, 1)
        for place in (share.place,)
    ]


def _siren_features(plan: SirenPlan) -> list[dict[str, Any]]:
    """Return the sirens that stay."""
    return [
        _point(s.longitude, s.latitude, layer="siren", code=s.code, name=s.name, radius_m=s.audible_radius_m)
        for s in plan.standing
    ]


def _cell_features(plan: SirenPlan) -> list[dict[str, Any]]:
    """Return the middles of the cells, with the part of each that is reached before and after."""
    ground, samples = plan.question.ground, plan.question.samples
    before = samples.share_of_cells(plan.heard_before, len(ground.codes))
    after = samples.share_of_cells(plan.heard_after, len(ground.codes))
    return [
        _point(
            float(ground.longitude[i]),
            float(ground.latitude[i]),
            layer="cell",
            code=code,
            name=ground.names[i],
            population=int(ground.population[i]),
            area_km2=float(ground.area_km2[i]),
            reached_before=round(float(before[i]), 4),
            reached_after=round(float(after[i]), 4),
        )
        for i, code in enumerate(ground.codes)
    ]


def _point(longitude: float, latitude: float, **properties: Code | str | float | None) -> dict[str, Any]:
    """Return a feature at a position."""
    position = [round(longitude, 6), round(latitude, 6)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": position},
        "properties": properties,
    }
