"""The question of siting new sirens, from the register: ground, sirens that stand, candidates, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from exercises.siren_wish import Candidate, SitingWish, check_wish
from registry.access import Viewer, one, rows
from registry.codes import SirenKind, SirenState, SitingAction, SitingAim
from registry.errors import InvalidValue
from registry.sirens.coverage import SOUNDING, Ground, read_ground, sirens_near
from registry.sirens.geometry import Floats, Ints, Samples
from registry.tables import Region, SirenPoint
from scheduling.siting import Cell, Option, SitingProblem

MOST_OPTIONS = 4_000
"""Most things that may be done, weighed at once: sites by kinds, replacements and moves."""


@dataclass(frozen=True, slots=True)
class Place:
    """What an option of the problem means: what is done where, with which siren and reach."""

    action: SitingAction
    candidate: Candidate
    kind: SirenKind
    radius_m: int
    cost: int
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class SitingQuestion:
    """The problem with all that is needed to read its answer; `unit` is how much weight one person is."""

    region: Region
    wish: SitingWish
    ground: Ground
    samples: Samples
    sirens: tuple[SirenPoint, ...]
    regions: Mapping[UUID, Region]
    places: Mapping[str, Place]
    problem: SitingProblem


@dataclass(frozen=True, slots=True)
class SitingFacts:
    """What is read from the register for a question; `planned` is empty when the wish names candidates."""

    region: Region
    ground: Ground
    sirens: tuple[SirenPoint, ...]
    planned: tuple[SirenPoint, ...]
    regions: Mapping[UUID, Region]


async def read_facts(viewer: Viewer, region_id: UUID, wish: SitingWish, today: date) -> SitingFacts:
    """
    Return what the register says of a region on a day: the sirens and cells the viewer may see.

    Raises
    ------
    NotFound
        The viewer does not see the region.
    InvalidValue
        The wish offers nothing or has no limit.

    """
    region = await one(viewer, Region, region_id)
    check_wish(wish)
    ground = await read_ground(viewer, region_id, today)
    sirens = await sirens_near(viewer, ground, SOUNDING)
    planned = [] if wish.candidates else await sirens_near(viewer, ground, (SirenState.PLANNED,))
    wanted = {*ground.regions, *(s.region_id for s in (*sirens, *planned))}
    regions = {row.id: row for row in await rows(viewer, Region).filter(id__in=list(wanted))}
    return SitingFacts(region, ground, tuple(sirens), tuple(planned), regions)


def question_of(facts: SitingFacts, wish: SitingWish) -> SitingQuestion:
    """
    Return the question a wish asks of the facts; arithmetic only, for a thread of its own.

    Raises
    ------
    InvalidValue
        The wish names what is unknown, or asks for too much at once.

    """
    ground, sirens, regions = facts.ground, facts.sirens, facts.regions
    samples = ground.samples(wish.resolution_m)
    reached = _reached(samples, sirens)
    sites = wish.candidates or _generated(wish, ground, samples, reached, facts.planned, regions)
    places = _places(wish, sites, sirens, regions)
    problem = _problem(wish, ground, samples, sirens, regions, places)
    return SitingQuestion(facts.region, wish, ground, samples, sirens, regions, places, problem)


def _reached(samples: Samples, sirens: Sequence[SirenPoint]) -> Any:
    """Return which samples the sirens reach now."""
    return samples.reached(
        np.array([s.latitude for s in sirens], dtype=np.float64),
        np.array([s.longitude for s in sirens], dtype=np.float64),
        np.array([s.audible_radius_m for s in sirens], dtype=np.float64),
    )


def _generated(
    wish: SitingWish,
    ground: Ground,
    samples: Samples,
    reached: Any,
    planned: Sequence[SirenPoint],
    regions: Mapping[UUID, Region],
) -> tuple[Candidate, ...]:
    """Return candidates from the register: sites of planned sirens, then the middles of needy cells."""
    out = 1 - samples.share_of_cells(reached, len(ground.codes))
    worth = ground.area_km2 * out if wish.aim is SitingAim.AREA else ground.population * out
    needy = [int(i) for i in np.argsort(-worth, kind="stable")[: wish.generated] if worth[i] > 0]
    named = {code: i for i, code in enumerate(ground.codes)}
    needy += [named[code] for code in sorted(wish.required) if code in named and named[code] not in needy]
    return (
        *(Candidate(s.code, s.name, regions[s.region_id].code, s.latitude, s.longitude) for s in planned),
        *(
            Candidate(
                ground.codes[i],
                ground.names[i],
                regions[ground.regions[i]].code,
                float(ground.latitude[i]),
                float(ground.longitude[i]),
            )
            for i in needy
        ),
    )


def _places(
    wish: SitingWish,
    sites: Sequence[Candidate],
    sirens: Sequence[SirenPoint],
    regions: Mapping[UUID, Region],
) -> dict[str, Place]:
    """Return what may be done, by the id of its option."""
    found = {
        f"{site.code}/{offer.kind.value}": Place(
            SitingAction.NEW, site, offer.kind, offer.reach_m, offer.cost
        )
        for site in sites
        for offer in wish.offers
    }
    unknown = wish.movable - {siren.code for siren in sirens}
    if unknown:
        raise InvalidValue("movable", min(unknown), "no siren in service here has this code")
    for siren in sirens:
        if wish.upgrade and siren.region_id in regions:
            here = Candidate(
                siren.code, siren.name, regions[siren.region_id].code, siren.latitude, siren.longitude
            )
            for offer in wish.offers:
                if offer.reach_m > siren.audible_radius_m:
                    key = f"{siren.code}→{offer.kind.value}"
                    found[key] = Place(
                        SitingAction.UPGRADE, here, offer.kind, offer.reach_m, offer.cost, siren.code
                    )
        for site in sites if siren.code in wish.movable else ():
            found[f"{siren.code}→{site.code}"] = Place(
                SitingAction.MOVE, site, siren.kind, siren.audible_radius_m, wish.move_cost, siren.code
            )
    if len(found) > MOST_OPTIONS:
        raise InvalidValue("candidates", len(found), f"at most {MOST_OPTIONS} choices are weighed at once")
    return found


def _kept(siren: SirenPoint, samples: Samples, regions: Mapping[UUID, Region]) -> Option:
    """Return the option of leaving a siren that might be changed as it is."""
    return Option(
        f"keep {siren.code}",
        f"siren {siren.code}",
        regions[siren.region_id].code,
        0,
        _heard(samples, siren.latitude, siren.longitude, siren.audible_radius_m),
        unit=siren.code,
        keep=True,
    )


def _problem(
    wish: SitingWish,
    ground: Ground,
    samples: Samples,
    sirens: Sequence[SirenPoint],
    regions: Mapping[UUID, Region],
    places: Mapping[str, Place],
) -> SitingProblem:
    """Return the planner's problem."""
    codes = [regions[owner].code for owner in ground.regions]
    changeable = {place.replaces for place in places.values() if place.replaces}
    fixed = [siren for siren in sirens if siren.code not in changeable]
    options = [_kept(siren, samples, regions) for siren in sirens if siren.code in changeable]
    options += [_option(key, place, samples) for key, place in places.items()]
    known = {*codes, *(place.candidate.region for place in places.values())}
    _check_names(wish, known, {place.candidate.code for place in places.values()})
    floors = dict.fromkeys(codes, wish.every_floor_percent) if wish.every_floor_percent else {}
    return SitingProblem(
        cells=tuple(
            Cell(ground.codes[cell], codes[cell], weight)
            for cell, weight in zip(samples.cell.tolist(), _weights(wish.aim, ground, samples), strict=True)
        ),
        options=tuple(options),
        covered=frozenset(np.flatnonzero(_reached(samples, fixed)).tolist()),
        budget=wish.budget,
        most=wish.most,
        least=dict(wish.least),
        floor_percent={**floors, **wish.floor_percent},
        required=wish.required,
        barred=wish.barred,
    )


