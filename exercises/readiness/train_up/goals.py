"""What a team still lacks for a level on each day, as goals for the solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from exercises.readiness.train_up.tasks import Case, Key, Task
from registry.codes import CapKind, DataAge, Measure, ReadinessArea, TeamState
from registry.readiness.areas.caps import ASSESSMENT, TURN_OUT
from registry.readiness.areas.people import covers, qualifications, serving
from registry.readiness.areas.training import QUARTERS, spans
from registry.readiness.facts import TrainingRequirement
from registry.readiness.ratings import CapFired, CreditRating, LineRating, MeasureRating, Rating
from scheduling.train_up import Goal, People, Piece, Posts, Source, Staffing
from scheduling.words import Words

#: Fractions of equipment count in hundredths of an item, since what is acquired adds to what is held too.
HUNDREDTHS = 100
#: The fewest days of a month: how a figure in months is taken as days, on the safe side.
MONTH_DAYS = 28
_RECORDS: Mapping[str, ReadinessArea] = {
    ReadinessArea.PEOPLE.value: ReadinessArea.PEOPLE,
    ReadinessArea.EQUIPMENT.value: ReadinessArea.EQUIPMENT,
    ReadinessArea.SERVICEABILITY.value: ReadinessArea.EQUIPMENT,
    ReadinessArea.TRAINING.value: ReadinessArea.TRAINING,
}


class Offers:
    """What can be done for a team, by what it is good for."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self.by_key: dict[Key, list[str]] = defaultdict(list)
        self._starting: dict[Key, list[tuple[Key, str]]] = defaultdict(list)
        for task in tasks:
            for key in task.keys:
                self.by_key[key].append(task.activity.id)
                for length in range(1, len(key)):
                    self._starting[key[:length]].append((key, task.activity.id))

    def sources(self, *key: str, lasts: int | None = None) -> tuple[Source, ...]:
        """Return the activities good for something, each lasting so many days."""
        return tuple(Source(activity, lasts) for activity in self.by_key.get(key, ()))

    def starting(self, *key: str) -> Iterator[tuple[Key, str]]:
        """Yield longer keys that start with some words, with their activities."""
        yield from self._starting.get(key, ())


