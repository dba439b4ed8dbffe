"""
Setting a level by hand 人工调整 over the computed one, and what is shown while that holds.

The team's own office may lower a level, with a reason. A level is raised only from above: by somebody who
approves in the region above the team's, with evidence, by one level, for at most as many days as the rule
`readiness.override.days` says. Both values are always shown, and nothing needs to be done when it expires:
dates alone tell. US forces forbid such upgrades without a waiver since 2020 (MARADMIN 271/20).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Q

from registry.access import SYSTEM, Viewer, one, rows
from registry.codes import Capability, TaskState
from registry.dated import filled
from registry.errors import AccessDenied, InvalidValue, NotReady, StaleVersion
from registry.evidence import attach
from registry.history import Act, Change, changing, day_of
from registry.periods import Period, reaching
from registry.readiness.forecast.forecasts import SetLevel
from registry.readiness.ratings import WORST
from registry.readiness.records.confirming import from_above
from registry.tables import EvidenceFile, ReadinessOverride, Team

BEST = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """
    The level of a team on a day: as computed, as shown, and the override that makes the difference.

    Levels are 1 to 4, 5 while the team reorganizes, None when it is not rated; an override holds for rated
    teams only.
    """

    computed: int | None
    shown: int | None
    override: ReadinessOverride | None


def standing(
    computed: int | None, overrides: Iterable[ReadinessOverride], task: TaskState, on: date
) -> Standing:
    """
    Return what is shown of a computed level under the overrides of the team.

    An override never makes better what it was to lower, nor lifts by more than one level, whatever became
    of the computed level since.

    Examples
    --------
    >>> raised = ReadinessOverride(from_level=3, to_level=2, valid_from=date(2026, 1, 5))
    >>> [standing(level, [raised], TaskState.PEACE, date(2026, 2, 1)).shown for level in (1, 2, 3, 4, 5)]
    [1, 2, 2, 3, 5]

    """
    held = (each for each in overrides if each.task_state is task and _holds(each, on))
    override = next(held, None)
    if override is None or computed is None or computed > WORST:
        return Standing(computed, computed, None)
    return Standing(computed, set_level(override).shown(computed), override)


def set_level(override: ReadinessOverride) -> SetLevel:
    """Return an override as the plain value that forecasts take."""
    return SetLevel(override.to_level, raises(override), override.valid_from, override.valid_to)


def raises(override: ReadinessOverride) -> bool:
    """Tell whether an override makes a level better."""
    return bool(override.to_level < override.from_level)


def _holds(override: ReadinessOverride, on: date) -> bool:
    return Period(override.valid_from, override.valid_to).contains(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideDraft:
    """
    A level to be shown instead of the computed one, from the day of the act on.

    `last_day` is the last day on which it holds; None, for ever, only when it lowers. `reason` is shown
    beside both levels, at most 500 characters.
    """

    team_id: UUID
    to_level: int
    reason: str
    task: TaskState = TaskState.PEACE
    last_day: date | None = None
    evidence_ids: Sequence[UUID] = ()


async def set_override(
    viewer: Viewer, act: Act, draft: OverrideDraft, *, computed: int | None, longest: int
) -> ReadinessOverride:
    """
    Store an override of a team's level.

    Parameters
    ----------
    viewer, act
        Who sets it, and why.
    draft
        What is to be shown.
    computed
        The level computed for the day of the act.
    longest
        Most days for which a level may be raised.

    Raises
    ------
    NotFound
        The viewer does not see the team or a file.
    AccessDenied
        The viewer may not register the team (to lower), or not approve in the region above it (to raise).
    NotReady
        The team is not rated that day, or another override holds during the time.
    InvalidValue
        The level is none or the computed one, it is raised by more than one level, without evidence, without
        an end or for too long, the end is past, or the reason is blank.

    """
    team = await one(viewer, Team, draft.team_id)
    level = _rated(team, computed)
    await _allowed(viewer, team, raising=draft.to_level < level)
    day = day_of(act.at)
    _check(draft, level, day, longest)
    row = ReadinessOverride(
        team_id=team.id,
        task_state=draft.task,
        from_level=level,
        to_level=draft.to_level,
        reason_given=filled("reason", draft.reason),
        decided_by_id=act.author,
        valid_from=day,
        valid_to=None if draft.last_day is None else draft.last_day + timedelta(days=1),
    )
    async with changing(act) as change:
        await rows(SYSTEM, Team).filter(id=team.id).select_for_update().first()
        await _check_alone(team, row)
        await change.add(row)
        await _prove(viewer, change, row, draft.evidence_ids)
    return row


async def _prove(
    viewer: Viewer, change: Change, row: ReadinessOverride, evidence_ids: Sequence[UUID]
) -> None:
    """Attach files; who approves registers none, and may attach what he sees."""
    for evidence_id in evidence_ids if raises(row) else ():
        await one(viewer, EvidenceFile, evidence_id)
    await attach(SYSTEM if raises(row) else viewer, change, row, evidence_ids)


async def end_override(
    viewer: Viewer, act: Act, override_id: UUID, expected_version: int
) -> ReadinessOverride:
    """
    End an override from the day of the act on; one set that day holds until its end.

    Raises
    ------
    NotFound
        The viewer does not see it.
    AccessDenied
        The viewer may neither register the team nor, where the level was raised, approve above it.
    StaleVersion
        It was changed since the viewer read it.
    NotReady
        It has ended already.

    """
    row = await one(viewer, ReadinessOverride, override_id)
    team = await one(viewer, Team, row.team_id)
    if not (raises(row) and await from_above(viewer, [team], Capability.APPROVE)):
        await one(viewer, Team, row.team_id, Capability.WRITE_REGISTRY)
    if row.version != expected_version:
        raise StaleVersion(expected_version, row.version)
    day = day_of(act.at)
    end = max(day, row.valid_from + timedelta(days=1))
    if row.valid_to is not None and row.valid_to <= end:
        raise NotReady(team.code, ("the override ends by then already",), ("该调整届时已到期",))
    async with changing(act) as change:
        return await change.change(row, expected_version=expected_version, valid_to=end)


async def overrides_of(
    viewer: Viewer, team_ids: Sequence[UUID], on: date
) -> dict[UUID, list[ReadinessOverride]]:
    """Return the overrides of some teams that hold on a day, in one statement."""
    listed = rows(viewer, ReadinessOverride).filter(
        reaching(on), team_id__in=list(team_ids), valid_from__lte=on
    )
    found: dict[UUID, list[ReadinessOverride]] = {}
    for row in await listed.order_by("valid_from", "id"):
        found.setdefault(row.team_id, []).append(row)
    return found


def _rated(team: Team, computed: int | None) -> int:
    """Return the computed level if there is one to be overridden."""
    if computed is None or computed > WORST:
        raise NotReady(team.code, ("the team is not rated that day",), ("该队当日不参加评定",))
    return computed


async def _allowed(viewer: Viewer, team: Team, *, raising: bool) -> None:
    """Refuse whoever may not lower, or not raise, a team's level."""
    if not raising:
        await one(viewer, Team, team.id, Capability.WRITE_REGISTRY)
    elif not await from_above(viewer, [team], Capability.APPROVE):
        raise AccessDenied(Capability.APPROVE, team.region_id)


