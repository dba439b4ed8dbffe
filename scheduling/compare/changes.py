"""What gets better and worse from one plan to another, by component and by lapse, in words (zh, en)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from scheduling.booked import name_of
from scheduling.compare.lapses import Spell
from scheduling.cost import Cost
from scheduling.problem import Event
from scheduling.words import Words

LABELS: dict[str, tuple[str, str]] = {
    "unscheduled_points": ("未安排的优先级分值", "priority points left out"),
    "lapse_days": ("训练超期天数（加权）", "weighted lapse-days"),
    "overload_half_days": ("超出均衡负荷的半天数", "half-days of overload"),
    "travel_km": ("单程公里数", "kilometres one way"),
    "preference_days": ("偏离期望的天数", "days off what was wished"),
    "moves": ("变动的任务数", "events moved"),
    "finish_days": ("到全年最后一项任务的工作日数", "workdays to the last event"),
}
"""What one unit of each component is called in a sentence (zh, en)."""


@dataclass(frozen=True, slots=True)
class ComponentChange:
    """One component of the cost before and after, in its own unit; less is better."""

    name: str
    before: int
    after: int

    @property
    def change(self) -> int:
        """After minus before: negative is better."""
        return self.after - self.before

    @property
    def sentence(self) -> Words:
        """The change in words."""
        zh, en = LABELS[self.name]
        if not self.change:
            return Words(f"{zh}不变，为 {self.after}", f"{self.after} {en}, as before")
        many, more = abs(self.change), self.change > 0
        return Words(
            f"{zh}{'增加' if more else '减少'} {many}（{self.before} → {self.after}）",
            f"{many} {'more' if more else 'fewer'} {en} ({self.before} → {self.after})",
        )


@dataclass(frozen=True, slots=True)
class LapseChange:
    """
    How long a crew's training of a series is out of date before `event`, before and after; not weighted.

    An `event` of None stands for the end of the year. `name` is what people call the event.
    """

    series: str
    crew: str
    event: str | None
    before: int
    after: int
    name: Words

    @property
    def sentence(self) -> Words:
        """The change in words."""
        return Words(
            f"队伍 {self.crew} 在{self.name.zh}之前训练超期 {self.after} 天，原为 {self.before} 天",
            f"Crew {self.crew} is out of date for {self.after} days before {self.name.en},"
            f" {self.before} days until now",
        )


def component_changes(before: Cost, after: Cost) -> tuple[ComponentChange, ...]:
    """Return every component, changed or not, in the order of the cost."""
    names = [field.name for field in fields(Cost)]
    return tuple(ComponentChange(name, getattr(before, name), getattr(after, name)) for name in names)


def lapse_changes(
    before: Iterable[Spell], after: Iterable[Spell], events: Mapping[str, Event]
) -> tuple[LapseChange, ...]:
    """Return every event whose lapse changes, sorted by series, the end of the year last."""
    days: dict[tuple[str, str, str | None], list[int]] = {}
    for side, spells in enumerate((before, after)):
        for spell in spells:
            days.setdefault((spell.series, spell.crew, spell.event), [0, 0])[side] += spell.days
    changed = [(key, was, now) for key, (was, now) in days.items() if was != now]
    changed.sort(key=lambda entry: (entry[0][0], entry[0][2] is None, entry[0][2] or ""))
    return tuple(
        LapseChange(series, crew, event, was, now, _name(event, events))
        for (series, crew, event), was, now in changed
    )


def _name(event: str | None, events: Mapping[str, Event]) -> Words:
    if event is None:
        return Words("年末", "the end of the year")
    return name_of(events[event]) if event in events else Words(event, event)
