"""The parts of which the picture of a plan of new sirens is drawn: frames, ground, sirens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from xml.sax.saxutils import escape

import numpy as np

from exercises.siren_siting import SirenPlan
from registry.codes import SitingAction
from registry.sirens.geometry import METERS_PER_DEGREE, Bools, Floats

REACHED, ADDED, OUT = "#b5d3b8", "#f2b134", "#e38a83"
STANDING, NEW, MOVED = "#33504a", "#1d4e89", "#6a2c91"
INK = "#1a1a1a"
COLORS = {SitingAction.NEW: NEW, SitingAction.UPGRADE: MOVED, SitingAction.MOVE: MOVED}


@dataclass(frozen=True, slots=True)
class Frame:
    """How degrees become pixels: north is up, a degree of longitude as long as at the middle."""

    west: float
    north: float
    squeeze: float
    scale: float
    width: float
    height: float

    @classmethod
    def around(cls, box: tuple[float, float, float, float], width: float) -> Self:
        """Return the frame that shows a box (south, north, west, east; degrees) in a width of pixels."""
        south, north, west, east = box
        squeeze = max(0.01, float(np.cos(np.radians((south + north) / 2))))
        scale = width / max(1e-6, (east - west) * squeeze)
        return cls(west, north, squeeze, scale, width, (north - south) * scale)

    def x(self, longitude: float) -> float:
        """Return how far right a longitude lies."""
        return (longitude - self.west) * self.squeeze * self.scale

    def y(self, latitude: float) -> float:
        """Return how far down a latitude lies."""
        return (self.north - latitude) * self.scale

    def pixels(self, meters: float) -> float:
        """Return how long a distance is."""
        return meters / METERS_PER_DEGREE * self.scale


def words(x: float, y: float, size: float, content: str, **more: str) -> str:
    """Return a text; `more` are attributes, with `_` for `-`."""
    given = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{INK}"{given}>{escape(content)}</text>'


def with_halo(x: float, y: float, size: float, content: str, anchor: str = "middle") -> str:
    """Return a text that can be read on any ground."""
    halo = {"stroke": "#ffffff", "stroke_width": "3", "paint_order": "stroke"}
    return words(x, y, size, content, text_anchor=anchor, **halo)


def length_of(content: str, size: float) -> float:
    """Return about how wide a text is, in pixels."""
    return size * sum(1.0 if ord(c) > 0x2E80 else 0.54 for c in content)


def ground(plan: SirenPlan, frame: Frame) -> str:
    """Return what is out of reach, reached before, and reached by the plan."""
    before, after = plan.heard_before, plan.heard_after
    layers = ((~(before | after), OUT), (before, REACHED), (after & ~before, ADDED))
    return "\n".join(_layer(plan, frame, chosen, color) for chosen, color in layers)


def _layer(plan: SirenPlan, frame: Frame, chosen: Bools, color: str) -> str:
    """Return the chosen samples within the frame as one shape."""
    samples, cells = plan.question.samples, plan.question.ground
    sides: Floats = np.sqrt(cells.area_km2[samples.cell] * samples.share) * 1000
    pieces: list[str] = []
    for number in np.flatnonzero(chosen):
        side = frame.pixels(float(sides[number]))
        x, y = frame.x(float(samples.longitude[number])), frame.y(float(samples.latitude[number]))
        if -side < x < frame.width + side and -side < y < frame.height + side:
            pieces.append(f"M{x - side / 2:.1f} {y - side / 2:.1f}h{side:.1f}v{side:.1f}h-{side:.1f}z")
    return f'<path fill="{color}" d="{"".join(pieces)}"/>'


def standing(plan: SirenPlan, frame: Frame, *, circles: bool) -> list[str]:
    """Return the sirens that stay as dots, with how far they are heard if asked for."""
    found: list[str] = []
    for siren in plan.standing:
        x, y = frame.x(siren.longitude), frame.y(siren.latitude)
        found.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{STANDING}"/>')
        if circles:
            radius = frame.pixels(siren.audible_radius_m)
            found.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" stroke="{STANDING}"'
                ' stroke-width="0.7" stroke-opacity="0.45"/>'
            )
    return found


def sites(plan: SirenPlan, frame: Frame, *, numbers: bool) -> list[str]:
    """Return the sites of the plan with how far they are heard, numbered in the order to build."""
    found: list[str] = []
    for number, share in enumerate(plan.contributions, 1):
        site, color = share.place.candidate, COLORS[share.place.action]
        x, y = frame.x(site.longitude), frame.y(site.latitude)
        radius = frame.pixels(share.place.radius_m)
        found.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="none" stroke="{color}"'
            f' stroke-width="1.6"/><circle cx="{x:.1f}" cy="{y:.1f}" r="{4 if numbers else 3}"'
            f' fill="{color}"><title>{escape(f"{number} {site.code} {site.name}")}</title></circle>'
        )
        if numbers:
            found.append(with_halo(x + 7, y - 6, 15, str(number), "start"))
    return found


def scale_bar(right: float, y: float, frame: Frame, kilometers: int) -> str:
    """Return a bar that ends at `right`, with its length in kilometers."""
    bar = frame.pixels(1000 * kilometers)
    line = f'<path d="M{right - bar:.1f} {y:.1f}h{bar:.1f}" stroke="{INK}" stroke-width="2.5"/>'
    return line + with_halo(right, y - 6, 12, f"{kilometers} km", "end")