@dataclass(frozen=True, slots=True)
class Lacks:
    """The goals of one team for one level on one day."""

    case: Case
    offers: Offers
    level: int
    rating: Rating

    def goals(self, *, training_only: bool = False) -> Iterator[Goal]:
        """Yield what is lacking; of training alone if asked."""
        if self.case.facts.state is not TeamState.ACTIVE:
            yield self._goal(
                "state", Words("队伍不在编战备，不评定", "the team is not active: it is not rated"), 1
            )
            return
        yield from self._training()
        if not training_only:
            yield from self._available()
            yield from self._on_hand()
            yield from self._serviceable()
            for cap in self.rating.caps:
                if cap.level > self.level:
                    yield self._cap(cap)
            for area in self.aged_additions():
                title = Words(f"{area.zh}数据时效", f"age of the records of {area.en}")
                fresh = self.offers.sources("records", area.value, lasts=self._fresh(area.value))
                yield self._goal(f"age/{area.value}", title, 1, [Piece(1, fresh)])

    def aged_additions(self) -> tuple[ReadinessArea, ...]:
        """
        Return the areas whose additions, if there were any, would be of old records by now.

        Members and equipment are added as soon as can be, so that their day is known beforehand; whether
        there are any is not, and records are confirmed anyway.
        """
        day = (self.rating.on - self.case.ratings[0].on).days
        added = ((ReadinessArea.PEOPLE, "recruit"), (ReadinessArea.EQUIPMENT, "acquire"))
        return tuple(
            area
            for area, kind in added
            if any(self.offers.starting(kind))
            and day >= self.case.rules.figure(f"ready.{kind}.days") + (self._fresh(area.value) or 0)
        )

    def _goal(
        self, name: str, title: Words, needed: int, pieces: Iterable[Piece] = (), scale: int = 1
    ) -> Goal:
        code = self.case.facts.code
        said = Words(f"{code} {title.zh}", f"{code}: {title.en}")
        return Goal(f"{code}/{name}", said, needed, tuple(pieces), scale)

    def _percent(self, measure: Measure) -> int:
        """Return the least percentage of a measure for the level."""
        return self.case.rules.bands(measure)[self.level - 1]

    def _short(self, measure: MeasureRating | None) -> MeasureRating | None:
        """Return a fraction that is not good enough; None if it is, or is not applicable."""
        if measure is None or measure.level is None or measure.level <= self.level:
            return None
        return measure

    def _lacking(self, measure: MeasureRating) -> int:
        """Return by how many units a fraction falls short."""
        return -(-self._percent(measure.measure) * measure.denominator // 100) - measure.numerator

    def _available(self) -> Iterator[Goal]:
        """Yield the goal of enough people."""
        measure = self._short(self.rating.measure(Measure.AVAILABLE))
        if measure is not None:
            joining = (Piece(1, (Source(each),)) for _, each in self.offers.starting("recruit"))
            yield self._goal("P1", Words("在位人数", "people available"), self._lacking(measure), joining)

    def staffings(self) -> Iterator[Staffing]:
        """Yield the goal of people in posts, where posts matched or key posts matched fall short."""
        every = self._short(self.rating.measure(Measure.MATCHED))
        key = self._short(self.rating.measure(Measure.KEY_POSTS))
        if every is None and key is None:
            return
        facts = self.case.facts
        asked = Counter((p.qualification, p.key) for p in facts.required(self.case.task).posts)
        yield Staffing(
            id=f"{facts.code}/P2",
            title=Words(f"{facts.code} 岗位匹配", f"{facts.code}: posts with a qualified member"),
            posts=tuple(
                Posts(name, is_key, n)
                for (name, is_key), n in sorted(
                    asked.items(), key=lambda pair: (pair[0][0] or "", pair[0][1])
                )
            ),
            people=(*self._present(self.rating.on), *self._joining()),
            needed=0 if every is None else self._lacking(every) + every.numerator,
            needed_key=0 if key is None else self._lacking(key) + key.numerator,
        )

    def _present(self, on: date) -> Iterator[People]:
        """Yield the available members of a day, those without anything to gain by what they hold."""
        facts = self.case.facts
        asked = {post.qualification for post in facts.required(self.case.task).posts} - {None}
        held: dict[str, frozenset[str]] = defaultdict(frozenset)
        present = serving(facts, on)
        away = {each.person for each in present if covers(each.away, on)}
        for each in present:
            if each.person not in away:
                held[each.person] |= qualifications(each, on)
        plain: Counter[tuple[str, ...]] = Counter()
        for person, names in held.items():
            gains = tuple(
                (key[2], Source(activity))
                for key, activity in self.offers.starting("grant", person)
                if key[2] not in names
            )
            known = frozenset(name for name in names if name in asked)
            if gains:
                yield People(1, known, gains)
            else:
                plain[tuple(sorted(known))] += 1
        yield from (People(n, frozenset(known)) for known, n in sorted(plain.items()))

    def _joining(self) -> Iterator[People]:
        """Yield those who could be recruited."""
        for key, activity in self.offers.starting("recruit"):
            yield People(1, frozenset(key[1:]) - {""}, (), Source(activity))

    def _on_hand(self) -> Iterator[Goal]:
        """Yield the goals of equipment on hand: all lines together, and each key line."""
        measure = self._short(self.rating.measure(Measure.ON_HAND))
        if measure is not None:
            pieces = [piece for line in self.rating.lines for piece in self._acquired(line, 1)]
            yield self._goal("S", Words("装备在位", "equipment on hand"), self._lacking(measure), pieces)
        for line in self.rating.lines:
            if line.key and line.on_hand_level is not None and line.on_hand_level > self.level:
                needed = -(-self._percent(Measure.ON_HAND) * line.required // 100) - line.held
                title = Words(f"重点装备在位：{line.kind}", f"key equipment on hand: {line.kind_en}")
                yield self._goal(f"S/{line.kind}", title, needed, self._acquired(line, 1))

    def _acquired(self, line: LineRating, worth: int) -> Iterator[Piece]:
        """Yield what acquisitions bring of a line, `worth` for each item that is lacking."""
        lacking = max(0, line.required - line.held)
        for key, activity in self.offers.starting("acquire", line.kind):
            count = int(key[2]) if worth != 1 else min(lacking, int(key[2]))
            if count:
                yield Piece(worth * count, (Source(activity),))

    def _serviceable(self) -> Iterator[Goal]:
        """Yield the goals of serviceability: all that is held together, and each key line."""
        measure = self._short(self.rating.measure(Measure.SERVICEABLE))
        lines = self.rating.lines
        if measure is not None:
            short = self._percent(Measure.SERVICEABLE) * measure.denominator - HUNDREDTHS * measure.numerator
            yield self._goal("R", Words("装备完好", "serviceability"), short, self._mended(lines), HUNDREDTHS)
        for line in lines:
            if line.key and line.serviceable_level is not None and line.serviceable_level > self.level:
                short = self._percent(Measure.SERVICEABLE) * line.held - HUNDREDTHS * line.serviceable
                title = Words(f"重点装备完好：{line.kind}", f"key equipment serviceable: {line.kind_en}")
                yield self._goal(f"R/{line.kind}", title, short, self._mended([line]), HUNDREDTHS)

    def _mended(self, lines: Iterable[LineRating]) -> Iterator[Piece]:
        """Yield what inspections, repairs and acquisitions bring of some lines."""
        rest = HUNDREDTHS - self._percent(Measure.SERVICEABLE)
        for line in lines:
            for item in self.rating.failing_items:
                if item.kind == line.kind:
                    yield Piece(HUNDREDTHS * item.quantity, self.offers.sources("item", item.item))
            if rest > 1:
                yield from self._acquired(line, rest)

    def _training(self) -> Iterator[Goal]:
        """Yield the goal of training: weighted credit, in quarters."""
        measure = self._short(self.rating.measure(Measure.TRAINED))
        if measure is not None:
            required = {each.kind: each for each in self.case.facts.training}
            pieces = [
                piece
                for credit in self.rating.credits
                for piece in self._credit(credit, required[credit.kind])
            ]
            title = Words("训练学分", "training credit")
            yield self._goal("T", title, self._lacking(measure), pieces, QUARTERS)

    def _credit(self, credit: CreditRating, required: TrainingRequirement) -> Iterator[Piece]:
        """Yield the half and the full credit an exercise gives beyond what there is."""
        full, half = spans(required, self.case.rules)
        whole = QUARTERS * credit.weight
        now = int(whole * credit.credit)
        steps = ((whole // 2 - now, half), (whole - max(now, whole // 2), full))
        for amount, days in steps:
            sources = self.offers.sources("exercise", credit.kind, lasts=days + 1)
            if amount > 0 and sources:
                yield Piece(amount, sources)

    def _cap(self, cap: CapFired) -> Goal:
        """Return the goal of a cap: it no longer holds."""
        sources = tuple(self._lifting(cap))
        title = Words(f"限级：{cap.sentence_zh}", f"cap: {cap.sentence}")
        name = f"{cap.kind.value}/{cap.subject}"
        return self._goal(name, title, 1, [Piece(1, sources)] if sources else [])

    def _lifting(self, cap: CapFired) -> Iterable[Source]:
        """Return what lifts a cap."""
        figure, offers = self.case.rules.figure, self.offers
        if cap.kind is CapKind.TURN_OUT:
            lasts = figure("cap.turn_out.months") * MONTH_DAYS
            return offers.sources("exercise", TURN_OUT, lasts=lasts)
        if cap.kind is CapKind.ASSESSMENT:
            return offers.sources("exercise", ASSESSMENT)
        if cap.kind is CapKind.FINDING:
            return offers.sources("finding", cap.subject)
        if cap.kind is CapKind.LINK:
            return offers.sources("link", lasts=figure("cap.link.days") + 1)
        if cap.kind is CapKind.MUSTER:
            later = (s for key, s in offers.starting("muster") if key[1] >= cap.subject)
            return tuple(Source(activity) for activity in later)
        return offers.sources("records", _RECORDS[cap.subject].value, lasts=self._fresh(cap.subject))

    def _fresh(self, area: str) -> int | None:
        """Return how many days proved records are fresh enough for the level; of training always."""
        if area == ReadinessArea.TRAINING.value:
            return None
        grades = [DataAge.A]
        for grade in (DataAge.B, DataAge.C):
            if self.case.rules.figure(f"age.{grade.value}.level") <= self.level:
                grades.append(grade)
        return self.case.rules.figure(f"age.{grades[-1].value}") + 1
