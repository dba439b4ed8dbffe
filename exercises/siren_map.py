"""
A plan of new sirens as a picture (SVG).

Above, the whole region with its sampled ground: reached before, reached by the plan, out of reach.
Below, a closer look at each district that gets a siren, with how far each is heard and in which order
to build. North is up; equal plans give equal text.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from exercises.siren_drawing import (
    ADDED,
    MOVED,
    NEW,
    OUT,
    REACHED,
    STANDING,
    Frame,
    ground,
    length_of,
    scale_bar,
    sites,
    standing,
    with_halo,
    words,
)
from exercises.siren_siting import SirenPlan
from exercises.siren_words import say
from registry.intake.files import Language
from registry.sirens.coverage import Figures
from registry.sirens.geometry import METERS_PER_DEGREE
from registry.tables import Region

WIDTH, MARGIN, HEAD, LEGEND = 1200.0, 30.0, 84.0, 44.0
PANEL, GAP, PANELS_A_ROW, MOST_PANELS = 366.0, 21.0, 3, 24
PANEL_HALF_M = 2_600.0
"""A closer look shows at least so far around its middle, in meters."""
TOWN_M = 3_000.0
"""Cells so near to a region's seat are what its name must not cover, in meters."""
Box = tuple[float, float, float, float]


def svg(plan: SirenPlan, language: Language = Language.ZH) -> str:
    """Return the picture of a plan in a language."""
    frame = Frame.around(_box(plan), WIDTH - 2 * MARGIN)
    below = HEAD + frame.height + 16
    panels = _panels(plan, below + LEGEND, language)
    rows = -(-len(panels) // PANELS_A_ROW)
    height = below + LEGEND + rows * (PANEL + GAP + 26)
    parts = [
        *_heading(plan, language),
        _overview(plan, frame),
        *_legend(frame, below + 14, language),
        *panels,
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}"'
        ' font-family="Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, sans-serif">\n'
        f'<rect width="{WIDTH:g}" height="{height:.0f}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _box(plan: SirenPlan) -> Box:
    """Return the box (south, north, west, east) of all cells and sites."""
    cells = plan.question.ground
    places = [place.candidate for place in plan.sites]
    half = np.sqrt(cells.area_km2) * 500 / METERS_PER_DEGREE
    north = [*(cells.latitude - half), *(cells.latitude + half), *(p.latitude for p in places)]
    wide = half / np.maximum(0.01, np.cos(np.radians(cells.latitude)))
    east = [*(cells.longitude - wide), *(cells.longitude + wide), *(p.longitude for p in places)]
    if not north:
        return -0.01, 0.01, -0.01, 0.01
    return float(min(north)), float(max(north)), float(min(east)), float(max(east))


def _heading(plan: SirenPlan, language: Language) -> list[str]:
    """Return title and figures."""
    region, outcome = plan.question.region, plan.outcome
    best = say("proven", language) if outcome.proven else f"{say('gap', language)} {outcome.gap_percent:g} %"
    title = f"{region.name}{'' if language is Language.ZH else ': '}{say('title', language)}"
    facts = (
        f"{say('people', language)} {change(plan.before, plan.after, 'population_percent')}",
        f"{say('area', language)} {change(plan.before, plan.after, 'area_percent')}",
        f"{say('sites', language)} {len(plan.sites)}",
        f"{say('cost', language)} {outcome.cost:,}",
        best,
    )
    return [words(MARGIN, 36, 24, title), words(MARGIN, 64, 15, " · ".join(facts))]


def change(before: Figures, after: Figures, name: str) -> str:
    """Return a percentage before and after."""
    shown = [
        "—" if value is None else f"{value:.1f} %" for value in (getattr(before, name), getattr(after, name))
    ]
    return " → ".join(shown)


def _nested(x: float, y: float, frame: Frame, content: list[str]) -> str:
    """Return content in a frame of its own; what reaches beyond it is cut off."""
    size = f'width="{frame.width:.1f}" height="{frame.height:.1f}"'
    return f'<svg x="{x:.1f}" y="{y:.1f}" {size}>\n' + "\n".join(content) + "\n</svg>"


def _overview(plan: SirenPlan, frame: Frame) -> str:
    """Return the whole region."""
    content = [
        ground(plan, frame),
        *standing(plan, frame, circles=False),
        *sites(plan, frame, numbers=False),
        *_names(plan, frame),
    ]
    return _nested(MARGIN, HEAD, frame, content)


def _names(plan: SirenPlan, frame: Frame) -> list[str]:
    """Return the names of the regions beside their towns, clear of each other and of every town."""
    regions = [each.region for each in plan.districts]
    towns = {region.id: _town(plan, frame, region) for region in regions}
    taken = [town for town in towns.values() if town is not None]
    found: list[str] = []
    for region in regions:
        town = towns[region.id]
        if town is None:
            continue
        wide = length_of(region.name, 15) + 6
        places = _beside(town, wide)
        box = next((p for p in places if not any(_meet(p, other) for other in taken)), places[0])
        taken.append(box)
        found.append(with_halo((box[0] + box[2]) / 2, box[3] - 4, 15, region.name))
    return found


def _town(plan: SirenPlan, frame: Frame, region: Region) -> Box | None:
    """Return the pixels (left, top, right, bottom) of the cells at a region's seat; None without a seat."""
    if region.latitude is None or region.longitude is None:
        return None
    cells = plan.question.ground
    x, y, near = frame.x(region.longitude), frame.y(region.latitude), frame.pixels(TOWN_M)
    lefts, tops = [x - 6], [y - 6]
    rights, bottoms = [x + 6], [y + 6]
    for number, owner in enumerate(cells.regions):
        cell_x, cell_y = frame.x(float(cells.longitude[number])), frame.y(float(cells.latitude[number]))
        if owner == region.id and abs(cell_x - x) <= near and abs(cell_y - y) <= near:
            half = frame.pixels(500 * float(np.sqrt(cells.area_km2[number])))
            lefts.append(cell_x - half)
            rights.append(cell_x + half)
            tops.append(cell_y - half)
            bottoms.append(cell_y + half)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _beside(town: Box, wide: float) -> list[Box]:
    """Return where a name may stand: above, below, right, left."""
    left, top, right, bottom = town
    x, y, high = (left + right) / 2, (top + bottom) / 2, 20.0
    return [
        (x - wide / 2, top - high - 3, x + wide / 2, top - 3),
        (x - wide / 2, bottom + 3, x + wide / 2, bottom + high + 3),
        (right + 4, y - high / 2, right + 4 + wide, y + high / 2),
        (left - 4 - wide, y - high / 2, left - 4, y + high / 2),
    ]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _panels(plan: SirenPlan, top: float, language: Language) -> list[str]:
    """Return a closer look at each region with a site, at most so many, by code."""
    by_region: defaultdict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for place in plan.sites:
        site = place.candidate
        by_region[site.region].append((site.latitude, site.longitude, place.radius_m))
    found: list[str] = []
    shown = [each for each in plan.districts if each.region.code in by_region][:MOST_PANELS]
    for number, each in enumerate(shown):
        x = MARGIN + number % PANELS_A_ROW * (PANEL + GAP)
        y = top + number // PANELS_A_ROW * (PANEL + GAP + 26)
        frame = Frame.around(_around(by_region[each.region.code]), PANEL)
        content = [
            f'<rect width="{PANEL:g}" height="{frame.height:.1f}" fill="#f6f6f4" stroke="#c9c9c5"/>',
            ground(plan, frame),
            *standing(plan, frame, circles=True),
            *sites(plan, frame, numbers=True),
            scale_bar(PANEL - 10, frame.height - 10, frame, 1),
        ]
        people = change(each.before, each.after, "population_percent")
        title = f"{each.region.name} {say('people', language)} {people}"
        found.append(words(x, y + 16, 15, title) + "\n" + _nested(x, y + 24, frame, content))
    return found


def _around(points: list[tuple[float, float, int]]) -> Box:
    """Return the square box around some sites (latitude, longitude, radius in meters)."""
    latitudes, longitudes = [p[0] for p in points], [p[1] for p in points]
    north, east = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
    squeeze = max(0.01, float(np.cos(np.radians(north))))
    spread = max(max(latitudes) - north, (max(longitudes) - east) * squeeze)
    half = max(PANEL_HALF_M / METERS_PER_DEGREE, spread + 1.2 * max(p[2] for p in points) / METERS_PER_DEGREE)
    return north - half, north + half, east - half / squeeze, east + half / squeeze


def _legend(frame: Frame, y: float, language: Language) -> list[str]:
    """Return what the colors mean, and a scale bar of 5 km."""
    colors = {
        "reached": REACHED,
        "added": ADDED,
        "out": OUT,
        "standing": STANDING,
        "new": NEW,
        "moved": MOVED,
    }
    x, parts = MARGIN, list[str]()
    for name, color in colors.items():
        said = say(name, language)
        round_off = 6 if name in ("standing", "new", "moved") else 0
        parts.append(
            f'<rect x="{x:.0f}" y="{y - 11:.0f}" width="12" height="12" rx="{round_off}" fill="{color}"/>'
        )
        parts.append(words(x + 17, y, 13, said))
        x += 17 + length_of(said, 13) + 20
    parts.append(scale_bar(WIDTH - MARGIN, y, frame, 5))
    return parts
