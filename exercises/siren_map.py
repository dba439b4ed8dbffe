"""
A plan of new sirens as a picture (SVG) and as GeoJSON for an office's own map.

The picture shows the sampled ground: reached before, reached by the plan, out of reach; the sirens that
stand, and the new ones with their circles. North is up; a degree of longitude is drawn as long as at the
middle of the region. Positions in GeoJSON are WGS 84, longitude first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from exercises.siren_siting import SirenPlan
from registry.codes import Code, SitingAction
from registry.sirens.coverage import Figures
from registry.sirens.geometry import METERS_PER_DEGREE, Bools

WIDTH, MARGIN, HEAD, FOOT = 1200.0, 30.0, 92.0, 46.0
REACHED, ADDED, OUT = "#9cc5a1", "#f2b134", "#d95d55"
STANDING, NEW, MOVED = "#33504a", "#1d4e89", "#6a2c91"
COLORS = {SitingAction.NEW: NEW, SitingAction.UPGRADE: MOVED, SitingAction.MOVE: MOVED}


@dataclass(frozen=True, slots=True)
class _Frame:
    """How degrees become pixels."""

    west: float
    north: float
    squeeze: float
    scale: float
    height: float

    def x(self, longitude: float) -> float:
        return MARGIN + (longitude - self.west) * self.squeeze * self.scale

    def y(self, latitude: float) -> float:
        return HEAD + (self.north - latitude) * self.scale

    def meters(self, length: float) -> float:
        return length / METERS_PER_DEGREE * self.scale


def svg(plan: SirenPlan) -> str:
    """Return the picture of a plan; equal plans give equal text."""
    frame = _frame(plan)
    before, after = plan.heard_before, plan.heard_after
    parts = [
        _heading(plan),
        _ground(plan, frame, ~(before | after), OUT),
        _ground(plan, frame, before, REACHED),
        _ground(plan, frame, after & ~before, ADDED),
        *_names(plan, frame),
        *_sirens(plan, frame),
        _legend(frame),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {frame.height:.0f}"'
        ' font-family="Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif">\n'
        f'<rect width="{WIDTH:g}" height="{frame.height:.0f}" fill="#ffffff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _frame(plan: SirenPlan) -> _Frame:
    """Return the frame that shows all cells and new sirens."""
    ground = plan.question.ground
    sites = [place.candidate for place in plan.sites]
    half = np.sqrt(ground.area_km2) * 500 / METERS_PER_DEGREE
    latitudes = [*(ground.latitude - half), *(ground.latitude + half), *(s.latitude for s in sites)]
    south, north = (min(latitudes), max(latitudes)) if latitudes else (-0.01, 0.01)
    squeeze = max(0.01, float(np.cos(np.radians((south + north) / 2))))
    wide = half / squeeze
    longitudes = [*(ground.longitude - wide), *(ground.longitude + wide), *(s.longitude for s in sites)]
    west, east = (min(longitudes), max(longitudes)) if longitudes else (-0.01, 0.01)
    scale = (WIDTH - 2 * MARGIN) / max(1e-6, (east - west) * squeeze)
    return _Frame(west, north, squeeze, scale, HEAD + (north - south) * scale + FOOT)


def _heading(plan: SirenPlan) -> str:
    """Return title and figures."""
    region, outcome = plan.question.region, plan.outcome
    proven = "已证最优 / proven best" if outcome.proven else f"差距 gap ≤ {outcome.gap_percent:g} %"
    lines = (
        (
            22,
            f"{region.name} 警报建设规划 / Plan of new sirens, {region.code}",
        ),
        (
            15,
            f"人口覆盖 people {_change(plan.before, plan.after, 'population_percent')} · "
            f"面积覆盖 area {_change(plan.before, plan.after, 'area_percent')} · "
            f"点位 sites {len(plan.sites)} · 费用 cost {outcome.cost:,} · {proven}",
        ),
    )
    texts = [
        f'<text x="{MARGIN:g}" y="{36 + 28 * row}" font-size="{size}" fill="#1a1a1a">{escape(line)}</text>'
        for row, (size, line) in enumerate(lines)
    ]
    return "\n".join(texts)


def _change(before: Figures, after: Figures, name: str) -> str:
    """Return a percentage before and after."""
    shown = [
        "—" if value is None else f"{value:g} %" for value in (getattr(before, name), getattr(after, name))
    ]
    return " → ".join(shown)


def _ground(plan: SirenPlan, frame: _Frame, chosen: Bools, color: str) -> str:
    """Return the chosen samples as one shape."""
    samples, ground = plan.question.samples, plan.question.ground
    pieces: list[str] = []
    for number in np.flatnonzero(chosen):
        cell = samples.cell[number]
        side = frame.meters(1000 * float(np.sqrt(ground.area_km2[cell] * samples.share[number])))
        x, y = frame.x(float(samples.longitude[number])), frame.y(float(samples.latitude[number]))
        pieces.append(f"M{x - side / 2:.1f} {y - side / 2:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z")
    return f'<path fill="{color}" fill-opacity="0.75" d="{"".join(pieces)}"/>'


def _names(plan: SirenPlan, frame: _Frame) -> list[str]:
    """Return the names of the regions at their seats, with what is reached of their people."""
    found: list[str] = []
    for change in plan.districts:
        region = change.region
        if region.latitude is None or region.longitude is None:
            continue
        words = f"{region.name} {_change(change.before, change.after, 'population_percent')}"
        found.append(
            f'<text x="{frame.x(region.longitude):.1f}" y="{frame.y(region.latitude) - 14:.1f}"'
            ' text-anchor="middle" font-size="14" fill="#111111" stroke="#ffffff" stroke-width="3"'
            f' paint-order="stroke">{escape(words)}</text>'
        )
    return found


def _sirens(plan: SirenPlan, frame: _Frame) -> list[str]:
    """Return the sirens that stand as dots, the sites of the plan as dots with their circles."""
    found = [
        f'<circle cx="{frame.x(s.longitude):.1f}" cy="{frame.y(s.latitude):.1f}" r="2.5" fill="{STANDING}"/>'
        for s in plan.standing
    ]
    for place in plan.sites:
        site, color = place.candidate, COLORS[place.action]
        x, y = frame.x(site.longitude), frame.y(site.latitude)
        found.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{frame.meters(place.radius_m):.1f}" fill="none"'
            f' stroke="{color}" stroke-width="1.5"/><circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}">'
            f"<title>{escape(f'{site.code} {site.name} {place.kind.zh}')}</title></circle>"
        )
    return found


def _legend(frame: _Frame) -> str:
    """Return what the colors mean, and a scale bar of 5 km."""
    entries = (
        (REACHED, "已覆盖 reached before"),
        (ADDED, "新增覆盖 reached by the plan"),
        (OUT, "未覆盖 out of reach"),
        (STANDING, "现有 standing"),
        (NEW, "新建 new"),
        (MOVED, "更换或迁移 replaced or moved"),
    )
    y, x, parts = frame.height - 18, MARGIN, list[str]()
    for color, words in entries:
        parts.append(f'<rect x="{x:.0f}" y="{y - 11:.0f}" width="12" height="12" fill="{color}"/>')
        parts.append(f'<text x="{x + 17:.0f}" y="{y:.0f}" font-size="13" fill="#1a1a1a">{words}</text>')
        x += 17 + 13 * sum(1.0 if ord(c) > 0x2E80 else 0.52 for c in words) + 18
    bar = frame.meters(5_000)
    parts.append(
        f'<path d="M{WIDTH - MARGIN - bar:.1f} {y:.0f}h{bar:.1f}" stroke="#1a1a1a" stroke-width="3"/>'
    )
    parts.append(f'<text x="{WIDTH - MARGIN:g}" y="{y - 6:.0f}" text-anchor="end" font-size="12">5 km</text>')
    return "\n".join(parts)


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
        )
        for place in plan.sites
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
