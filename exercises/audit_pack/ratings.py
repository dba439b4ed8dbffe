"""The topics about ratings: every level, every fraction, and the records behind each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from exercises.audit_pack.headings import TEAM
from exercises.audit_pack.pack import Cell, Column, Said, Topic, both
from exercises.audit_pack.teams import quarters, sentences, shown_level
from exercises.readiness.rating_teams import Rated
from registry.codes import ReadinessArea, TaskState
from registry.readiness.rating import rate
from registry.readiness.records.tracing import Source, SourceKind, traced
from registry.readiness.words import HALVED
from registry.tables import Region

Row = tuple[Cell, ...]
#: So many digits of a rule version stand beside a rating; the whole stands among the versions.
VERSION_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Scope:
    """The regions of a pack, by id, and those whose people may be told one by one."""

    regions: Mapping[UUID, Region]
    named: frozenset[UUID]

    def of(self, each: Rated) -> Region:
        """Return the region of a team."""
        return self.regions[UUID(each.facts.region)]

    def names(self, each: Rated) -> bool:
        """Tell whether the people of a team may be told one by one."""
        return UUID(each.facts.region) in self.named


def rating_topics(found: Sequence[Rated], scope: Scope) -> tuple[Topic, ...]:
    """Return the topics about the ratings of some teams."""
    return tuple(_topic(spec, found, scope) for spec in _SPECS)


@dataclass(frozen=True, slots=True)
class _Spec:
    """A topic with a few rows for each team: what it is called, and how one team's rows are made."""

    code: str
    zh: str
    en: str
    note: Said
    columns: tuple[Column, ...]
    rows: Callable[[Rated, Scope], Iterable[Row]]


def _topic(spec: _Spec, found: Sequence[Rated], scope: Scope) -> Topic:
    rows = tuple((*_team(each, scope), *row) for each in found for row in spec.rows(each, scope))
    return Topic(spec.code, spec.zh, spec.en, spec.note, (*TEAM, *spec.columns), rows)


def _team(each: Rated, scope: Scope) -> Row:
    return scope.of(each).name, each.facts.code, each.facts.name


def _levels(each: Rated, _scope: Scope) -> Iterator[Row]:
    facts, rating = each.facts, each.rating
    areas = [rating.area(area) for area in ReadinessArea]
    others = (
        f"{task.zh} {task.en}: {rate(facts, rating.on, each.rules, task).shown}"
        for task in sorted(facts.requirements)
        if task is not TaskState.PEACE
    )
    yield (
        both((facts.category.zh, facts.category.en)),
        both((facts.state.zh, facts.state.en)),
        shown_level(each),
        rating.shown,
        rating.computed,
        *(None if area is None else area.level for area in areas),
        *(None if area is None else area.data_age.value for area in areas),
        "; ".join(others),
        rating.rule_version[:VERSION_DIGITS],
    )


def _fractions(each: Rated, _scope: Scope) -> Iterator[Row]:
    traces = traced(each.facts, each.rating)
    for area in each.rating.areas:
        oldest = area.confirmed_on.isoformat() if area.confirmed_on else None
        for m in area.measures:
            trace = traces[m.measure]
            yield (
                f"{m.measure.value} {m.measure.zh} / {m.measure.en}",
                m.numerator,
                m.denominator,
                m.shown,
                m.level,
                m.next_percent,
                m.missing,
                len(trace.counted),
                len(trace.lacking),
                area.data_age.value,
                oldest,
            )


def _explained(each: Rated, scope: Scope) -> Iterator[Row]:
    yield from sentences(each, named=scope.names(each))


def _capped(each: Rated, _scope: Scope) -> Iterator[Row]:
    for cap in each.rating.caps:
        since = cap.since.isoformat() if cap.since else None
        yield both((cap.kind.zh, cap.kind.en)), cap.level, since, cap.sentence_zh, cap.sentence


def _lines(each: Rated, _scope: Scope) -> Iterator[Row]:
    for line in each.rating.lines:
        key = both(("是", "yes")) if line.key else ""
        counts = (line.required, line.held, line.serviceable)
        yield both((line.kind, line.kind_en)), key, *counts, line.on_hand_level, line.serviceable_level


def _credits(each: Rated, _scope: Scope) -> Iterator[Row]:
    for credit in each.rating.credits:
        days = (credit.held_on, credit.lapses_on, credit.gone_on)
        held, lapses, gone = (day.isoformat() if day else None for day in days)
        halved = both(HALVED[credit.halved_for]) if credit.halved_for else ""
        name = both((credit.name, credit.name_en))
        shown = (credit.weight, quarters(credit.credit), held, credit.age_days, lapses, gone)
        yield name, *shown, halved, credit.counted


def _sources(each: Rated, scope: Scope) -> Iterator[Row]:
    for measure, trace in traced(each.facts, each.rating).items():
        sides = ((("计入", "counts"), trace.counted), (("未计入", "lacking"), trace.lacking))
        for side, listed in sides:
            for kind, record, count in _listed(listed, named=scope.names(each)):
                yield measure.value, both(side), both((kind.zh, kind.en)), count, record


