"""
Put a synthetic world into the registry through its one door, once.

The register opens in January 2022 with reference records, organizations and three nurtured centers;
the centers' moves follow on their own dates; everything else is taken over on the day of loading.
So the ledger's order is the order of time, and asks "as known on" have something to find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from itertools import groupby, islice

from tortoise.connection import get_connection

from exercises.tables import CalendarDay
from registry.access import SYSTEM
from registry.centers import Move, check_center, move_center
from registry.codes import CenterState, ChecklistItem, ChecklistResult
from registry.history import Act, Change, changing
from registry.regions import rebuild_closure
from registry.tables import MobilizationCenter, Organization, Record, Region
from seeds.centers import BODIES, Step, centers_of, steps
from seeds.errors import OtherWorldLoaded
from seeds.organizations import REGISTER_OPENED
from seeds.scales import Scale, opening, shares, takeover
from seeds.worlds import Draft, World

BATCH_ROWS = 1_000
STATISTICS_AFTER_BATCHES = frozenset({20, 80, 240})
"""After these batches PostgreSQL is told how the ledger has grown: a province's look-ups take 4 s, not 41."""
BEIJING = timezone(timedelta(hours=8))
OFFICE_HOUR = time(9, 0, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """
    How many rows were added to each table, tables without any left out; empty when nothing was new.

    What the centers' moves record of themselves (reviews, checklists) is not counted.
    """

    counts: Mapping[str, int]

    @property
    def rows(self) -> int:
        """Return the number of rows added in all."""
        return sum(self.counts.values())

    def __str__(self) -> str:
        if not self.counts:
            return "Nothing new to load."
        return f"Loaded {self.rows:,} rows into {len(self.counts)} tables."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load is: the table being filled, and the rows looked at so far of all tables."""

    table: str
    rows: int

    def __str__(self) -> str:
        return f"{self.table}: {self.rows:,} rows"


async def load(
    scale: Scale,
    *,
    year: int,
    seed: int,
    at: datetime,
    on_progress: Callable[[Progress], None] | None = None,
) -> LoadReport:
    """
    Load a synthetic city or province for the planning of `year`; what is there already stays as it is.

    All or nothing: one transaction. A row whose identifier exists is skipped, even if it was changed
    since; loading twice changes nothing. The ledger's times are 2022 to 2025 for the opening of the
    register and the centers' moves, and `at` for the rest.

    Parameters
    ----------
    scale
        `"city"`: Zigong and the stations of its three neighbors (about 11,000 rows). `"province"`: all
        21 cities of Sichuan in full (about 240,000 rows).
    year
        Training year to be planned; the record of executions ends in November of the year before.
    seed
        Any number; the same seed gives the same rows, byte for byte.
    at
        When the takeover is recorded; aware. Only executions that ended before this day are loaded.
    on_progress
        Called after each batch of up to 1,000 rows.

    Raises
    ------
    OtherWorldLoaded
        The database holds units of another seed.
    ValueError
        `at` is naive, or before the centers' last move (26 August 2025).

    """
    world = World(seed, year)
    moves = tuple(step for share in shares(world, scale) for step in steps(centers_of(world, share.city)))
    if at.tzinfo is None or at.astimezone(BEIJING).date() <= moves[-1].on:
        message = f"the takeover at {at} must be aware and later than the centers' last move"
        raise ValueError(message)
    await _refuse_other_world(world, scale)
    known_on = at.astimezone(BEIJING).date()
    opened_at = datetime.combine(REGISTER_OPENED, OFFICE_HOUR)
    loading = _Loading(on_progress)
    async with changing(_act(world, f"opening/{scale}", opened_at, "Open the register")) as change:
        await loading.add_all(change, opening(world, scale))
        if loading.counts[Region]:
            await rebuild_closure()
        if loading.counts[MobilizationCenter]:
            for number, step in enumerate(moves):
                await _move(world, number, step)
        takeover_act = _act(world, f"takeover/{scale}/{year}", at, "Take over the synthetic register")
        async with changing(takeover_act) as taking_over:
            await loading.add_all(taking_over, takeover(world, scale, known_on=known_on))
    return LoadReport({table.__name__: count for table, count in loading.counts.items() if count})


class _Loading:
    """Adds what is missing, counts it, and tells how far it got."""

    def __init__(self, on_progress: Callable[[Progress], None] | None) -> None:
        self.counts: Counter[type[Record]] = Counter()
        self._seen = 0
        self._batches = 0
        self._was_empty: dict[type[Record], bool] = {}
        self._on_progress = on_progress

    async def add_all(self, change: Change, drafts: Iterator[Draft]) -> None:
        for table, of_table in groupby(drafts, key=lambda draft: draft.table):
            if table not in self._was_empty:
                self._was_empty[table] = not await table.exists()
            while batch := list(islice(of_table, BATCH_ROWS)):
                missing = batch if self._was_empty[table] else await _missing(table, batch)
                if missing:
                    await change.add_all([draft.row() for draft in missing])
                    await self._count_batch()
                self.counts[table] += len(missing)
                self._seen += len(batch)
                if self._on_progress is not None:
                    self._on_progress(Progress(table.__name__, self._seen))

    async def _count_batch(self) -> None:
        """Refresh the ledger's statistics now and then: inside one transaction nothing else does."""
        self._batches += 1
        connection = get_connection("default")
        if self._batches in STATISTICS_AFTER_BATCHES and connection.capabilities.dialect == "postgres":
            await connection.execute_query("ANALYZE ledger_entry")


async def _missing(table: type[Record], batch: list[Draft]) -> list[Draft]:
    """Return the drafts without a row; calendar days count as present whoever stored them."""
    if table is CalendarDay:
        stored = await CalendarDay.filter(day__in=[draft.values["day"] for draft in batch])
        known = {row.day for row in stored}
        return [draft for draft in batch if draft.values["day"] not in known]
    present = set(await table.filter(id__in=[draft.id for draft in batch]).values_list("id", flat=True))
    return [draft for draft in batch if draft.id not in present]


async def _refuse_other_world(world: World, scale: Scale) -> None:
    first = next(draft for draft in opening(world, scale) if draft.table is Organization)
    stored = await Organization.get_or_none(credit_code=first.values["credit_code"])
    if stored is not None and stored.id != first.id:
        raise OtherWorldLoaded(world.seed)


async def _move(world: World, number: int, step: Step) -> None:
    act = _act(world, f"move/{number}", datetime.combine(step.on, OFFICE_HOUR), f"Center {step.to.en}")
    center = await MobilizationCenter.get(id=step.center_id)
    body, opinion = BODIES[step.to]
    told = Move(body=body, opinion=opinion, designation_number=step.designation_number)
    await move_center(SYSTEM, act, center.id, step.to, center.version, told)
    if step.to is CenterState.SITE_VISIT:
        for item in ChecklistItem:
            look = _act(world, f"move/{number}/{item.value}", act.at, f"Checklist: {item.en}")
            await check_center(SYSTEM, look, center.id, item, ChecklistResult.MET)


def _act(world: World, key: str, at: datetime, reason: str) -> Act:
    return Act(author=SYSTEM.principal_id, reason=reason, at=at, id=world.id("act", key))
