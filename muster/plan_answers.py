"""What the commands that ask about a plan find out and say: where else, why not, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType

from exercises.plan_comparison import compare_plans
from exercises.plan_questions import (
    Effort,
    bottlenecks_of,
    conflict_of_demands,
    explain_demand,
    remedies_for,
    suggested_places,
)
from exercises.supposing import Supposed, Supposition, what_if
from exercises.tables import PlannedEvent, TrainingPlan, UnscheduledDemand
from muster import clock
from muster.office import plan_versioned, region_coded, viewer_named
from muster.plan_facts import (
    bottleneck_facts,
    comparison_facts,
    explanation_facts,
    remedy_facts,
    suggestion_facts,
)
from muster.plan_tables import both, change_lines, printed, table
from muster.settings import Settings
from muster.terminal import progress_line
from registry.access import Viewer, rows
from registry.errors import NotFound
from scheduling.explain import Undecided
from scheduling.outcome import Conflict, Infeasible

DONE, REFUSED, INFEASIBLE, UNFINISHED = 0, 1, 3, 4
Answer = tuple[Any, str]


@dataclass(frozen=True, slots=True)
class Which:
    """Which version is meant, and who asks; what is None comes from the settings, or is the latest."""

    login: str
    year: int | None = None
    region: str | None = None
    version: int | None = None

    async def found(self, settings: Settings) -> tuple[Viewer, TrainingPlan]:
        """Return the viewer and the version."""
        viewer = await viewer_named(self.login)
        region = await region_coded(viewer, self.region or settings.region)
        return viewer, await plan_versioned(viewer, region, self.year or settings.year, self.version)


async def suggest(settings: Settings, which: Which, uid: str, limit: int) -> Answer:
    """Return other places in the year for one event."""
    viewer, plan = await which.found(settings)
    event = await rows(viewer, PlannedEvent).get_or_none(plan_id=plan.id, uid=uid)
    if event is None:
        raise NotFound("planned event", uid)
    found = await suggested_places(viewer, event.id, on=clock.today(), limit=limit)
    places = [suggestion_facts(each) for each in found]
    facts = {"event": uid, "first_day": event.first_day, "places": places}
    heads = ["开始 first", "结束 last", "资源 resources", "成本 cost", "变化 what changes"]
    lines = (
        [
            each["first_day"],
            each["last_day"],
            ", ".join(each["resources"]) or None,
            f"{each['cost_change']:+,}",
            "\n".join(f"{s['zh']} {s['en']}" for s in _sentences_of(each)),
        ]
        for each in places
    )
    head = f"{event.title} {event.title_en}: {event.first_day}"
    nothing = "没有其他可行的位置 No other place is possible."
    return facts, printed([head, table(heads, lines) if found else nothing])


async def explain(settings: Settings, which: Which, uid: str | None, effort: Effort | None) -> Answer:
    """Return why demands are left out, one or all, and with an effort what single changes would help each."""
    viewer, plan = await which.found(settings)
    left_out = rows(viewer, UnscheduledDemand).filter(plan_id=plan.id)
    demands = await (left_out if uid is None else left_out.filter(uid=uid)).order_by("-points", "uid")
    if uid is not None and not demands:
        raise NotFound("unscheduled demand", uid)
    facts = [
        {
            "uid": demand.uid,
            "title": {"zh": demand.title, "en": demand.title_en},
            "points": demand.points,
            **explanation_facts(await explain_demand(viewer, demand.id)),
            "remedies": [
                remedy_facts(each)
                for each in (await remedies_for(viewer, demand.id, effort) if effort is not None else ())
            ],
        }
        for demand in demands
    ]
    parts = [line for each in facts for line in _explained(each)]
    return facts, printed(parts or ["没有未安排的任务 Nothing is left out."])


async def conflicts(
    settings: Settings, which: Which, uids: Sequence[str], seconds: float
) -> tuple[int, Any, str]:
    """Return whether some events can take place all, and an irreducible set that cannot."""
    viewer, plan = await which.found(settings)
    found = await conflict_of_demands(viewer, plan.id, uids, seconds)
    if isinstance(found, Conflict):
        sentences = [{"zh": zh, "en": en} for zh, en in found.sentences]
        facts = {"possible": False, "events": list(found.events), "rules": list(found.rules)}
        return INFEASIBLE, {**facts, "sentences": sentences}, printed(_bilingual(sentences))
    if isinstance(found, Undecided):
        said = "规定时间内未能判定 The time given did not suffice to tell."
        return UNFINISHED, {"possible": None}, said
    return DONE, {"possible": True}, "可以全部安排 All of them can take place."


async def bottlenecks(settings: Settings, which: Which, effort: Effort) -> Answer:
    """Return the limits that cost a version most, and what relaxing each by one saves."""
    viewer, plan = await which.found(settings)
    with progress_line(f"Relaxing limits of {plan.year}") as line:
        found = await bottlenecks_of(
            viewer, plan.id, effort, lambda done, searches: line.show(f"{done}/{searches}")
        )
    facts = [bottleneck_facts(each) for each in found]
    heads = ["估计 estimated", "核算 saved", "瓶颈 what limits"]
    lines = (
        [each["estimated"], each["saved_total"], "\n".join(_bilingual(each["sentences"]))] for each in facts
    )
    nothing = "没有发现瓶颈 No limit stands in the way of a cheaper year."
    return facts, printed([table(heads, lines) if facts else nothing])


async def suppose(
    settings: Settings, which: Which, changes: Sequence[Supposition], effort: Effort
) -> tuple[int, Any, str]:
    """Return what a version would become under changes that are only supposed."""
    viewer, plan = await which.found(settings)
    with progress_line(f"Supposing for {plan.year}"):
        found = await what_if(viewer, plan.id, changes, on=clock.today(), effort=effort)
    if isinstance(found, Supposed):
        facts = comparison_facts(found.comparison)
        return DONE, {**facts, "broken": list(found.repaired.broken)}, printed(comparison_lines(facts))
    if isinstance(found, Infeasible):
        sentences = [{"zh": zh, "en": en} for zh, en in found.conflict.sentences]
        return INFEASIBLE, {"conflict": sentences}, printed(_bilingual(sentences))
    return UNFINISHED, {}, "规定时间内未得出方案 Nothing was found in the time given."


async def compare(settings: Settings, which: Which, versions: tuple[int, int]) -> Answer:
    """Return what differs between two versions of one year, and why."""
    older, newer = (Which(which.login, which.year, which.region, number) for number in versions)
    viewer, before = await older.found(settings)
    _, after = await newer.found(settings)
    facts = comparison_facts(await compare_plans(viewer, before.id, after.id))
    return facts, printed(comparison_lines(facts))


def comparison_lines(facts: Mapping[str, Any]) -> Iterable[RenderableType]:
    """Return a comparison for people: the sentences, events with reasons, and the months that differ."""
    yield from _bilingual(facts["sentences"])
    yield from change_lines(facts["events"])
    heads = ["月 month", "任务 events", "队日 team-days", "超期 lapse-days"]
    names = ("events", "team_days", "lapse_days")
    changed = [each for each in facts["months"] if any(len(set(each[name])) > 1 for name in names)]
    lines = [[each["month"], *(" → ".join(map(str, each[name])) for name in names)] for each in changed]
    yield from [table(heads, lines)] if lines else []


def _explained(each: Mapping[str, Any]) -> Iterable[str]:
    yield f"{both(each['title'])} ({each['uid']}, {each['points']} 分 points)"
    yield from (f"  {line}" for line in _bilingual(each["sentences"]))
    for remedy in each["remedies"]:
        yield "  可行的改变 What would help: " + "; ".join(_bilingual(remedy["sentences"]))


def _sentences_of(place: Mapping[str, Any]) -> Iterable[Mapping[str, str]]:
    return [*(change["sentence"] for change in (*place["better"], *place["worse"])), *place["lapses"]]


def _bilingual(sentences: Iterable[Mapping[str, str]]) -> Iterable[str]:
    return (both(each) for each in sentences)
