"""A city-sized problem, grown from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from scheduling.problem import (
    Crew,
    Event,
    Lock,
    Need,
    Option,
    PairArea,
    Precedence,
    Problem,
    Resource,
    ResourceKind,
    Series,
    StandbyLimit,
    TargetLoad,
    Window,
)

YEAR = 2026
HOLIDAYS = (
    ((1, 1), (1, 3)),
    ((2, 15), (2, 23)),
    ((4, 4), (4, 6)),
    ((5, 1), (5, 5)),
    ((6, 19), (6, 21)),
    ((9, 25), (10, 7)),
)
DISTRICTS = ("D1", "D2", "D3", "D4", "D5", "D6")
CATEGORIES = ("RRP", "MED", "FIR", "SEC", "CBR", "COM", "TRN", "UAV", "MCP", "ROB")
REALISTIC = ("RRP", "MED", "FIR", "SEC", "CBR", "TRN")
HANDS_ON = ("RRP", "MED", "FIR", "CBR", "TRN")
NEW_DOMAIN = ("UAV", "ROB")
COMMUNICATIONS = ("COM", "MCP")


def on(month: int, day: int) -> date:
    """Return a day of the benchmark's year."""
    return date(YEAR, month, day)


def months(first: int, last: int) -> Window:
    """Return the window of whole months `first` to `last`."""
    end = date(YEAR + 1, 1, 1) if last == 12 else on(last + 1, 1)
    return Window(on(first, 1), end - timedelta(days=1))


def workdays() -> tuple[date, ...]:
    """Return Mondays to Fridays without public holidays (no make-up workdays)."""
    off = [Window(on(*a), on(*b)) for a, b in HOLIDAYS]
    days = (on(1, 1) + timedelta(days=i) for i in range(365))
    return tuple(d for d in days if d.weekday() < 5 and not any(w.first <= d <= w.last for w in off))