def _listed(listed: Sequence[Source], *, named: bool) -> Iterator[tuple[SourceKind, str, int]]:
    """Yield the records behind a number; people whose names are not the reader's as one count."""
    people = [each for each in listed if each.kind is SourceKind.PERSON and not named]
    if people:
        yield SourceKind.PERSON, both(("仅列人数", "counted only")), len(people)
    for each in listed:
        if each.kind is not SourceKind.PERSON or named:
            yield each.kind, each.id, 1


_AREAS = tuple(Column(f"{area.value} {area.zh}", area.value, 8, level=True) for area in ReadinessArea)
_AGES = tuple(Column(f"{area.value} 数据时效", f"{area.value} data age", 8) for area in ReadinessArea)
_SPECS = (
    _Spec(
        "ratings",
        "评定",
        "Ratings",
        (
            "每支队伍一行。显示等级仅在有人工调整时不同于计算等级；?4 为数据未核实。",
            "One row a team. The level shown differs from the computed one under an override only;"
            " ?4 is unverified.",
        ),
        (
            Column("类别", "Category", 24),
            Column("状态", "State", 14),
            Column("显示等级", "Level shown", 9, level=True),
            Column("计算等级", "Level computed", 9, level=True),
            Column("限级前", "Before caps", 8, level=True),
            *_AREAS,
            *_AGES,
            Column("其他任务状态", "Other tasks", 22),
            Column("规则版本", "Rule version", 16),
        ),
        _levels,
    ),
    _Spec(
        "fractions",
        "指标",
        "Fractions",
        (
            "分数为精确值，百分比向下取至0.1%；训练以四分之一学分乘权重计。分母为零即不适用。",
            "Fractions are exact, percentages rounded down to 0.1 %; training counts quarters of weighted"
            " credit. A denominator of 0 is not applicable.",
        ),
        (
            Column("指标", "Fraction", 46),
            Column("分子", "Numerator", 9),
            Column("分母", "Denominator", 9),
            Column("百分比", "Percent", 9),
            Column("等级", "Level", 7, level=True),
            Column("上一级下限 %", "Next level from %", 10),
            Column("还缺", "Missing", 8),
            Column("计入记录数", "Records counted", 10),
            Column("未计入记录数", "Records lacking", 10),
            Column("数据时效", "Data age", 8),
            Column("最早核实日", "Oldest confirmed", 12),
        ),
        _fractions,
    ),
    _Spec(
        "explanations",
        "说明",
        "Explanations",
        ("每支队伍为何是这一等级。", "Why each team is rated so and no better."),
        (Column("中文", "Chinese", 60), Column("英文", "English", 60)),
        _explained,
    ),
    _Spec(
        "caps",
        "限级",
        "Caps",
        (
            "触发的全部限级，不论是否改变等级。",
            "Every cap that fired, whether or not it changes the level.",
        ),
        (
            Column("限级", "Cap", 30),
            Column("不高于", "Not above", 8, level=True),
            Column("自", "Since", 12),
            Column("中文", "Chinese", 50),
            Column("英文", "English", 50),
        ),
        _capped,
    ),
    _Spec(
        "lines",
        "装备",
        "Equipment",
        ("按装备种类；件数。关键装备限制所在要素。", "By kind, in items. Key lines cap their area."),
        (
            Column("种类", "Kind", 30),
            Column("关键", "Key", 9),
            Column("应有", "Required", 9),
            Column("在位", "Held", 9),
            Column("完好", "Serviceable", 11),
            Column("在位等级", "On-hand level", 9, level=True),
            Column("完好等级", "Serviceable level", 11, level=True),
        ),
        _lines,
    ),
    _Spec(
        "credits",
        "训练",
        "Training credit",
        (
            "现行大纲各项要求的学分；“计入记录”为该队参训记录的编号。",
            "Credit of each requirement in force; the record is the team's part in what counts.",
        ),
        (
            Column("科目", "Requirement", 34),
            Column("权重", "Weight", 8),
            Column("学分", "Credit", 8),
            Column("实施日", "Held on", 12),
            Column("天数", "Age in days", 8),
            Column("减半自", "Half from", 12),
            Column("失效自", "None from", 12),
            Column("减半原因", "Halved for", 40),
            Column("计入记录", "Record", 38),
        ),
        _credits,
    ),
    _Spec(
        "sources",
        "来源",
        "Sources",
        (
            "每个数字背后的记录。无权查看姓名处，人员仅列人数。",
            "The records behind every number. People whose names are not the reader's are counted only.",
        ),
        (
            Column("指标", "Fraction", 9),
            Column("计入", "Side", 16),
            Column("记录种类", "Kind of record", 30),
            Column("条数", "Count", 8),
            Column("记录编号", "Record", 38),
        ),
        _sources,
    ),
)
