"""
The figures of the rating model 评定规则: bands, caps, data-age grades, credit, days of actions, overrides.

Each figure is a versioned rule row (`registry.tables.RuleFigure`) with a source mark, which an office may
set for its region (`registry.rules.set_figure`); what nobody stored is the default here. The bands follow
the joint figures of SORTS and AR 220-1, recalled; their use for civil teams, and everything else, is
assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from registry.codes import ActionKind, CapKind, DataAge, Measure, ReadinessArea, SourceMark

#: Code of the rule text behind all figures of the model.
RULE = "READINESS"
_BANDS = "bands of SORTS and AR 220-1; their use for civil teams is assumed"
_SURFACE = "idea of caps and periodicities after the US Navy surface training manual; figures assumed"
_OWN = "assumed"
#: Figures that advise only (how long an action takes) and leave every rating as it is.
_ADVICE = "readiness.action."


@dataclass(frozen=True, slots=True)
class FigureData:
    """One figure as it is stored in `RuleFigure`: `value` counts `unit`."""

    code: str
    title: str
    title_en: str
    value: int
    unit: str
    mark: SourceMark
    citation: str


def _band(measure: Measure, *percents: int) -> tuple[FigureData, ...]:
    """Return the three thresholds of one measure."""
    return tuple(
        FigureData(
            f"readiness.band.{measure.value}.{level}",
            f"{measure.zh}{level}级下限",
            f"{measure.en}: least for level {level}",
            percent,
            "%",
            SourceMark.RECALLED,
            _BANDS,
        )
        for level, percent in enumerate(percents, start=1)
    )


def _figure(code: str, title: str, title_en: str, value: int, unit: str, citation: str = _OWN) -> FigureData:
    return FigureData(f"readiness.{code}", title, title_en, value, unit, SourceMark.ASSUMED, citation)


DEFAULT_FIGURES: tuple[FigureData, ...] = (
    *_band(Measure.AVAILABLE, 90, 80, 70),
    *_band(Measure.MATCHED, 85, 75, 65),
    *_band(Measure.KEY_POSTS, 85, 75, 65),
    *_band(Measure.ON_HAND, 90, 80, 65),
    *_band(Measure.SERVICEABLE, 90, 70, 60),
    *_band(Measure.TRAINED, 85, 70, 55),
    _figure("ready.horizon", "达标推算最长天数", "days looked ahead for the time to be ready", 365, "days"),
    _figure("ready.course.days", "复证培训工作日", "workdays of a renewal course", 3, "workdays"),
    _figure("ready.course.first-days", "初次取证培训工作日", "workdays of a first course", 10, "workdays"),
    _figure("ready.course.notice", "报名提前天数", "notice of an examination", 7, "days"),
    _figure(
        "ready.course.month-day", "每月考试日", "day of the month from which examinations are", 20, "day"
    ),
    _figure("ready.course.seats", "每期考试名额", "seats of an examination", 20, "persons"),
    _figure("ready.inspection.notice", "报检提前天数", "notice of an inspection", 3, "days"),
    _figure("ready.inspection.items", "检验组日检数量", "items a city's crew inspects a day", 10, "items"),
    _figure("ready.inspection.valid", "检验有效天数", "days an inspection holds", 365, "days"),
    _figure("ready.repair.days", "修复工作日", "workdays of a repair", 10, "workdays"),
    _figure("ready.repair.items", "同时维修数量", "items a city repairs at a time", 5, "items"),
    _figure("ready.acquire.days", "补充装备天数", "days until equipment is there", 90, "days"),
    _figure("ready.recruit.days", "补员天数", "days until somebody is recruited", 45, "days"),
    _figure("ready.finding.days", "整改销号工作日", "workdays to rectify and verify", 10, "workdays"),
    _figure(
        "credit.full-share",
        "全额学分期限占周期比例",
        "age for full credit, of the periodicity",
        100,
        "%",
        _SURFACE,
    ),
    _figure(
        "credit.half-share",
        "半额学分期限占周期比例",
        "age for half credit, of the periodicity",
        150,
        "%",
        _SURFACE,
    ),
    _figure("credit.attendance", "到训率不足则学分减半", "attendance below which credit is halved", 70, "%"),
    _figure(
        "credit.turnover",
        "关键岗位参训率不足则学分减半",
        "key-post holders who took part, below which credit is halved",
        50,
        "%",
    ),
    _figure("cap.turn_out.months", "拉动有效月数", "months a passed turn-out counts", 12, "months", _SURFACE),
    _figure("cap.turn_out.level", "未拉动限级", "best level without a passed turn-out", 2, "level", _SURFACE),
    _figure(
        "cap.assessment.level", "考核不合格限级", "best level after a failed assessment", 3, "level", _SURFACE
    ),
    _figure(
        "cap.finding.level",
        "重大问题逾期限级",
        "best level with an overdue major finding",
        3,
        "level",
        _SURFACE,
    ),
    _figure("cap.link.days", "通联有效天数", "days a proved link counts", 90, "days"),
    _figure("cap.link.level", "通联未验证限级", "best level without a proved link", 3, "level"),
    _figure("cap.muster.level", "未点验限级", "best level without the muster", 2, "level"),
    _figure("age.A", "A级数据天数", "days of data age A", 90, "days"),
    _figure("age.B", "B级数据天数", "days of data age B", 180, "days"),
    _figure("age.C", "C级数据天数", "days of data age C", 365, "days"),
    _figure("age.B.level", "B级数据限级", "best level with data of age B", 2, "level"),
    _figure("age.C.level", "C级数据限级", "best level with data of age C", 3, "level"),
    _figure("age.D.level", "D级数据限级", "best level with unverified data", 4, "level"),
    *(
        _figure(
            f"action.{kind.value}.days",
            f"{kind.zh}通常天数",
            f"days it usually takes to {kind.en}",
            days,
            "days",
        )
        for kind, days in (
            (ActionKind.ISSUE, 1),
            (ActionKind.PROVE_LINK, 1),
            (ActionKind.CONFIRM, 2),
            (ActionKind.INSPECT, 3),
            (ActionKind.REPAIR, 14),
            (ActionKind.RENEW, 14),
            (ActionKind.CLOSE_FINDING, 14),
            (ActionKind.HOLD, 30),
            (ActionKind.RECRUIT, 30),
            (ActionKind.ACQUIRE, 60),
        )
    ),
    _figure("override.days", "上调最长天数", "longest time a level may be raised by hand", 90, "days"),
)  # fmt: skip -- one figure a line
"""Every figure of the model, with what stands behind it."""

#: Which measures make up each area.
MEASURES: Mapping[ReadinessArea, tuple[Measure, ...]] = MappingProxyType(
    {
        ReadinessArea.PEOPLE: (Measure.AVAILABLE, Measure.MATCHED, Measure.KEY_POSTS),
        ReadinessArea.EQUIPMENT: (Measure.ON_HAND,),
        ReadinessArea.SERVICEABILITY: (Measure.SERVICEABLE,),
        ReadinessArea.TRAINING: (Measure.TRAINED,),
    }
)


@dataclass(frozen=True, slots=True)
class RatingRules:
    """
    The figures in force for a team, by their codes without the prefix `readiness.`.

    Examples
    --------
    >>> rules = RatingRules.of({})
    >>> rules.bands(Measure.ON_HAND), rules.figure("cap.link.days")
    ((90, 80, 65), 90)
    >>> RatingRules.of({"readiness.cap.link.days": 60}).version == rules.version
    False

    """

    figures: Mapping[str, int]
    version: str

    @classmethod
    def of(cls, stored: Mapping[str, int]) -> RatingRules:
        """Return the rules with some figures as stored (whole codes) and the others as by default."""
        figures = {each.code: stored.get(each.code, each.value) for each in DEFAULT_FIGURES}
        rated = sorted(code for code in figures if not code.startswith(_ADVICE))
        text = "\n".join(f"{code}={figures[code]}" for code in rated)
        short = {code.removeprefix("readiness."): value for code, value in figures.items()}
        return cls(MappingProxyType(short), sha256(text.encode()).hexdigest())

    def figure(self, code: str) -> int:
        """Return a figure by its code without prefix."""
        return self.figures[code]

    def bands(self, measure: Measure) -> tuple[int, int, int]:
        """Return the least percentages for levels 1, 2 and 3 of a measure; below is level 4."""
        least = (self.figures[f"band.{measure.value}.{level}"] for level in (1, 2, 3))
        first, second, third = least
        return first, second, third

    def level(self, measure: Measure, numerator: int, denominator: int) -> int | None:
        """
        Return the level (1 to 4) of a fraction, None where the denominator is 0: not applicable.

        Examples
        --------
        >>> rules = RatingRules.of({})
        >>> rules.level(Measure.AVAILABLE, 34, 40), rules.level(Measure.AVAILABLE, 0, 0)
        (2, None)

        """
        if denominator == 0:
            return None
        reached = (100 * numerator >= percent * denominator for percent in self.bands(measure))
        return next((level for level, yes in enumerate(reached, start=1) if yes), 4)

    def cap_level(self, kind: CapKind) -> int:
        """Return the best level a cap allows; the caps of data age have one for each grade."""
        return self.figures[f"cap.{kind.value}.level"]

    def age(self, days: int) -> DataAge:
        """Return the grade of data confirmed so many days ago."""
        grades = (DataAge.A, DataAge.B, DataAge.C)
        return next((each for each in grades if days <= self.figures[f"age.{each.value}"]), DataAge.D)
