"""What the siren commands find out, say, and write to files."""

from __future__ import annotations

import csv
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from exercises.siren_contributions import Contribution
from exercises.siren_geojson import geojson, summary
from exercises.siren_map import svg
from exercises.siren_siting import (
    SCALE,
    SirenPlan,
    SitingEffort,
    SitingInfeasible,
    SitingUnfinished,
    plan_sirens,
)
from exercises.siren_wish import Candidate, Offer, SitingWish
from exercises.siren_workbook import workbook
from muster import clock, database
from muster.office import region_coded, viewer_named
from muster.settings import Settings
from muster.terminal import note, progress_line
from registry.codes import SirenKind, SitingAim
from registry.intake.files import Language
from registry.sirens.coverage import Figures, siren_coverage

T = TypeVar("T")
PLANNED, INFEASIBLE, UNFINISHED = 0, 3, 4
SEED = 1
COLUMNS = ("code", "name", "region", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Files:
    """Which files to write of a plan, and in which language; None is none."""

    workbook: str | None
    picture: str | None
    geojson: str | None
    language: Language


async def connected(settings: Settings, work: Callable[[], Awaitable[T]]) -> T:
    """Return what `work` finds with the settings' database open."""
    async with database.connected(settings):
        return await work()


async def coverage(
    where: tuple[str, str], resolution_m: float, listed: int, *, hoped_for: bool
) -> tuple[Any, str]:
    """Return whom the sirens reach, for the login and region code of `where`, as facts and as text."""
    viewer = await viewer_named(where[0])
    region = await region_coded(viewer, where[1])
    found = await siren_coverage(
        viewer,
        region.id,
        today=clock.today(),
        resolution_m=resolution_m,
        hoped_for=hoped_for,
        listed=listed,
    )
    facts = {
        "region": region.code,
        "resolution_m": found.resolution_m,
        "sirens": found.sirens,
        "total": _figures(found.total),
        "districts": {each.region.code: _figures(each.figures) for each in found.districts},
        "uncovered": [asdict(cell) for cell in found.uncovered],
    }
    lines = [
        f"{region.name}: {found.sirens} sirens reach {_reached(found.total)}.",
        *(f"  {each.region.code} {each.region.name}: {_reached(each.figures)}" for each in found.districts),
        *(f"  out of reach: {c.code} {c.name}, {c.uncovered_population:,} people" for c in found.uncovered),
    ]
    return facts, "\n".join(lines)


def _figures(figures: Figures) -> dict[str, Any]:
    """Return figures with their percentages."""
    shares = {"population_percent": figures.population_percent, "area_percent": figures.area_percent}
    return asdict(figures) | shares


def _reached(figures: Figures) -> str:
    """Return figures in words."""
    people = f"{figures.covered_population:,} of {figures.population:,} people"
    area = f"{figures.covered_area_km2:,.1f} of {figures.area_km2:,.1f} km²"
    return f"{people} ({_percent(figures.population_percent)}), {area} ({_percent(figures.area_percent)})"


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f} %"


def wish_of(given: Mapping[str, Any]) -> SitingWish:
    """Return the wish of what the command line was given; ValueError for what cannot be read."""
    floors = _numbers(given["floors"], "--floor")
    every = floors.pop("all", None)
    return SitingWish(
        offers=tuple(_offer(text) for text in given["offers"]),
        budget=given["budget"],
        most=given["most"],
        aim=SitingAim(given["aim"]),
        resolution_m=given["resolution"],
        candidates=() if given["candidates"] is None else _candidates(Path(given["candidates"])),
        upgrade=given["upgrade"],
        least=_numbers(given["least"], "--least"),
        floor_percent=floors,
        every_floor_percent=every,
        required=frozenset(given["required"]),
        barred=frozenset(given["barred"]),
    )


def _offer(text: str) -> Offer:
    """Return a kind on offer of `KIND=COST` or `KIND=COST:RADIUS`."""
    kind, _, figures = text.partition("=")
    cost, _, radius = figures.partition(":")
    if kind not in set(SirenKind) or not cost.isdecimal() or not (radius or "0").isdecimal():
        kinds = ", ".join(SirenKind)
        raise ValueError(f"{text}: use KIND=COST or KIND=COST:RADIUS with KIND of {kinds}")
    return Offer(SirenKind(kind), int(cost), int(radius) if radius else None)


