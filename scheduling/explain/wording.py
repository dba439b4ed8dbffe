"""Explanations in words: sentences in Chinese and English, the strongest reason first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scheduling.booked import name_of
from scheduling.compiled import Compiled
from scheduling.explain.barrier import Kind
from scheduling.explain.explanation import Exclusion, Explanation, Obstacle
from scheduling.problem import ResourceKind
from scheduling.rules import RULES
from scheduling.words import Words, counted

NAMED = 5
RESOURCES = {
    ResourceKind.VENUE: Words("场地", "ground"),
    ResourceKind.INSTRUCTORS: Words("教员", "instructors"),
    ResourceKind.EVALUATORS: Words("考评员", "evaluators"),
    ResourceKind.COMMAND_VEHICLES: Words("指挥车", "command vehicles"),
    ResourceKind.SATELLITE_SETS: Words("卫星设备", "satellite sets"),
    ResourceKind.PERMITS: Words("许可", "permits"),
}
RULE_WORDS = {rule.code: Words(rule.zh, rule.en) for rule in RULES}


def sentences_of(view: Compiled, found: Explanation) -> tuple[tuple[str, str], ...]:
    """Return an explanation in sentences; a few rules and obstacles, not all that had a part in it."""
    static = tuple(_exclusion(entry, found.possible) for entry in found.exclusions)
    if not found.left:
        return (("各项规则排除后没有可用的开始日", "The rules together leave no day to begin"), *static)
    head: list[Words] = []
    if found.open:
        head.append(
            Words(
                f"{found.left} 个可用开始日中有 {found.open} 个空着，可直接安排",
                f"{found.open} of {found.left} days to begin are free beside the plan",
            )
        )
    elif found.nearest is not None:
        head.append(_nearest(view, found))
    obstacles = sorted(found.obstacles, key=lambda o: o.kind != Kind.ABSENT)
    spoken = [_obstacle(view, entry, found.left) for entry in obstacles[:NAMED]]
    missing = [entry for entry in obstacles if entry.kind in (Kind.ABSENT, Kind.YEARLY_LIMIT, Kind.ROTATION)]
    return tuple((words.zh, words.en) for words in (*(spoken if missing else head + spoken), *static))


def listed(view: Compiled, events: Sequence[str], most: int = NAMED) -> Words:
    """Return the names of some events, and how many more there are."""
    names = [name_of(view.events[event_id]) for event_id in events[:most]]
    more = len(events) - most
    zh = "、".join(name.zh for name in names) + (f" 等 {len(events)} 项" if more > 0 else "")
    return Words(zh, ", ".join(name.en for name in names) + (f" and {more} more" if more > 0 else ""))


def resource_words(view: Compiled, resources: Sequence[str]) -> Words:
    """Return resources with their kind: "ground G" or "ground G or H"; nothing for none."""
    if not resources:
        return Words("", "")
    kind = RESOURCES[view.resources[resources[0]].kind]
    return Words(f"{kind.zh} {'、'.join(resources)}", f"{kind.en} {' or '.join(resources)}")


def _exclusion(entry: Exclusion, possible: int) -> Words:
    rule = RULE_WORDS[entry.rule]
    zh = f"规则“{rule.zh}”排除 {possible} 个开始日中的 {entry.starts} 个"
    en = f"“{rule.en}” rules out {entry.starts} of {possible} days to begin"
    if 0 < entry.alone < entry.starts:
        return Words(f"{zh}，其中 {entry.alone} 个仅因此项", f"{en}, {entry.alone} of them alone")
    return Words(zh, en)


def _nearest(view: Compiled, found: Explanation) -> Words:
    nearest = found.nearest
    if nearest is None:
        raise ValueError("only for an explanation with a nearest day")
    day, names = nearest.first_day, listed(view, nearest.events)
    if nearest.events:
        return Words(
            f"最接近可行的是 {day}，需先挪开 {names.zh}",
            f"Nearest to possible on {day}, if {names.en} moved",
        )
    rules = dict.fromkeys(found.obstacles[i].rule for i in nearest.obstacles)
    return Words(
        f"最接近可行的是 {day}，但受限于：{'；'.join(RULE_WORDS[rule].zh for rule in rules)}",
        f"Nearest to possible on {day}, but for: {'; '.join(RULE_WORDS[rule].en for rule in rules)}",
    )


def _obstacle(view: Compiled, entry: Obstacle, left: int) -> Words:
    said = _WORDS[entry.kind](view, entry)
    if entry.kind in (Kind.ABSENT, Kind.YEARLY_LIMIT, Kind.ROTATION):
        return said
    by = listed(view, entry.events)
    zh = f"{left} 个开始日中有 {entry.starts} 个，{said.zh}" + (f"（{by.zh}）" if entry.events else "")
    en = f"On {entry.starts} of {left} days {said.en}" + (f" ({by.en})" if entry.events else "")
    if 0 < entry.alone < entry.starts:
        return Words(
            f"{zh}，其中 {entry.alone} 个仅因此项", f"{en}; on {entry.alone} nothing else is in the way"
        )
    return Words(zh, en)


def _absent(view: Compiled, entry: Obstacle) -> Words:
    name = name_of(view.events[entry.subjects[0]])
    return Words(f"须先完成 {name.zh}，而其未安排", f"It needs {name.en} first, not scheduled")


def _resource(view: Compiled, entry: Obstacle) -> Words:
    names = resource_words(view, entry.subjects)
    return Words(f"{names.zh} 已被占用，缺 {entry.short_by}", f"{names.en}: taken, short by {entry.short_by}")


def _order(view: Compiled, entry: Obstacle) -> Words:
    name = name_of(view.events[entry.subjects[0]])
    if entry.kind == Kind.SPACING:
        return Words(f"与 {name.zh} 的间隔或次序不符", f"spacing or order with {name.en} does not allow it")
    return Words(f"与 {name.zh} 的先后间隔不符", f"its lag to {name.en} does not allow it")


def _quota(view: Compiled, entry: Obstacle) -> Words:
    del view
    quarter = (entry.first.month - 1) // 3 + 1 if entry.first else 0
    hosts = entry.kind == Kind.HOSTING
    does = "hosts" if hosts else "attends"
    return Words(
        f"{entry.subjects[1]} 第 {quarter} 季度{'承办' if hosts else '参加'}跨区演练已达上限",
        f"{entry.subjects[1]} {does} all the exercises allowed in quarter {quarter}",
    )


def _yearly_limit(view: Compiled, entry: Obstacle) -> Words:
    crew, half_days = entry.subjects[0], entry.short_by
    del view
    return Words(
        f"队伍 {crew} 的全年参训时间上限不足，缺 {half_days} 个半天",
        f"The yearly limit of crew {crew} leaves no room: {counted(half_days, 'half-day')} missing",
    )


def _standby(view: Compiled, entry: Obstacle) -> Words:
    del view
    return Words(
        f"{entry.subjects[0]} 外出队伍已达战备上限，差 {entry.short_by} 支",
        f"as many crews of {entry.subjects[0]} are away as standby allows, {entry.short_by} too many with it",
    )


def _day_cap(view: Compiled, entry: Obstacle) -> Words:
    del view
    return Words(
        f"队伍 {entry.subjects[0]} 在 {entry.first} 至 {entry.last} 的参训工作日已达上限",
        f"crew {entry.subjects[0]} has no workdays left in the cap from {entry.first} to {entry.last}",
    )


_WORDS: dict[Kind, Callable[[Compiled, Obstacle], Words]] = {
    Kind.ABSENT: _absent,
    Kind.CREW: lambda _, o: Words(f"队伍 {o.subjects[0]} 另有任务", f"crew {o.subjects[0]} is elsewhere"),
    Kind.REST: lambda _, o: Words(f"队伍 {o.subjects[0]} 须休整", f"crew {o.subjects[0]} must rest"),
    Kind.PERSON: lambda _, __: Words("两队共用的人员另有任务", "a person of two crews is elsewhere"),
    Kind.RESOURCE: _resource,
    Kind.STANDBY: _standby,
    Kind.SPACING: _order,
    Kind.PRECEDENCE: _order,
    Kind.DAY_CAP: _day_cap,
    Kind.YEARLY_LIMIT: _yearly_limit,
    Kind.HOSTING: _quota,
    Kind.ATTENDING: _quota,
    Kind.CHANNEL: lambda _, __: Words("附近的演练占用了全部频道组", "near exercises use every channel group"),
    Kind.ROTATION: lambda _, o: Words(
        f"须待 {o.subjects[1]} 承办之后方可由上次的承办地区承办",
        f"Last time's host hosts again only once {o.subjects[1]} has",
    ),
}
