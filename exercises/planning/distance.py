"""Distances between seats and grounds, on the sphere."""

from __future__ import annotations

import math

from exercises.planning.facts import PlaceFact, ResourceFact

EARTH_RADIUS_KM = 6371


def distance_km(one: PlaceFact | ResourceFact | None, other: PlaceFact | ResourceFact | None) -> int:
    """Return the great-circle distance in whole kilometers; 0 when a position is unknown."""
    if one is None or other is None:
        return 0
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return 0
    lat1, lon1 = math.radians(one.latitude), math.radians(one.longitude)
    lat2, lon2 = math.radians(other.latitude), math.radians(other.longitude)
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return round(2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half))))
