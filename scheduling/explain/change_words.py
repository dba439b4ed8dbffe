"""Changes in words, Chinese and English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scheduling.booked import name_of
from scheduling.compiled import Compiled
from scheduling.explain.changes import (
    Change,
    NoChange,
    OtherResource,
    PauseAllowed,
    ShorterNotice,
    WiderWindow,
)
from scheduling.explain.limit_changes import (
    EarlierIssue,
    HigherDayCap,
    HigherDayCaps,
    HigherYearlyLimit,
    HigherYearlyLimits,
    MoreAway,
    MoreUnits,
    Reopened,
    ShorterRest,
    Unblocked,
)
from scheduling.explain.spacing_changes import MoreChannels, MoreExercises, ShorterGap, WiderLag
from scheduling.explain.wording import resource_words
from scheduling.words import Words, counted, halves

AnyChange = (
    NoChange
    | WiderWindow
    | ShorterNotice
    | PauseAllowed
    | OtherResource
    | Unblocked
    | Reopened
    | MoreUnits
    | ShorterRest
    | MoreAway
    | HigherDayCap
    | HigherDayCaps
    | HigherYearlyLimit
    | HigherYearlyLimits
    | EarlierIssue
    | ShorterGap
    | WiderLag
    | MoreExercises
    | MoreChannels
)


def change_words(view: Compiled, change: Change) -> Words:
    """Return a change in words, without a stop at the end."""
    return _WORDS[type(change)](view, change)


def _no_change(view: Compiled, change: NoChange) -> Words:
    del view, change
    return Words("不改变任何规定，仅调整其他任务", "No rule changes, only other events move")


def _wider_window(view: Compiled, change: WiderWindow) -> Words:
    name, days = _owner(view, change.event), change.days
    if change.later:
        return Words(
            f"{name.zh} 的时段自 {change.edge} 延后 {days} 天",
            f"The window of {name.en} ends {counted(days, 'day')} later than {change.edge}",
        )
    return Words(
        f"{name.zh} 的时段自 {change.edge} 提前 {days} 天",
        f"The window of {name.en} begins {counted(days, 'day')} earlier than {change.edge}",
    )


def _owner(view: Compiled, owner: str) -> Words:
    """Return the name of an event, or of an area whose exercises are meant."""
    if owner in view.events:
        return name_of(view.events[owner])
    title = halves(view.areas[owner].title or owner)
    return Words(f"{title.zh} 各次演练", f"exercises of {title.en}")


def _shorter_notice(view: Compiled, change: ShorterNotice) -> Words:
    name = _owner(view, change.event)
    return Words(
        f"{name.zh} 的通知期缩短 {change.days} 天",
        f"The notice of {name.en} is {counted(change.days, 'day')} shorter",
    )


def _pause_allowed(view: Compiled, change: PauseAllowed) -> Words:
    name = name_of(view.events[change.event])
    return Words(f"{name.zh} 可跨非工作日进行", f"{name.en} may pause over days off")


def _other_resource(view: Compiled, change: OtherResource) -> Words:
    name, ground = name_of(view.events[change.event]), resource_words(view, [change.option.resource])
    return Words(f"{name.zh} 也可使用{ground.zh}", f"{name.en} may use {ground.en} as well")


def _unblocked(view: Compiled, change: Unblocked) -> Words:
    del view
    return Words(
        f"队伍 {change.crew} 在 {change.first} 至 {change.last} 可参训",
        f"Crew {change.crew} is available from {change.first} to {change.last}",
    )


def _reopened(view: Compiled, change: Reopened) -> Words:
    ground = resource_words(view, [change.resource])
    return Words(
        f"{ground.zh} 在 {change.first} 至 {change.last} 开放",
        f"{ground.en} is open from {change.first} to {change.last}",
    )


def _more_units(view: Compiled, change: MoreUnits) -> Words:
    ground = resource_words(view, [change.resource])
    capacity = view.resources[change.resource].capacity
    return Words(
        f"{ground.zh} 由 {capacity} 增至 {capacity + change.units}",
        f"{ground.en}: {capacity + change.units} instead of {capacity}",
    )


def _shorter_rest(view: Compiled, change: ShorterRest) -> Words:
    days = view.problem.rest_days
    return Words(
        f"任务之间的休整由 {days} 天减为 {days - change.days} 天",
        f"Crews rest {counted(days - change.days, 'workday')} between events instead of {days}",
    )


def _more_away(view: Compiled, change: MoreAway) -> Words:
    limit = view.standby[change.group]
    return Words(
        f"{change.group} 同日可外出队伍由 {limit} 支增至 {limit + change.crews} 支",
        f"{counted(limit + change.crews, 'crew')} of {change.group} may be away at once instead of {limit}",
    )


def _higher_day_cap(view: Compiled, change: HigherDayCap) -> Words:
    del view
    more = counted(change.days, "workday")
    return Words(
        f"队伍 {change.crew} 在 {change.first} 至 {change.last} 的参训上限增加 {change.days} 个工作日",
        f"Crew {change.crew} may train {more} more from {change.first} to {change.last}",
    )


def _higher_yearly_limit(view: Compiled, change: HigherYearlyLimit) -> Words:
    del view
    return Words(
        f"队伍 {change.crew} 的全年上限增加 {change.half_days} 个半天",
        f"The yearly limit of crew {change.crew} is {counted(change.half_days, 'half-day')} higher",
    )


def _higher_day_caps(view: Compiled, change: HigherDayCaps) -> Words:
    del view
    return Words(
        f"每支队伍各时段的参训上限增加 {change.days} 个工作日",
        f"Every crew may train {counted(change.days, 'workday')} more in each span with a cap",
    )


def _higher_yearly_limits(view: Compiled, change: HigherYearlyLimits) -> Words:
    del view
    return Words(
        f"每支队伍的全年上限增加 {change.half_days} 个半天",
        f"The yearly limit of every crew is {counted(change.half_days, 'half-day')} higher",
    )


def _earlier_issue(view: Compiled, change: EarlierIssue) -> Words:
    del view
    return Words(
        f"计划提前 {change.days} 天下发", f"The plan is issued {counted(change.days, 'day')} earlier"
    )


def _shorter_gap(view: Compiled, change: ShorterGap) -> Words:
    series = next(s for s in view.problem.series if s.id == change.series)
    days = series.min_gap_days
    return Words(
        f"系列 {series.id} 的最小间隔由 {days} 天减为 {days - change.days} 天",
        f"Events of series {series.id} keep a gap of {counted(days - change.days, 'day')} instead of {days}",
    )


def _wider_lag(view: Compiled, change: WiderLag) -> Words:
    before, after = name_of(view.events[change.before]), name_of(view.events[change.after])
    return Words(
        f"{after.zh} 与 {before.zh} 的先后间隔放宽 {change.days} 天",
        f"{after.en} may follow {before.en} up to {counted(change.days, 'day')} sooner or later than now",
    )


def _more_exercises(view: Compiled, change: MoreExercises) -> Words:
    del view
    zh, en = ("承办", "host") if change.hosting else ("参加", "attend")
    return Words(
        f"{change.area} 各地区每季度可多{zh}一次演练",
        f"Regions of {change.area} may {en} one exercise more a quarter",
    )


def _more_channels(view: Compiled, change: MoreChannels) -> Words:
    del view
    return Words(f"{change.area} 增加一个频道组", f"{change.area} has one channel group more")


_WORDS: dict[type[Change], Callable[[Compiled, Any], Words]] = {
    NoChange: _no_change,
    WiderWindow: _wider_window,
    ShorterNotice: _shorter_notice,
    PauseAllowed: _pause_allowed,
    OtherResource: _other_resource,
    Unblocked: _unblocked,
    Reopened: _reopened,
    MoreUnits: _more_units,
    ShorterRest: _shorter_rest,
    MoreAway: _more_away,
    HigherDayCap: _higher_day_cap,
    HigherDayCaps: _higher_day_caps,
    HigherYearlyLimit: _higher_yearly_limit,
    HigherYearlyLimits: _higher_yearly_limits,
    EarlierIssue: _earlier_issue,
    ShorterGap: _shorter_gap,
    WiderLag: _wider_lag,
    MoreExercises: _more_exercises,
    MoreChannels: _more_channels,
}
