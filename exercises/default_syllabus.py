"""
The default syllabus 训练大纲要求: 17 rows as data, with the sources they cite.

An office edits copies of these rows; nothing in the program depends on their figures. Marks: S sourced,
R recalled, I inferred, A assumed. Priorities, weights and which kinds take a team away from standby are
assumed throughout. Months without a source are left open (the whole year).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from exercises.codes import Attendees, ExerciseKind, Grouping
from registry.codes import SourceMark, TeamCategory

CategoryCodes = tuple[TeamCategory, ...]
C = TeamCategory
STATUTORY: CategoryCodes = (C.RRP, C.MED, C.FIR, C.SEC, C.CBR, C.COM, C.TRN)
EXTENDED: CategoryCodes = (C.PSY, C.INF, C.CAM)
DISPERSED: CategoryCodes = (C.RRP, C.MED, C.FIR, C.CBR, C.TRN)
NEW_DOMAIN: CategoryCodes = (C.UAV, C.CUA, C.ROB, C.NET, C.GAV)
FLYING = ["UAV", "CUA", "GAV"]
LABORATORY = ["ROB", "NET"]


@dataclass(frozen=True, slots=True)
class SourceData:
    """A source of rules as it is stored in `registry.tables.RuleSource`."""

    code: str
    title: str
    citation: str
    mark: SourceMark


@dataclass(frozen=True, slots=True)
class RuleData:
    """
    One syllabus row as it is stored in `exercises.tables.SyllabusRule`, the source by its code.

    Durations and loads count half-days, gaps and notice calendar days; `times_per_year` counts the
    whole year whatever the period. `periodicity_days` left at 0 means 1.25 × 365 ÷ times, rounded
    down (assumed: a plan spaced within its months does not lapse by jitter).
    """

    number: int
    kind: ExerciseKind
    grouping: Grouping
    categories: CategoryCodes
    times_per_year: int
    duration_half_days: int
    source_code: str
    mark: SourceMark
    citation: str
    attendees: Attendees = Attendees.WHOLE_TEAM
    every_years: int = 1
    per_period: str = "year"
    months: tuple[int, ...] = ()
    min_gap_days: int = 0
    periodicity_days: int = 0
    notice_days: int = 30
    priority: int = 1
    weight: int = 1
    away: bool = True
    unannounced: int = 0
    fixed_month: int | None = None
    fixed_day: int | None = None
    min_categories: int = 1
    needs: tuple[dict[str, Any], ...] = ()
    satisfies: tuple[ExerciseKind, ...] = ()

    def __post_init__(self) -> None:
        """Fill in the default periodicity."""
        if not self.periodicity_days:
            object.__setattr__(self, "periodicity_days", periodicity(self.times_per_year))

    def values(self) -> dict[str, Any]:
        """Return the columns of `SyllabusRule` except identity, region and source; lists as JSON."""
        values = {name: value for name, value in asdict(self).items() if name != "source_code"}
        for name in ("categories", "months", "needs", "satisfies"):
            values[name] = [dict(v) if isinstance(v, dict) else v for v in values[name]]
        values["categories"] = [category.value for category in self.categories]
        values["satisfies"] = [kind.value for kind in self.satisfies]
        return values


def periodicity(times_per_year: int) -> int:
    """Return the default periodicity in calendar days: ⌊1.25 × 365 ÷ times⌋ (assumed)."""
    return 5 * 365 // (4 * times_per_year)


def _need(kind: str, quantity: int, per: str, categories: list[str] | None = None) -> dict[str, Any]:
    need: dict[str, Any] = {"kind": kind, "quantity": quantity, "per": per}
    return need if categories is None else {**need, "categories": categories}


DEFAULT_SOURCES: tuple[SourceData, ...] = (
    SourceData("cad-law", "中华人民共和国人民防空法", "Articles 35, 41 to 44", SourceMark.SOURCED),
    SourceData("ndm-law", "中华人民共和国国防动员法", "Articles 39, 49, 51, 52", SourceMark.SOURCED),
    SourceData("militia-regulations", "民兵工作条例", "Articles 14, 21; by analogy", SourceMark.INFERRED),
    SourceData(
        "henan-measure", "河南省群众防空组织训练规定", "Article 26: dispersed training", SourceMark.SOURCED
    ),
    SourceData("camp-practice", "专业队集中训练实践", "Camps of 3 days, 7 subjects", SourceMark.SOURCED),
    SourceData(
        "office-practice", "动员办公室训练实践", "Kinds as reported; counts assumed", SourceMark.ASSUMED
    ),
    SourceData("cross-region-reports", "跨区域机动拉动报道", "2 to 5 days, usually 3", SourceMark.SOURCED),
    SourceData(
        "liangshan-2025",
        "凉山分区共同科目训练",
        "One zone a quarter, 3 days; 4 a year inferred",
        SourceMark.INFERRED,
    ),
    SourceData(
        "sichuan-siren-trial", "四川省防空警报试鸣", "18 September in all prefectures", SourceMark.SOURCED
    ),
    SourceData(
        "assessment-outline", "训练与考核大纲", "Outline exists, frequency assumed", SourceMark.ASSUMED
    ),
    SourceData(
        "chongqing-ndm", "重庆市国防动员条例", "Article 12; other provinces by analogy", SourceMark.SOURCED
    ),
    SourceData(
        "center-practice", "动员中心应急生产演练", "Practice; once a year assumed", SourceMark.ASSUMED
    ),
    SourceData("assumed", "本产品假定", "Assumed by this product", SourceMark.ASSUMED),
)

DEFAULT_RULES: tuple[RuleData, ...] = (
    RuleData(
        1, ExerciseKind.OPENING, Grouping.DISTRICT, (), 1, 1, "office-practice", SourceMark.ASSUMED,
        "practice S87; number assumed", months=(1, 2, 3), away=False, priority=3,
        needs=(_need("hall", 1, "seat"),),
    ),
    RuleData(
        2, ExerciseKind.MUSTER, Grouping.DISTRICT_BATCH, (), 1, 2, "militia-regulations",
        SourceMark.INFERRED, "S44 by analogy; months assumed", months=(3, 4, 5, 6), min_gap_days=270,
        away=False, priority=8, weight=2, needs=(_need("muster_ground", 1, "person"),),
    ),
    RuleData(
        3, ExerciseKind.CONCENTRATED, Grouping.DISTRICT_BATCH, (*STATUTORY, *EXTENDED), 1, 6,
        "camp-practice", SourceMark.SOURCED, "S37, S66: 3 days; once a year assumed", min_gap_days=240,
        priority=8, weight=2, needs=(_need("base", 1, "person"), _need("instructors", 2, "event")),
    ),
    RuleData(
        4, ExerciseKind.HANDS_ON, Grouping.TEAM, DISPERSED, 4, 2, "henan-measure", SourceMark.SOURCED,
        "dispersed kind S46; count assumed", per_period="quarter", min_gap_days=45, priority=4,
        needs=(_need("site", 1, "team"), _need("instructors", 1, "event")),
    ),
    RuleData(
        5, ExerciseKind.HANDS_ON, Grouping.TEAM, (C.SEC, *EXTENDED), 2, 2, "assumed",
        SourceMark.ASSUMED, "assumed", min_gap_days=90, priority=4, needs=(_need("site", 1, "team"),),
    ),
    RuleData(
        6, ExerciseKind.TURN_OUT, Grouping.TEAM, (), 2, 1, "office-practice", SourceMark.ASSUMED,
        "kind S1; count assumed", min_gap_days=120, notice_days=0, priority=5, weight=2, away=False,
        unannounced=1, needs=(_need("evaluators", 1, "event"),),
    ),
    RuleData(
        7, ExerciseKind.REALISTIC, Grouping.MIXED, STATUTORY, 1, 2, "office-practice",
        SourceMark.ASSUMED, "kind S1; mix assumed", min_gap_days=180, priority=7, min_categories=3,
        needs=(_need("scenario_ground", 1, "event"), _need("evaluators", 2, "event")),
    ),
    RuleData(
        8, ExerciseKind.INTERCONNECTION, Grouping.NETWORK, (C.COM, C.MCP), 12, 1, "office-practice",
        SourceMark.ASSUMED, "kind S1; monthly and crew assumed", attendees=Attendees.CREW_THIRD,
        per_period="month", min_gap_days=20, priority=6, away=False,
    ),
    RuleData(
        9, ExerciseKind.CROSS_REGION, Grouping.PAIRED_REGIONS, (C.MCP,), 2, 6, "cross-region-reports",
        SourceMark.SOURCED, "3 days S58 to S62; count assumed", min_gap_days=90, priority=5,
        needs=(_need("command_vehicles", 1, "guest"),),
    ),
    RuleData(
        10, ExerciseKind.AREA_JOINT, Grouping.GIVEN, (C.MCP, C.COM), 1, 6, "office-practice",
        SourceMark.ASSUMED, "kind S1; 3 days S57; once a year assumed", min_gap_days=180, priority=9,
    ),
    RuleData(
        11, ExerciseKind.ZONE_COMMON, Grouping.ZONE, (C.RRP, C.MED, C.FIR, C.CBR), 4, 6,
        "liangshan-2025", SourceMark.INFERRED, "pattern S57; four a year inferred",
        per_period="quarter", min_gap_days=60, priority=4, needs=(_need("base", 1, "person"),),
    ),
    RuleData(
        12, ExerciseKind.NEW_DOMAIN, Grouping.TEAM, NEW_DOMAIN, 6, 1, "assumed", SourceMark.ASSUMED,
        "assumed", min_gap_days=30, priority=4,
        needs=(_need("range", 1, "team", FLYING), _need("lab", 1, "team", LABORATORY)),
    ),
    RuleData(
        13, ExerciseKind.SIREN_TRIAL, Grouping.GIVEN, (C.SRN,), 1, 1, "sichuan-siren-trial",
        SourceMark.SOURCED, "S36: 5 days' notice; S49: 18 September", notice_days=5, priority=10,
        away=False, fixed_month=9, fixed_day=18,
    ),
    RuleData(
        14, ExerciseKind.ASSESSMENT, Grouping.TEAM, (), 1, 2, "assessment-outline", SourceMark.ASSUMED,
        "outline exists S68; once a year assumed", months=(10, 11), min_gap_days=270, priority=8,
        weight=2, needs=(_need("evaluators", 1, "event"),),
    ),
    RuleData(
        15, ExerciseKind.SPECIAL, Grouping.CITY, STATUTORY, 1, 2, "chongqing-ndm", SourceMark.SOURCED,
        "S40: one special exercise a year (Chongqing)", min_gap_days=270, priority=9, min_categories=4,
        needs=(_need("scenario_ground", 1, "event"), _need("evaluators", 2, "event")),
        satisfies=(ExerciseKind.REALISTIC,),
    ),
    RuleData(
        16, ExerciseKind.COMPREHENSIVE, Grouping.CITY, (), 1, 4, "chongqing-ndm", SourceMark.SOURCED,
        "S40: one comprehensive exercise in 5 years (Chongqing)", every_years=5, min_gap_days=1095,
        periodicity_days=1826, priority=10, min_categories=8,
        needs=(_need("scenario_ground", 1, "event"), _need("evaluators", 2, "event")),
        satisfies=(ExerciseKind.SPECIAL, ExerciseKind.REALISTIC),
    ),
    RuleData(
        17, ExerciseKind.PRODUCTION, Grouping.CENTER, (C.TRN,), 1, 2, "center-practice",
        SourceMark.ASSUMED, "practice S69; once a year assumed", min_gap_days=270, priority=5,
    ),
)  # fmt: skip