def _check(draft: OverrideDraft, level: int, day: date, longest: int) -> None:
    """Refuse a level, an end or a lack of evidence that the rule does not allow."""
    if not BEST <= draft.to_level <= WORST or draft.to_level == level:
        rule, rule_zh = f"another level than {level}, from 1 to 4", f"应为 1 至 4 且不同于 {level}"
        raise InvalidValue("to_level", draft.to_level, rule, rule_zh=rule_zh)
    if draft.last_day is not None and draft.last_day < day:
        raise InvalidValue("last_day", draft.last_day.isoformat(), "it is past", rule_zh="不得早于当日")
    if draft.to_level > level:
        return
    if draft.to_level < level - 1:
        rule, rule_zh = "a level is raised by one only", "上调以一级为限"
        raise InvalidValue("to_level", draft.to_level, rule, rule_zh=rule_zh)
    if draft.last_day is None or draft.last_day >= day + timedelta(days=longest):
        rule, rule_zh = f"a level is raised for at most {longest} days", f"上调最长 {longest} 天"
        shown = None if draft.last_day is None else draft.last_day.isoformat()
        raise InvalidValue("last_day", shown, rule, rule_zh=rule_zh)
    if not draft.evidence_ids:
        raise InvalidValue("evidence_ids", 0, "a level is raised on evidence", rule_zh="上调须附佐证材料")


async def _check_alone(team: Team, row: ReadinessOverride) -> None:
    """Refuse a second override at any time of the new one; the team is locked until the end."""
    others = rows(SYSTEM, ReadinessOverride).filter(
        reaching(row.valid_from), team_id=team.id, task_state=row.task_state
    )
    before_end = Q() if row.valid_to is None else Q(valid_from__lt=row.valid_to)
    if await others.filter(before_end).exists():
        raise NotReady(
            team.code,
            ("another override holds during that time; end it first",),
            ("该时段已有人工调整，请先结束",),
        )
