"""
The planner's input: one training year as immutable facts.

A `Problem` needs no further preprocessing and knows no team table: what exercises, teams and
grounds are called outside has become events, crews and resources. Time is the *workday axis*:
index 0 is the first entry of `Problem.days`. Durations, rest and capacities count on that axis;
gaps, currency and notice are legal terms and count calendar days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scheduling.cost import Weights
from scheduling.spans import DayCap as DayCap
from scheduling.spans import Reduction as Reduction
from scheduling.spans import Window as Window
from scheduling.validation import validate


class ResourceKind(StrEnum):
    """What sort of shared thing an event needs: `POOL` is any other. Only venues have a place."""

    VENUE = "venue"
    INSTRUCTORS = "instructors"
    EVALUATORS = "evaluators"
    COMMAND_VEHICLES = "command_vehicles"
    SATELLITE_SETS = "satellite_sets"
    PERMITS = "permits"
    POOL = "pool"


@dataclass(frozen=True, slots=True)
class Crew:
    """
    A support team as the planner sees it.

    `standby_group` joins crews of one city and category for the standby rule. `blocked` holds every
    reason the crew cannot train: state, unavailability, flood season, examinations, employer's peak.
    `person_ids` are opaque; two crews that share one are never away at the same time. Each of `day_caps`
    holds for itself: caps per month, per quarter, per season.
    """

    id: str
    region: str
    standby_group: str
    employer: str
    importance: int = 1
    yearly_limit_half_days: int = 30
    carried_half_days: int = 0
    blocked: tuple[Window, ...] = ()
    person_ids: frozenset[str] = frozenset()
    day_caps: tuple[DayCap, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """
    Renewable capacity per workday (persons, instructors, vehicles …), closed on some days.

    Of several `reduced` spans on one day the lowest counts; none raises the capacity.
    """

    id: str
    kind: ResourceKind
    region: str
    capacity: int
    closed: tuple[Window, ...] = ()
    organization: str = ""
    reduced: tuple[Reduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fill a need: `quantity` units of `resource` each day, and the travel it costs."""

    resource: str
    quantity: int = 1
    distance_km: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """A demand of an event for a shared resource: exactly one of `options` is chosen."""

    kind: ResourceKind
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Exercise:
    """The cross-region part of an event: who meets, who hosts (set by `design` or given)."""

    area: str
    regions: tuple[str, ...]
    host: str


PINNED = "已发生或已在通知期内 / past or notified"
"""The reason of a lock that only says an event is past or announced: a repair may have to break it."""


@dataclass(frozen=True, slots=True)
class Lock:
    """
    A place in the year that may not move: externally dated, locked by a planner, or past.

    A lock whose first day lies before the problem's `issue_date` is *history*: it occupies crews and
    resources, but rules about when it should have been no longer apply to it. Lead time is never
    asked of a locked event: its date is known already.
    """

    first_day: date
    choices: tuple[str, ...] = ()
    channel: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """
    One training event to place in the year.

    `load_half_days` is what one member of each crew spends (a 0.5-day event occupies its workday on
    the axis but loads one half-day); `crew_share` (numerator, denominator) lowers it where only
    part of a crew attends. `away` events count against the standby rule. `notice_days` is the lead
    time between the problem's `issue_date` and the first day. `unbroken` events span no non-workday.
    `recused` names organizations whose evaluators may not serve. `preferred` is the wished first day.
    No `windows` means the whole year, no `starts` any first day within them; with `starts` it is one of
    these. A crew counts its whole load in the month of the first day.
    """

    id: str
    kind: str
    crews: tuple[str, ...]
    duration_days: int
    windows: tuple[Window, ...] = ()
    needs: tuple[Need, ...] = ()
    priority: int = 1
    load_half_days: int = 2
    crew_share: tuple[int, int] = (1, 1)
    away: bool = True
    unbroken: bool = True
    notice_days: int = 0
    preferred: date | None = None
    recused: frozenset[str] = frozenset()
    exercise: Exercise | None = None
    lock: Lock | None = None
    title: str = ""
    source: str = ""
    starts: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Series:
    """
    The events of one kind for one crew, in order, with their legal spacing.

    `min_gap_days` separates the last day of one event and the first day of the next;
    `last_held` opens the series with the record of earlier years (also subject to the gap).
    A day of the year on which more than `currency_days` have passed since the last execution (the
    last day of the latest event before it) is a lapse-day; without a record the count starts with
    the year. `weight` scales those days in the objective. `preferred_gap_days` is wished for between the
    last day of one event and the first day of the next; a day it falls short of is a preference-day.
    """

    id: str
    crew: str
    events: tuple[str, ...]
    min_gap_days: int
    currency_days: int
    last_held: date | None = None
    weight: int = 1
    preferred_gap_days: int = 0