class City:
    """Grows a year's events for about sixty crews in six districts; everything follows from the seed."""

    def __init__(self, seed: int = 1, *, tight: bool = False) -> None:
        self.chance = random.Random(seed)
        self.tight = tight
        self.events: list[Event] = []
        self.series: list[Series] = []
        self.precedence: list[Precedence] = []
        self.crews = [self._crew(d, c) for d in DISTRICTS for c in CATEGORIES]
        self.resources = list(self._resources())

    def problem(self) -> Problem:
        """Return the whole year as a problem."""
        for district in DISTRICTS:
            self._district(district)
        for crew in self.crews:
            self._of_crew(crew)
        self._realistic()
        self._interconnection()
        self._fixed()
        groups = sorted({crew.standby_group for crew in self.crews})
        return Problem(
            id="city",
            year=YEAR,
            issue_date=on(1, 4),
            days=workdays(),
            crews=tuple(self.crews),
            resources=tuple(self.resources),
            events=tuple(self.events),
            series=tuple(self.series),
            precedence=tuple(self.precedence),
            standby=tuple(StandbyLimit(g, 6 if g in COMMUNICATIONS else 3) for g in groups),
            targets=tuple(TargetLoad(d, m, 26) for d in DISTRICTS for m in range(1, 13)),
            areas=(self._area(),),
        )

    def _crew(self, district: str, category: str) -> Crew:
        flood = (Window(on(7, 1), on(8, 10), "flood season"),) if category in ("RRP", "TRN") else ()
        first = on(1, 10) + timedelta(days=self.chance.randrange(110))
        peak = Window(first, first + timedelta(days=self.chance.randrange(5, 15)), "employer's peak")
        if self.chance.random() < 0.5:
            first = on(9, 20) + timedelta(days=self.chance.randrange(80))
            peak = Window(first, first + timedelta(days=self.chance.randrange(5, 15)), "employer's peak")
        exams = Window(on(6, 7), on(6, 9), "examinations")
        return Crew(
            f"{district}-{category}",
            district,
            category,
            f"employer-{district}",
            yearly_limit_half_days=60 if category == "MCP" else 30,
            blocked=(*flood, peak, exams),
        )

    def _resources(self) -> Iterator[Resource]:
        for district in DISTRICTS:
            yield Resource(f"field-{district}", ResourceKind.VENUE, district, 1)
            yield Resource(f"hall-{district}", ResourceKind.VENUE, district, 1)
            yield Resource(f"instructors-{district}", ResourceKind.INSTRUCTORS, district, 2)
            yield Resource(f"vehicle-{district}", ResourceKind.COMMAND_VEHICLES, district, 1)
            yield Resource(
                f"evaluators-{district}",
                ResourceKind.EVALUATORS,
                district,
                2,
                organization=f"office-{district}",
            )
        for base in ("base-1", "base-2"):
            first = on(3, 1) + timedelta(days=self.chance.randrange(200))
            closing = Window(first, first + timedelta(days=15), "repairs")
            yield Resource(base, ResourceKind.VENUE, "D1", 1, closed=(closing,))
        yield Resource("ground", ResourceKind.VENUE, "D2", 1 if self.tight else 2)
        yield Resource("permits", ResourceKind.PERMITS, "D1", 1)
        yield Resource("satellite", ResourceKind.SATELLITE_SETS, "D1", 1)

    def _distance(self, district: str, other: str) -> int:
        return 4 + 11 * abs(int(district[1]) - int(other[1]))

    def _evaluators(self, district: str, quantity: int) -> Need:
        near = sorted((d for d in DISTRICTS if d != district), key=lambda d: self._distance(district, d))
        options = tuple(Option(f"evaluators-{d}", quantity, self._distance(district, d)) for d in near[:3])
        return Need(ResourceKind.EVALUATORS, options)

    def _district(self, district: str) -> None:
        crews = [crew.id for crew in self.crews if crew.region == district]
        hall = Need(ResourceKind.VENUE, (Option(f"hall-{district}"),))
        self._add(f"opening-{district}", "opening", crews, 1, 1, (months(1, 3),), (hall,), away=False)
        for batch, members in enumerate((crews[:5], crews[5:])):
            bases = tuple(Option(b, 1, 10 + 7 * int(district[1])) for b in ("base-1", "base-2"))
            instructors = Need(ResourceKind.INSTRUCTORS, (Option(f"instructors-{district}", 2),))
            needs = (Need(ResourceKind.VENUE, bases), instructors)
            windows = (months(3, 6), months(9, 11))
            self._add(f"camp-{district}-{batch}", "concentrated", members, 3, 6, windows, needs, priority=6)
            for crew in members:
                self._series(crew, "concentrated", (f"camp-{district}-{batch}",), 240, 456)

    def _of_crew(self, crew: Crew) -> None:
        category = crew.standby_group
        field = Need(
            ResourceKind.VENUE, (Option(f"field-{crew.region}"), Option(self._next_field(crew), 1, 15))
        )
        teacher = Need(ResourceKind.INSTRUCTORS, (Option(f"instructors-{crew.region}"),))
        if category in HANDS_ON:
            windows = [(months(q, q + 2),) for q in (1, 4, 7, 10)]
            self._rounds(crew, "hands", windows, 2, (field, teacher), gap=45, currency=114, away=True)
        if category in NEW_DOMAIN:
            permit = Need(ResourceKind.PERMITS, (Option("permits"),))
            windows = [(months(m, m + 1),) for m in range(1, 12, 2)]
            self._rounds(crew, "newdomain", windows, 1, (permit,), gap=30, currency=76, away=True)
        halves = [(months(1, 6),), (months(7, 12),)]
        self._rounds(
            crew, "turnout", halves, 1, (self._evaluators(crew.region, 1),), gap=120, currency=228, away=False
        )
        judged = (self._evaluators(crew.region, 1),)
        self._rounds(
            crew, "assess", [(months(10, 11),)], 2, judged, gap=270, currency=456, away=False, priority=4
        )

    def _next_field(self, crew: Crew) -> str:
        return f"field-{DISTRICTS[int(crew.region[1]) % len(DISTRICTS)]}"

    def _rounds(
        self,
        crew: Crew,
        kind: str,
        windows: Sequence[tuple[Window, ...]],
        load: int,
        needs: tuple[Need, ...],
        *,
        gap: int,
        currency: int,
        away: bool,
        priority: int = 2,
    ) -> None:
        ids = []
        for number, allowed in enumerate(windows):
            ids.append(f"{kind}-{crew.id}-{number}")
            self._add(ids[-1], kind, [crew.id], 1, load, allowed, needs, away=away, priority=priority)
        self._series(crew.id, kind, tuple(ids), gap, currency)

    def _realistic(self) -> None:
        for district in DISTRICTS:
            crews = [c.id for c in self.crews if c.region == district and c.standby_group in REALISTIC]
            for batch in range(2):
                members = crews[batch::2]
                ground = Need(ResourceKind.VENUE, (Option("ground", 1, self._distance(district, "D2")),))
                needs = (ground, self._evaluators(district, 2))
                event_id = f"realistic-{district}-{batch}"
                self._add(
                    event_id, "realistic", members, 1, 2, (months(4, 6), months(9, 11)), needs, priority=8
                )
                for crew in members:
                    self._series(crew, "realistic", (event_id,), 180, 456)
                    if f"hands-{crew}-0" in {e.id for e in self.events}:
                        self.precedence.append(Precedence(f"hands-{crew}-0", event_id))

    def _interconnection(self) -> None:
        crews = [c.id for c in self.crews if c.standby_group in COMMUNICATIONS]
        ids = []
        for month in range(1, 13):
            ids.append(f"link-{month:02}")
            needs = (Need(ResourceKind.SATELLITE_SETS, (Option("satellite"),)),)
            self._add(
                ids[-1],
                "interconnection",
                crews,
                1,
                1,
                (months(month, month),),
                needs,
                away=False,
                priority=9,
                share=(1, 3),
            )
        self._series(crews[0], "interconnection", tuple(ids), 20, 38)

    def _fixed(self) -> None:
        everyone = [crew.id for crew in self.crews if crew.standby_group in ("SEC", "FIR")]
        siren = Lock(on(9, 18), reason="siren trial, set by the province")
        self._add("siren", "siren", everyone, 1, 1, (), (), away=False, lock=siren, priority=10)
        joint = Lock(on(5, 19), reason="area joint training, set by the neighbours")
        self._add("joint", "joint", ["D1-MCP", "D1-COM"], 3, 6, (), (), lock=joint, priority=10)

    def _area(self) -> PairArea:
        positions = ((0.0, 0.0), (0.1, 0.2), (0.3, 0.1), (-0.2, 0.2), (0.2, -0.3), (-0.3, -0.2))
        places = tuple((d, 29.3 + a, 104.8 + b) for d, (a, b) in zip(DISTRICTS, positions, strict=True))
        guests = tuple((d, Need(ResourceKind.COMMAND_VEHICLES, (Option(f"vehicle-{d}"),))) for d in DISTRICTS)
        return PairArea(
            "cross",
            DISTRICTS,
            tuple((d, f"{d}-MCP") for d in DISTRICTS),
            places,
            group_size=3,
            duration_days=3,
            windows=(months(3, 11),),
            load_half_days=6,
            needs=(Need(ResourceKind.SATELLITE_SETS, (Option("satellite"),)),),
            guest_needs=guests,
            last_hosts=("D1",),
        )

    def _series(self, crew: str, kind: str, events: tuple[str, ...], gap: int, currency: int) -> None:
        last = on(1, 1) - timedelta(days=self.chance.randrange(20, min(365, currency)))
        weight = self.chance.choice((1, 1, 2))
        self.series.append(Series(f"{crew}/{kind}", crew, events, gap, currency, last, weight))

    def _add(
        self,
        event_id: str,
        kind: str,
        crews: list[str],
        days: int,
        load: int,
        windows: tuple[Window, ...],
        needs: tuple[Need, ...],
        *,
        away: bool = True,
        priority: int = 3,
        share: tuple[int, int] = (1, 1),
        lock: Lock | None = None,
    ) -> None:
        self.events.append(
            Event(
                event_id,
                kind,
                tuple(crews),
                days,
                windows,
                needs,
                priority=priority,
                load_half_days=load,
                crew_share=share,
                away=away,
                notice_days=7,
                recused=frozenset({f"office-{crews[0].split('-')[0]}"}),
                lock=lock,
            )
        )
