"""Sounding tests: which sirens sounded on a day, and the sounding rate 鸣响率."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import F, Q, Subquery
from tortoise.functions import Max
from tortoise.queryset import ValuesQuery

from registry.access import Viewer, one, require, rows
from registry.codes import Capability, SirenSignal, SirenState, SoundingOccasion
from registry.errors import InvalidValue
from registry.history import Act, changing, day_of
from registry.tables import Region, RegionClosure, SirenPoint, SoundingTest

#: Sirens in these states are due to sound on a trial day.
DUE = (SirenState.IN_SERVICE, SirenState.FAULTY)
#: Sirens in these states can have been sounded at all.
MOUNTED = (SirenState.INSTALLED, *DUE, SirenState.OUT_OF_SERVICE)


@dataclass(frozen=True, slots=True)
class SoundingDraft:
    """One siren's result: `measured_db` in dB(A) if it was measured; `cause` why it did not sound."""

    siren_id: UUID
    held_on: date
    occasion: SoundingOccasion
    signal: SirenSignal
    sounded: bool
    cause: str = ""
    measured_db: float | None = None
    tester: str = ""


@dataclass(frozen=True, slots=True)
class SoundingLine:
    """
    How many sirens of a region were due on a day, how many were tested, and how many sounded.

    A siren sounded if every signal recorded of it that day did. `silent` and `untested` hold codes.
    """

    region: Region
    due: int
    tested: int
    sounded: int
    silent: tuple[str, ...]
    untested: tuple[str, ...]

    @property
    def rate_percent(self) -> float | None:
        """Return the sounding rate: sirens that sounded per siren due, in percent; None if none was due."""
        return round(100 * self.sounded / self.due, 2) if self.due else None

    @property
    def tested_percent(self) -> float | None:
        """Return the share of the sirens due that were tested at all, in percent; None if none was due."""
        return round(100 * self.tested / self.due, 2) if self.due else None


async def record_sounding(viewer: Viewer, act: Act, draft: SoundingDraft) -> SoundingTest:
    """
    Store whether a siren sounded and return the record; it holds from the day of the test on.

    Raises
    ------
    NotFound, AccessDenied
        The viewer does not see the siren, or may not write there.
    CodeTaken
        The siren has a result for this day, occasion and signal already.
    InvalidValue
        The day is yet to come, the siren is not mounted, a silent siren has no cause, or the level
        lies outside 0 to 200 dB.

    """
    siren = await one(viewer, SirenPoint, draft.siren_id)
    await require(viewer, Capability.WRITE_REGISTRY, siren.region_id)
    today = day_of(act.at)
    if draft.held_on > today:
        raise InvalidValue("held_on", draft.held_on.isoformat(), f"it must not lie after today ({today})")
    if siren.state not in MOUNTED:
        rule = f"a siren that is {siren.state.en} cannot sound"
        raise InvalidValue("siren_id", siren.code, rule, rule_zh=f"“{siren.state.zh}”的警报点不能试鸣")
    cause = draft.cause.strip()
    if not draft.sounded and not cause:
        raise InvalidValue("cause", draft.cause, "say why it did not sound", rule_zh="未鸣响须说明原因")
    async with changing(act) as change:
        return await change.add(
            SoundingTest(
                siren_id=siren.id,
                held_on=draft.held_on,
                occasion=draft.occasion,
                signal=draft.signal,
                sounded=draft.sounded,
                cause=cause,
                measured_db=draft.measured_db,
                tester=draft.tester.strip(),
                valid_from=draft.held_on,
            )
        )


def silent_sirens(viewer: Viewer) -> ValuesQuery[Any]:
    """Return the ids of the sirens of which a signal stayed silent on the last day they were sounded."""
    last, silent = Max("held_on"), Max("held_on", _filter=Q(sounded=False))
    tests = rows(viewer, SoundingTest).annotate(last=last, silent=silent).group_by("siren_id")
    return tests.filter(silent__gte=F("last")).values("siren_id")


async def sounding_rate(
    viewer: Viewer, region_id: UUID, on: date, occasion: SoundingOccasion
) -> list[SoundingLine]:
    """
    Return the sounding rate of a region and everything below it, then of each region with sirens by code.

    Due are the sirens in service or faulty now that were installed by that day, and those tested.
    Always the same number of statements.

    Raises
    ------
    NotFound
        The viewer does not see the region.

    """
    region = await one(viewer, Region, region_id)
    below = Subquery(RegionClosure.filter(ancestor_id=region_id).values("descendant_id"))
    tests = await rows(viewer, SoundingTest).filter(siren__region_id__in=below, held_on=on, occasion=occasion)
    outcome: dict[UUID, bool] = defaultdict(lambda: True)
    for test in tests:
        outcome[test.siren_id] &= test.sounded
    installed = Q(state__in=list(DUE), installed_on__lte=on)
    sirens = (
        await rows(viewer, SirenPoint)
        .filter(installed | Q(id__in=list(outcome)), region_id__in=below)
        .order_by("code")
    )
    parts = await rows(viewer, Region).filter(id__in=list({s.region_id for s in sirens})).order_by("code")
    lines = [_line(part, [s for s in sirens if s.region_id == part.id], outcome) for part in parts]
    return [_line(region, sirens, outcome), *lines]


def _line(region: Region, sirens: list[SirenPoint], outcome: dict[UUID, bool]) -> SoundingLine:
    """Return one region's line."""
    tested = [siren for siren in sirens if siren.id in outcome]
    return SoundingLine(
        region=region,
        due=len(sirens),
        tested=len(tested),
        sounded=sum(outcome[siren.id] for siren in tested),
        silent=tuple(siren.code for siren in tested if not outcome[siren.id]),
        untested=tuple(siren.code for siren in sirens if siren.id not in outcome),
    )
