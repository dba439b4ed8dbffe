"""What else can be done for a team: items, findings, records, links, new members and equipment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from exercises.codes import TrainUpKind
from exercises.readiness.train_up.tasks import Case, Sort, Task, task
from exercises.readiness.train_up.world import World
from registry.codes import CapKind, EquipmentState, ReadinessArea
from registry.readiness.facts import ItemFact, TeamFacts
from registry.readiness.what_if.edits import AreaConfirmed, Edit, FindingClosed, LinkProved, MembersJoin
from registry.readiness.what_if.item_edits import ItemsAcquired
from registry.readiness.words import Names, Said
from scheduling.train_up import Slot, Use, waiting, worked
from scheduling.words import Words

#: Person-days a task takes beside its own time: what decides between equally early schedules (assumed).
INSPECTION_COST, REPAIR_COST, FINDING_COST, ACQUISITION_COST, RECRUITMENT_COST = 1, 3, 5, 30, 60
INSPECTORS, WORKSHOP = "检验组 / inspection crew", "维修能力 / workshop"
_BROKEN = (EquipmentState.REPAIR_NEEDED, EquipmentState.IN_REPAIR)


@dataclass(frozen=True, slots=True)
class ItemReady:
    """One item or lot is serviceable and inspected; its next inspection falls due on a day."""

    item: str
    next_due: date

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with the item ready from the day on."""
        items = tuple(self._ready(each) if each.id == self.item else each for each in facts.items)
        return replace(facts, items=items)

    def _ready(self, item: ItemFact) -> ItemFact:
        return replace(item, state=EquipmentState.SERVICEABLE, inspection_due_on=self.next_due)

    def said(self, names: Names) -> Said:
        """Say that the item is ready."""
        return "装备恢复完好", "make an item serviceable"


def upkeep(case: Case, world: World, *, additions: bool) -> Iterator[Task]:
    """Yield all of it; new members and equipment only where `additions` are allowed."""
    yield from _items(case, world)
    yield from _findings(case, world)
    yield from _records(case, world)
    if case.facts.links_proved is not None:
        sort = Sort(kind=TrainUpKind.LINK, cost=1)
        title = Words("通联验证", "proof of a communications link")
        yield task(case, sort, "link", title, worked(world.workdays, 1), [("link",)], lambda _: LinkProved())
    if additions:
        yield from _acquisitions(case, world)
        yield from _recruits(case, world)


def crews(case: Case, world: World) -> Iterator[tuple[str, Words, int]]:
    """Yield the resources of a team's city that upkeep uses: id, name, units a day."""
    for name, figure in ((INSPECTORS, "ready.inspection.items"), (WORKSHOP, "ready.repair.items")):
        zh, en = name.split(" / ")
        city = world.around.name(world.city(case.facts.team))
        yield _crew(case, world, name), Words(f"{city}{zh}", f"{en} of {city}"), case.rules.figure(figure)


def _crew(case: Case, world: World, name: str) -> str:
    return f"{world.city(case.facts.team)} {name}"


def _items(case: Case, world: World) -> Iterator[Task]:
    """Yield the inspection or repair of each item that does not work on some day."""
    failing = {each.item for rating in case.ratings for each in rating.failing_items}
    lines = {each.kind: each.kind_en for each in case.facts.required(case.task).lines}
    for item in sorted(case.facts.items, key=lambda each: each.id):
        if item.id in failing:
            yield _item(case, world, item, lines.get(item.kind, item.kind))


def _item(case: Case, world: World, item: ItemFact, kind_en: str) -> Task:
    """Return what makes one item work: repair what is broken, inspect what is overdue or stored."""
    rules = case.rules
    broken = item.state in _BROKEN
    crew, most = (WORKSHOP, "ready.repair.items") if broken else (INSPECTORS, "ready.inspection.items")
    use = Use(_crew(case, world, crew), min(item.quantity, rules.figure(most)))
    sort = Sort(
        kind=TrainUpKind.REPAIR if broken else TrainUpKind.INSPECTION,
        cost=REPAIR_COST if broken else INSPECTION_COST,
        occupies=frozenset({f"item:{item.id}"}),
        needs=((use,),),
    )
    days, notice = (
        (rules.figure("ready.repair.days"), 0) if broken else (1, rules.figure("ready.inspection.notice"))
    )
    verb = Words("修复", "repair") if broken else Words("检验", "inspect")
    serial = f" {item.serial}" if item.serial else ""
    title = Words(
        f"{verb.zh}{item.quantity}件{item.kind}{serial}", f"{verb.en} {item.quantity} {kind_en}{serial}"
    )
    valid = timedelta(days=rules.figure("ready.inspection.valid"))
    return task(
        case,
        sort,
        item.id,
        title,
        worked(world.workdays, days, notice),
        [("item", item.id)],
        lambda on: ItemReady(item.id, on + valid),
    )