def _numbers(texts: Sequence[str], option: str) -> dict[str, int]:
    """Return `REGION=NUMBER` by region."""
    pairs = [text.partition("=") for text in texts]
    wrong = [name + sign + number for name, sign, number in pairs if not number.isdecimal()]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: {option} takes REGION=NUMBER")
    return {name: int(number) for name, _, number in pairs}


def _candidates(file: Path) -> tuple[Candidate, ...]:
    """Return the places of a CSV file with a heading row."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            lines = [[line[name].strip() for name in COLUMNS] for line in csv.DictReader(text)]
    except (OSError, UnicodeDecodeError, KeyError, AttributeError) as wrong:
        message = f"{file}: a UTF-8 CSV with the columns {', '.join(COLUMNS)} is needed ({wrong})"
        raise ValueError(message) from wrong
    return tuple(
        Candidate(code, name, region, float(latitude), float(longitude))
        for code, name, region, latitude, longitude in lines
    )


async def plan(where: tuple[str, str], wish: SitingWish, seconds: int, files: Files) -> tuple[int, Any, str]:
    """Return exit code, facts and text of a plan, and write its files."""
    viewer = await viewer_named(where[0])
    region = await region_coded(viewer, where[1])
    effort = SitingEffort(seconds=seconds, seed=SEED)
    with progress_line(f"Siting new sirens in {region.name}"):
        answer = await plan_sirens(viewer, region.id, wish, today=clock.today(), effort=effort)
    if isinstance(answer, SitingInfeasible):
        facts = {"state": "infeasible", "reasons": [each._asdict() for each in answer.reasons]}
        return INFEASIBLE, facts, "\n".join(f"{each.en} {each.zh}" for each in answer.reasons)
    if isinstance(answer, SitingUnfinished):
        bound = round(answer.bound * SCALE[wish.aim], 3)
        return UNFINISHED, {"state": "unfinished", "bound": bound}, f"Nothing found yet; bound {bound:,}."
    written = _write(answer, files)
    facts = {
        "state": "planned",
        **summary(answer),
        "sites": [_site(number, share) for number, share in enumerate(answer.contributions, 1)],
        "files": written,
    }
    return PLANNED, facts, _told(answer)


def _write(plan: SirenPlan, files: Files) -> list[str]:
    """Write the files asked for and return their names."""
    contents: dict[str | None, Callable[[], bytes]] = {
        files.workbook: lambda: workbook(plan, clock.now(), files.language),
        files.picture: lambda: svg(plan, files.language).encode(),
        files.geojson: lambda: geojson(plan).encode(),
    }
    written: list[str] = []
    for name, content in contents.items():
        if name is not None:
            body = content()
            Path(name).write_bytes(body)
            note(f"Wrote {name} ({len(body):,} bytes).")
            written.append(name)
    return written


def _site(number: int, share: Contribution) -> dict[str, Any]:
    """Return a site as facts."""
    place = share.place
    return {
        "order": number,
        "action": place.action.value,
        "code": place.candidate.code,
        "name": place.candidate.name,
        "region": place.candidate.region,
        "kind": place.kind.value,
        "radius_m": place.radius_m,
        "cost": place.cost,
        "replaces": place.replaces,
        "latitude": place.candidate.latitude,
        "longitude": place.candidate.longitude,
        "added_population": share.added_population,
        "added_area_km2": share.added_area_km2,
        "lost_population": share.lost_population,
    }


def _told(plan: SirenPlan) -> str:
    """Return a plan in words."""
    outcome, before, after = plan.outcome, plan.before, plan.after
    best = "proven best" if outcome.proven else f"at most {outcome.gap_percent:g} % below the best"
    lines = [
        f"{len(plan.sites)} sites for {outcome.cost:,}: {best}.",
        f"People reached {_percent(before.population_percent)} → {_percent(after.population_percent)}, "
        f"area {_percent(before.area_percent)} → {_percent(after.area_percent)}.",
        *(
            f"  {each.region.code} {each.region.name}: people {_percent(each.before.population_percent)}"
            f" → {_percent(each.after.population_percent)}"
            for each in plan.districts
        ),
    ]
    for number, share in enumerate(plan.contributions, 1):
        place, site = share.place, share.place.candidate
        lines.append(
            f"{number:3}. {place.action.en} at {site.code} {site.name}: {place.kind.en}, {place.radius_m} m,"
            f" cost {place.cost:,}, adds {share.added_population:,} people"
        )
    return "\n".join(lines)
