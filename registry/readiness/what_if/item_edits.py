"""What-if edits of equipment: items lost, repaired, inspected, taken out of store, acquired."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from registry.codes import EquipmentState
from registry.equipment.conditions import GONE, state_on
from registry.periods import Period
from registry.readiness.areas.equipment import works
from registry.readiness.facts import ItemFact, TeamFacts
from registry.readiness.what_if.edits import counted
from registry.readiness.words import Names, Said, called

_S = EquipmentState
BROKEN = (_S.REPAIR_NEEDED, _S.IN_REPAIR)


@dataclass(frozen=True, slots=True)
class ItemsLost:
    """Some items of a kind are lost: those that work first (the worst case, assumed)."""

    kind: str
    count: int

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with so many fewer held from the day on."""
        first = sorted(facts.items, key=lambda each: (not works(each, on), each.id))
        edited = replace(facts, items=tuple(first))
        return _each(edited, self.kind, self.count, on, _held, lambda item: _lost(item, on))

    def said(self, names: Names) -> Said:
        """Say how many of what are lost."""
        return _said(self.kind, self.count, "减少", "lose", names)


@dataclass(frozen=True, slots=True)
class ItemsRepaired:
    """Some items of a kind are repaired; an inspection overdue is done with it, the next is due on a day."""

    kind: str
    count: int
    next_due: date | None = None

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with so many more serviceable."""
        return _each(facts, self.kind, self.count, on, _broken, lambda item: _ready(item, on, self.next_due))

    def said(self, names: Names) -> Said:
        """Say how many of what are repaired."""
        return _said(self.kind, self.count, "修复", "repair", names)


@dataclass(frozen=True, slots=True)
class ItemsInspected:
    """Some overdue items of a kind are inspected and pass; the next is due on a day (None: never)."""

    kind: str
    count: int
    next_due: date | None = None

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with so many more in their inspection date."""
        return _each(facts, self.kind, self.count, on, _overdue, lambda item: _ready(item, on, self.next_due))

    def said(self, names: Names) -> Said:
        """Say how many of what are inspected."""
        return _said(self.kind, self.count, "检验", "inspect", names)


@dataclass(frozen=True, slots=True)
class ItemsIssued:
    """Some stored items of a kind are taken out of store, ready for use."""

    kind: str
    count: int
    next_due: date | None = None

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with so many more in use."""
        return _each(facts, self.kind, self.count, on, _stored, lambda item: _ready(item, on, self.next_due))

    def said(self, names: Names) -> Said:
        """Say how many of what are taken out of store."""
        return _said(self.kind, self.count, "启封", "take out of store", names)


@dataclass(frozen=True, slots=True)
class ItemsAcquired:
    """Some serviceable items of a kind are acquired; the first inspection is due on a day (None: never)."""

    kind: str
    count: int
    next_due: date | None = None

    def applied(self, facts: TeamFacts, on: date) -> TeamFacts:
        """Return the facts with one more lot, confirmed on the day."""
        lot = ItemFact(
            f"acquired-{len(facts.items)}",
            self.kind,
            self.count,
            _S.SERVICEABLE,
            self.next_due,
            Period(on),
            confirmed_on=on,
        )
        return replace(facts, items=(*facts.items, lot))

    def said(self, names: Names) -> Said:
        """Say how many of what are acquired."""
        return _said(self.kind, self.count, "补充", "acquire", names)


def _said(kind: str, count: int, verb_zh: str, verb: str, names: Names) -> Said:
    zh, en = called(names, kind)
    return f"{verb_zh}{count}件“{zh}”", f"{verb} {counted(count, en)}"


def _each(
    facts: TeamFacts,
    kind: str,
    count: int,
    on: date,
    touched: Callable[[ItemFact, date], bool],
    become: Callable[[ItemFact], ItemFact | None],
) -> TeamFacts:
    """Change so many pieces of a kind; a lot of which only some change is split."""
    return replace(facts, items=tuple(_split(facts, kind, count, on, touched, become)))


def _split(
    facts: TeamFacts,
    kind: str,
    count: int,
    on: date,
    touched: Callable[[ItemFact, date], bool],
    become: Callable[[ItemFact], ItemFact | None],
) -> Iterator[ItemFact]:
    left = count
    for item in facts.items:
        taken = min(left, item.quantity) if item.kind == kind and touched(item, on) else 0
        if not taken:
            yield item
            continue
        left -= taken
        if taken < item.quantity:
            yield replace(item, quantity=item.quantity - taken)
        if (other := become(replace(item, quantity=taken, id=f"{item.id}+"))) is not None:
            yield other


def _held(item: ItemFact, on: date) -> bool:
    return item.held.contains(on) and item.state not in GONE


def _broken(item: ItemFact, on: date) -> bool:
    return _held(item, on) and item.state in BROKEN


def _stored(item: ItemFact, on: date) -> bool:
    return _held(item, on) and item.state is _S.STORED


def _overdue(item: ItemFact, on: date) -> bool:
    state = state_on(item.state, item.inspection_due_on, on)
    return _held(item, on) and state is _S.INSPECTION_OVERDUE


def _ready(item: ItemFact, on: date, next_due: date | None) -> ItemFact:
    """Return a piece as serviceable; an inspection that is not overdue stays due as it was."""
    due = item.inspection_due_on
    return replace(
        item, state=_S.SERVICEABLE, inspection_due_on=next_due if due is None or due <= on else due
    )


def _lost(item: ItemFact, on: date) -> ItemFact | None:
    """Return a piece as held until the day, None where it was not held before."""
    return replace(item, held=Period(item.held.start, on)) if item.held.start < on else None
