"""One situation per thing that can be in the way of an event: the year, its plan, and what should be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.explain.barrier import Kind
from scheduling.explain.changes import (
    Change,
    NoChange,
    OtherResource,
    PauseAllowed,
    ShorterNotice,
    WiderWindow,
)
from scheduling.explain.limit_changes import (
    HigherDayCap,
    HigherYearlyLimit,
    MoreAway,
    MoreUnits,
    Reopened,
    ShorterRest,
    Unblocked,
)
from scheduling.explain.spacing_changes import MoreChannels, MoreExercises, ShorterGap, WiderLag
from scheduling.plan import Plan
from scheduling.problem import (
    DayCap,
    Exercise,
    Lock,
    Precedence,
    Problem,
    ResourceKind,
    StandbyLimit,
    Window,
)
from tests.scheduling.factories import AREA_CREWS, DAYS, area, crew, event, need, problem, resource, series
from tests.scheduling.rules.cases import at, plan

ONLY = (Window(DAYS[0], DAYS[0]),)
HALL = resource("hall")


@dataclass(frozen=True)
class Situation:
    """Event `e` is left out of `plan`; `kind` or `rule` is why, and `change` one of the remedies."""

    year: Problem
    plan: Plan
    kind: Kind | None
    change: type[Change] | None
    rule: str = ""


def locked(name: str, day: int, *crews: str, **changes: object):  # type: ignore[no-untyped-def]  # factory
    """Return an event locked to a workday of the axis."""
    return event(name, *crews, lock=Lock(DAYS[day]), **changes)


def meeting(name: str, host: str, *regions: str, **changes: object):  # type: ignore[no-untyped-def]  # factory
    """Return an exercise of the area that is among the problem's own events."""
    return event(name, *(f"c{r}" for r in regions), exercise=Exercise("A", regions, host), **changes)


FIRST = plan(at("f", DAYS[0]))
NEXT = plan(at("f", DAYS[1]))
SERIES = (series("s", "f", "e", min_gap_days=9),)
EVALUATORS = ResourceKind.EVALUATORS


def _hall(*events: object, **changes: object) -> Problem:
    return problem(*events, resources=(HALL,), **changes)  # type: ignore[arg-type]  # factory


def _area(*events: object, **changes: object) -> Problem:
    return problem(*events, crews=AREA_CREWS, areas=(area(**changes),))  # type: ignore[arg-type]  # factory


def _meets(day: int) -> Plan:
    return plan(at("f", DAYS[day], channel=0))