def _findings(case: Case, world: World) -> Iterator[Task]:
    """Yield the closing of each finding that caps the rating on some day."""
    firing = {cap.subject for rating in case.ratings for cap in rating.caps if cap.kind is CapKind.FINDING}
    for finding in sorted(case.facts.findings, key=lambda each: each.id):
        if finding.id in firing:
            title = Words(f"整改销号：{finding.title}", f"rectify and close: {finding.title}")
            sort = Sort(kind=TrainUpKind.FINDING, cost=FINDING_COST)
            slots = _at_once(world, case.rules.figure("ready.finding.days"))
            closed = FindingClosed(finding.id)
            yield task(case, sort, finding.id, title, slots, [("finding", finding.id)], _always(closed))


def _at_once(world: World, days: int) -> tuple[Slot, ...]:
    """Return the one slot of work that begins at once, takes workdays and holds nobody up."""
    first = worked(world.workdays, days)[:1]
    return tuple(Slot(slot.first, slot.last) for slot in first)


def _records(case: Case, world: World) -> Iterator[Task]:
    """Yield the confirmation of people's and equipment's records, and proof of executions."""
    named = (
        (ReadinessArea.PEOPLE, Words("核实人员数据", "confirm the records of people")),
        (ReadinessArea.EQUIPMENT, Words("核实装备数据", "confirm the records of equipment")),
        (ReadinessArea.TRAINING, Words("补充训练佐证材料", "attach evidence of the training held")),
    )
    for area, title in named:
        sort, confirmed = Sort(kind=TrainUpKind.CONFIRMATION, cost=1), AreaConfirmed(area)
        slots = worked(world.workdays, 1)
        yield task(case, sort, area.value, title, slots, [("records", area.value)], _always(confirmed))


def _always(edit: Edit) -> _Always:
    return _Always(edit)


@dataclass(frozen=True, slots=True)
class _Always:
    """The same edit on whatever day."""

    edit: Edit

    def __call__(self, on: date) -> Edit:
        """Return the edit."""
        return self.edit


def _acquisitions(case: Case, world: World) -> Iterator[Task]:
    """Yield what is lacking of each line on its worst day."""
    short: Counter[str] = Counter()
    names: dict[str, str] = {}
    for line in (line for rating in case.ratings for line in rating.lines):
        short[line.kind] = max(short[line.kind], line.required - line.held)
        names[line.kind] = line.kind_en
    slots = waiting(case.rules.figure("ready.acquire.days"), world.horizon)
    for kind, count in sorted(short.items()):
        if count > 0:
            title = Words(f"补充{count}件{kind}", f"acquire {count} {names[kind]}")
            sort = Sort(kind=TrainUpKind.ACQUISITION, cost=ACQUISITION_COST * count)
            keys = [("acquire", kind, str(count))]
            yield task(case, sort, kind, title, slots, keys, _always(ItemsAcquired(kind, count)))


def _recruits(case: Case, world: World) -> Iterator[Task]:
    """Yield a new member for each post that stays empty on some day, by what the post asks for."""
    most: Counter[str | None] = Counter()
    for rating in case.ratings:
        most |= Counter(post.qualification for post in rating.unmatched_posts)
    slots = waiting(case.rules.figure("ready.recruit.days"), world.horizon)
    for asked, count in sorted(most.items(), key=lambda pair: pair[0] or ""):
        name = Words("队员", "member") if asked is None else world.called(asked)
        title = Words(f"补员1名（{name.zh}）", f"recruit a member ({name.en})")
        sort = Sort(kind=TrainUpKind.RECRUITMENT, cost=RECRUITMENT_COST)
        for number in range(1, count + 1):
            keys = [("recruit", asked or "")]
            joined = _always(MembersJoin(1, asked))
            yield task(case, sort, f"{asked or '-'}-{number}", title, slots, keys, joined)