def _check_names(wish: SitingWish, regions: set[str], sites: set[str]) -> None:
    """Refuse limits that name unknown regions or sites."""
    for name, given, known in (
        ("least", set(wish.least), regions),
        ("floor_percent", set(wish.floor_percent), regions),
        ("required", set(wish.required), sites),
        ("barred", set(wish.barred), sites),
    ):
        if given - known:
            raise InvalidValue(name, min(given - known), "no candidate or cell here has this code")


def _option(key: str, place: Place, samples: Samples) -> Option:
    """Return the planner's option for what may be done at a place."""
    own = place.action is SitingAction.UPGRADE
    site = place.candidate
    return Option(
        key,
        f"siren {site.code}" if own else site.code,
        site.region,
        place.cost,
        _heard(samples, site.latitude, site.longitude, place.radius_m),
        unit=place.replaces,
    )


def _heard(samples: Samples, latitude: float, longitude: float, radius_m: float) -> tuple[int, ...]:
    """Return the samples within a radius."""
    return tuple(samples.within(latitude, longitude, radius_m).tolist())


def _weights(aim: SitingAim, ground: Ground, samples: Samples) -> list[int]:
    """Return the weight of each sample: thousandths of persons, square meters, or billionths of both."""
    people: Floats = ground.population[samples.cell] * samples.share
    area: Floats = ground.area_km2[samples.cell] * samples.share
    if aim is SitingAim.BOTH:
        parts = people / max(1.0, float(people.sum())) + area / max(1e-9, float(area.sum()))
        found: Ints = np.rint(parts / 2 * 1e9).astype(np.int64)
    else:
        found = np.rint(people * 1e3 if aim is SitingAim.POPULATION else area * 1e6).astype(np.int64)
    weights: list[int] = found.tolist()
    return weights