@dataclass(frozen=True, slots=True)
class Precedence:
    """
    `after` builds on `before`: never held without it, and within these lags of its end.

    The lag counts calendar days from the last day of `before` to the first day of `after`: 1 is the very
    next day. No `max_lag_days` means any time later.
    """

    before: str
    after: str
    min_lag_days: int = 1
    max_lag_days: int | None = None


@dataclass(frozen=True, slots=True)
class StandbyLimit:
    """At most `away_at_most` crews of one standby group away on any workday."""

    group: str
    away_at_most: int


@dataclass(frozen=True, slots=True)
class TargetLoad:
    """Even-load target: crew half-days of one region in one month; the excess is overload (soft)."""

    region: str
    month: int
    half_days: int


@dataclass(frozen=True, slots=True)
class PairArea:
    """
    A group of regions whose pairs must exercise together `times` a year, in groups of `group_size`.

    The planner designs the exercises: who attends, who hosts, when, and on which of
    `channel_groups`; two exercises whose hosts are nearer than `interference_km` never share a
    channel group on one day. `last_hosts` rotates the host: one of them hosts an exercise again only
    if every other region of that exercise hosted last time too or hosts one this year. `hosted` counts the
    exercises each region hosted in the years on record (a region left out: none, or one as a last host):
    with `hosts_evenly` these counts, this year's added, come before the guests' ways. Positions are
    (latitude, longitude) in degrees. Events given with an `exercise` of this area count towards the
    pairs. Each pair that has not met often enough counts `priority` points for every missing time.
    """

    id: str
    regions: tuple[str, ...]
    crews: tuple[tuple[str, str], ...]
    positions: tuple[tuple[str, float, float], ...]
    group_size: int
    duration_days: int
    windows: tuple[Window, ...] = ()
    times: int = 1
    priority: int = 5
    load_half_days: int = 2
    host_per_quarter: int = 1
    attend_per_quarter: int = 2
    channel_groups: int = 2
    interference_km: int = 60
    notice_days: int = 30
    needs: tuple[Need, ...] = ()
    guest_needs: tuple[tuple[str, Need], ...] = ()
    last_hosts: tuple[str, ...] = ()
    kind: str = "cross_region"
    title: str = ""
    source: str = ""
    hosted: tuple[tuple[str, int], ...] = ()
    hosts_evenly: bool = True


@dataclass(frozen=True, slots=True)
class Published:
    """Where an event stands in the version already issued; leaving it counts as one move."""

    event: str
    first_day: date
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One scope and year to plan; validated on creation (`scheduling.errors.InvalidProblem`).

    `order` names objective components (fields of `Weights`) that come before everything else, the first
    one first: plans are compared by them one after the other, and only then by the weighted total. Empty,
    the total decides alone. What is left out costs no travel and no wish: name `unscheduled_points` first.
    """

    id: str
    year: int
    issue_date: date
    days: tuple[date, ...]
    estimated_days: frozenset[date] = frozenset()
    crews: tuple[Crew, ...] = ()
    resources: tuple[Resource, ...] = ()
    events: tuple[Event, ...] = ()
    series: tuple[Series, ...] = ()
    precedence: tuple[Precedence, ...] = ()
    standby: tuple[StandbyLimit, ...] = ()
    targets: tuple[TargetLoad, ...] = ()
    areas: tuple[PairArea, ...] = ()
    weights: Weights = field(default_factory=Weights)
    rest_days: int = 1
    published: tuple[Published, ...] = ()
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a problem that contradicts itself: `InvalidProblem` with the path of each fault."""
        validate(self)