SITUATIONS = {
    "a rival that can move": Situation(
        problem(event("e", windows=ONLY), event("f")), FIRST, Kind.CREW, NoChange
    ),
    "rest": Situation(
        problem(event("e", windows=ONLY), locked("f", 1), rest_days=1), NEXT, Kind.REST, ShorterRest
    ),
    "a person of two crews": Situation(
        problem(
            event("e", windows=ONLY),
            locked("f", 0, "b"),
            crews=(crew("a", person_ids=frozenset("p")), crew("b", person_ids=frozenset("p"))),
        ),
        FIRST,
        Kind.PERSON,
        WiderWindow,
    ),
    "a full ground": Situation(
        _hall(event("e", windows=ONLY, needs=(need("hall"),)), locked("f", 0, "b", needs=(need("hall"),))),
        plan(at("f", DAYS[0], None, "hall")),
        Kind.RESOURCE,
        MoreUnits,
    ),
    "standby": Situation(
        problem(event("e", windows=ONLY), locked("f", 0, "b"), standby=(StandbyLimit("G", 1),)),
        FIRST,
        Kind.STANDBY,
        MoreAway,
    ),
    "the gap of a series": Situation(
        problem(locked("f", 0), event("e", windows=(Window(DAYS[1], DAYS[1]),)), series=SERIES),
        FIRST,
        Kind.SPACING,
        ShorterGap,
    ),
    "a lag": Situation(
        problem(
            locked("f", 0),
            event("e", windows=(Window(DAYS[1], DAYS[1]),)),
            precedence=(Precedence("f", "e", 5),),
        ),
        FIRST,
        Kind.PRECEDENCE,
        WiderLag,
    ),
    "a day cap": Situation(
        problem(
            event("e", windows=ONLY),
            locked("f", 1),
            crews=(crew("a", day_caps=(DayCap(DAYS[0], DAYS[4], 1),)),),
        ),
        NEXT,
        Kind.DAY_CAP,
        HigherDayCap,
    ),
    "the yearly limit": Situation(
        problem(event("e"), crews=(crew("a", yearly_limit_half_days=1),)),
        plan(),
        Kind.YEARLY_LIMIT,
        HigherYearlyLimit,
    ),
    "the hosting quota": Situation(
        _area(
            meeting("e", "x", "x", "y"),
            meeting("f", "x", "x", "z", lock=Lock(DAYS[0])),
            host_per_quarter=1,
        ),
        _meets(0),
        Kind.HOSTING,
        MoreExercises,
    ),
    "the attending quota": Situation(
        _area(
            meeting("e", "y", "x", "y"),
            meeting("f", "x", "x", "z", lock=Lock(DAYS[0])),
            attend_per_quarter=1,
        ),
        _meets(0),
        Kind.ATTENDING,
        MoreExercises,
    ),
    "channels": Situation(
        problem(
            meeting("e", "w", "w", "z", windows=ONLY),
            meeting("f", "x", "x", "y", lock=Lock(DAYS[0])),
            crews=(*AREA_CREWS, crew("cw", region="w", standby_group="cw")),
            areas=(
                area(
                    regions=("w", "x", "y", "z"),
                    crews=(("w", "cw"), ("x", "cx"), ("y", "cy"), ("z", "cz")),
                    positions=(
                        ("w", 29.3, 104.7),
                        ("x", 29.3, 104.8),
                        ("y", 29.5, 105.0),
                        ("z", 28.8, 104.6),
                    ),
                    channel_groups=1,
                ),
            ),
        ),
        _meets(0),
        Kind.CHANNEL,
        MoreChannels,
    ),
    "the rotation of hosts": Situation(
        _area(meeting("e", "x", "x", "y"), last_hosts=("x",)), plan(), Kind.ROTATION, None
    ),
    "what it builds on": Situation(
        problem(
            event("f", windows=(Window(date(2026, 2, 20), date(2026, 2, 27)),)),
            event("e"),
            series=(series("s", "f", "e"),),
        ),
        plan(),
        Kind.ABSENT,
        WiderWindow,
    ),
    "notice": Situation(
        problem(event("e", notice_days=20), issue_date=DAYS[0] - timedelta(days=1)),
        plan(),
        None,
        ShorterNotice,
        "lead-time",
    ),
    "a weekend": Situation(
        problem(event("e", duration_days=2, windows=(Window(DAYS[4], DAYS[5]),))),
        plan(),
        None,
        PauseAllowed,
        "unbroken-duration",
    ),
    "blocked days": Situation(
        problem(event("e", windows=ONLY), crews=(crew("a", blocked=ONLY),)),
        plan(),
        None,
        Unblocked,
        "crew-availability",
    ),
    "a closed ground": Situation(
        problem(event("e", windows=ONLY, needs=(need("hall"),)), resources=(resource("hall", closed=ONLY),)),
        plan(),
        None,
        Reopened,
        "resource-capacity",
    ),
    "the record of last year": Situation(
        problem(
            event("e"),
            series=(series("s", "e", min_gap_days=30, last_held=DAYS[0] - timedelta(days=1)),),
        ),
        plan(),
        None,
        ShorterGap,
        "series-spacing",
    ),
    "recused evaluators": Situation(
        problem(
            event("e", needs=(need("own", kind=EVALUATORS),), recused=frozenset({"bureau"})),
            resources=(
                resource("own", kind=EVALUATORS, organization="bureau"),
                resource("guests", kind=EVALUATORS, organization="other"),
            ),
        ),
        plan(),
        None,
        OtherResource,
        "evaluator-recusal",
    ),
    "another ground": Situation(
        problem(
            event("e", windows=ONLY, needs=(need("hall"),)),
            locked("f", 0, "b", needs=(need("hall"),)),
            resources=(HALL, resource("field")),
        ),
        plan(at("f", DAYS[0], None, "hall")),
        Kind.RESOURCE,
        OtherResource,
    ),
}
